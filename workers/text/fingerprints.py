"""Fingerprints of a report's words, by which reports that share a passage find each other.

Every run of `SHINGLE` words is hashed and winnowed: of each `WINDOW` neighbouring hashes the smallest is kept
(Schleimer, Wilkerson and Aiken, 2003), so two reports that share 15 words in a row share a mark. Of very many marks
the `MOST` smallest are kept: two reports keep the same ones of what they share, whatever else they hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from zlib import crc32

SHINGLE = 6
WINDOW = 10
MOST = 256


def marks(words: Sequence[str]) -> dict[int, int]:
    """The winnowed fingerprints of folded words, of 32 bits each, and at which word each begins."""
    hashes = _hashes(words)
    found: dict[int, int] = {}
    least, at = -1, -1
    for index, value in enumerate(hashes):
        if value <= least or at < 0:
            least, at = value, index
        elif at <= index - WINDOW:
            stretch = hashes[index - WINDOW + 1 : index + 1]
            least = min(stretch)
            at = index - stretch[::-1].index(least)
        else:
            continue
        if index >= WINDOW - 1:
            found.setdefault(least, at)
    if hashes and not found:
        found[least] = at
    return {value: found[value] for value in sorted(found)[:MOST]}


def _hashes(words: Sequence[str]) -> list[int]:
    """A hash of each run of `SHINGLE` words; of all, when there are fewer."""
    if not words:
        return []
    each = [word.encode("utf-8", "surrogatepass") for word in words]
    line = memoryview(b" ".join(each))
    ends = [end - 1 for end in accumulate(len(word) + 1 for word in each)]
    starts = [0, *(end + 1 for end in ends)]
    return [crc32(line[starts[at] : end]) for at, end in enumerate(ends[SHINGLE - 1 :] or ends[-1:])]
