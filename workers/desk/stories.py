"""Commands about stories: what changed from report to report, and an editor's word that two are not the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console

from shared.echoes import fingerprints
from shared.errors import UsageError
from shared.finding import names_of
from shared.record import record
from shared.records import Normalized, Resolved
from shared.relations import JOINING
from shared.settings import Settings
from workers.desk import changes, show
from workers.desk.options import compact, json_option, with_settings
from workers.desk.system import System, system
from workers.steps.dedup import trace
from workers.steps.normalize import normalize
from workers.steps.resolve import resolve

Record = dict[str, Any]
_OF_GRAPH = ("id", "key", "received_at", "labels", "headline")


@click.command()
@with_settings
@click.argument("words", nargs=-1, required=True, metavar="[split] ID")
@json_option
def story(settings: Settings, words: Sequence[str], as_json: bool) -> None:
    """The reports that repeat, update or correct each other, and what changed.

    `story split ID`: this report, and those that come from it, are another story; they never join again.
    """
    if len(words) > 2 or (len(words) == 2 and words[0] != "split"):
        raise UsageError("say `wireroom story ID` or `wireroom story split ID`")
    with system(settings, "wireroom story") as here:
        id = here.find(words[-1])
        if len(words) == 2:
            apart = _split(here, id)
            click.echo(f"{id} is a story apart, with {len(apart) - 1} that come from it")
        records = list(here.records(here.store.story(id)))
        if as_json:
            click.echo(compact(graph(records)))
        else:
            _show(Console(), records)


@click.command()
@with_settings
def reindex(settings: Settings) -> None:
    """Build the indexes of reports, names and quotes anew."""
    with system(settings, "wireroom reindex") as here:
        n = sum(_reindexed(here, id) for id in here.store.ids())
    click.echo(f"{n} reports can be met again")


def graph(records: Sequence[Record]) -> Record:
    """A story as data: its reports in order, and how they are related within it."""
    ids = {each["id"] for each in records}
    return {
        "id": records[0]["story"]["id"],
        "closed": records[0]["story"]["closed"],
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


def _show(out: Console, records: Sequence[Record]) -> None:
    """The chain, and under each report what changed since the one that it comes from."""
    by_id = {each["id"]: each for each in records}
    for each in records:
        show.chain(out, [each])
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


def _split(here: System, id: str) -> list[str]:
    """Takes a report out of its story, with the later ones that come from it rather than from the rest."""
    order = here.store.story(id)
    by_id = {each.id: record(each, here.store.after) for each in here.store.load(order)}
    side = [id]
    for each in order[order.index(id) + 1 :]:
        if _parent(by_id[each], by_id) in side:
            side.append(each)
    if not here.store.relations.split(order, side):
        raise UsageError(f"{id} has no story to be split from")
    return side


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


COMMANDS = (story, reindex)
