"""Who and what a report names: people, organisations, places and the rest, with all their mentions.

The language model has found the names; they are grouped, and looked for again where it may have missed them: in
crossheads, in lines of one case, and wherever else the same words stand. An entity's id depends on its type and
name alone, so it is the same in every report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from shared.reading import Read
from shared.records import Dateline, Entities, Entity, Mention, Normalized, Segment
from shared.step import step
from workers.text import beside, firms, gazetteer, name_types, names, offices, one_case, signed
from workers.text.grouping import Form, Group, entity_id, fold, group
from workers.text.language import is_english
from workers.text.names import Name

Facts = Callable[[str], gazetteer.Known | None]
_MATCHED = frozenset({"headline", "body", "byline", "table", "crosshead", "dateline", "advisory", "correction"})
#: Names that the model is less sure of are not looked for again; it may be less sure of those that it has found so
#: often.
_SURE, _LIKELY, _OFTEN = 0.8, 0.5, 3
#: Names that the model is less sure of are not believed in lines of one case.
_LEAST = {"PERSON": 0.4, "PLACE": 0.4, "ORG": 0.5, "MISC": 0.5}
#: In languages that the model was not trained on it is right less often.
_FOREIGN = 0.6
#: The place of a dateline is one.
_DATED = 0.95
_APOSTROPHE = re.compile(r"\w[’']\w")
#: Why a place or a people is linked, by method.
_REASONS = {
    "name": "one of the names of this country or state",
    "demonym": "one of the words for the people of this country",
    "country_named": "the only big place of that name in a country that the report names",
    "region_said": "the words beside it say that it is a region",
    "population": "far more people live there than in any other place of that name",
}


@step(version="6", after=["read"])
def entities(normalize: Normalized, read: Read) -> Entities:
    """The entities of a report."""
    text = normalize.text
    english = is_english(normalize.language)
    lines = [each for each in normalize.pieces if each.kind in _MATCHED]
    flat = [(each.start, each.end) for each in lines if names.has_one_case(text[each.start : each.end])]
    facts = {each.start: _facts(text, each, flat, english=english) for each in lines}
    inside = {at for start, end in names.addresses(text) for at in range(start, end)}
    found = [
        Name(each.start, each.end, words, each.type, each.sure if english else each.sure * _FOREIGN)
        for each in read.names
        if each.start not in inside
        and (each.sure >= _LEAST[each.type] or not one_case.within(flat, each.start))
        and (words := tuple(token.word for token in names.tokens(text, each.start, each.end)))
    ]
    places = normalize.dateline.places if normalize.dateline else []
    found = firms.joined(text, sorted(found))
    found = name_types.shown(text, offices.parted(text, found, places)) if english else found
    writers = signed.writers(text, normalize.pieces, places)
    found = signed.people(text, found, writers, [each for each in lines if each.kind == "byline"])
    found = _dated(text, normalize.dateline, found, _DATED if english else _DATED * _FOREIGN)
    if any(each.kind == "dropped_apostrophe" for each in normalize.damage) or not _APOSTROPHE.search(text):
        found = beside.possessives(text, found)
    found = beside.joined(text, one_case.mended(text, flat, found))
    found = beside.joined(text, one_case.mended(text, flat, _again(text, lines, facts, found, inside)))
    groups = group(found)
    countries = {each.known.iso[:2] for each in groups if each.known and each.known.iso}
    countries |= {
        city.country
        for each in groups
        if each.type == "PLACE" and (city := gazetteer.city_link(names.cased(each.name), ()))
    }
    return Entities(entities=[_entity(each, countries) for each in groups])


def _dated(text: str, line: Dateline | None, found: Sequence[Name], sure: float) -> list[Name]:
    """The names with the places of the dateline, as places are written in the text."""
    made: list[Name] = []
    for each in line.places if line else ():
        at = text.find(each, line.start, line.end) if line else -1
        words = tuple(token.word for token in names.tokens(names.cased_place(each), 0, len(each)))
        if at >= 0 and words:
            made.append(Name(at, at + len(each), words, "PLACE", sure))
    rest = (each for each in found if not any(each.start < one.end and one.start < each.end for one in made))
    return sorted([*rest, *made])


def _facts(text: str, segment: Segment, flat: Sequence[tuple[int, int]], *, english: bool) -> Facts | None:
    """By what is known of names they are looked for in a line whose capitals tell nothing; None in others."""
    if one_case.within(flat, segment.start):
        return one_case.fact if english else gazetteer.known
    headline = segment.kind == "headline" and names.is_loud(text[segment.start : segment.end])
    loud = segment.kind == "crosshead" or headline
    return gazetteer.known if loud else None


def _again(
    text: str, lines: Iterable[Segment], facts: Mapping[int, Facts | None], found: list[Name], addresses: set[int]
) -> list[Name]:
    """These names with those met elsewhere, and known ones in loud lines, where the model has found none or less."""
    times = Counter(name.words for name in found)
    written = {name.words: name for name in found if name.sure >= (_SURE if times[name.words] < _OFTEN else _LIKELY)}
    folded = {fold(name.words): name for name in written.values()}
    taken = {at: name for name in found for at in range(name.start, name.end)}
    first = {words[0] for words in written if words[0][0].isupper()}
    again, parts = [], set[Name]()
    for each in lines:
        line = names.tokens(text, each.start, each.end)
        known = facts[each.start]
        at = 0
        while at < len(line):
            begins = known or line[at].word in first
            size, name = _longest(line, at, folded if known else written, known) if begins else (1, None)
            if name:
                place = range(line[at].start, line[at + size - 1].end)
                there = {taken[at] for at in place if at in taken}
                if addresses.isdisjoint(place) and all(_is_part(one, place) for one in there):
                    again.append(name._replace(start=place.start, end=place.stop))
                    parts |= there
            at += size
    return [each for each in found if each not in parts] + again


def _is_part(name: Name, place: range) -> bool:
    """Whether it stands inside this place and does not fill it."""
    return place.start <= name.start and name.end <= place.stop and name.end - name.start < len(place)


def _longest(
    line: list[names.Token], at: int, forms: Mapping[Form, Name], known: Facts | None
) -> tuple[int, Name | None]:
    for size in range(min(5, len(line) - at), 0, -1):
        words = tuple(token.word for token in line[at : at + size])
        if name := forms.get(fold(words) if known else words):
            return size, name
        fact = known(" ".join(words)) if known else None
        if fact and not (size == 1 and words[0].casefold() in gazetteer.common()):
            return size, Name(0, 0, words, fact.type, 0.9)
    return 1, None


def _entity(found: Group, countries: set[str]) -> Entity:
    name = found.name
    links, why = _links(found, name, countries)
    return Entity(
        id=entity_id(found.type, name),
        type=found.type,
        name=name,
        mentions=[Mention(start=each.start, end=each.end, kind=_kind(found, each)) for each in found.names],
        links=links,
        evidence=dict.fromkeys(links, why),
        confidence=found.sure,
    )


def _kind(found: Group, name: Name) -> Literal["name", "acronym", "demonym"]:
    if found.type == "MISC" and found.known and found.known.iso and found.sense != "language":
        return "demonym"
    short = len(name.words) == 1 and name.words[0].isupper()
    return "acronym" if short and (len(found.form) > 1 or found.type == "ORG") else "name"


def _links(found: Group, name: str, countries: set[str]) -> tuple[dict[str, str], dict[str, Any]]:
    """Its links, and the method by which they are made."""
    if found.known and found.known.iso and found.sense != "language":
        return {"iso3166": found.known.iso}, _why("demonym" if found.type == "MISC" else "name", 0.99)
    if found.type != "PLACE":
        return {}, {}
    name = names.cased(name)
    if found.sense != "region" and (city := gazetteer.city_link(name, countries)):
        at_home = city.country in countries
        return {"geonames": str(city.id)}, _why("country_named", 0.95) if at_home else _why("population", 0.9)
    said = found.sense == "region"
    region = gazetteer.region_link(name, countries, said=said)
    return ({"iso3166": region}, _why("region_said" if said else "country_named", 0.9)) if region else ({}, {})


def _why(method: str, confidence: float) -> dict[str, Any]:
    return {"method": method, "confidence": confidence, "reason": _REASONS[method]}
