"""What a format reader gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
