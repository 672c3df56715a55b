"""Quotation marks without a partner, across paragraphs: a quote that goes on begins the next paragraph with a mark
again, or closes in one of the next without. Which way a straight " faces is read from the blanks beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

#: A quote goes on over so many paragraphs without a mark.
_SILENT = 2
#: An empty pair says nothing.
_MARK = re.compile(r"(?<!\")\"\"(?!\")|[\"“”]")
_OPENS_AFTER = " \n([{—–-/‘'\"“"
_ENDS_BEFORE = " \n.,;:!?)]}—–-…'’\"”"
#: `world"s`, where an apostrophe was meant.
_LETTERS = re.compile(r"[^\W\d_]{2}$")
_APOSTROPHE = re.compile(r"\"(?:s|t|re|ve|ll|d)\b")
#: `6'2"`, `12"`
_FEET = re.compile(r"\d['’] ?\d{1,2}$")

Turn = Literal["open", "close", "either", "apostrophe"]


class Mark(NamedTuple):
    """A mark, which way it is meant, and what should stand there instead, if that is certain."""

    at: int
    turn: Turn
    right: str | None = None


def unbalanced(text: str, paragraphs: Sequence[tuple[int, int]]) -> Iterator[Mark]:
    """The marks that have no partner or are not the right ones, in the paragraphs of the body."""
    lines = [list(_marks(text, start, end)) for start, end in paragraphs]
    waiting: list[Mark] = []
    for index, marks in enumerate(lines):
        if waiting and marks and marks[0].at == paragraphs[index][0]:
            waiting.clear()
        for mark in marks:
            if mark.right:
                yield mark
            if mark.turn == "open" or (mark.turn == "either" and not waiting):
                waiting.append(mark)
            elif mark.turn != "apostrophe" and waiting:
                waiting.pop()
            elif mark.turn == "close" and not mark.right and not text[mark.at - 1].isdigit():
                yield mark
        if waiting and not _goes_on(paragraphs, lines, index):
            yield from (mark for mark in waiting if not mark.right)
            waiting.clear()


def _goes_on(paragraphs: Sequence[tuple[int, int]], lines: list[list[Mark]], index: int) -> bool:
    for after in range(index + 1, min(index + 2 + _SILENT, len(lines))):
        if lines[after]:
            first = lines[after][0]
            return first.at == paragraphs[after][0] or first.turn == "close"
    return False


def _marks(text: str, start: int, end: int) -> Iterator[Mark]:
    for found in _MARK.finditer(text, start, end):
        at, mark = found.start(), found[0]
        if len(mark) > 1 or _FEET.search(text[max(start, at - 5) : at]):
            continue
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark == '"' and _APOSTROPHE.match(text, at) and _LETTERS.search(text[max(start, at - 2) : at]):
            yield Mark(at, "apostrophe", "'")
            continue
        opens = before in _OPENS_AFTER and not after.isspace()
        closes = not before.isspace() and after in _ENDS_BEFORE
        if mark == '"':
            yield Mark(at, "either" if opens == closes else "open" if opens else "close")
        elif mark == "“":
            yield Mark(at, "close", "”") if closes and not opens else Mark(at, "open")
        else:
            yield Mark(at, "open", "“") if opens and before == " " and after.isalnum() else Mark(at, "close")
