"""Relations on a made benchmark of a thousand reports stay as good as they were measured."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from shared.records import Label, Link, Normalized, Received, Segment, Sketch
from workers.steps.dedup import dedup

CORPORA = Path(os.environ.get("WIRE_CORPORA") or Path(__file__).parents[3] / "shared" / "data")
BASES, SCORERS = CORPORA / "dedup-bases.jsonl.gz", CORPORA.parent / "eval" / "dedup"
pytestmark = pytest.mark.skipif(
    not (BASES.exists() and SCORERS.exists()), reason=f"no {BASES} or {SCORERS}; set WIRE_CORPORA to the data folder"
)

LABEL = re.compile(r"(RPT|REPEAT|UPDATE|CORRECTED)(?: (\d+))?(?: ?-|:)\s*")


class Memory:
    """Neighbours in this process: the 64 that share most."""

    def __init__(self) -> None:
        self.having: dict[str, list[str]] = defaultdict(list)
        self.sketches: dict[str, Sketch] = {}

    def meet(self, sketch: Sketch) -> list[Sketch]:
        shared: Counter[str] = Counter()
        for mark in (*sketch.marks, *sketch.names):
            shared.update(self.having[mark][-64:])
            self.having[mark].append(sketch.id)
        self.sketches[sketch.id] = sketch
        return [self.sketches[each] for each, _ in shared.most_common(64)]

    def link(self, links: Iterable[Link]) -> None:
        """The step returns them too."""


def report(text: str) -> Normalized:
    """A headline with its labels, an advisory line, a body."""
    segments, labels, headline = [], [], None
    for found in re.finditer(r"[^\n]+", text):
        kind, (start, end) = "body", found.span()
        if len(segments) < 3 and re.match(r"\((Adds|Corrects|Repeats)", found.group()):
            kind = "advisory"
        elif headline is None:
            kind = "headline"
            while label := LABEL.match(text, start, end):
                labels.append(Label(start=start, end=label.end(), label=label[1], number=label[2] and int(label[2])))
                start = label.end()
            headline = text[start:end]
        segments.append(Segment(start=found.start(), end=end, kind=kind))  # type: ignore[arg-type]
    return Normalized(raw=text, format="text", encoding="utf-8", headline=headline, labels=labels, segments=segments)


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("dedup")
    with gzip.open(BASES) as packed, (folder / "bases.jsonl").open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    make = [sys.executable, SCORERS / "make_benchmark.py", "--bases", folder / "bases.jsonl"]
    subprocess.run([*make, "--docs", "1000", "--seed", "21", "--out", folder], check=True, capture_output=True)
    memory, found = Memory(), []
    for number, line in enumerate((folder / "stream.jsonl").read_text("utf-8").splitlines()):
        item = json.loads(line)
        received = Received(id=item["id"], source="bench", received_at=number, order=f"{number:06}")
        made = dedup.run(received=received, normalize=report(item["text"]), neighbours=memory)
        matches = [{"id": each.earlier, "relation": each.kind.replace("corrects", "version")} for each in made.links]
        found.append({"id": item["id"], "matches": matches})
    assert max(len(each.model_dump_json()) for each in memory.sketches.values()) < 2_000
    predictions = folder / "found.jsonl"
    predictions.write_text("\n".join(map(json.dumps, found)), "utf-8")
    score = [sys.executable, SCORERS / "score_dedup.py", folder, predictions]
    result: dict[str, Any] = json.loads(subprocess.run(score, check=True, capture_output=True).stdout)
    return result


@pytest.mark.parametrize(("figure", "floor"), [("P", 0.95), ("R", 0.95), ("F1", 0.96), ("b3F", 0.97)])
def test_reports_of_one_story_are_brought_together_and_others_kept_apart(
    scores: dict[str, Any], figure: str, floor: float
) -> None:
    assert scores[figure] >= floor


@pytest.mark.parametrize(
    ("mutation", "floor"),
    {
        "exact": 0.8,  # the rest are copies with damaged characters, which this test does not repair
        "repeat": 0.98,
        "update": 0.9,
        "correction": 0.9,
        "writethru": 0.85,
        "cut": 0.95,
        "republish": 0.9,
        "paraphrase": 0.85,
        "roundup": 0.55,
    }.items(),
)
def test_each_relation_is_named_rightly_most_of_the_time(scores: dict[str, Any], mutation: str, floor: float) -> None:
    assert scores["recall"][mutation]["relation"] >= floor
