"""Names as the language model found them, cut into words; and what shouts: lines where all words have capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from workers.text.gazetteer import EntityType, cities, known, table
from workers.text.tables import words_of

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?= [^\W\d_])|[^\W_]+(?:[-'’&][^\W_]+)*")
_POSSESSIVE = ("'s", "’s", "'S", "’S")

#: Longer words are no first names.
_LONGEST = 14
_BEFORE = re.compile(r"\b([A-Z][^\W\d_]+) $")


class Token(NamedTuple):
    """A word of the text."""

    start: int
    end: int
    word: str


class Name(NamedTuple):
    """A name at `text[start:end]`; `sure` runs from 0 to 1."""

    start: int
    end: int
    words: tuple[str, ...]
    type: EntityType
    sure: float


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
    """The names in order, a surname joined to the first name before it: one that the model has parted or missed."""
    made: list[Name] = []
    for each in sorted(found):
        if each.type == "PERSON":
            last = made[-1] if made else None
            if last and last.type == "PERSON" and text[last.end : each.start] == " ":
                made[-1] = last._replace(end=each.end, words=last.words + each.words, sure=max(last.sure, each.sure))
                continue
            first = _BEFORE.search(text, max(last.end if last else 0, each.start - _LONGEST), each.start)
            if len(each.words) == 1 and first and _is_first_name(first[1]):
                each = each._replace(start=first.start(1), words=(first[1], *each.words))
        made.append(each)
    return made


def _is_first_name(word: str) -> bool:
    return word.lower() in words_of("he") | words_of("she") and not known(word) and not cities(word)


def is_loud(text: str) -> bool:
    """Whether capitals tell nothing here: all words, or nearly all the longer ones, begin with one."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return text.isupper() or (len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words))
