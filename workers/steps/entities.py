"""Who and what a report names: people, organisations, places and the rest, with all their mentions.

Names are found in the paragraphs, grouped, and looked for again where capitals tell nothing: in headlines and
crossheads. An entity's id depends on its type and name alone, so it is the same in every report.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Literal

from shared.records import Entities, Entity, Mention, Normalized, Segment
from shared.step import step
from workers.text import gazetteer, names
from workers.text.grouping import Group, fold, group
from workers.text.names import Name

_READ = frozenset({"headline", "body", "byline", "table"})
_MATCHED = _READ | {"crosshead", "dateline", "advisory", "correction"}


@step(version="1", after=["normalize"])
def entities(normalize: Normalized) -> Entities:
    """The entities of a report."""
    text = normalize.text
    quiet, loud = _sorted_by_voice(text, normalize.pieces)
    lines = [names.tokens(text, each.start, each.end) for each in quiet]
    met = frozenset(word for line in lines for word in names.inside(line))
    found = [name for line in lines for name in names.find(line, met)]
    found += _again(text, loud, found)
    groups = group(found)
    countries = {each.known.iso[:2] for each in groups if each.known and each.known.iso}
    return Entities(entities=[_entity(each, countries) for each in groups])


def _sorted_by_voice(text: str, segments: Iterable[Segment]) -> tuple[list[Segment], list[Segment]]:
    """Paragraphs where capitals mean names, and those where they do not."""
    quiet: list[Segment] = []
    loud: list[Segment] = []
    for each in segments:
        words = text[each.start : each.end]
        if each.kind in _READ and not (names.is_loud(words) if each.kind == "headline" else words.isupper()):
            quiet.append(each)
        elif each.kind in _MATCHED:
            loud.append(each)
    return quiet, loud


def _again(text: str, loud: Iterable[Segment], found: Iterable[Name]) -> list[Name]:
    """Names met elsewhere, and countries, in lines where all words have capitals."""
    forms = {fold(name.words): name for name in found}
    again: list[Name] = []
    for line in (names.tokens(text, each.start, each.end) for each in loud):
        at = 0
        while at < len(line):
            size, name = _longest(line, at, forms)
            if name:
                again.append(name._replace(start=line[at].start, end=line[at + size - 1].end))
            at += size
    return again


def _longest(line: list[names.Token], at: int, forms: dict[tuple[str, ...], Name]) -> tuple[int, Name | None]:
    for size in range(min(5, len(line) - at), 0, -1):
        words = tuple(token.word for token in line[at : at + size])
        if (name := forms.get(fold(words))) and words[0][0].isupper():
            return size, name
        if (fact := gazetteer.known(" ".join(words))) and not (size == 1 and words[0].casefold() in gazetteer.common()):
            return size, Name(0, 0, words, fact.type, 0.9)
    return 1, None


def _entity(found: Group, countries: set[str]) -> Entity:
    name = found.name
    return Entity(
        id=_id(found.type, name),
        type=found.type,
        name=name,
        mentions=[Mention(start=each.start, end=each.end, kind=_kind(found, each)) for each in found.names],
        links=_links(found, name, countries),
        confidence=found.sure,
    )


def _kind(found: Group, name: Name) -> Literal["name", "acronym", "demonym"]:
    if found.type == "MISC" and found.known and found.known.iso:
        return "demonym"
    short = len(name.words) == 1 and name.words[0].isupper()
    return "acronym" if short and (len(found.form) > 1 or found.type == "ORG") else "name"


def _links(found: Group, name: str, countries: set[str]) -> dict[str, str]:
    if found.known and found.known.iso:
        return {"iso3166": found.known.iso}
    if found.type != "PLACE":
        return {}
    if city := gazetteer.city_link(name, countries):
        return {"geonames": str(city.id)}
    region = gazetteer.region_link(name, countries)
    return {"iso3166": region} if region else {}


def _id(kind: str, name: str) -> str:
    """Type and name as one short token, the same in every report."""
    digest = blake2b(" ".join(fold(name.split())).encode("utf-8", "surrogatepass"), digest_size=6)
    return f"{kind.lower()}-{digest.hexdigest()}"
