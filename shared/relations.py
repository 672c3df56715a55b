"""How reports are related: what is filed to find others by, who is met, and the links that come of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple
from zlib import compress, decompress

from pydantic import Field

from shared.records import Frozen, RelationKind, Result
from shared.stories import Node

#: What relations were judged by, and by which shares of the words.
ENGINES: dict[str, dict[str, float]] = {
    "aligned-1": {
        "both": 0.7,
        "both_with_lead": 0.5,
        "one_with_lead": 0.6,
        "both_with_title": 0.4,
        "one_with_title": 0.5,
        "cut": 0.6,
        "cut_short": 0.75,
        "passage": 18,
    },
}
ENGINE = "aligned-1"
#: Kinds of links that make two reports one story.
JOINING = frozenset({"exact", "repeat", "version", "corrects", "withdrawn", "near_duplicate"})


class Trace(NamedTuple):
    """What is filed of a report: when it came (milliseconds), its fingerprints, tokens that tie reports together
    whatever their words (`guid:...`), and what others need to compare themselves with it.
    """

    id: str
    at: int
    marks: list[int]
    names: list[str]
    packed: bytes


class Candidate(NamedTuple):
    """A report that shares marks or names, and the story it belongs to so far."""

    packed: bytes
    story: str


class Meeting(NamedTuple):
    """Who was met, closest first, and which of the trace's marks are common: several stories carry them."""

    candidates: list[Candidate]
    common: list[int]


class Link(Frozen):
    """The later report `kind` of the earlier one; whichever was worked on last found it."""

    later: Node
    earlier: Node
    kind: RelationKind
    evidence: dict[str, Any] = Field(default={})

    @property
    def joins(self) -> bool:
        """Whether the two are one story."""
        return self.kind in JOINING

    def encode(self) -> bytes:
        """As stores keep it; the nodes are told by where it is kept."""
        return compress(json.dumps({"kind": self.kind, "evidence": self.evidence}, separators=(",", ":")).encode(), 6)


def decoded(link: bytes) -> dict[str, Any]:
    """What `Link.encode` made: kind and evidence."""
    return dict(json.loads(decompress(link)))


class Dedup(Result):
    """The links found when this report was compared: (later, kind, earlier). Relations are joined on reading."""

    private: ClassVar[frozenset[str]] = frozenset({"links"})

    links: list[tuple[str, str, str]] = Field(default=[])


def shown(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Evidence for people and programs: `this` is a span of the report itself, `of` one of the other."""
    made = dict(evidence)
    if (engine := made.get("engine")) in ENGINES:
        made["thresholds"] = ENGINES[engine]
    for name in ("passages", "changed", "corrected"):
        if name in made:
            made[name] = list(_pairs(made[name]))
    if "boilerplate" in made:
        made["boilerplate"] = [_span(each) for each in made["boilerplate"]]
    return made


def _pairs(rows: Sequence[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        words = dict(zip(("kind", "this_text", "of_text"), row[8:], strict=False))
        pair: dict[str, Any] = {"kind": words["kind"]} if words else {}
        pair |= {"this": _span(row[:4]), "of": _span(row[4:8])}
        for side in ("this", "of"):
            if words:
                pair[side]["text"] = words[f"{side}_text"]
        yield pair


def _span(row: Sequence[int]) -> dict[str, Any]:
    return dict(zip(("start", "end", "raw_start", "raw_end"), row, strict=True))
