"""Attributions that layout carries, not a verb: turns of a transcript (`LEE: We will.`), `"We will." - Ann Lee`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from workers.text.quotations import Quotation

Place = tuple[int, int]

_TURN = re.compile(r"((?:[A-Z][\w.’'-]*\.? ){0,4}[A-Z][\w’'.-]+(?: \([^()\n]{1,40}\))?)(:)[ \t]+(?=\S)")
_AUTHOR = re.compile(r"\s*(--|[-–—―])\s*([A-Z][^\n\"“”.;:]{2,70})\.?\s*")
_OPENING, _CLOSING = frozenset('"“„«'), frozenset('"”“»')


class Layout(NamedTuple):
    """What was said, the mark that says so, and who is named."""

    content: Place
    cue: Place
    source: Place
    confidence: float


def layouts(text: str, paragraphs: Sequence[Place], quoted: Sequence[list[Quotation]]) -> list[Layout]:
    """The paragraphs that layout attributes, with the quotations found in each."""
    turns = _turns(text, paragraphs)
    authored = (
        _authored(text, marks, end)
        for (start, end), marks in zip(paragraphs, quoted, strict=True)
        if start not in turns
    )
    return [*turns.values(), *(each for each in authored if each)]


def _turns(text: str, paragraphs: Sequence[Place]) -> dict[int, Layout]:
    """The turns of a transcript by their start; one `NAME:` alone is a turn only if a quotation follows."""
    found: dict[int, Layout] = {}
    quoted: dict[int, Layout] = {}
    spoken = 0
    names: set[str] = set()
    for start, end in paragraphs:
        turn = _TURN.match(text, start, end)
        if turn is None or turn.end() >= end:
            continue
        found[start] = Layout((turn.end(), end), turn.span(2), turn.span(1), 0.8)
        spoken += turn[1].isupper() or turn[1] in names
        names.add(turn[1])
        if text[turn.end()] in _OPENING and text[end - 1] in _CLOSING:
            quoted[start] = found[start]
    return found if spoken >= 2 else quoted


def _authored(text: str, quoted: list[Quotation], end: int) -> Layout | None:
    """A quotation with its author's name behind a dash and nothing else."""
    author = _AUTHOR.fullmatch(text, quoted[-1].end, end) if quoted else None
    if author is None or len(quoted) > 1:
        return None
    return Layout((quoted[0].start, quoted[0].end), author.span(1), author.span(2), 0.85)
