"""What each paragraph is for: headline, byline, advisory, body, cross-head, table, sign-off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from shared.records import Segment, SegmentKind
from workers.text.ending import ending
from workers.text.heading import BULLET, Heading, heading
from workers.text.layout import Paragraph
from workers.text.notes import is_note

_ENDS_SENTENCE = re.compile(r"[.!?…:][\"”»'’)\]]*$")
_STOPS = re.compile(r"[.!?…\"”»'’:;,)]$")
_NUMBER = re.compile(r"\d[\d.,/-]*")
_VERSUS = re.compile(r"\svs\.?\s")
#: Cross-heads have at most so many words and letters.
_MOST_WORDS, _LONGEST = 8, 60
#: Lines of figures have at most so many words, and one of so many is a figure.
_MOST_IN_LINE, _FEWEST = 16, 4


class Parts(NamedTuple):
    """The segments in order, what was found before the story, and whether another take is to follow."""

    segments: list[Segment]
    heading: Heading
    more: bool


def segments(text: str, places: list[tuple[int, int]], paragraphs: list[Paragraph], received_at: int) -> Parts:
    """The segments of a text.

    Args:
        text: the normalised text.
        places: where each paragraph lies in it.
        paragraphs: what their lines looked like, and what the format calls them.
        received_at: milliseconds; datelines leave the year out.
    """
    kinds: list[SegmentKind | None] = [each.kind or ("table" if each.columns else None) for each in paragraphs]
    found, more = ending(text, places, kinds)
    head = heading(text, places[:found], kinds, received_at)
    lines = [text[start:end] for start, end in places[:found]]
    _figures(lines, kinds)
    for index in range(found):
        if kinds[index] is None:
            kinds[index] = _kind(lines, kinds, index)
    made = [Segment(start=a, end=b, kind=kind or "body") for (a, b), kind in zip(places, kinds, strict=True)]
    return Parts(made, head, more)


def _figures(lines: Sequence[str], kinds: list[SegmentKind | None]) -> None:
    """Names tables that are no more than lines of figures below each other, and the short lines between them."""
    rows = [kinds[at] == "table" or (kinds[at] is None and _is_figures(line)) for at, line in enumerate(lines)]
    for at, line in enumerate(lines):
        beside = [rows[other] for other in (at - 1, at + 1) if 0 <= other < len(lines)]
        between = all(beside) and len(line.split()) < _FEWEST and not _ENDS_SENTENCE.search(line)
        if kinds[at] is None and ((rows[at] and any(beside)) or (between and len(beside) > 1)):
            kinds[at] = "table"


def _is_figures(line: str) -> bool:
    if len(line) > 2 * _LONGEST or _ENDS_SENTENCE.search(line) or BULLET.match(line):
        return False
    words, numbers = len(line.split()), len(_NUMBER.findall(line))
    return words <= _MOST_IN_LINE and (
        numbers * _FEWEST >= words if numbers > 1 or words <= _FEWEST else bool(_VERSUS.search(line))
    )


def _kind(lines: Sequence[str], kinds: Sequence[SegmentKind | None], index: int) -> SegmentKind:
    """Of a paragraph within the story."""
    line = lines[index]
    if line[0] in "([" and is_note(line, "correction"):
        return "correction"
    if line[0] in "([" and is_note(line, "advisory"):
        return "advisory"
    if not any(map(str.isalnum, line)):
        return "furniture"
    return "crosshead" if _is_crosshead(lines, kinds, index) else "body"


def _is_crosshead(lines: Sequence[str], kinds: Sequence[SegmentKind | None], index: int) -> bool:
    """A short line without a full stop between paragraphs of the body, of which the one after it is far longer."""
    if not 0 < index < len(lines) - 1 or kinds[index - 1] not in ("body", "furniture") or kinds[index + 1] == "table":
        return False
    line, following = lines[index], lines[index + 1]
    words = line.split(None, _MOST_WORDS)
    if len(words) > _MOST_WORDS or len(following) < 2 * len(line):
        return False
    if line.isupper() and not _NUMBER.search(line):
        return line[-1] not in ".:;,"
    if _STOPS.search(line):
        return False
    return (
        len(line) <= _LONGEST
        and not BULLET.match(line)
        and bool(_ENDS_SENTENCE.search(lines[index - 1]) or kinds[index - 1] == "furniture")
        and bool(_ENDS_SENTENCE.search(following))
    )
