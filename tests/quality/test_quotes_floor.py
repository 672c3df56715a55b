"""Quotes must not get worse: floors a little under what was measured on articles that no rule was tuned on.

The whole path is measured, from the received text to spans in it. The articles are the first of PolNeAR's dev part,
which with the scorer lies beside the project (`WIRE_CORPORA` and `WIRE_EVAL` name other places).
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from shared.records import Normalized, Quotes, Span
from tests.reading import one
from workers.steps import graph

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = Path(os.environ.get("WIRE_CORPORA", SHARED / "data")) / "polnear-dev.jsonl.gz"
SCORER = Path(os.environ.get("WIRE_EVAL", SHARED / "eval")) / "quotes" / "score_quotes.py"
ARTICLES = 40

# Measured when these were set: 0.550, 0.680; 0.789, 0.607, 0.449; 0.794, 0.935; 0.730.
FLOORS: dict[tuple[str, ...], float] = {
    ("full", "f1"): 0.535,
    ("full", "p"): 0.66,
    ("by_type", "direct", "full", "f1"): 0.77,
    ("by_type", "mixed", "full", "f1"): 0.585,
    ("by_type", "indirect", "full", "f1"): 0.43,
    ("direct", "found"): 0.775,
    ("direct", "source_right_of_found"): 0.915,
    ("content", "overlap", "f1"): 0.715,
}


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    """The scorer's report on the first articles."""
    for needed in (CORPUS, SCORER):
        if not needed.exists():
            pytest.skip(f"{needed} is not here; WIRE_CORPORA and WIRE_EVAL name the folders")
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for line in islice(lines, ARTICLES)]
    spec = importlib.util.spec_from_file_location("score_quotes", SCORER)

    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    result: dict[str, Any] = scorer.score(gold, [predicted(article) for article in gold])
    return result


def predicted(article: dict[str, Any]) -> dict[str, Any]:
    """The article's quotes as the scorer wants them."""
    normal = one(article["text"], "text", received_at=0)
    quotes = graph()["quotes"].run(normal)

    assert isinstance(normal, Normalized)
    assert isinstance(quotes, Quotes)

    def raw(spans: list[Span]) -> list[tuple[int, int]]:
        return [normal.offsets.to_raw(span.start, span.end) for span in spans]

    return {
        "id": article["id"],
        "quotes": [
            {"content": raw(each.content), "cue": raw(each.cue), "source": raw(each.source), "type": each.type}
            for each in quotes.quotes
        ],
    }


@pytest.mark.parametrize("path", FLOORS, ids=" ".join)
def test_the_figure_is_above_its_floor(scores: dict[str, Any], path: tuple[str, ...]) -> None:
    value: Any = scores
    for key in path:
        value = value[key]

    assert value >= FLOORS[path], f"{' '.join(path)} is {value:.3f}, its floor {FLOORS[path]:.3f}"
