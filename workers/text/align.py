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
    begin = _alike(one, other, 0, 0, min(len(one), len(other)))
    end = _alike(one[begin:][::-1], other[begin:][::-1], 0, 0, min(len(one), len(other)) - begin)
    found = [Run(0, 0, begin)] if begin >= SHORTEST else []
    start = begin if found else 0
    stop = end if end >= SHORTEST else 0
    found += _between(one, other, (start, len(one) - stop), (start, len(other) - stop))
    return [*found, Run(len(one) - stop, len(other) - stop, stop)] if stop else found


def _between(one: Sequence[str], other: Sequence[str], of_one: tuple[int, int], of_other: tuple[int, int]) -> list[Run]:
    (first, last), (b, end) = of_one, of_other
    back = one[first:last][::-1]  # so that of several places the first one stays
    where = dict(zip(zip(back[2:], back[1:], back, strict=False), range(last - 3, first - 1, -1), strict=True))
    taken = bytearray(len(one))
    found: list[Run] = []
    shift = first - b
    while b < end - 2:
        place = where.get((other[b], other[b + 1], other[b + 2]))
        length = 0
        if place is not None:
            a = b + shift if one[b + shift : b + shift + 3] == other[b : b + 3] else place
            free = taken.find(1, a, last)
            length = _alike(one, other, a, b, min((last if free < 0 else free) - a, end - b))
        if length >= SHORTEST:
            found.append(Run(a, b, length))
            taken[a : a + length] = b"\1" * length
            b, shift = b + length, a - b
        else:
            b += 1
    return found


def _alike(one: Sequence[str], other: Sequence[str], a: int, b: int, most: int) -> int:
    """How many of so many words are alike from `a` and `b` on."""
    length = 0
    while (
        length + _STRIDE <= most and one[a + length : a + length + _STRIDE] == other[b + length : b + length + _STRIDE]
    ):
        length += _STRIDE
    while length < most and one[a + length] == other[b + length]:
        length += 1
    return length
