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
    chosen = logs[np.arange(len(path)), path]
    edges = np.flatnonzero((path == 0) | (path % 2 == 1))
    sizes = np.diff(edges, append=len(path))
    sure = np.exp(np.add.reduceat(chosen, edges) / sizes)
    for at in np.flatnonzero(path[edges]):
        start = int(edges[at])
        yield Stretch(kinds[path[start] // 2], start, start + int(sizes[at]), float(sure[at]))


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of the probabilities in each row."""
    shifted = scores - scores.max(-1, keepdims=True)
    logs: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return logs


def _best(logs: Floats) -> NDArray[np.int64]:
    """The best path. Where the likeliest tags are no path, Viterbi's, of the rows between two cuts.

    A cut is where no kind can be worth going on with, since ending it before and beginning it anew behind is better.
    """
    path: NDArray[np.int64] = logs.argmax(1)
    starts, goes_on = logs[:, 1::2], logs[:, 2::2]
    gained = np.maximum(starts, goes_on)[:-1] - logs[:-1, :1] + goes_on[1:] - starts[1:]
    cuts = np.concatenate(([0], np.flatnonzero((gained < 0).all(1)) + 1, [len(path)]))
    before = np.concatenate(([0], path[:-1]))
    lost = np.flatnonzero((path > 0) & (path % 2 == 0) & (before != path) & (before != path - 1))
    for first in np.unique(np.searchsorted(cuts, lost, side="right") - 1):
        start, stop = cuts[first : first + 2]
        path[start:stop] = _viterbi(logs[start:stop])
    return path


def _viterbi(logs: Floats) -> list[int]:
    """Only I tags are bound, to two tags before them, so lists of numbers are faster than arrays."""
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
    return path[::-1]
