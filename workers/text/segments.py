"""What each paragraph is for: headline, byline, advisory, body, cross-head, table, sign-off."""

from __future__ import annotations

import re
from typing import NamedTuple

from shared.records import Segment, SegmentKind
from workers.text.ending import ending
from workers.text.heading import Heading, heading
from workers.text.layout import Paragraph
from workers.text.notes import is_note

_LAST = re.compile(r"[.!?…\"”»'’:;,)]$")
#: Cross-heads have at most so many words.
_MOST_WORDS = 8


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
    for index in range(found):
        if kinds[index] is None:
            kinds[index] = _kind(text, places, kinds, index, found)
    made = [Segment(start=a, end=b, kind=kind or "body") for (a, b), kind in zip(places, kinds, strict=True)]
    return Parts(made, head, more)


def _kind(
    text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None], index: int, found: int
) -> SegmentKind:
    """Of a paragraph within the story."""
    words = text[slice(*places[index])]
    if not any(each.isalnum() for each in words):
        return "furniture"
    if words[0] in "([" and is_note(words, "correction"):
        return "correction"
    if words[0] in "([" and is_note(words, "advisory"):
        return "advisory"
    return "crosshead" if _is_crosshead(text, places, kinds, index, found) else "body"


def _is_crosshead(
    text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None], index: int, found: int
) -> bool:
    """A short line of capitals or title case without a full stop, between paragraphs of the body or under its rule."""
    before = next((kind for kind in reversed(kinds[max(0, index - 2) : index]) if kind != "furniture"), None)
    if index + 1 >= found or before != "body" or kinds[index + 1] == "table":
        return False
    words = text[places[index][0] : places[index][1]]
    parts = words.split(None, _MOST_WORDS)
    if len(parts) > _MOST_WORDS or _LAST.search(words) or not any(each.isalpha() for each in words):
        return False
    following = text[places[index + 1][0] : places[index + 1][1]]
    if len(following) < 2 * len(words):
        return False
    long = [each for each in parts if len(each) > 3 and each[0].isalpha()]
    return words.isupper() or (words[0].isupper() and all(each[0].isupper() for each in long))
