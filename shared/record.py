"""The record: what people and programs read of a report.

It is the union of the steps' results, with every span carried into `raw`, and with what other reports say about
this one (relations, story) joined in at the moment of reading. It is built from plain JSON, so whoever reads
records needs neither the steps nor their models.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.echoes import Earlier, tell
from shared.offsets import Offsets, point_back
from shared.reach import mark
from shared.relations import Related
from shared.status import Status
from shared.step import HEAD
from shared.stories import Node, closed

#: The record's fields in order, as a report has them of which nothing is known yet.
BLANK: dict[str, Any] = {
    "id": None, "key": None, "status": None, "received_at": None, "sent_at": None, "generation": 1, "deliveries": 1,
    "source": None, "headline": None, "labels": [], "slug": None, "category": None, "keywords": [], "byline": None,
    "guid": None, "version": None, "embargo": None, "publication": None, "take": None, "header": {},
    "parts": [], "language": None, "urgency": None, "subjects": [], "dateline": None, "text": None, "segments": [],
    "damage": [], "notices": [], "quotes": [], "entities": [], "relations": [],
    "story": None, "error": None, "steps": {},
}  # fmt: skip
_STEP_FIELDS = ("status", "version", "attempts", "queued_at", "started_at", "finished_at", "ms", "worker", "error")
_STRENGTH = (
    "withdrawn", "corrects", "version", "exact", "repeat", "near_duplicate", "contains", "contained", "related",
)  # fmt: skip
#: More relations than these say nothing new.
MOST_RELATIONS = 8
#: What a later report makes of an earlier one, strongest first.
_FATES = (("withdrawn", "withdrawn"), ("corrects", "corrected"), ("version", "superseded"))


@dataclass(frozen=True)
class Stored:
    """Everything a store holds of one report, as it holds it.

    `meta`: source, key, format, bytes, sha256. `states` and `results` by step. `links`: with other reports. `story`: in
    order, empty when it stands alone. `joined`: pairs of its reports that an editor joined. `earlier`: reports that
    share quotes with it.
    """

    id: str
    status: str
    received_at: int
    generation: int
    deliveries: int
    lane: str
    meta: Mapping[str, Any]
    states: Mapping[str, Mapping[str, Any]]
    results: Mapping[str, bytes]
    links: list[Related] = field(default_factory=list)
    story: list[Node] = field(default_factory=list)
    joined: list[tuple[str, str]] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)


def record(stored: Stored, order: Iterable[str], *, with_raw: bool = False) -> dict[str, Any]:
    """The record of a report.

    Args:
        stored: what the store holds.
        order: the names of all steps in their order; a later step's field takes the place of an earlier one.
        with_raw: adds the field `raw`.
    """
    order = list(order)
    fields = [json.loads(stored.results[name]) for name in order if name in stored.results]
    public = {name: value for each in fields for name, value in each.items() if not name.startswith("_")}
    hidden = json.loads(stored.results[HEAD]) if HEAD in stored.results else {}
    made = BLANK | public | _own(stored, hidden) | {"steps": _steps(stored, order)}
    made["error"] = next(
        ({"step": name, **row["error"]} for name, row in made["steps"].items() if row["error"] and _over(row)), None
    )
    offsets = Offsets(hidden["_raw"], hidden["_edits"]) if hidden else None
    made["relations"] = _relations(stored, offsets)
    if offsets:
        for name in public:
            point_back(made[name], offsets)
        made["text"] = offsets.text
        mark(made, stored.links, stored.story)
        tell(made, stored.earlier)
        if with_raw:
            made["raw"] = hidden["_raw"]
    return made


def parts(stored: Stored) -> list[str]:
    """The ids of the reports that this one held."""
    return list(json.loads(stored.results[HEAD])["parts"]) if HEAD in stored.results else []


def moment(milliseconds: float | None) -> str | None:
    """Milliseconds since 1970 as ISO 8601 in UTC."""
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _own(stored: Stored, hidden: Mapping[str, Any]) -> dict[str, Any]:
    meta = stored.meta
    source = {"name": meta["source"], "format": hidden.get("_format", meta["format"])}
    source |= {"encoding": hidden.get("_encoding"), "bytes": meta["bytes"], "sha256": meta["sha256"]}
    members = [each.id for each in stored.story] or [stored.id]
    return {
        "id": stored.id,
        "key": meta["key"],
        "status": stored.status,
        "received_at": moment(stored.received_at),
        "generation": stored.generation,
        "deliveries": stored.deliveries,
        "source": source,
        "story": {
            "id": members[0],
            "position": members.index(stored.id) + 1,
            "size": len(members),
            "state": _fate(stored),
            "closed": closed(stored.story),
            "joined": [list(each) for each in stored.joined],
        },
    }


def _relations(stored: Stored, offsets: Offsets | None) -> list[dict[str, Any]]:
    found = sorted((each for each in stored.links if each.way == "of"), key=lambda each: _STRENGTH.index(each.kind))
    return [
        {
            "kind": each.kind,
            "of": each.other,
            "of_key": each.key,
            "of_received_at": moment(each.at or None),
            "evidence": _evidence(each, offsets),
        }
        for each in found[:MOST_RELATIONS]
    ]


def _evidence(link: Related, offsets: Offsets | None) -> dict[str, Any]:
    """The evidence with its places in both reports, which must have been normalised."""
    other = json.loads(link.body or b"{}")
    if not (offsets and other and link.evidence):
        return {}
    return link.evidence.shown(offsets, Offsets(other["_raw"], other["_edits"]))


def _fate(stored: Stored) -> str:
    place = next((at for at, each in enumerate(stored.story) if each.id == stored.id), 0)
    if any(each.kills for each in stored.story[place + 1 :]):
        return "withdrawn"
    kinds = {each.kind for each in stored.links if each.way == "by"}
    return next((state for kind, state in _FATES if kind in kinds), "current")


def _over(row: Mapping[str, Any]) -> bool:
    return row["status"] in (Status.REFUSED, Status.FAILED)


def _steps(stored: Stored, order: list[str]) -> dict[str, dict[str, Any]]:
    rows = {}
    for name in ["intake", *order]:
        state = stored.states.get(name) or {"status": _unborn(stored), "attempts": 0}
        rows[name] = {each: state.get(each) for each in _STEP_FIELDS}
        for each in ("queued_at", "started_at", "finished_at"):
            rows[name][each] = moment(state.get(each))
    return rows


def _unborn(stored: Stored) -> str:
    """The status of a step that nothing is stored of: a refused report's steps are never run."""
    return Status.SKIPPED if stored.status == Status.REFUSED else Status.WAITING
