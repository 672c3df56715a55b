"""What the scripts take and give, as values: the only place that knows how fields are written in Redis."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.echoes import Earlier
from shared.errors import UnknownReport
from shared.record import Stored
from shared.records import Received
from shared.relations import Related
from shared.status import Status
from shared.step import HEAD
from shared.store import Claim, Delivery, Inputs
from shared.stories import Node

#: What a report's hash holds besides its steps' states and results.
HEAD_FIELDS = ("status", "received_at", "generation", "deliveries", "lane", "meta", "order", "story", "earlier")


def delivery(each: Delivery) -> list[Any]:
    """The arguments of accept.lua."""
    refusal = json.dumps({"kind": each.refusal[0], "message": each.refusal[1]}) if each.refusal else ""
    door = json.dumps({"status": Status.DONE, "version": "1", "attempts": 1, "ms": 0})
    return [
        each.id, each.meta["source"], "" if each.received_at is None else each.received_at, json.dumps(each.meta),
        each.body, each.lane, each.delivery or "", HEAD, door, refusal,
    ]  # fmt: skip


def claim(id: str, taken: Sequence[Any]) -> Claim:
    """A claim as the scripts give it."""
    return Claim(id, taken[0].decode(), taken[1], taken[2])


def wanted(wants: Sequence[str]) -> list[str]:
    """The fields behind what a step wants."""
    fields = ["meta", "received_at", "order", "lane"]
    return fields + ["body" if each == "body" else f"o:{each}" for each in wants]


def inputs(id: str, wants: Sequence[str], values: Sequence[Any]) -> Inputs:
    """What a step is given, from the fields that `wanted` named."""
    meta, received_at, order, lane, *rest = values
    if meta is None:
        raise UnknownReport(f"no report has the id {id}")
    about = json.loads(meta)
    found = {name: value for name, value in zip(wants, rest, strict=True) if value is not None}
    received = Received(
        id=id,
        source=about["source"],
        key=about["key"],
        received_at=int(received_at),
        order=order.decode(),
        format=about["format"],
        body=found.pop("body", b""),
    )
    return Inputs(received, lane.decode(), found)


def pairs(members: Iterable[bytes]) -> list[tuple[str, str]]:
    """Which reports of a story an editor joined, in a fixed order."""
    found = sorted(each.decode().split("|") for each in members)
    return [(one, other) for one, other in found]


def stored(
    id: str,
    steps: list[str],
    stored: Mapping[str, Any],
    links: list[Related],
    story: tuple[list[Node], list[tuple[str, str]]],
    earlier: list[Earlier],
) -> Stored:
    """A report as read."""
    return Stored(
        id=id,
        status=stored["status"].decode(),
        received_at=int(stored["received_at"]),
        generation=int(stored["generation"]),
        deliveries=int(stored["deliveries"]),
        lane=stored["lane"].decode(),
        meta=json.loads(stored["meta"]),
        states={each: json.loads(stored[f"s:{each}"]) for each in steps if stored[f"s:{each}"]},
        results={each: stored[f"o:{each}"] for each in steps if stored[f"o:{each}"]},
        links=links,
        story=story[0],
        joined=story[1],
        earlier=earlier,
    )
