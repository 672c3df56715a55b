"""Relations on Redis: whom a report meets, the links found, and the stories they make. See lua/meet.lua, link.lua."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from shared.reach import REACHING
from shared.relations import Candidate, Link, Meeting, Trace, decoded
from shared.stories import Node, chain

Call = Callable[..., Any]


class RedisRelations:
    """How reports are related.

    Args:
        call: calls one of the store's scripts.
        window: seconds within which reports are compared.
    """

    def __init__(self, call: Call, window: float) -> None:
        self._call = call
        self._window = int(window * 1000)

    def meet(self, trace: Trace) -> Meeting:
        """As `Neighbours.meet`, in one round trip."""
        marks = struct.pack(f">{len(trace.marks)}I", *trace.marks)
        common, *found = self._call("meet", trace.id, trace.at, trace.packed, marks, self._window, *trace.names)
        candidates = [Candidate(packed, story.decode()) for story, packed in zip(found[::2], found[1::2], strict=True)]
        return Meeting(candidates, list(struct.unpack(f">{len(common) // 4}I", common)))

    def link(self, links: Iterable[Link]) -> None:
        """As `Neighbours.link`, in one round trip."""
        rows = [
            value
            for each in links
            for value in (
                each.later.id, each.earlier.id, each.encode(), each.kind,
                *((node.model_dump_json() if each.joins else "") for node in (each.later, each.earlier)),
            )
        ]  # fmt: skip
        if rows:
            self._call("link", *rows)

    def split(self, story: Sequence[str], side: Sequence[str]) -> bool:
        """Makes some reports of a story another story for good; false when nothing would be left of it.

        Args:
            story: all its reports in order.
            side: those to go, the first of them first.
        """
        rest = [each for each in story if each not in side]
        return bool(rest) and bool(self._call("split", side[0], rest[0], *side))


def story(members: Sequence[bytes]) -> list[Node]:
    """The members of a story as Redis keeps them, in order."""
    return chain(Node.model_validate_json(each) for each in members)


def reaching(ids: Sequence[str], links: Sequence[Mapping[bytes, bytes]]) -> list[tuple[str, str]]:
    """(later, earlier) of links that are kept whole with the later report and tell what became of the earlier one."""
    return [
        (name[3:].decode(), id)
        for id, found in zip(ids, links, strict=True)
        for name, kind in found.items()
        if name.startswith(b"by:") and kind.decode() in REACHING
    ]


def links(
    id: str, found: Mapping[bytes, bytes], whole: Mapping[tuple[str, str], bytes | None]
) -> list[tuple[str, str, dict[str, Any]]]:
    """(way, the other's id, link) of a report, from what Redis keeps: the kind alone with the earlier one of two."""
    made = []
    for name, value in found.items():
        way, other = name.decode().split(":", 1)
        packed = value if way == "of" else whole.get((other, id))
        made.append((way, other, decoded(packed) if packed else {"kind": value.decode(), "evidence": {}}))
    return made
