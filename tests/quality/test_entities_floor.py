"""Entities on real newswire stay as good as they were measured. Gold: the development part of the worldwide corpus."""

from __future__ import annotations

import gzip
import json
import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from shared.records import Entities, Normalized, Segment
from workers.steps.entities import entities

CORPORA = Path(os.environ.get("WIRE_CORPORA") or Path(__file__).parents[3] / "shared" / "data")
CORPUS = CORPORA / "ner-worldwide-dev.jsonl.gz"
pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason=f"no corpus {CORPUS}; set WIRE_CORPORA to its folder")

# Measured on all 111 documents: precision 0.792, recall 0.728, F1 0.759 (strict), 4 ms for 5 kB.
FLOORS = {"PERSON": 0.77, "ORG": 0.64, "PLACE": 0.8, "MISC": 0.64, "all": 0.74}
SLOWEST_MS = 30


def report(text: str) -> Normalized:
    lines = [each.span() for each in re.finditer(r"[^\n]+", text) if each.group().strip()]
    segments = [Segment(start=start, end=end, kind="body") for start, end in lines]
    return Normalized(raw=text, format="text", encoding="utf-8", segments=segments)


@pytest.fixture(scope="module")
def read() -> list[tuple[dict[str, Any], Entities]]:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    return [(each, entities.run(normalize=report(each["text"]))) for each in documents]


def f1(gold: set[Any], found: set[Any]) -> float:
    return 2 * len(gold & found) / (len(gold) + len(found))


@pytest.mark.parametrize("kind", FLOORS)
def test_mentions_with_the_right_bounds_and_type_do_not_fall_below_the_floor(
    read: list[tuple[dict[str, Any], Entities]], kind: str
) -> None:
    gold = {(doc["id"], each["start"], each["end"], each["label"]) for doc, _ in read for each in doc["entities"]}
    found = {
        (doc["id"], m.start, m.end, each.type) for doc, made in read for each in made.entities for m in each.mentions
    }
    if kind != "all":
        gold, found = ({each for each in side if each[3] == kind} for side in (gold, found))
    assert f1(gold, found) >= FLOORS[kind]


def test_ids_are_unique_in_a_report_and_no_mention_belongs_to_two(read: list[tuple[dict[str, Any], Entities]]) -> None:
    for doc, made in read:
        assert len({each.id for each in made.entities}) == len(made.entities), doc["id"]
        spans = [(m.start, m.end) for each in made.entities for m in each.mentions]
        assert len(set(spans)) == len(spans), doc["id"]


def test_five_kilobytes_take_a_few_milliseconds(read: list[tuple[dict[str, Any], Entities]]) -> None:
    reports = [report(doc["text"]) for doc, _ in read[:30]]
    size = sum(len(each.text) for each in reports)
    start = time.process_time()
    for each in reports:
        entities.run(normalize=each)
    assert (time.process_time() - start) * 1000 / size * 5_000 < SLOWEST_MS
