"""Groups the names of one report into entities: a full name, its surname, its misspellings, its acronym.

A shorter form belongs to the fuller one that it can stand for, to the one named most where there are several. One
form has one type: the one with the most evidence. Every look-up is by key, so the work grows with the text and no more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b

from shared.finding import unaccented
from shared.records import EntityType
from workers.text.gazetteer import Known, common, known, table
from workers.text.names import Name, Sense, cased, has_one_case
from workers.text.titles import gender

Form = tuple[str, ...]

_SMALL = frozenset(["of", "the", "for", "and", "in", "on", "to", "de", "la", "e"])
_ARTICLES = ("al-", "el-", "ben-")
_SHORTEST_TYPO = 6
_LONGEST = 6
#: Types that the model is surer of stand.
_SURE = 0.9


@dataclass
class Group:
    """One entity: its type, its fullest name, its mentions and what the gazetteer knows of it."""

    type: EntityType
    form: Form
    names: list[Name] = field(default_factory=list)
    known: Known | None = None

    @property
    def name(self) -> str:
        """What it is called: as the gazetteer has it, or the fullest form as most often written."""
        if self.known:
            return self.known.name
        fullest = [name for name in self.names if fold(name.words) == self.form] or self.names
        return Counter(name.written for name in fullest).most_common(1)[0][0]

    @property
    def sense(self) -> Sense | None:
        """What at least half of the mentions say that it is."""
        told = [name.sense for name in self.names if name.sense]
        return told[0] if told and 2 * len(told) >= len(self.names) else None

    @property
    def sure(self) -> float:
        """The best evidence for it; a little more when it comes again."""
        best = max(name.sure for name in self.names)
        return round(min(0.95, best + (0.05 if len(self.names) > 1 else 0)), 2)


def group(names: Iterable[Name]) -> list[Group]:
    """The entities that these names are of, in order of their first mention."""
    forms: dict[Form, list[Name]] = defaultdict(list)
    for name in sorted(names):
        forms[fold(name.words)].append(name)
    kinds = _kinds(forms)
    groups: list[Group] = []
    index: dict[tuple[str, Form], list[Group]] = defaultdict(list)
    for form in sorted(forms, key=lambda each: (-len(each), forms[each][0].start)):
        found, kind = forms[form], kinds[form]
        fact = next((each for each in map(_fact, found) if each and each.type == kind), None)
        homes = _long(found, index) or (
            index[("known", fold(fact.name.split()))] if fact else _homes(form, kind, found, index)
        )
        if homes:
            _settle(found, homes)
        else:
            made = Group(kind, form, list(found), fact)
            groups.append(made)
            index["full", form].append(made)
            for key in [("known", fold(fact.name.split()))] if fact else _keys(form, kind):
                index[key].append(made)
    for each in groups:
        each.names.sort()
    return sorted(groups, key=lambda each: each.names[0].start)


@cache
def _accents() -> dict[int, str]:
    return {ord("’"): "'", ord("ı"): "i", ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l"}


def fold(words: Iterable[str]) -> Form:
    """Words without case, accents and dots."""
    written = " ".join(words)
    plain = written if written.isascii() else unaccented(written.translate(_accents()))
    return tuple(plain.casefold().replace(".", "").split())


def entity_id(type: EntityType, name: str) -> str:
    """The id of an entity: its type and a digest of its folded name, the same in every report."""
    digest = blake2b(" ".join(fold(name.split())).encode("utf-8", "surrogatepass"), digest_size=6)
    return f"{type.lower()}-{digest.hexdigest()}"


def _fact(name: Name) -> Known | None:
    """What the gazetteer knows of a name, also where it is written in capitals or in small letters."""
    return known(name.written) or known(cased(name.written))


def _kinds(forms: dict[Form, list[Name]]) -> dict[Form, EntityType]:
    """The type of each form: the one with the most evidence, if known places and surnames say nothing against it."""
    kinds = {form: _vote(found) for form, found in forms.items()}
    people = {form for form, kind in kinds.items() if kind == "PERSON"}
    tails = {form[-1:] for form in people if len(form) > 1}
    for form, kind in kinds.items():
        fact = _fact(forms[form][0])
        if (
            fact
            and fact.type == "MISC"
            and kind in {"PLACE", "PERSON"}
            and all(has_one_case(name.written) for name in forms[form])
        ):
            kinds[form] = "MISC"
        if max(name.sure for name in forms[form]) >= _SURE:
            continue
        if kind == "PERSON" and len(form) == 1 and fact and form not in tails:
            kinds[form] = fact.type
        elif kind != "PERSON" and 1 < len(form) < 4 and not fact and form[-1:] in people:
            kinds[form] = "PERSON"
    return kinds


def _vote(names: list[Name]) -> EntityType:
    """The type with the most evidence."""
    votes: Counter[EntityType] = Counter()
    for name in names:
        votes[name.type] += round(100 * name.sure)
    return votes.most_common(1)[0][0]


def _long(names: list[Name], index: dict[tuple[str, Form], list[Group]]) -> list[Group]:
    """What a name in brackets is short for."""
    return next((index[key] for name in names if index.get(key := ("full", fold(name.short_for)))), [])


def _homes(form: Form, kind: EntityType, names: list[Name], index: dict[tuple[str, Form], list[Group]]) -> list[Group]:
    """The entities that a form may stand for."""
    tries: list[tuple[str, Form]] = []
    if kind == "PERSON" or (len(form) == 1 and max(name.sure for name in names) < 0.8):
        tries += (
            [("tail", form), ("first", form), ("inner", form)]
            if len(form) == 1
            else [("ends", (form[0], form[-1])), ("tail", form)]
        )
        if len(form) > 1 and len(form[0]) == 1:
            tries.append(("initial", (form[0], form[-1])))
        if not common() & {*form}:
            tries += [("typo", each) for each in _deletions(form)]
    if kind in {"ORG", "MISC"} and len(form) == 1:
        tries.append(("acronym", (form[0].replace("-", ""),)))
    if kind == "ORG" and len(form) == 1 and form[0] in table("kinds"):
        tries.append(("kind", form))
    if kind == "ORG":
        tries += [("legal", _without_legal(form)), ("start", form)]
    return next((index[each] for each in tries if index.get(each)), [])


def _keys(form: Form, kind: EntityType) -> Iterator[tuple[str, Form]]:
    """Under what an entity is found by other forms of its name."""
    if kind == "PERSON" and len(form) > 2 and form[-1] in table("juniors"):
        yield ("tail", form[1:])
        form = form[:-1]
    if kind == "PERSON" and len(form) <= _LONGEST:
        yield from (("tail", form[at:]) for at in range(1, len(form)))
        yield from (("inner", (word,)) for word in form[1:-1] if len(word) > 1)
        if len(form) > 1:
            yield from (("first", form[:1]), ("ends", (form[0], form[-1])), ("initial", (form[0][0], form[-1])))
            yield from (("typo", each) for each in _deletions(form))
        yield from (("typo", each) for each in _deletions(form[-1:]))
        if form[-1].startswith(_ARTICLES):
            yield ("tail", (form[-1].partition("-")[2],))
    if kind == "ORG":
        yield ("legal", _without_legal(form))
        if form[-1] in table("legal"):
            yield from (("start", form[:size]) for size in range(1, min(len(form) - 1, _LONGEST)))
        if len(form) > 1:
            yield ("kind", form[-1:])
    if kind != "PERSON" and 1 < len(form) <= 2 * _LONGEST:
        parts = [part for word in form for part in word.split("-") if part and part not in _SMALL]
        yield ("acronym", ("".join(part[0] for part in parts),))
        yield ("acronym", ("".join(word[0] for word in form),))


def _settle(names: list[Name], homes: list[Group]) -> None:
    """Gives each mention to the home that `Mr.` or `Mrs.` fits, of these to the one named most before, or first."""
    starts = {id(home): min(name.start for name in home.names) for home in homes}
    weights = {id(home): len(home.names) for home in homes}
    for name in names:
        fitting = [each for each in homes if not name.pronoun or gender(each.form[:-1]) in {None, name.pronoun}]
        best = max(
            fitting or homes, key=lambda home: (starts[id(home)] < name.start, weights[id(home)], -starts[id(home)])
        )
        best.names.append(name)


def _deletions(form: Form) -> Iterator[Form]:
    """A name with any one letter left out: two names one slip apart share one of these."""
    joined = " ".join(form)
    if _SHORTEST_TYPO <= len(joined) <= 40:
        yield (joined,)
        yield from ((joined[:at] + joined[at + 1 :],) for at in range(1, len(joined)) if joined[at] != " ")


def _without_legal(form: Form) -> Form:
    return form[:-1] if len(form) > 1 and form[-1] in table("legal") else form
