"""Quotations: what stands between quotation marks, matched paragraph by paragraph in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_TERMINAL = frozenset(".!?…")

_MARK = re.compile(r"[\"“”„«»‘’]|``|''?")
_CLOSERS = {'"': ('"', "”"), "“": ("”", '"'), "„": ("“", "”"), "«": ("»",), "``": ("''", '"'), "''": ("''", '"')}
_OPENERS = frozenset({'"', "“", "„", "«", "``", "''"})
_SINGLE = {"‘": "’", "'": "'"}


class Quotation(NamedTuple):
    """`text[start:end]` stands between quotation marks, which belong to it.

    `closed` is false where the closing mark is missing; `reopened` is true where a paragraph goes on with what the
    one before it left open, as is the custom in long quotations.
    """

    start: int
    end: int
    closed: bool = True
    reopened: bool = False


def quotations(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[list[Quotation]]:
    """The quotations of each paragraph, in order and without overlap."""
    found: list[list[Quotation]] = []
    left_open = False
    for start, end in paragraphs:
        marks = list(_MARK.finditer(text, start, end))
        here = list(_double(text, marks, start, end)) or list(_single(text, marks))
        if left_open and here and not text[start : here[0].start].strip():
            here[0] = here[0]._replace(reopened=True)
        left_open = bool(here) and not here[-1].closed
        found.append(here)
    return found


def _double(text: str, marks: list[re.Match[str]], start: int, end: int) -> Iterator[Quotation]:
    """Quotations in double marks; one whose closing mark is missing goes on to the end of the paragraph."""
    opened: re.Match[str] | None = None
    for mark in marks:
        before, after = text[max(start, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
        if opened is None:
            if mark[0] in _OPENERS and not before.isalnum() and before not in _TERMINAL | {","}:
                opened = mark
        elif mark[0] in _CLOSERS[opened[0]] and not _opens_anew(before, after):
            yield Quotation(opened.start(), mark.end())
            opened = None
    if opened is not None and text[opened.end() : end].strip():
        yield Quotation(opened.start(), end, closed=False)


def _opens_anew(before: str, after: str) -> bool:
    """Whether a mark can only open: a quotation within a quotation, then, or the one before was never closed."""
    return before.isspace() and after.isalnum()


def _single(text: str, marks: list[re.Match[str]]) -> Iterator[Quotation]:
    """Quotations in single marks, for paragraphs without double ones; an apostrophe never closes one."""
    opened: re.Match[str] | None = None
    for mark in marks:
        before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
        if opened is None:
            if mark[0] in _SINGLE and (mark.start() == 0 or before.isspace()) and after.isalnum():
                opened = mark
        elif mark[0] in (_SINGLE[opened[0]], "’") and not after.isalnum() and before in _TERMINAL | {","}:
            yield Quotation(opened.start(), mark.end())
            opened = None
