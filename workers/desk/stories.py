"""Stories: what changed from report to report, and an editor's word that reports are, or are not, one story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from shared.echoes import fingerprints
from shared.errors import UsageError
from shared.finding import names_of
from shared.record import record
from shared.records import Normalized, Resolved
from shared.relations import JOINING
from shared.stories import Node
from workers.desk import changes, show, wording
from workers.desk.system import System
from workers.steps.dedup import trace
from workers.steps.normalize import normalize
from workers.steps.resolve import resolve
from workers.text.views import view

Record = dict[str, Any]
_OF_GRAPH = ("id", "key", "received_at", "labels", "headline")


def shown(here: System, id: str) -> list[Record]:
    """The records of a report's story, in order."""
    return list(here.records(here.store.story(id)))


def split(here: System, id: str) -> list[str]:
    """Takes a report out of its story, with the later ones that come from it rather than from the rest.

    Returns them, the report first. Raises UsageError where there is nothing to be split from.
    """
    order = here.store.story(id)
    by_id = {each.id: record(each, here.store.after) for each in here.store.load(order)}
    side = [id]
    for each in order[order.index(id) + 1 :]:
        if _parent(by_id[each], by_id) in side:
            side.append(each)
    if not here.store.relations.split(order, side):
        raise UsageError(f"{wording.name(by_id[id])} has no story to be split from")
    return side


def rejoin(here: System, id: str) -> int:
    """Takes a split of a report's story back; returns with how many stories it is one again. Raises UsageError."""
    found = here.store.relations.rejoin(id)
    if found < 0:
        raise UsageError("this story was not split from another; `wireroom story split REPORT` does that")
    return found


def join(here: System, id: str, other: str) -> None:
    """Makes the stories of two reports one. Raises UsageError where they are."""
    if id == other or not here.store.relations.join(_node(here, id), _node(here, other)):
        raise UsageError("both are in one story already")


def _node(here: System, id: str) -> Node:
    inputs = here.store.inputs(id, [normalize.name])
    if normalize.name not in inputs.results:
        raise UsageError(f"{id} has no text yet, so it cannot be in a story; `wireroom status {id}` says why")
    return view(inputs.received, Normalized.decode(inputs.results[normalize.name])).node


def reindex(here: System) -> int:
    """Builds the indexes of reports, names and quotes anew from what is stored; returns of how many reports."""
    return sum(_reindexed(here, id) for id in here.store.ids())


def graph(records: Sequence[Record]) -> Record:
    """A story as data: its reports in order, and how they are related within it."""
    ids = {each["id"] for each in records}
    return {
        "id": records[0]["story"]["id"],
        "closed": records[0]["story"]["closed"],
        "joined": records[0]["story"]["joined"],
        "reports": [
            {name: each[name] for name in _OF_GRAPH} | {name: each["story"][name] for name in ("position", "state")}
            for each in records
        ],
        "relations": [
            {"from": each["id"], "kind": link["kind"], "of": link["of"], "evidence": link["evidence"]}
            for each in records
            for link in each["relations"]
            if link["of"] in ids
        ],
    }


def show_all(out: Console, records: Sequence[Record]) -> None:
    """The chain, and under each report what changed since the one that it comes from."""
    by_id = {each["id"]: each for each in records}
    for each in records:
        show.chain(out, [each])
        for one, other in each["story"]["joined"]:
            if one == each["id"] and other in by_id:
                out.print(Text(f"     joined by an editor with {wording.name(by_id[other])}", style="dim"))
        parent = _parent(each, by_id)
        if parent:
            for line in changes.lines(by_id[parent]["text"] or "", each["text"] or ""):
                out.print("      ", line)


def _parent(of: Record, by_id: dict[str, Record]) -> str | None:
    """The report of the story that it is closest to: of those it covers alike, the last."""
    found = [link for link in of["relations"] if link["of"] in by_id and link["kind"] in JOINING]
    order = list(by_id)
    return max(found, key=lambda link: (_closeness(link), order.index(link["of"])))["of"] if found else None


def _closeness(link: Record) -> float:
    evidence = link["evidence"]
    return float(min(evidence.get("earlier_covered", 0), evidence.get("later_covered", 0)))


def _reindexed(here: System, id: str) -> bool:
    inputs = here.store.inputs(id, [normalize.name, resolve.name])
    stored = inputs.results
    if normalize.name not in stored:
        return False
    report = Normalized.decode(stored[normalize.name])
    here.store.relations.meet(trace(inputs.received, report))
    if resolve.name in stored:
        found = Resolved.decode(stored[resolve.name])
        here.store.finding.index(id, names_of(found) or (), fingerprints(report.text, found))
    return True
