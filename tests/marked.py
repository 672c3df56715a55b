"""Texts in which the parts of quotes and the names are marked, as the language model would find them.

`{s1|Lee} {c1|said} {q1|it rained}.`: source, cue and content of the first quote. `{PERSON|Lee}`: a name.
"""

from __future__ import annotations

import re
from typing import Any

from shared.reading import Named, Part, Read
from shared.records import Normalized, Segment, SegmentKind

_MARK = re.compile(r"\{(?:(?P<role>[scq])(?P<number>\d)|(?P<type>[A-Z]+))\|(?P<words>[^{}]*)\}")
_ROLES: dict[str, Any] = {"s": "source", "c": "cue", "q": "content"}


def unmarked(text: str, sure: float = 0.9) -> tuple[str, list[Part], list[Named]]:
    """The text, its parts of quotes and its names. A part's likeliest cue is the one of its own number."""
    plain, at = "", 0
    found: list[tuple[str, str, int, int]] = []
    names: list[Named] = []
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        start, at = len(plain), mark.end()
        plain += mark["words"]
        if mark["type"]:
            names.append(Named(start=start, end=len(plain), type=mark["type"], sure=sure))  # type: ignore[arg-type]
        else:
            found.append((mark["role"], mark["number"], start, len(plain)))
    cues = {number: index for index, (role, number, _, _) in enumerate(found) if role == "c"}
    parts = [
        Part(
            start=start,
            end=end,
            role=_ROLES[role],
            sure=sure,
            cues=[(cues[number], -0.01)] if role != "c" and number in cues else [],
        )
        for role, number, start, end in found
    ]
    return plain + text[at:], parts, names


def report(*lines: tuple[SegmentKind, str]) -> tuple[Normalized, Read]:
    """A report of these segments, one a line, as read; their texts may be marked."""
    text, parts, names = unmarked("\n".join(line for _, line in lines))
    segments, at = [], 0
    for (kind, _), line in zip(lines, text.split("\n"), strict=True):
        segments.append(Segment(start=at, end=at + len(line), kind=kind))
        at += len(line) + 1
    return Normalized(raw=text, format="text", encoding="utf-8", segments=segments), Read(parts=parts, names=names)
