"""How reports are related: what is filed to find others by, who is met, and the links that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shared.evidence import Evidence
from shared.records import Received, RelationKind, Result
from shared.stories import Node

#: Kinds of links that make two reports one story.
JOINING = frozenset({"exact", "repeat", "version", "corrects", "withdrawn", "near_duplicate"})


class Trace(NamedTuple):
    """What is filed of a report: when it came (milliseconds), its fingerprints, and tokens that tie reports together
    whatever their words (`guid:...`). `asked` are tokens of others that it wants to meet and does not have itself;
    `filed` are those by which it is found when asked for, and looks for nobody itself.
    """

    id: str
    at: int
    marks: list[int]
    names: list[str]
    asked: Sequence[str] = ()
    filed: Sequence[str] = ()


class Candidate(NamedTuple):
    """A report that shares marks or names, its normalised result as stored, and the story it belongs to so far."""

    received: Received
    body: bytes
    story: str


class Meeting(NamedTuple):
    """Who was met, closest first, and which of the trace's marks are common: several stories carry them."""

    candidates: list[Candidate]
    common: list[int]


class Link(NamedTuple):
    """The later report `kind` of the earlier one; whichever was worked on last found it."""

    later: Node
    earlier: Node
    kind: RelationKind
    evidence: Evidence

    @property
    def joins(self) -> bool:
        """Whether the two are one story."""
        return self.kind in JOINING


class Related(NamedTuple):
    """A link as one of its reports has it: `of` an earlier one or `by` a later one, whose normalised result `body` is
    there where places in it may be asked for, and which was received `at` (milliseconds since 1970). Of most later ones
    no evidence is kept.
    """

    way: str
    other: str
    key: str | None
    kind: RelationKind
    evidence: Evidence | None = None
    body: bytes = b""
    at: int = 0


class Dedup(Result):
    """Nothing of its own: later reports change what a report is related to, so relations are joined on reading."""
