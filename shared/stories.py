"""Stories: reports that repeat, update or correct each other, and the order in which they stand.

Editors' numbers and versions come before the time of arrival: an UPDATE 1 that comes late still stands before
UPDATE 2. Where they say nothing, arrival decides. Processing order never does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cached_property

from pydantic import Field

from shared.records import Frozen, RelationKind

CORRECTIONS = frozenset({"CORRECTED", "CORRECTED-OFFICIAL", "REFILE", "CLARIFICATION"})
KILLS = frozenset({"KILL", "WITHDRAWN"})
REPEATS = frozenset({"RPT"})
UPDATES = frozenset({"UPDATE", "LEAD", "WRITETHRU"})
#: What an editor's label says the report does to the one before it.
LABELS: dict[RelationKind, frozenset[str]] = {
    "withdrawn": KILLS,
    "corrects": CORRECTIONS,
    "version": UPDATES,
    "repeat": REPEATS,
}
#: Several stories in one report.
SUMMARIES = frozenset({"ROUNDUP", "WRAPUP", "REVIEW", "PRESS DIGEST", "DIARY"})
_OF_CHAIN = CORRECTIONS | KILLS | REPEATS | UPDATES
_DIGITS = re.compile(r"\d+")


class Node(Frozen):
    """What a story knows of a report. `labels` as `UPDATE 2`; `guid` and `version` are the feed's own; `digest` is of
    the body's words.
    """

    id: str
    order: str
    source: str = ""
    labels: list[str] = Field(default=[])
    guid: str | None = None
    version: str | None = None
    digest: str = ""

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The labels without their numbers."""
        return frozenset(each.rstrip(" 0123456789") for each in self.labels)

    @cached_property
    def number(self) -> int:
        """Which update this is; 0 where no label says that it is one."""
        found = [each.rpartition(" ") for each in self.labels if each.rstrip(" 0123456789") in UPDATES]
        return max((int(number) if name and number.isdigit() else 1 for name, _, number in found), default=0)

    @cached_property
    def encoded(self) -> bytes:
        """As stories keep it: the values in order."""
        return json.dumps([getattr(self, name) for name in Node.model_fields], separators=(",", ":")).encode("ascii")

    @classmethod
    def decode(cls, stored: bytes) -> Node:
        """Reads what `encoded` wrote."""
        return cls.model_construct(**dict(zip(cls.model_fields, json.loads(stored), strict=True)))

    @property
    def kills(self) -> bool:
        """Whether it says that its story must not be used."""
        return not KILLS.isdisjoint(self.kinds)


def before(one: Node, other: Node) -> bool:
    """Whether `one` stands before `other` in their story."""
    marked = by_marks(one, other)
    return (one.order, one.id) < (other.order, other.id) if marked == 0 else marked < 0


def by_marks(one: Node, other: Node) -> int:
    """-1 when editors' marks put `one` first, 1 when they put `other` first, 0 when they do not say."""
    if one.source != other.source:
        return 0
    if one.guid and one.guid == other.guid and (numbers := _order(_numbers(one.version), _numbers(other.version))):
        return numbers
    if one.number != other.number:
        least = min((one, other), key=lambda each: each.number)
        lost = bool(one.digest) and one.digest == other.digest  # the same copy, with a label lost
        told = not lost and bool(least.number or not least.kinds & (CORRECTIONS | KILLS))
        return _order(one.number, other.number) if told else 0
    left_marks, right_marks = one.kinds & _OF_CHAIN, other.kinds & _OF_CHAIN
    if left_marks ^ right_marks <= REPEATS and one.digest != other.digest:
        return 0  # a repeat of another version
    return (left_marks > right_marks) - (left_marks < right_marks)


def _order(left: int | list[int], right: int | list[int]) -> int:
    return (left > right) - (left < right)  # type: ignore[operator]


def chain(nodes: Iterable[Node]) -> list[Node]:
    """The reports of a story in order."""
    kinds: dict[tuple[object, ...], list[Node]] = {}
    for each in nodes:
        marks = (each.source, tuple(sorted(each.kinds & _OF_CHAIN)), each.number, each.guid, each.version, each.digest)
        kinds.setdefault(marks, []).append(each)
    firsts = [min(each, key=lambda node: node.order) for each in kinds.values()]
    placed = []
    for group, first in zip(kinds.values(), firsts, strict=True):
        latest = min([other.order for other in firsts if by_marks(first, other) < 0], default="~")
        rank = (first.number, len(first.kinds & _OF_CHAIN)) if len(firsts) > 1 else (0, 0)
        placed += [(min(each.order, latest), rank, _numbers(each.version), each.order, each.id, each) for each in group]
    return [each[-1] for each in sorted(placed, key=lambda each: each[:-1])]


def closed(story: Iterable[Node]) -> bool:
    """Whether a report of the story says that it must not be used."""
    return any(each.kills for each in story)


def _numbers(version: str | None) -> list[int]:
    """A version's numbers, or those of its date."""
    return [int(each) for each in _DIGITS.findall(version or "")[:12]]
