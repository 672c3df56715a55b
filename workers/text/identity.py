"""Entity linking: which row of the user's knowledge base an entity is, by its name as it stands or written otherwise.

Where a name or alias of a row is the entity's name exactly, the row's type is the entity's, whatever the tagger has
found; the tagger's type is kept in the evidence.

A row is filed under keys, each a way in which its names may be written elsewhere; an entity's names are asked for with
keys of their own. Where the two meet the method is told: never a link without one. The forms of an entity are tried
from its full name on, the methods from the surest on; the first that finds a row decides. Where it finds several, who
is meant stays open, and that is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from shared.finding import words
from shared.knowledge import MOST_ALIKE, Filed, Row
from shared.records import Entity, EntityType, Mention
from shared.step import Knowledge
from workers.text.gazetteer import common, table
from workers.text.grouping import entity_id
from workers.text.misspelt import is_slip

LINK = "kb"
#: How sure each way is that leads from a name to a row, surest first.
METHODS = {"name": 0.97, "alias": 0.93, "legal_form": 0.9, "middle_name": 0.8, "initials": 0.75, "misspelling": 0.7}
_REASONS = {
    "name": "is its name",
    "alias": "is an alias of {0}",
    "legal_form": "is {1} but for the legal form",
    "middle_name": "is {1} but for a middle name",
    "initials": "is {1} by initial and surname",
    "misspelling": "is one slip of the pen away from {1}",
}
#: Why there is no link.
_OPEN = {"ambiguous": "may be", "other_type": "is no {0} but"}
_EXACT = ("name", "alias")
#: Where the evidence of a link keeps the type that the tagger gave, if the knowledge base has another.
TAGGED = "tagger_type"
_OF_PEOPLE = frozenset({"middle_name", "initials"})
_MAY_BE_PEOPLE = ("PERSON", None)
#: What a row without a type may be.
_UNTYPED = ("PERSON", "ORG")
#: One word alone says little of a person, even where the user gave it as an alias.
_ONE_WORD = 0.8
#: A slip of the pen is one in a word of so many letters; a name of one word has to be longer.
_LONG, _LONG_ALONE = 6, 8
_MOST_FORMS = 6
_SAID = 4

#: The rows under each key, with the name that brought them there.
Index = dict[str, list[tuple[Row, str]]]


class Match(NamedTuple):
    """How a form of an entity's name led to rows; several: it is not told who is meant."""

    method: str
    form: str
    rows: list[tuple[Row, str]]


def filed(row: Row) -> Filed:
    """The row with the keys under which it is found."""
    return Filed(row, frozenset(key for _, key in _filed(row)))


class Candidates(NamedTuple):
    """The rows that the entities of a report may be, and the version of the knowledge base."""

    version: int
    rows: Index


def candidates(text: str, entities: Sequence[Entity], knowledge: Knowledge) -> Candidates:
    """Looks up, in one call, all rows that share a key with a form of an entity's name."""
    forms = {form for each in entities for form in _forms(each, text)}
    version, rows = knowledge.find({key for form in forms for key in _asked(form)})
    index: Index = defaultdict(list)
    for row in rows:
        for name, key in _filed(row):
            index[key].append((row, name))
    return Candidates(version, index)


def typed(entities: Sequence[Entity], known: Candidates) -> list[Entity]:
    """The entities with the types of the knowledge base, in the order of their first mentions.

    An entity whose name is exactly that of rows of one other type becomes that type, and one with the entity that has
    this type and name already.
    """
    made: dict[str, Entity] = {}
    for each in entities:
        given = _given_type(each, known.rows) if known.rows else None
        entity = _retyped(each, given) if given else each
        same = made.get(entity.id)
        made[entity.id] = _merged(same, entity) if same else entity
    return list(made.values())


def linked(text: str, entities: Sequence[Entity], known: Candidates) -> list[Entity]:
    """The entities, those that are in the knowledge base linked to their rows."""
    if not known.rows:
        return list(entities)
    return [
        _linked(each, found, known.version) if (found := _match(each.type, _forms(each, text), known.rows)) else each
        for each in entities
    ]


