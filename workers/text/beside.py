"""What the words beside a name tell: where it begins, Mr. or Mrs., a province and not its capital, a language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shared.records import EntityType
from workers.text.gazetteer import cities, known, regions, table
from workers.text.names import Name, Sense, tokens
from workers.text.tables import words_of
from workers.text.titles import gender

#: Words of a name that is put together.
_MOST = 5
#: Longer words are no first names.
_LONGEST = 14
#: Between first name and surname.
_GAP = re.compile(r" (?:[A-Z]\. )?")
_BEFORE = re.compile(r"\b([A-Z][^\W\d_]+) $")
_AFTER = re.compile(r" ([A-Z][^\W\d_]{1,20})\b")
_TITLE = re.compile(r"\bM(?:r|rs|s|iss)\.? $")
_REGION = r"(?:provinc|department|state|district|region|count(?:y|i)|prefecture|governorate|oblast)(?:s|es|e)?"
#: Who represents a region, and what is held in one.
_OFFICE = r"(?:sen|rep|gov|senator|representative|governor|democrat|republican|lawmaker|congress(?:wo)?man|primary)s?"
_REGION_BEFORE = re.compile(
    rf"\b(?:{_REGION} of|upstate|{_OFFICE}\.? [\w. ]{{1,40}} of|{_OFFICE} (?:from|of|in)) (?:the )?$", re.IGNORECASE
)
_REGION_AFTER = re.compile(rf"(?:['’]s)? {_REGION}\b")
_AND_REGION = re.compile(r" ?, (?:and )?| and | & ")
#: A list of cities goes on so; a state ends it.
_LISTED = re.compile(r"(?:,| and|, and) [A-Z]|-")
_NEXT = re.compile(r"(?:,| and|, and) ((?:(?:New|North|South|West|Rhode) )?[A-Z][a-z]+)")
_LANGUAGE_BEFORE = re.compile(r"\b(?:in|into|speaks?|spoke|speaking|learn(?:s|ed|ing)?|native|fluent) $")
_LANGUAGE_AFTER = re.compile(r"[- ](?:speak\w*|language\w*|words?|terms?|translat\w*|dialects?)\b")
_NO_NOUN = re.compile(r"[^\w\s'’-]| (?:as|and|or|though|but|to|at|for|with|by)\b|$")
_AROUND = 60


def joined(text: str, found: Iterable[Name]) -> list[Name]:
    """The names in order; people's without titles, with first names that the model has parted from them or missed;
    all with what the words beside them tell.
    """
    made: list[Name] = []
    for each in sorted(found):
        last = made[-1] if made else None
        if last and _are_one(text, last, each):
            words = tuple(token.word for token in tokens(text, last.start, each.end))
            made[-1] = last._replace(end=each.end, words=words, sure=max(last.sure, each.sure))
        elif each.type == "PERSON":
            made.append(_with_first_name(text, _untitled(text, each), last.end if last else 0))
        elif last and _abbreviates(text, last, each):
            made.append(each._replace(short_for=last.words))
        else:
            whole = _whole(text, each)
            made.append(whole._replace(sense=_sense(text, last, whole)))
    return made


def possessives(text: str, found: list[Name]) -> list[Name]:
    """The names of a report that has lost apostrophes: `Venns` is `Venn's` where it has, or the world has, a `Venn`,
    and `Russias Bridge Council` is two names.
    """
    forms = {each.words: each.type for each in found}
    return [part for each in found for part in _parted(text, each, forms)]


def _parted(text: str, name: Name, forms: dict[tuple[str, ...], EntityType]) -> list[Name]:
    line = tokens(text, name.start, name.end)
    for size, last in enumerate(line, 1):
        rest = line[size:]
        if not last.word[1:].endswith(("s", "S")) or (name.type == "MISC" and not rest):
            continue
        words = tuple(token.word for token in line[:size])
        short = (*words[:-1], last.word[:-1])
        fact = None if known(" ".join(words)) else known(" ".join(short))
        kind = forms.get(short) or (fact.type if fact else None)
        if kind and not rest:
            return [name._replace(end=last.end - 1, words=short)]
        if kind:
            first = name._replace(end=last.end - 1, words=short, type=kind)
            return [first, name._replace(start=rest[0].start, words=tuple(token.word for token in rest))]
    return [name]


def _are_one(text: str, one: Name, other: Name) -> bool:
    """Whether two names next to each other are one: a first name and a surname, `Trinidad` and `Tobago`, `Democratic
    Republic of the` and `Congo`.
    """
    sizes = len(one.words), len(other.words)
    if one.type != other.type or min(sizes) > 1 or sum(sizes) > _MOST or other.start - one.end > _MOST:
        return False
    if one.type == "PLACE" and text[one.end : other.start] in {" ", " and "}:
        whole = text[one.start : other.end]
        return known(whole) is not None or bool(regions(whole))
    return one.type == "PERSON" and _GAP.fullmatch(text, one.end, other.start) is not None


def _abbreviates(text: str, long: Name, short: Name) -> bool:
    """Whether one stands in brackets behind the other: `Alder Harbour Agency (AHA)`."""
    around = text[long.end : short.start], text[short.end : short.end + 1]
    like = len(short.words) == 1 and short.words[0][0].casefold() in {word[0].casefold() for word in long.words}
    return like and long.type in {"ORG", "MISC"} and around == (" (", ")")


def _with_first_name(text: str, name: Name, least: int) -> Name:
    """A surname with the first name before it, which begins at `least` or behind it."""
    first = _BEFORE.search(text, max(least, name.start - _LONGEST), name.start)
    if not first or len(name.words) > 1 or not _is_first_name(first[1]):
        return name
    return name._replace(start=first.start(1), words=(first[1], *name.words))


def _whole(text: str, name: Name) -> Name:
    """`New Jersey` where the model has found `Jersey`, `Colorado Springs` where it has found `Colorado`."""
    if name.type != "PLACE":
        return name
    first = _BEFORE.search(text, max(0, name.start - _LONGEST), name.start)
    fact = known(text[first.start(1) : name.end]) if first else None
    if first and fact and fact.iso and first[1].lower() not in words_of("determiners"):
        return name._replace(start=first.start(1), words=(first[1], *name.words))
    second = _AFTER.match(text, name.end)
    if second and cities(text[name.start : second.end()]):
        return name._replace(end=second.end(), words=(*name.words, second[1]))
    return name


def _is_first_name(word: str) -> bool:
    low = word.lower()
    return (low in words_of("he") or low in words_of("she")) and not known(word) and not cities(word)


def _untitled(text: str, name: Name) -> Name:
    """A person's name without the titles that it begins with; he or she, where the last title tells."""
    line = tokens(text, name.start, name.end)
    skipped = 0
    while skipped + 1 < len(line) and line[skipped].word.casefold() in table("titles"):
        skipped += 1
    before = line[skipped - 1].word if skipped else (_TITLE.search(text, max(0, name.start - 8), name.start) or [""])[0]
    return name._replace(
        start=line[skipped].start if skipped else name.start,
        words=name.words[skipped:],
        pronoun=gender((), [before.strip(" .").casefold()]),
    )


def _sense(text: str, last: Name | None, name: Name) -> Sense | None:
    """Whether a place is a region here, or the word for a people their language."""
    before, after = text[max(0, name.start - _AROUND) : name.start], text[name.end : name.end + _AROUND]
    if name.type == "MISC":
        alone = _LANGUAGE_BEFORE.search(before) and _NO_NOUN.match(after)
        return "language" if alone or _LANGUAGE_AFTER.match(after) else None
    if name.type != "PLACE":
        return None
    between = text[last.end : name.start] if last and last.type == "PLACE" else ""
    countries = {code[:2] for code in regions(name.written)}
    listed = last is not None and _AND_REGION.fullmatch(between)
    follows = _NEXT.match(after)
    beside = (
        (listed and last and (last.sense == "region" or _state(last.words) in countries))
        or (follows and _state(follows[1].split()) in countries)
        or (countries and between == ", " and not _LISTED.match(after))
    )
    return "region" if beside or _REGION_BEFORE.search(before) or _REGION_AFTER.match(after) else None


def _state(words: Iterable[str]) -> str | None:
    """The country of which this is a part, and no more than that."""
    fact = known(" ".join(words))
    return fact.iso[:2] if fact and fact.iso and "-" in fact.iso else None
