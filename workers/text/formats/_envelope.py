"""What a format reader gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.errors import EmptyReport
from shared.records import SegmentKind


@dataclass(frozen=True)
class Block:
    """`raw[start:end]` is text of the story. `kind`: the format's word for it; `whole`: it is one paragraph."""

    start: int
    end: int
    kind: SegmentKind | None = None
    whole: bool = False


@dataclass(frozen=True)
class Envelope:
    """A report as its format shows it: the decoded text, what of it is the story, and fields of `Normalized`."""

    raw: str
    encoding: str
    format: str
    blocks: tuple[Block, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)


class Story:
    """Puts together the `raw` of a report whose format marks each part: its texts in reading order, a blank line
    between them.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._at = 0

    def add(self, text: str | None, kind: SegmentKind | None = None) -> None:
        """One part. Without a line break it is one paragraph; with one, the layout says what belongs together."""
        if not text or not text.strip():
            return
        text = text.strip() if "\n" not in text else text.strip("\r\n").rstrip()
        self._blocks.append(Block(self._at, self._at + len(text), kind, whole="\n" not in text))
        self._parts.append(text)
        self._at += len(text) + 2

    def parts(self) -> Iterator[tuple[SegmentKind | None, str]]:
        """What was added: (kind, text) in order."""
        return ((block.kind, text) for block, text in zip(self._blocks, self._parts, strict=True))

    def envelope(self, format: str, encoding: str, fields: Mapping[str, Any]) -> Envelope:
        """The report. Fields that are None or empty are left out. Raises EmptyReport."""
        if not self._parts:
            raise EmptyReport("it holds no text")
        known = {name: value for name, value in fields.items() if value not in (None, "", [], ())}
        return Envelope("\n\n".join(self._parts), encoding, format, tuple(self._blocks), known)