def _given_type(entity: Entity, index: Index) -> EntityType | None:
    """The one type of all rows that have the entity's name exactly, if it is not the tagger's."""
    exact = [(row, name) for method, row, name in _ways(entity.name, index) if method in _EXACT]
    types = {row.type for row, _ in exact}
    if len(types) != 1 or entity.type in types or all(_is_ordinary(entity.name, name) for _, name in exact):
        return None
    return types.pop()


def _is_ordinary(written: str, name: str) -> bool:
    """Whether a name as written may be no name, or another one: in small letters, or one common word that is no
    acronym. Then the tagger's type stands.
    """
    spelt = _spelt(written)
    acronym = written.isupper() and name.isupper()
    return written.islower() or (len(spelt) == 1 and spelt[0] in common() and not acronym)


def _retyped(entity: Entity, type: EntityType) -> Entity:
    """The entity as one of another type: with another id, and without the links of a place or a people."""
    mentions = [
        each.model_copy(update={"kind": "name"}) if each.kind == "demonym" else each for each in entity.mentions
    ]
    return entity.model_copy(
        update={
            "id": entity_id(type, entity.name),
            "type": type,
            "mentions": mentions,
            "links": {},
            "evidence": {LINK: {TAGGED: entity.type}},
        }
    )


def _merged(one: Entity, other: Entity) -> Entity:
    """Two entities of one type and name as one; the one that the tagger itself gave this type keeps its links."""
    mentions: dict[tuple[int, int], Mention] = {(each.start, each.end): each for each in other.mentions}
    mentions |= {(each.start, each.end): each for each in one.mentions}
    own = other if LINK in one.evidence else one
    return own.model_copy(
        update={
            "mentions": [mentions[place] for place in sorted(mentions)],
            "evidence": other.evidence | one.evidence,
            "confidence": max(one.confidence, other.confidence),
        }
    )


def _match(type: str, forms: Sequence[str], index: Index) -> Match | None:
    misfits: dict[str, tuple[Row, str]] = {}
    for form in forms:
        found: dict[str, dict[str, tuple[Row, str]]] = defaultdict(dict)
        for method, row, name in _ways(form, index):
            if row.type == type or (row.type is None and type in _UNTYPED):
                found[method].setdefault(row.id, (row, name))
            elif method in _EXACT and form == forms[0]:
                misfits.setdefault(row.id, (row, name))
        for method in METHODS:
            if method in found and (type == "PERSON" or method not in _OF_PEOPLE):
                rows = list(found[method].values())
                return Match(method if len(rows) == 1 else "ambiguous", form, rows)
    types = {row.type for row, _ in misfits.values()}
    return Match("other_type" if len(types) == 1 else "ambiguous", forms[0], [*misfits.values()]) if misfits else None


def _ways(form: str, index: Index) -> Iterator[tuple[str, Row, str]]:
    """(method, row, its name) of all rows that the form leads to."""
    for key, method in _asked(form).items():
        rows = index.get(key, [])
        if method == "misspelling" and len(rows) >= MOST_ALIKE:
            continue
        for row, name in rows:
            if method == "name":
                yield ("name" if name == row.name else "alias"), row, name
            elif method != "misspelling" or _differ_by_slip(_spelt(form), _spelt(name)):
                yield method, row, name


def _linked(entity: Entity, found: Match, version: int) -> Entity:
    """The entity with its link and why, or with the reason why it has none."""
    row, name = found.rows[0]
    links = entity.links
    overruled = entity.evidence.get(LINK, {})
    evidence: dict[str, Any] = {"method": found.method, "version": version, **overruled}
    if found.method in METHODS:
        links = links | {LINK: row.id}
        weak = entity.type == "PERSON" and len(words(found.form)) == 1
        evidence["confidence"] = min(METHODS[found.method], _ONE_WORD if weak else 1)
        why = _REASONS[found.method].format(row.name, name)
    else:
        rows = [f"{each.id} ({each.name}, {each.type or 'PERSON or ORG'})" for each, _ in found.rows]
        evidence |= {"confidence": 0.0, "candidates": [each.id for each, _ in found.rows]}
        why = f"{_OPEN[found.method].format(entity.type)} {' or '.join(rows[:_SAID])}"
    if overruled:
        why += f"; the type is the knowledge base's, the tagger found {overruled[TAGGED]}"
    evidence["reason"] = f"“{found.form}” {why}"
    return entity.model_copy(update={"links": links, "evidence": entity.evidence | {LINK: evidence}})


