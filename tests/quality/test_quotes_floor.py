"""Quotes must not get worse: floors a little under what was measured on PolNeAR's dev part, by the whole path."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quality import scoring

# Measured when these were set: 0.740, 0.772; 0.933, 0.850, 0.659; 0.962, 0.960; 0.652, 0.785, 0.726; 0.873.
FLOORS: dict[tuple[str, ...], float] = {
    ("full", "f1"): 0.735,
    ("full", "p"): 0.75,
    ("by_type", "direct", "full", "f1"): 0.928,
    ("by_type", "mixed", "full", "f1"): 0.84,
    ("by_type", "indirect", "full", "f1"): 0.653,
    ("direct", "found"): 0.955,
    ("direct", "source_right_of_found"): 0.955,
    ("content", "exact", "f1"): 0.64,
    ("source", "exact", "f1"): 0.78,
    ("cue", "exact", "f1"): 0.72,
    ("content", "overlap", "f1"): 0.866,
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
