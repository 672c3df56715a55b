"""Quotes must not get worse: floors a little under what was measured on PolNeAR's dev part, by the whole path."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quality import scoring

# Measured when these were set: 0.725, 0.753; 0.925, 0.809, 0.651; 0.935, 0.964; 0.611, 0.774, 0.718; 0.872.
FLOORS: dict[tuple[str, ...], float] = {
    ("full", "f1"): 0.72,
    ("full", "p"): 0.74,
    ("by_type", "direct", "full", "f1"): 0.92,
    ("by_type", "mixed", "full", "f1"): 0.815,
    ("by_type", "indirect", "full", "f1"): 0.645,
    ("direct", "found"): 0.925,
    ("direct", "source_right_of_found"): 0.95,
    ("content", "exact", "f1"): 0.615,
    ("source", "exact", "f1"): 0.765,
    ("cue", "exact", "f1"): 0.71,
    ("content", "overlap", "f1"): 0.865,
}


@pytest.fixture(scope="module")
def scores() -> Any:
    """The scorer's report on all 84 articles."""
    return scoring.quotes(scoring.corpus("polnear-dev"))


@pytest.mark.parametrize("path", FLOORS, ids=" ".join)
def test_the_figure_is_above_its_floor(scores: Any, path: tuple[str, ...]) -> None:
    value: Any = scores
    for key in path:
        value = value[key]

    assert value >= FLOORS[path], f"{' '.join(path)} is {value:.3f}, its floor {FLOORS[path]:.3f}"