def _forms(entity: Entity, text: str) -> list[str]:
    """The entity's name and its other full forms, longest first; parts of a name say too little."""
    named = (each for each in entity.mentions if each.kind in ("name", "acronym"))
    told = {" ".join(text[each.start : each.end].split()) for each in named} - {entity.name}
    full = [each for each in told if " " in each or (entity.type != "PERSON" and each.isupper())]
    return [entity.name, *sorted(full, key=lambda each: (-len(each), each))][:_MOST_FORMS]


def _spelt(name: str) -> list[str]:
    """Its words; single letters that follow each other are one: `J. K.` is `JK`."""
    made: list[str] = []
    single = False
    for word in words(name):
        if len(word) == 1 and single:
            made[-1] += word
        else:
            made.append(word)
        single = len(word) == 1
    return made[1:] if len(made) > 1 and made[0] == "the" else made


def _filed(row: Row) -> Iterator[tuple[str, str]]:
    """Each name of the row with each of its keys."""
    for name in (row.name, *row.aliases):
        if spelt := _spelt(name):
            keys = [_key("is", *spelt), *_outlines(spelt)]
            if len(spelt) > 1 and spelt[-1] in table("legal"):
                keys.append(_key("legal", *spelt[:-1]))
            if row.type in _MAY_BE_PEOPLE and _has_middle(name, spelt):
                keys.append(_key("ends", spelt[0], spelt[-1]))
            if row.type in _MAY_BE_PEOPLE and len(spelt) > 1 and len(spelt[0]) > 1:
                keys.append(_key("initial", spelt[0][0], spelt[-1]))
            yield from ((name, key) for key in keys)


def _asked(name: str) -> dict[str, str]:
    """The keys that a name in a report asks for, with the method that each of them is."""
    spelt = _spelt(name)
    if not spelt:
        return {}
    first, last = spelt[0], spelt[-1]
    keys = dict.fromkeys(_outlines(spelt), "misspelling")
    if len(spelt) == 2:
        keys[_key("initial" if len(first) == 1 else "is", first[0], last)] = "initials"
        keys[_key("ends", first, last)] = "middle_name"
    if _has_middle(name, spelt):
        keys[_key("is", first, last)] = "middle_name"
    bare = spelt[:-1] if len(spelt) > 1 and last in table("legal") else spelt
    keys |= {_key("legal", *bare): "legal_form", _key("is", *bare): "legal_form"}
    return keys | {_key("is", *spelt): "name"}


def _has_middle(name: str, spelt: Sequence[str]) -> bool:
    """Whether something stands between first and last name; `Yong-jin` is one name, `al-Sadr` one with a particle."""
    return len(spelt) > 2 and len(name.rsplit(maxsplit=1)[-1].rpartition("-")[0]) < 3


def _key(kind: str, *spelt: str) -> str:
    return " ".join((kind, *spelt))


def _outlines(spelt: Sequence[str]) -> Iterator[str]:
    """The name with one long word by its first and its last two letters alone, which a slip leaves as they are."""
    for at, word in enumerate(spelt):
        if len(word) >= (_LONG if len(spelt) > 1 else _LONG_ALONE):
            yield _key("slip", *spelt[:at], f"{word[0]}~{word[-2:]}", *spelt[at + 1 :])


def _differ_by_slip(one: Sequence[str], other: Sequence[str]) -> bool:
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(apart) == 1 and is_slip(*apart[0])
