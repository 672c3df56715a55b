"""Floors of normalize on real wire messages: the second half of the corpus, which its rules were not tuned on."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from shared.records import Normalized
from tests.reading import one

#: A little under what was measured on 2026-11-24.
FLOORS = {"headline": 0.975, "dateline": 0.985, "place": 0.985, "byline": 0.85, "body": 0.98, "header": 0.99}


@pytest.fixture(scope="module")
def scores(corpora: Path) -> dict[str, float]:
    with gzip.open(corpora / "reuters21578-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for number, line in enumerate(lines) if number >= 5500 and number % 10 == 0]
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row in rows:
        found = one(row["raw"], received_at=545_000_000_000)
        for name, same in _compare(found, row["gold"]):
            asked[name] += 1
            right[name] += same
    return {name: right[name] / asked[name] for name in asked}


def _compare(found: Normalized, gold: dict[str, Any]) -> list[tuple[str, bool]]:
    text, line = found.text, found.dateline
    answers = [("dateline", bool(line) == bool(gold["dateline"]))]
    if gold["title"]:
        answers.append(("headline", _plain(found.headline or "") == _plain(gold["title"]).removeprefix("****** ")))
    if gold["dateline"]:
        place = gold["dateline"].split(",")[0].strip(" -")
        answers.append(("place", line is not None and "/".join(line.places) == place))
    if gold["author"]:
        author = re.sub(r"^by ", "", _plain(gold["author"]), flags=re.IGNORECASE)
        answers.append(("byline", _plain(found.byline or "") == author))
    if gold.get("slug"):
        header = (found.slug, found.category, found.urgency.raw if found.urgency else None)
        answers.append(("header", header == (gold["slug"], gold["category"], gold["priority"])))
    if gold.get("body"):
        body = " ".join(text[each.start : each.end] for each in found.pieces if each.kind in _BODY)
        wanted = re.sub(r" (?:Reuter|REUTER|MORE)$", "", _plain(gold["body"].replace("\x03", "")))
        answers.append(("body", _plain(body) == wanted))
    return answers


_BODY = {"body", "table", "crosshead", "advisory", "correction"}


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", FLOORS)
def test_a_floor_is_held(scores: dict[str, float], name: str) -> None:
    print(f"{name}: {scores[name]:.4f}")
    assert scores[name] >= FLOORS[name]
