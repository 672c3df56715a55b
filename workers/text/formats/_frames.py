"""What the transmissions of old have in common: frames of control characters, time stamps at the end, lines.

A frame begins at SOH with a service and a number. Control characters stay in `raw`; the layout drops them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from shared.errors import EmptyReport
from shared.records import SegmentKind
from workers.text.decode import decode
from workers.text.formats._envelope import Block
from workers.text.tables import rows

#: Hours from UTC, for the zones that agencies stamp their reports with.
_ZONES = {
    "GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "WET": 0, "BST": 1, "CET": 1, "MEZ": 1, "HEC": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
#: Controls of typesetting machines, which are no sign that something is not text.
_CONTROLS = bytes.maketrans(bytes([*range(1, 9), *range(14, 32), 127]), b" " * 27)
_WORDS = re.compile(r"[^\W_]")
#: Routing codes and the like before the first frame.
_LONGEST_LINE = 100
_LINE = re.compile(r"[^\r\n]+")
_MARGIN = "".join(map(chr, range(33))) + "\x7f\xa0"


class Line(NamedTuple):
    """`raw[start:end]`, without the controls and spaces around it; `indent` is what was cut before it, `first` says
    that a blank line was.
    """

    start: int
    end: int
    indent: str
    text: str
    first: bool


def text_of(body: bytes) -> tuple[str, str]:
    """(text, encoding) of one report, its control characters as they are. Raises BinaryReport, EmptyReport."""
    text, encoding = decode(body.translate(_CONTROLS))
    if not encoding.startswith(("utf-16", "utf-32")):
        text = body.decode(encoding, "replace").removeprefix("\ufeff")
    if not _WORDS.search(text):
        raise EmptyReport("it holds no text")
    return text, encoding


def cut(body: bytes, start: re.Pattern[bytes]) -> list[bytes]:
    """The body cut before each match; parts without a letter are left out, a line before the first stays with it."""
    places = [found.start() for found in start.finditer(body)]
    if not places or places[0] > _LONGEST_LINE:
        places.insert(0, 0)
    parts = [body[a:b] for a, b in pairwise([0, *places[1:], len(body)])]
    return [each for each in parts if re.search(rb"[^\W_]|[\x80-\xff]", each)] or [body]


def lines(raw: str, start: int, end: int) -> Iterator[Line]:
    """The lines that are not blank."""
    before = start
    for found in _LINE.finditer(raw, start, end):
        kept = found[0].lstrip(_MARGIN)
        if kept:
            indent = len(found[0]) - len(kept)
            text = kept.rstrip(_MARGIN)
            at = found.start() + indent
            first = raw.count("\n", before, at) > 1 if "\n" in raw else raw.count("\r", before, at) > 1
            before = at + len(text)
            yield Line(at, before, found[0][:indent], text, first)


def block(first: Line, last: Line, kind: SegmentKind | None) -> Block:
    """One paragraph, from the first line to the last."""
    return Block(first.start, last.end, kind, whole=True)


def moment(year: int, month: int, day: int, clock: str, zone: str | None) -> str | None:
    """The instant in UTC of `HHMM` in a zone; None without a zone that is known, or when there is no such time."""
    hours = _ZONES.get((zone or "").upper())
    if hours is None:
        return None
    century = 0 if year > 99 else 1900 if year >= 70 else 2000
    try:
        local = datetime(century + year, month, day, int(clock[:2]), int(clock[2:4]), tzinfo=UTC)
        found = local - timedelta(hours=hours)
    except (ValueError, OverflowError):
        return None
    return found.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def month_number(name: str) -> int | None:
    """Of a month's name or its short form, in the languages of the table."""
    return next((at for at, names in enumerate(rows("months"), 1) if name.lower().strip(".") in names), None)
