"""Relations on made streams stay as good as they were measured.

The short form, 1,500 reports, runs with the other tests; WIRE_LONG=1 runs the long ones, of 5,000 and 50,000 reports:
`WIRE_LONG=1 pytest tests/quality/test_dedup_floor.py`. The rules were tuned on streams of other seeds.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.bench import streams

SIZES = (5_000, 50_000) if os.environ.get("WIRE_LONG") else (1_500,)
SEED = 421
pytestmark = pytest.mark.skipif(
    not (streams.BASES.exists() and streams.MAKER.exists()), reason=f"no {streams.BASES}; set WIRE_CORPORA"
)


@pytest.fixture(scope="module", params=SIZES)
def scores(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("dedup")
    relations = streams.Listening()
    stream = streams.make(folder, request.param, SEED)
    found = [
        (received.id, streams.compare(received, report, relations)) for received, report in streams.normalized(stream)
    ]
    return streams.score(folder, found)


def test_reports_of_one_story_are_brought_together_and_others_kept_apart(scores: dict[str, Any]) -> None:
    assert scores["F1"] >= (0.985 if scores["docs"] > 10_000 else 0.99)
    assert scores["b3F"] >= 0.995


@pytest.mark.parametrize(
    ("mutation", "floor"),
    {
        "exact": 0.99,
        "repeat": 0.99,
        "correction": 0.99,
        "noise": 0.99,
        "cut": 0.99,
        "republish": 0.97,
        "paraphrase": 0.98,
        "writethru": 0.98,
        "update": 0.97,
        "quote_overlap": 0.85,
    }.items(),
)
def test_each_kind_of_copy_is_found(scores: dict[str, Any], mutation: str, floor: float) -> None:
    assert scores["recall"][mutation]["cluster"] >= floor


@pytest.mark.parametrize(
    ("mutation", "floor"), {"repeat": 0.97, "update": 0.93, "correction": 0.93, "roundup": 0.9}.items()
)
def test_each_relation_is_called_by_its_name(scores: dict[str, Any], mutation: str, floor: float) -> None:
    assert scores["recall"][mutation]["relation"] >= floor


@pytest.mark.parametrize(("kind", "most"), {"template_boiler": 0.005, "roundup": 0.02, "quote_overlap": 0.02}.items())
def test_what_only_looks_alike_is_not_merged(scores: dict[str, Any], kind: str, most: float) -> None:
    assert streams.falsely_merged(scores, kind) <= most
