"""The tags that the language model gives: O, or a kind with B where a stretch begins and I where it goes on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

ROLES = ("source", "cue", "content")
TYPES = ("PERSON", "ORG", "PLACE", "MISC")
_NEVER = -math.inf


class Stretch(NamedTuple):
    """Tags `start:stop` are of one kind; `sure` is the mean probability of each of them."""

    kind: str
    start: int
    stop: int
    sure: float


def count(kinds: tuple[str, ...]) -> int:
    """How many tags there are for so many kinds."""
    return 2 * len(kinds) + 1


def begin(kinds: tuple[str, ...], kind: str) -> int:
    """The tag that begins a kind; the next one goes on with it."""
    return 2 * kinds.index(kind) + 1


def stretches(scores: Floats, kinds: tuple[str, ...]) -> Iterator[Stretch]:
    """The stretches on the best path through these scores, one row a place, on which I only follows its own kind."""
    if not len(scores):
        return
    logs = log_softmax(scores)
    path = _best(logs)
    starts = np.flatnonzero(path % 2)
    for start in starts:
        stop = int(start) + 1
        while stop < len(path) and path[stop] == path[start] + 1:
            stop += 1
        rows = np.arange(start, stop)
        yield Stretch(kinds[path[start] // 2], int(start), stop, float(np.exp(logs[rows, path[rows]].mean())))


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of the probabilities in each row."""
    shifted = scores - scores.max(-1, keepdims=True)
    logs: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return logs


def _best(logs: Floats) -> NDArray[np.int64]:
    """Viterbi's path. Only I tags are bound, to two tags before them, so lists of numbers are faster than arrays."""
    first, *rest = logs.tolist()
    inner = range(2, len(first), 2)
    best = [_NEVER if tag in inner else score for tag, score in enumerate(first)]
    back: list[list[int]] = []
    for row in rest:
        top = max(best)
        come = [best.index(top)] * len(row)
        ways = [top + score for score in row]
        for tag in inner:
            come[tag] = tag if best[tag] > best[tag - 1] else tag - 1
            ways[tag] = best[come[tag]] + row[tag]
        back.append(come)
        best = ways
    path = [best.index(max(best))]
    for come in reversed(back):
        path.append(come[path[-1]])
    return np.array(path[::-1])
