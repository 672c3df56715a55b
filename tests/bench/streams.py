"""Made streams of reports with the right relations known, and how well relations found on them are scored.

The maker, the scorer and the base texts lie beside the project (WIRE_CORPORA).
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.memory_relations import MemoryRelations
from shared.records import Normalized, Received
from shared.relations import Link, Meeting, Trace
from shared.step import Neighbours
from workers.steps.dedup import dedup
from workers.steps.normalize import normalize

CORPORA = Path(os.environ.get("WIRE_CORPORA") or Path(__file__).parents[3] / "shared" / "data")
BASES, MAKER = CORPORA / "dedup-bases.jsonl.gz", CORPORA.parent / "eval" / "dedup"
Matches = list[dict[str, Any]]
_AS_SCORED = {"corrects": "version", "contained": "contains"}


def make(folder: Path, docs: int, seed: int) -> list[dict[str, Any]]:
    """A stream of about so many reports, in order of arrival; `folder` keeps it with its gold."""
    folder.mkdir(parents=True, exist_ok=True)
    bases = folder / "bases.jsonl"
    with gzip.open(BASES, "rt", encoding="utf-8") as packed:
        bases.write_text("".join(packed), "utf-8")
    command = [sys.executable, MAKER / "make_benchmark.py", "--bases", bases, "--docs", str(docs), "--seed", str(seed)]
    subprocess.run([*command, "--out", folder], check=True, capture_output=True)
    return [json.loads(line) for line in (folder / "stream.jsonl").read_text("utf-8").splitlines()]


def normalized(stream: Iterable[dict[str, Any]]) -> Iterator[tuple[Received, Normalized]]:
    """The reports as `dedup` gets them."""
    for number, item in enumerate(stream, 1):
        at = int(datetime.fromisoformat(item["received_at"].replace("Z", "+00:00")).timestamp() * 1000)
        received = Received(
            id=item["id"],
            source="bench",
            received_at=at,
            order=f"{at:014d}.{number:010d}",
            format="text",
            body=item["text"].encode(),
        )
        yield received, normalize.run(received=received, door=None)  # type: ignore[misc]


class Listening:
    """Relations that remember what was found for the report just compared."""

    def __init__(self, relations: Neighbours | None = None) -> None:
        self._reports: dict[str, tuple[Received, Normalized]] = {}
        self._relations = relations or MemoryRelations(self._find)
        self.found: list[Link] = []

    def meet(self, trace: Trace) -> Meeting:
        """As `Neighbours.meet`."""
        return self._relations.meet(trace)

    def link(self, links: Iterable[Link]) -> None:
        """As `Neighbours.link`."""
        self.found = list(links)
        self._relations.link(self.found)

    def compare(self, received: Received, report: Normalized) -> list[Link]:
        """Takes one report through `dedup`."""
        self._reports[received.id] = received, report
        dedup.run(received=received, normalize=report, neighbours=self)
        return self.found

    def _find(self, id: str) -> tuple[Received, bytes]:
        received, report = self._reports[id]
        return received, report.encode()


def compare(received: Received, report: Normalized, relations: Listening) -> Matches:
    """Takes one report through `dedup`; what was found, as the scorer calls it."""
    return [
        {
            "id": each.earlier.id if each.later.id == received.id else each.later.id,
            "relation": _AS_SCORED.get(each.kind, each.kind),
        }
        for each in relations.compare(received, report)
    ]


def score(folder: Path, found: Iterable[tuple[str, Matches]]) -> dict[str, Any]:
    """How good what was found is, for each report in order."""
    predictions = folder / "found.jsonl"
    lines = (json.dumps({"id": id, "matches": matches}) for id, matches in found)
    predictions.write_text("\n".join(lines), "utf-8")
    command = [sys.executable, MAKER / "score_dedup.py", folder, predictions]
    result: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return result


def falsely_merged(scores: dict[str, Any], kind: str) -> float:
    """The share of reports of a kind that were made one story with another."""
    wrong, of = map(int, scores["false_dup_docs"][kind].split("/"))
    return wrong / of
