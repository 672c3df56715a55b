"""How two reports overlap: shared passages, what of each they cover, and what was put in, taken out or changed.

Boilerplate, words that several stories carry, is left out of the shares. In the short gaps between passages figures
and names are weighed against each other: they are what a form is filled in with, and what a correction changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise
from typing import NamedTuple

from shared.records import RelationKind
from workers.text.align import Run, align
from workers.text.fingerprints import SHINGLE, WINDOW, places
from workers.text.spelling import edits
from workers.text.ties import label_of, ties_of
from workers.text.views import View

#: A gap is weighed when it is no longer on either side; at the ends of the texts, shorter ones only.
_GAP, _END_GAP, _TAIL = 40, 35, 12
#: So many words put in between two passages are new matter.
_NEW = 15


class Gap(NamedTuple):
    """What stands between two passages: words `[a:a_end]` of the earlier report, `[b:b_end]` of the later.

    `cut`: before the first passage stands more than that on one side, and the two need not be about the same.
    """

    a: int
    a_end: int
    b: int
    b_end: int
    at_end: bool
    cut: bool = False

    @property
    def sizes(self) -> tuple[int, int]:
        """How many words it has on each side; negative where the passages cross."""
        return self.a_end - self.a, self.b_end - self.b

    @property
    def short(self) -> bool:
        """Whether both sides can be weighed against each other."""
        one, other = self.sizes
        return 0 < one <= _GAP and 0 < other <= _GAP and not (self.at_end and max(one, other) > _END_GAP)


@dataclass(frozen=True)
class Overlap:
    """The overlap of an earlier and a later report; `common` marks the words of each that are boilerplate."""

    earlier: View
    later: View
    common: tuple[bytes, bytes]

    def turned(self) -> Overlap:
        """The same two, the other way round."""
        return Overlap(self.later, self.earlier, self.common[::-1])

    @cached_property
    def ties(self) -> list[str]:
        """What ties the two together whatever their words."""
        return ties_of(self.earlier, self.later, self.label)

    @cached_property
    def label(self) -> RelationKind | None:
        """What the later report's labels say of the earlier one."""
        return label_of(self.earlier.node, self.later.node)

    @cached_property
    def runs(self) -> list[Run]:
        """The passages that both share."""
        return align(self.earlier.words, self.later.words)

    @cached_property
    def gaps(self) -> list[Gap]:
        """What stands before, between and behind the passages."""
        one, other = len(self.earlier.words), len(self.later.words)
        first = self.runs[0] if self.runs else Run(one, other, 0)
        last = self.runs[-1] if self.runs else Run(0, 0, 0)
        begin = Run(max(0, first.a - _END_GAP), max(0, first.b - _END_GAP), 0)
        tail = last.a + last.length, last.b + last.length
        long = max(one - tail[0], other - tail[1]) > _END_GAP
        end = Run(min(one, tail[0] + _TAIL), min(other, tail[1] + _TAIL), 0) if long else Run(one, other, 0)
        line = [begin, *self.runs, end]
        return [
            Gap(
                before.a + before.length,
                after.a,
                before.b + before.length,
                after.b,
                at_end=at in (0, len(line) - 2),
                cut=(at == 0 and begin[:2] != (0, 0)) or (at == len(line) - 2 and long),
            )
            for at, (before, after) in enumerate(pairwise(line))
        ]

    @cached_property
    def words(self) -> int:
        """How many words both share."""
        return sum(run.length for run in self.runs)

    @cached_property
    def distinct(self) -> int:
        """How many of these are no boilerplate."""
        one, other = self.common
        common = sum(
            one.count(1, run.a, run.a + run.length) if one else other.count(1, run.b, run.b + run.length)
            for run in self.runs
        )
        return self.words - common

    @cached_property
    def shares(self) -> tuple[float, float]:
        """How much of the earlier and of the later report the other covers; small changes count as covered where they
        are small beside what is the same.
        """
        filled = sum(min(gap.sizes) for gap in self.gaps if min(gap.sizes) >= 0 and max(gap.sizes) <= 8)
        filled = min(filled, self.words // 2)
        common = self.words - self.distinct
        sides = []
        for report, marks in zip((self.earlier, self.later), self.common, strict=True):
            of = len(report.words) - (sum(marks) if marks else common)
            shared = self.distinct if of > 20 else self.words
            sides.append(min(1.0, (shared + filled) / max(1, of if of > 20 else len(report.words))))
        return sides[0], sides[1]

    @cached_property
    def lead(self) -> int:
        """How many words of the earlier report's beginning stand in the beginning of the later."""
        return sum(run.length for run in self.runs if run.a < 60 and run.b < 60)

    @cached_property
    def inserted(self) -> int:
        """How many words the later report has between passages that were next to each other."""
        inner = (gap.sizes for gap in self.gaps if not gap.at_end)
        return sum(new for old, new in inner if 0 <= old <= 4 and new >= _NEW)

    @cached_property
    def figures(self) -> tuple[int, int]:
        """How many figures are the same, and how many stand in place of another."""
        same = sum(self.earlier.figure.count(1, run.a, run.a + run.length) for run in self.runs)
        return same + sum(each.same for each in self._weighed), sum(each.changed for each in self._weighed)

    @cached_property
    def names(self) -> int:
        """How many names stand in place of another."""
        return sum(each.names for each in self._weighed)

    @cached_property
    def early(self) -> int:
        """How many of these figures and names stand near the beginning."""
        head = max(40, self.earlier.title + 25)
        return sum(each.changed + each.names for each in self._weighed if each.at < head)

    @cached_property
    def filled(self) -> bool:
        """Whether nothing else differs in any place."""
        return all(each.changed or each.names for each in self._weighed)

    @cached_property
    def _weighed(self) -> list[_Weight]:
        return [self._weigh(gap) for gap in self.gaps if gap.short]

    def _weigh(self, gap: Gap) -> _Weight:
        old, new = _figures(self.earlier, gap.a, gap.a_end), _figures(self.later, gap.b, gap.b_end)
        names = 0 if gap.cut else self._names(gap)
        return _Weight(gap.a, len(old & new), min(len(old - new), len(new - old)), names)

    def _names(self, gap: Gap) -> int:
        old = set(_named(self.earlier, gap.a, gap.a_end))
        new = set(_named(self.later, gap.b, gap.b_end))
        misspelt = sum(any(_misspelt(one, other) for other in new - old) for one in old - new)
        return max(0, min(len(old - new), len(new - old)) - misspelt)


class _Weight(NamedTuple):
    """Of a gap that begins at a word of the earlier report: figures on both sides, and figures and names changed."""

    at: int
    same: int
    changed: int
    names: int


def _misspelt(one: str, other: str) -> bool:
    """Whether one may be the other with letters lost or mistaken on the way."""
    allowed = 1 + len(one) // 6
    if len(one) <= 3 or abs(len(one) - len(other)) > 2 or len(set(one) ^ set(other)) > 2 * allowed:
        return False  # an edit brings one letter and takes one away at most
    return edits(one, other) <= allowed


def common_words(report: View, common: Sequence[int]) -> bytes:
    """1 for each word of a report that is inside marks that several stories carry, and between such marks."""
    flags = bytearray(len(report.words))
    last = -SHINGLE - WINDOW - 1
    for at in places(report.hashes, common):
        begin = last if at - last <= SHINGLE + WINDOW else at
        end = min(at + SHINGLE, len(flags))
        flags[begin:end] = b"\1" * (end - begin)
        last = at
    return bytes(flags)


def _figures(view: View, first: int, last: int) -> set[str]:
    return set(compress(view.words[first:last], view.figure[first:last]))


def _named(view: View, first: int, last: int) -> Iterator[str]:
    words = view.words
    return (words[at] for at in range(first, last) if len(words[at]) > 2 and not view.figure[at] and view.capital(at))
