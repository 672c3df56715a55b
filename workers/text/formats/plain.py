"""Plain wire text: whatever no other format claims."""

from __future__ import annotations

from workers.text.decode import decode
from workers.text.formats._envelope import Block, Envelope

NAME = "plain"
RANK = 100


def detect(_: bytes) -> bool:
    """Always."""
    return True


def parse(body: bytes) -> Envelope:
    """All of it is the story. Raises BinaryReport."""
    raw, encoding = decode(body)
    return Envelope(raw, encoding, NAME, (Block(0, len(raw)),))
