"""Text that was handed over as text: never recognised, kept code point for code point."""

from __future__ import annotations

from workers.text.formats._envelope import Block, Envelope

NAME = "text"
RANK = 0


def detect(_: bytes) -> bool:
    """Never found by itself."""
    return False


def parse(body: bytes) -> Envelope:
    """All of it is text; it may hold halves of surrogate pairs."""
    raw = body.decode("utf-8", "surrogatepass")
    return Envelope(raw, "utf-8", NAME, (Block(0, len(raw)),))
