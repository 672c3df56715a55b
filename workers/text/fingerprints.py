"""Fingerprints of a report's words, by which reports that share a passage find each other.

Every run of `SHINGLE` words is hashed and winnowed: of each `WINDOW` neighbouring hashes the smallest is kept
(Schleimer, Wilkerson and Aiken, 2003), so two reports that share 14 words in a row share a mark, and two
marks, by which long ones meet, where they share 23. Of a short report more are kept, of fewer neighbours each, those
of a longer one among them. Of very many marks the `MOST` smallest are kept: two reports keep the same ones of what
they share, whatever else they hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SHINGLE = 6
WINDOW = 9
#: Of so few words the smallest of fewer neighbours are kept.
SHORT, CLOSE = 120, 5
MOST = 256
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)


def marks(words: Sequence[str]) -> list[int]:
    """The winnowed fingerprints of folded words, of 32 bits each, the smallest first."""
    least = _hashes(words)
    window, size = min(WINDOW if len(words) > SHORT else CLOSE, len(least)), 1
    while size < window:  # the least of twice as many, of at most a window
        step = min(size, window - size)
        least = np.minimum(least[:-step], least[step:])
        size += step
    return sorted(set(least.tolist()))[:MOST]


def places(words: Sequence[str], some: Sequence[int]) -> list[int]:
    """At which words the runs with some of these fingerprints begin."""
    found: list[int] = np.flatnonzero(np.isin(_hashes(words), np.array(some, np.uint32))).tolist()
    return found


def _hashes(words: Sequence[str]) -> NDArray[np.uint32]:
    """A hash of each run of `SHINGLE` words; of all, when there are fewer.

    A run's hash is a polynomial of its characters: the difference of two sums from the beginning of the text, divided
    by the power with which the run begins.
    """
    if not words:
        return np.empty(0, np.uint32)
    codes = np.frombuffer(" ".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)) + 1) - 1
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * _powers(_BASE, len(codes)), out=sums[1:])
    size = min(SHINGLE, len(words))
    starts = np.concatenate(([0], ends[:-size] + 1)) if len(words) > size else np.zeros(1, np.int64)
    runs = (sums[ends[size - 1 :]] - sums[starts]) * _powers(_INVERSE, len(codes))[starts]
    runs ^= runs >> np.uint64(32)
    return (runs * np.uint64(_BASE) >> np.uint64(32)).astype(np.uint32)


@lru_cache(maxsize=8)
def _table(base: int, size: int) -> NDArray[np.uint64]:
    made = np.full(size, base, np.uint64)
    made[0] = 1
    return np.cumprod(made, out=made)


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """The first powers; kept for the next text, in sizes of powers of two."""
    return _table(base, max(4096, 1 << (count - 1).bit_length()))[:count]
