"""Names as the language model found them, cut into words; and what shouts: lines where all words have capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from workers.text.gazetteer import EntityType, cities, known, table
from workers.text.tables import words_of
from workers.text.titles import Gender, gender

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?= [^\W\d_])|[^\W_]+(?:[-'’&][^\W_]+)*")
_POSSESSIVE = ("'s", "’s", "'S", "’S")

#: Words of a person's name.
_MOST = 5
#: Longer words are no first names.
_LONGEST = 14
#: Between first name and surname.
_GAP = re.compile(r" (?:[A-Z]\. )?")
_TITLE = re.compile(r"\bM(?:r|rs|s|iss)\.? $")
_BEFORE = re.compile(r"\b([A-Z][^\W\d_]+) $")


class Token(NamedTuple):
    """A word of the text."""

    start: int
    end: int
    word: str


class Name(NamedTuple):
    """A name at `text[start:end]`; `sure` runs from 0 to 1.

    `pronoun`: he or she, if `Mr.` or the like tells; `short_for`: the words before the brackets that it stands in.
    """

    start: int
    end: int
    words: tuple[str, ...]
    type: EntityType
    sure: float
    pronoun: Gender | None = None
    short_for: tuple[str, ...] = ()


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of `text[start:end]`; an `'s` at a word's end is left out."""
    return [
        Token(begin, begin + len(word), word)
        for match in _WORD.finditer(text, start, end)
        for begin, word in _pieces(match.group(), match.start())
    ]


def _pieces(word: str, start: int) -> list[tuple[int, str]]:
    """A word without `'s`, without `anti-` or `-based`; two where a hyphen joins two countries or peoples."""
    if word.endswith(_POSSESSIVE) and len(word) > 2:
        word = word[:-2]
    head, hyphen, tail = word.rpartition("-")
    if not hyphen:
        return [(start, word)]
    if tail in table("suffixes"):
        return [(start, head)]
    if head.casefold() in table("prefixes"):
        return [(start + len(head) + 1, tail)]
    return [(start, head), (start + len(head) + 1, tail)] if known(head) and known(tail) else [(start, word)]


def joined(text: str, found: Iterable[Name]) -> list[Name]:
    """The names in order; people's without titles, with first names that the model has parted from them or missed."""
    made: list[Name] = []
    for each in sorted(found):
        last = made[-1] if made else None
        if each.type != "PERSON":
            made.append(each._replace(short_for=last.words) if last and _abbreviates(text, last, each) else each)
        elif last and last.type == "PERSON" and _are_one(text, last, each):
            words = tuple(token.word for token in tokens(text, last.start, each.end))
            made[-1] = last._replace(end=each.end, words=words, sure=max(last.sure, each.sure))
        else:
            made.append(_with_first_name(text, _untitled(text, each), last.end if last else 0))
    return made


def _are_one(text: str, one: Name, other: Name) -> bool:
    """Whether two people next to each other are one, not two with first name and surname each."""
    sizes = len(one.words), len(other.words)
    return min(sizes) == 1 and sum(sizes) <= _MOST and _GAP.fullmatch(text, one.end, other.start) is not None


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


def _is_first_name(word: str) -> bool:
    return word.lower() in words_of("he") | words_of("she") and not known(word) and not cities(word)


def is_loud(text: str) -> bool:
    """Whether capitals tell nothing here: all words, or nearly all the longer ones, begin with one."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return text.isupper() or (len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words))
