"""The best path through tags is legal and is the best."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from workers.text import tags


def legal(path: tuple[int, ...]) -> bool:
    before = (0, *path)
    return all(tag % 2 or not tag or last in (tag - 1, tag) for last, tag in itertools.pairwise(before))


@pytest.mark.parametrize("seed", range(60))
def test_it_is_the_best_of_all_legal_paths(seed: int) -> None:
    scores = np.random.default_rng(seed).normal(0, 2, (5, 5)).astype(np.float32)
    scores[:, 0] += seed % 4  # in some nearly nothing is found, and what is found is far apart
    logs = tags.log_softmax(scores)
    paths = (path for path in itertools.product(range(5), repeat=5) if legal(path))
    best = max(paths, key=lambda path: sum(float(logs[at, tag]) for at, tag in enumerate(path)))
    expected = [(("a", "b")[tag // 2], at) for at, tag in enumerate(best) if tag % 2]

    assert [(each.kind, each.start) for each in tags.stretches(scores, ("a", "b"))] == expected


def test_a_stretch_has_its_ends_and_its_probability() -> None:
    scores = np.full((4, 3), -9.0, np.float32)
    scores[[0, 1, 2, 3], [0, 1, 2, 0]] = 9
    (found,) = tags.stretches(scores, ("a",))

    assert (found.kind, found.start, found.stop) == ("a", 1, 3)
    assert found.sure > 0.99


def test_two_stretches_may_touch() -> None:
    scores = np.full((2, 3), -9.0, np.float32)
    scores[:, 1] = 9

    assert [(each.start, each.stop) for each in tags.stretches(scores, ("a",))] == [(0, 1), (1, 2)]


def test_nothing_has_no_stretches() -> None:
    assert list(tags.stretches(np.zeros((0, 3), np.float32), ("a",))) == []
