"""Text that was handed over as text: never recognised, kept code point for code point."""

from __future__ import annotations

from shared.errors import BinaryReport
from workers.text.formats._envelope import Block, Envelope

NAME = "text"
RANK = 0


def detect(_: bytes) -> bool:
    """Never found by itself."""
    return False


def parse(body: bytes) -> Envelope:
    """All of it is text; it may hold halves of surrogate pairs. Raises BinaryReport when it is not UTF-8."""
    try:
        raw = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise BinaryReport(f"it was sent as text and is not UTF-8: {error.reason}") from None
    return Envelope(raw, "utf-8", NAME, (Block(0, len(raw)),))
