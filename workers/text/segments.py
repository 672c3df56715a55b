"""What each paragraph is for: headline, byline, advisory, body, cross-head, table, sign-off."""

from __future__ import annotations

import re
from functools import cache

from shared.records import Dateline, Segment, SegmentKind
from workers.text.dateline import dateline
from workers.text.layout import Paragraph, end_marks
from workers.text.tables import rows

_BYLINE = re.compile(r"(?:By|by|BY)\s+[A-Z][\w.'’-]*(?:[ ,]+(?:and|AND|[A-Z][\w.'’-]*)){0,10}\s*$")
_SIGNED = re.compile(
    r"\((?:Reporting|Writing|Editing|Compiled|Additional reporting|Written)\b.*\)$|[a-z]{2,4}(?:/[a-z]{2,4})+$", re.S
)
_LAST = re.compile(r"[.!?…\"”»'’:;,)]$")
_LONGEST_HEADLINE = 300
_LONGEST_BYLINE = 100
#: Cross-heads have at most so many words.
_MOST_WORDS = 8


def segments(
    text: str, places: list[tuple[int, int]], paragraphs: list[Paragraph], received_at: int
) -> tuple[list[Segment], Dateline | None]:
    """The segments of a text in order, and its dateline.

    Args:
        text: the normalised text.
        places: where each paragraph lies in it.
        paragraphs: what their lines looked like, and what the format calls them.
        received_at: milliseconds; datelines leave the year out.
    """
    kinds: list[SegmentKind | None] = [each.kind or ("table" if each.columns else None) for each in paragraphs]
    found = _signoff(text, places, kinds)
    line = _head(text, places[:found], kinds, received_at)
    for index in range(found):
        if kinds[index] is None:
            kinds[index] = "crosshead" if _is_crosshead(text, places, kinds, index, found) else "body"
    return [Segment(start=a, end=b, kind=kind or "body") for (a, b), kind in zip(places, kinds, strict=True)], line


def _head(
    text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None], received_at: int
) -> Dateline | None:
    """Marks headline, advisories and byline; the dateline opens the first paragraph after them."""
    headline = False
    for index, (start, end) in enumerate(places):
        if kinds[index] == "headline":
            headline = True
        if kinds[index] is not None:
            continue
        words = text[start:end]
        line = dateline(text, start, end, received_at)
        if line is not None:
            return line
        if _is_advisory(words):
            kinds[index] = "advisory"
        elif len(words) <= _LONGEST_BYLINE and _BYLINE.match(words):
            kinds[index] = "byline"
        elif not headline and _is_headline(words, alone=len(places) == 1):
            kinds[index] = "headline"
            headline = True
        else:
            return None
    return None


def _is_headline(words: str, *, alone: bool) -> bool:
    if len(words) > _LONGEST_HEADLINE:
        return False
    return (
        words.isupper() or not words.rstrip("\"”»'’)").endswith((".", "!", "?", "…"))
        if alone
        else not words.endswith(".") or words.isupper()
    )


def _is_advisory(words: str) -> bool:
    lowered = words[:40].lower().replace("’", "'")
    return any(lowered.startswith(each) for each in _advisories()) or (words[0] == "[" and words[-1] == "]")


def _signoff(text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None]) -> int:
    """Marks what ends the report; returns how many paragraphs come before it."""
    last = len(places)
    while last > 1:
        start, end = places[last - 1]
        words = text[start:end]
        if words not in end_marks() and not (len(words) < 400 and _SIGNED.match(words)):
            break
        last -= 1
        kinds[last] = "signoff"
    return last


def _is_crosshead(
    text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None], index: int, found: int
) -> bool:
    """A short line of capitals or title case without a full stop, between paragraphs of the body."""
    if index == 0 or index + 1 >= found or kinds[index - 1] != "body" or kinds[index + 1] == "table":
        return False
    words = text[places[index][0] : places[index][1]]
    parts = words.split()
    if len(parts) > _MOST_WORDS or _LAST.search(words) or not any(each.isalpha() for each in words):
        return False
    following = text[places[index + 1][0] : places[index + 1][1]]
    if len(following) < 2 * len(words):
        return False
    long = [each for each in parts if len(each) > 3 and each[0].isalpha()]
    return words.isupper() or (words[0].isupper() and all(each[0].isupper() for each in long))


@cache
def _advisories() -> tuple[str, ...]:
    return tuple(word.rstrip() for row in rows("advisories") for word in row)
