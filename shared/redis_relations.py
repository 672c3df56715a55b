"""Relations on Redis: whom a report meets, the links found, and the stories they make. See lua/meet.lua, link.lua."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, get_args

from shared.evidence import Evidence
from shared.reach import REACHING
from shared.records import Received, RelationKind
from shared.relations import Candidate, Link, Meeting, Related, Trace
from shared.stories import Node, chain

Call = Callable[..., Any]
_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)


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
        names = *trace.names, *trace.filed, *trace.asked
        counts = len(trace.names), len(trace.filed)
        common, *found = self._call("meet", trace.id, trace.at, marks, self._window, *counts, *names)
        candidates = [_candidate(*found[at : at + 6]) for at in range(0, len(found), 6)]
        return Meeting(candidates, list(struct.unpack(f">{len(common) // 4}I", common)))

    def link(self, links: Iterable[Link]) -> None:
        """As `Neighbours.link`, in one round trip."""
        rows = [
            value
            for each in links
            for value in (
                each.later.id, each.earlier.id, bytes([_KINDS.index(each.kind)]) + each.evidence.encode(), each.kind,
                *((node.encoded if each.joins else "") for node in (each.later, each.earlier)),
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

    def rejoin(self, id: str) -> int:
        """Takes back one split of a report's story; returns with how many stories it joined, -1 when not split."""
        return int(self._call("rejoin", id))

    def join(self, one: Node, other: Node) -> bool:
        """Makes the stories of two reports one, whatever their texts say; false when they are one already."""
        return bool(self._call("join", one.id, other.id, one.encoded, other.encoded))


def _candidate(story: bytes, id: bytes, meta: bytes, at: bytes, order: bytes, body: bytes) -> Candidate:
    return Candidate(_received(id, meta, at, order), body, story.decode())


@lru_cache(maxsize=1024)
def _received(id: bytes, meta: bytes, at: bytes, order: bytes) -> Received:
    """Who was met once is often met again."""
    about = json.loads(meta)
    return Received(id=id.decode(), source=about["source"], key=about["key"], received_at=int(at), order=order.decode())


def story(members: Sequence[bytes]) -> list[Node]:
    """The members of a story as Redis keeps them, in order."""
    return chain(Node.decode(each) for each in members)


def reaching(ids: Sequence[str], links: Sequence[Mapping[bytes, bytes]]) -> list[tuple[str, str]]:
    """(later, earlier) of links that are kept whole with the later report and tell what became of the earlier one."""
    return [
        (name[3:].decode(), id)
        for id, found in zip(ids, links, strict=True)
        for name, kind in found.items()
        if name.startswith(b"by:") and kind.decode() in REACHING
    ]


def links(
    id: str,
    found: Mapping[bytes, bytes],
    others: Mapping[bytes, Sequence[bytes | None]],
    whole: Mapping[tuple[str, str], bytes | None],
) -> list[Related]:
    """The links of a report: kind and evidence are kept with the later one of two, the kind alone with the other.

    Args:
        id: the report.
        found: what is kept with it.
        others: what the others are about, when they were received and, of earlier ones, their normalised results.
        whole: what later reports that reach it keep.
    """
    made = []
    for name, value in sorted(found.items()):
        way, _, other = name.decode().partition(":")
        meta, at, body = others[other.encode()]
        packed = value if way == "of" else whole.get((other, id))
        if meta is not None:
            kind = _KINDS[packed[0]] if packed else value.decode()
            evidence = Evidence.decode(packed[1:]) if packed else None
            key = json.loads(meta)["key"]
            made.append(Related(way, other, key, kind, evidence, body or b"", int(at or 0)))  # type: ignore[arg-type]
    return made
