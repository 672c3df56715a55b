"""What kind of thing a name is of: by the gazetteer, by the words in it, by what stands around it."""

from __future__ import annotations

from workers.text.gazetteer import EntityType, cities, common, known, regions, table

Kind = tuple[EntityType | None, float]

NO_NAME: Kind = (None, -1)
UNKNOWN: Kind = (None, 0.3)  # counts only where a fuller or surer form of the same name is found
_BY_WORD: dict[EntityType, str] = {"ORG": "org_words", "PLACE": "place_words", "MISC": "misc_words"}
_BEFORE = ("Mount", "Lake", "Port", "Fort", "Cape", "Gulf", "Isle")


def kind_of(words: tuple[str, ...], before: str, after: str, *, titled: bool) -> Kind:
    """The type of a name and how sure it is, from 0 to 1; `NO_NAME` where it is none.

    Args:
        words: the name.
        before, after: the words beside it in the same sentence, empty where there are none.
        titled: a person's title stands before it.
    """
    name = " ".join(words)
    if found := known(name):
        return found.type, 0.95
    if table("ignore").issuperset(words) or name in table("ignore"):
        return NO_NAME
    if len(words) == 1:
        return _shape(name, before) or _evidence(name, before, after, titled=titled) or UNKNOWN
    if kind := ends_as(words):
        return kind, 0.8
    if words[0] in table("directions") and (found := known(" ".join(words[1:]))):
        return found.type, 0.8
    return _evidence(name, before, after, titled=titled and len(words) < 5) or _default(words, before)


def ends_as(words: tuple[str, ...]) -> EntityType | None:
    """The type that a word in a name gives it: its last, or the one before `of` or `for`."""
    head = next((words[at - 1] for at, word in enumerate(words) if at and word in ("of", "for")), words[-1])
    for kind, each in _BY_WORD.items():
        if head in table(each) or words[-1] in table(each):
            return kind
    return "PLACE" if words[0] in _BEFORE else None


def _shape(name: str, before: str) -> Kind | None:
    """What a single word's own letters tell."""
    loud, folded = name.isupper(), name.casefold()
    if len(name) == 1 or name[0].isdigit() or (name[-1] == "s" and name[:-1].isupper()) or folded in table("titles"):
        return NO_NAME
    if any(name in table(each) for each in _BY_WORD.values()):
        return ("ORG", 0.4) if before == "the" and name in table("org_words") else NO_NAME
    if loud and len(name) > 3 and (cities(name.title()) or known(name.title())):
        return "PLACE", 0.7
    if folded in common():
        return ("ORG", 0.5) if loud and len(name) < 6 else UNKNOWN
    if folded.endswith(("ism", "phobia")):
        return "MISC", 0.6
    return ("ORG", 0.6) if loud else None


def _evidence(name: str, before: str, after: str, *, titled: bool) -> Kind | None:
    """What titles, the list of cities and the words beside a name make of it."""
    evidence: list[tuple[bool, EntityType, float]] = [
        (titled, "PERSON", 0.9),
        (bool(cities(name) or regions(name)), "PLACE", 0.75),
        (after in table("person_verbs"), "PERSON", 0.6),
        (after in table("after_place"), "PLACE", 0.6),
        (after in table("after_misc"), "MISC", 0.5),
        (after in table("after_org") or before in table("before_org"), "ORG", 0.5),
        (before in table("before_place"), "PLACE", 0.5),
    ]
    return next(((kind, sure) for holds, kind, sure in evidence if holds), None)


def _default(words: tuple[str, ...], before: str) -> Kind:
    """Several words that nothing else tells about: a person, unless an article or an acronym speaks against it."""
    strange = sum(word.casefold() not in common() for word in words)
    if any(word.isupper() and len(word) > 2 for word in words):
        return "ORG", 0.5
    if not strange:
        return NO_NAME
    return UNKNOWN if before == "the" else ("PERSON", 0.7 if strange == len(words) else 0.55)
