"""ANPA 1312, the American news wires' format: control characters around a header of two lines.

SYN SYN SOH service-letter number US selector; then priority, category, slug, date, word count; STX text ETX.
"""

from __future__ import annotations

import re
from typing import Any

from shared.records import Urgency
from workers.text.decode import decode
from workers.text.formats._envelope import Block, Envelope

NAME = "anpa1312"
RANK = 10

_FRAME = re.compile(r"\x01\w{0,4}\d{1,5}\x1f[^\n]{0,20}\r?\n(?P<header>[^\x02]{0,400})\x02")
_HEADER = re.compile(
    r"(?P<priority>[a-z])[ ]+(?P<category>[a-z]{1,3})[ ]+(?P<slug>\S.*?)\s*"
    r"(?:(?P<date>\d\d-\d\d)\s+(?P<words>\d{1,5}))?\s*$"
)
#: AP, Filing the Wire: flash, bulletin, urgent, regular, deferred, weekday advance, weekend advance.
PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 7, "s": 8}


def detect(head: bytes) -> bool:
    """By the header between SOH and STX."""
    return _FRAME.search(head.decode("latin-1")) is not None


def parse(body: bytes) -> Envelope:
    """The story is what STX and ETX frame. Raises BinaryReport."""
    raw, encoding = decode(body)
    frame = _FRAME.search(raw)
    if frame is None:
        return Envelope(raw, encoding, NAME, (Block(0, len(raw)),))
    end = raw.find("\x03", frame.end())
    story = Block(frame.end(), end if end >= 0 else len(raw))
    return Envelope(raw, encoding, NAME, (story,), _fields(frame["header"]))


def _fields(header: str) -> dict[str, Any]:
    found = _HEADER.match(header.strip("\r\n"))
    if found is None:
        return {}
    return {
        "urgency": Urgency(raw=found["priority"], value=PRIORITIES.get(found["priority"])),
        "category": found["category"],
        "slug": found["slug"],
    }
