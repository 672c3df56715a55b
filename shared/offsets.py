"""The two-way map between a report's received text (`raw`) and its normalised `text`.

Normalisation is a list of edits on `raw`: each replaces a stretch by at most one character. The text is
`raw` with the edits applied, so the map cannot disagree with the text, and any span can be carried both
ways. All offsets are code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple


class Edit(NamedTuple):
    """`raw[start:end]` becomes `new`, which is empty or one character; `end > start`."""

    start: int
    end: int
    new: str


class Offsets:
    """Applies edits to a raw text and carries spans between the two.

    Edits are sorted and do not overlap; ValueError otherwise.
    """

    def __init__(self, raw: str, edits: Iterable[tuple[int, int, str]] = ()) -> None:
        self.raw = raw
        self.edits = [Edit(*edit) for edit in edits]
        at = 0
        for start, end, new in self.edits:
            if start < at or end <= start or end > len(raw) or len(new) > 1:
                raise ValueError(f"edit {start}:{end} -> {len(new)} characters does not follow the one before it")
            at = end

    @cached_property
    def text(self) -> str:
        """The normalised text."""
        return self.normalise(0, len(self.raw))

    def normalise(self, raw_start: int, raw_end: int) -> str:
        """What `raw[raw_start:raw_end]` becomes; an edit that is only partly inside is left out."""
        first = bisect_left(self._raw_starts, raw_start)
        parts, at = [], raw_start
        for start, end, new in self.edits[first:]:
            if end > raw_end:
                break
            parts += [self.raw[at:start], new]
            at = end
        parts.append(self.raw[at:raw_end])
        return "".join(parts)

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of `raw` that `text[start:end]` was made from.

        Args:
            start, end: a span of `text`; `start <= end`.

        An empty span gives the stretch that normalisation dropped at that place, often empty too.
        """
        if start == end:
            return self._after(start - 1), self._before(start)
        return self._before(start), self._after(end - 1)

    def to_text(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """The smallest span of `text` that holds everything made from `raw[raw_start:raw_end]`."""
        return self._text_at(raw_start, past=False), self._text_at(raw_end, past=True)

    @cached_property
    def _raw_starts(self) -> list[int]:
        return [edit.start for edit in self.edits]

    @cached_property
    def _text_starts(self) -> list[int]:
        """Where in `text` each edit's replacement begins."""
        starts, shift = [], 0
        for start, end, new in self.edits:
            starts.append(start + shift)
            shift += len(new) - (end - start)
        return starts

    def _origin(self, position: int) -> tuple[int, int]:
        """The stretch of `raw` behind the one character `text[position]`."""
        index = bisect_right(self._text_starts, position) - 1
        if index < 0:
            return position, position + 1
        edit, text_start = self.edits[index], self._text_starts[index]
        if edit.new and position == text_start:
            return edit.start, edit.end
        start = edit.end + position - text_start - len(edit.new)
        return start, start + 1

    def _before(self, position: int) -> int:
        return self._origin(position)[0] if position < len(self.text) else len(self.raw)

    def _after(self, position: int) -> int:
        return self._origin(position)[1] if position >= 0 else 0

    def _text_at(self, raw_position: int, *, past: bool) -> int:
        index = bisect_right(self._raw_starts, raw_position) - 1
        if index < 0:
            return raw_position
        edit, text_start = self.edits[index], self._text_starts[index]
        if raw_position >= edit.end:
            return text_start + len(edit.new) + raw_position - edit.end
        return text_start + (len(edit.new) if past and raw_position > edit.start else 0)


def point_back(value: Any, offsets: Offsets) -> None:
    """Gives every span inside `value` its place in `raw` and its words, in place."""
    if isinstance(value, list):
        for each in value:
            point_back(each, offsets)
    elif isinstance(value, dict):
        start, end = value.get("start"), value.get("end")
        if isinstance(start, int) and isinstance(end, int):
            value["raw_start"], value["raw_end"] = offsets.to_raw(start, end)
            value["text"] = offsets.text[start:end]
        for each in value.values():
            point_back(each, offsets)
