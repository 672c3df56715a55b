"""Which reports carry an entity: found by an index of names and ids, and put together under what it is linked to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.text import Text

from shared.finding import id_name, words
from workers.desk import wording
from workers.desk.options import count, printable
from workers.desk.system import System
from workers.text.identity import LINK

Record = dict[str, Any]
_OF_REPORT = ("id", "key", "received_at", "headline")


def carried(here: System, name: str, limit: int) -> list[Record]:
    """The entities that `name` may mean, each with the newest `limit` reports that carry it."""
    spelt, ids = words(name), {id_name(name)}
    records = _records(here, [spelt, *([each] for each in ids)], limit)
    wanted = [each for record in records for each in record["entities"] if _is(each, spelt, ids)]
    if linked := {id_name(each["links"][LINK]) for each in wanted if LINK in each["links"]} - ids:
        ids |= linked
        records = _records(here, [spelt, *([each] for each in ids)], limit)
    return _gathered(records, spelt, ids)


def _records(here: System, ways: list[list[str]], limit: int) -> list[Record]:
    return list(here.records(here.store.finding.named(each for each in ways if each)[-limit:]))


def _is(entity: Record, spelt: list[str], ids: set[str]) -> bool:
    own = {id_name(each) for each in (entity["id"], *entity["links"].values())}
    return not own.isdisjoint(ids) or (bool(spelt) and set(spelt) <= {*words(entity["name"])})


def _gathered(records: Iterable[Record], spelt: list[str], ids: set[str]) -> list[Record]:
    """One row an entity, the one in most reports first."""
    found: dict[str, list[tuple[Record, Record]]] = {}
    for record in records:
        for each in record["entities"]:
            if _is(each, spelt, ids):
                found.setdefault(each["links"].get(LINK, each["id"]), []).append((each, record))
    return [_told(each) for each in sorted(found.values(), key=len, reverse=True)]


def _told(found: list[tuple[Record, Record]]) -> Record:
    return {
        "name": Counter(each["name"] for each, _ in found).most_common(1)[0][0],
        "type": found[0][0]["type"],
        "ids": sorted({each["id"] for each, _ in found}),
        "links": {name: id for each, _ in found for name, id in each["links"].items()},
        "reports": [
            {name: record[name] for name in _OF_REPORT}
            | {"state": record["story"]["state"], "name": each["name"], "mentions": len(each["mentions"])}
            | {"evidence": each["evidence"]}
            for each, record in found
        ],
    }


def show(out: Console, found: Record) -> None:
    """Prints an entity and the reports that carry it, newest last."""
    links = "".join(f"  {name} {id}" for name, id in found["links"].items())
    n = count(len(found["reports"]), "report")
    out.print(Text.assemble((printable(found["name"]), "bold"), (f"  {found['type']}{printable(links)}, {n}", "dim")))
    for each in found["reports"]:
        state = f", {each['state']}" if each["state"] in wording.STATES else ""
        also = "" if each["name"] == found["name"] else f" as {printable(each['name'])}"
        about = (f"  {count(each['mentions'], 'mention')}{also}{state}  ", "dim")
        line = Text.assemble(f"    {wording.clock(each['received_at'])}  {wording.name(each)}", about)
        line.append(wording.clean(each["headline"]))
        if out.is_terminal:
            out.print(line, overflow="ellipsis", no_wrap=True)
        else:
            out.print(line, soft_wrap=True)
