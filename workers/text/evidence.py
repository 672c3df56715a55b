"""Why two reports are related, so that a person can check it: shares, shared passages, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nlargest

from shared.evidence import CHANGES, Evidence, Pair
from shared.reach import REACHING
from shared.records import RelationKind
from workers.text.overlap import Gap, Overlap
from workers.text.views import View

#: More passages and changes than these nobody reads; of a new version more are kept, by which its reach is told.
_MOST, _MOST_REACHING, _MOST_CHANGED, _MOST_COMMON = 8, 80, 8, 4
#: A gap of more words is no change of a word but another sentence.
_CHANGE = 12


def evidence(overlap: Overlap, kind: RelationKind, reasons: Sequence[str]) -> Evidence:
    """The evidence for a relation."""
    one, other = overlap.earlier, overlap.later
    most = _MOST_REACHING if kind in REACHING else _MOST
    longest = sorted(nlargest(most, overlap.runs, key=lambda run: run.length), key=lambda run: run.b)
    changes = [(_kind(overlap, gap), gap) for gap in overlap.gaps if gap.short and max(gap.sizes) <= _CHANGE]
    weightiest = sorted(changes, key=lambda each: CHANGES.index(each[0]))[:_MOST_CHANGED]
    return Evidence(
        reasons=list(reasons),
        earlier_covered=round(overlap.shares[0], 3),
        later_covered=round(overlap.shares[1], 3),
        shared_words=overlap.words,
        passages=[
            Pair(*other.span(run.b, run.b + run.length), *one.span(run.a, run.a + run.length)) for run in longest
        ],
        changed=[
            *((kind, Pair(*other.span(gap.b, gap.b_end), *one.span(gap.a, gap.a_end))) for kind, gap in weightiest),
            *(("notice", pair) for pair in _corrections(overlap)),
        ],
        boilerplate=list(_boilerplate(overlap))[:_MOST_COMMON],
    )


def _kind(overlap: Overlap, gap: Gap) -> str:
    """What words that stand in place of others are."""
    sides = ((overlap.earlier, range(gap.a, gap.a_end)), (overlap.later, range(gap.b, gap.b_end)))
    if any(view.figure[word] for view, words in sides for word in words):
        return "figure"
    return "name" if any(view.capital(word) for view, words in sides for word in words) else "words"


def _corrections(overlap: Overlap) -> Iterator[Pair]:
    """The wrong and the right words of the later report's notices, found in the two reports."""
    for wrong, right in overlap.later.notices:
        old, new = _find(overlap.earlier, wrong), _find(overlap.later, right)
        if old and new:
            yield Pair(*new, *old)


def _find(view: View, words: str) -> tuple[int, int] | None:
    """Where these words stand in headline or body."""
    folded = view.text.casefold()
    if not words or len(folded) != len(view.text):
        return None
    for start, end in (*view.headline, *view.body):
        at = folded.find(words.casefold(), start, end)
        if at >= 0:
            return at, at + len(words)
    return None


def _boilerplate(overlap: Overlap) -> Iterator[tuple[int, int]]:
    """Stretches of the passages that several stories carry, in the later report."""
    old, new = overlap.common
    for run in overlap.runs:
        flags = old[run.a : run.a + run.length] or new[run.b : run.b + run.length]
        begin = flags.find(1)
        while begin >= 0:
            end = flags.find(0, begin)
            end = run.length if end < 0 else end
            yield overlap.later.span(run.b + begin, run.b + end)
            begin = flags.find(1, end)
