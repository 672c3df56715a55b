"""Fingerprints of a report's words, by which reports that share a passage find each other.

Every run of `SHINGLE` words is hashed and winnowed: of each `WINDOW` neighbouring hashes the smallest is kept
(Schleimer, Wilkerson and Aiken, 2003), so two reports that share 16 words in a row share a mark. Of a short report,
and of what stands between quotation marks, which travels by itself, the smallest of `CLOSE` are kept: 10 words share
a mark there, and 15 two, by which long reports meet; those of wider windows are among them. Of very many marks the
`MOST` smallest are kept: two reports keep the same ones of what they share, whatever else they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]

SHINGLE = 6
WINDOW, CLOSE = 11, 5
#: Reports of so few words are short.
SHORT = 120
MOST = 256
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)


def hashes_of(words: Sequence[str]) -> Hashes:
    """A hash of 32 bits of each run of `SHINGLE` words; of all, when there are fewer.

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


def marks(hashes: Hashes, quoted: Iterable[tuple[int, int]] = ()) -> list[int]:
    """The fingerprints of a report, the smallest first.

    Args:
        hashes: of its runs of words.
        quoted: its words `[first:last]` that are marked closely.
    """
    if len(hashes) <= SHORT - SHINGLE + 1:
        return sorted(set(_least(hashes, CLOSE).tolist()))[:MOST]
    kept, close = set(_least(hashes, WINDOW).tolist()), _least(hashes, CLOSE)
    for first, last in quoted:
        kept.update(close[first : max(first, last - SHINGLE - CLOSE + 2)].tolist())
    return sorted(kept)[:MOST]


def _least(hashes: Hashes, window: int) -> Hashes:
    """The smallest of each so many neighbours; of all, when there are fewer."""
    window, size = min(window, len(hashes)), 1
    while size < window:  # the least of twice as many, of at most a window
        step = min(size, window - size)
        hashes = np.minimum(hashes[:-step], hashes[step:])
        size += step
    return hashes


def places(hashes: Hashes, some: Iterable[int]) -> list[int]:
    """At which words the runs with some of these fingerprints begin."""
    wanted = set(some)
    return [at for at, value in enumerate(hashes.tolist()) if value in wanted]


@lru_cache(maxsize=8)
def _table(base: int, size: int) -> NDArray[np.uint64]:
    made = np.full(size, base, np.uint64)
    made[0] = 1
    return np.cumprod(made, out=made)


def _powers(base: int, count: int) -> NDArray[np.uint64]:
    """The first powers; kept for the next text, in sizes of powers of two."""
    return _table(base, max(4096, 1 << (count - 1).bit_length()))[:count]
