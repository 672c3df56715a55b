"""Alignment: the passages that two lists of words share.

Runs are grown around three words in a row that both have, and go on where the last one left off if they can. Linear
in the length of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: Shorter runs say nothing.
SHORTEST = 4
_STRIDE = 16


class Run(NamedTuple):
    """`one[a:a + length] == other[b:b + length]`."""

    a: int
    b: int
    length: int


def align(one: Sequence[str], other: Sequence[str]) -> list[Run]:
    """The runs that both share, in the order of `other`; no word of either is in two.

    What both begin with or end with alike is taken first, since most reports that come again are little changed.
    """
    begin = _alike(one, other)
    end = _alike(one[begin:][::-1], other[begin:][::-1])
    found = [Run(0, 0, begin)] if begin >= SHORTEST else []
    start = begin if found else 0
    stop = end if end >= SHORTEST else 0
    found += _between(one, other, (start, len(one) - stop), (start, len(other) - stop))
    return [*found, Run(len(one) - stop, len(other) - stop, stop)] if stop else found


def _between(one: Sequence[str], other: Sequence[str], of_one: tuple[int, int], of_other: tuple[int, int]) -> list[Run]:
    (first, last), (expected, b) = of_one, (of_one[0], of_other[0])
    part = one[first:last]
    trigrams = list(zip(part, part[1:], part[2:], strict=False))
    where = dict(zip(reversed(trigrams), range(last - 3, first - 1, -1), strict=True))
    taken = bytearray(len(one))
    taken[last:] = b"\1" * (len(one) - last)
    found: list[Run] = []
    part = other[b : of_other[1]]
    for at, trigram in enumerate(zip(part, part[1:], part[2:], strict=False), b):
        if at < b:
            continue
        a = expected if tuple(one[expected : expected + 3]) == trigram else where.get(trigram, -1)
        length = _length(one, part, a, at - of_other[0], taken) if a >= 0 else 0
        if length < SHORTEST:
            expected += 1
            continue
        found.append(Run(a, at, length))
        taken[a : a + length] = b"\1" * length
        expected, b = a + length, at + length
    return found


def _length(one: Sequence[str], other: Sequence[str], a: int, b: int, taken: bytearray) -> int:
    """How far both go on alike from here, over words that are not taken."""
    end = taken.find(1, a)
    return _alike(one[a:] if end < 0 else one[a:end], other[b:])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with alike."""
    most, length = min(len(one), len(other)), 0
    while length + _STRIDE <= most and one[length : length + _STRIDE] == other[length : length + _STRIDE]:
        length += _STRIDE
    while length < most and one[length] == other[length]:
        length += 1
    return length
