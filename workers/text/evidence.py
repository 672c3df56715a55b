"""Why two reports are related, so that a person can check it: shares, shared passages, and what was changed.

Spans are rows of numbers, (start, end, raw start, raw end) of the later report and then of the earlier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from shared.reach import REACHING
from shared.records import RelationKind
from shared.relations import ENGINE
from workers.text.overlap import Gap, Overlap
from workers.text.views import View, is_figure

#: More passages and changes than these nobody reads; of a new version more are kept, by which its reach is told.
_MOST, _MOST_REACHING, _MOST_CHANGED, _MOST_COMMON = 8, 80, 8, 4
_LONGEST = 40
#: A gap of more words is no change of a word but another sentence.
_CHANGE = 12


def evidence(overlap: Overlap, kind: RelationKind, reasons: Sequence[str]) -> dict[str, Any]:
    """The evidence for a relation; what is empty is left out."""
    old, new = overlap.shares
    most = _MOST_REACHING if kind in REACHING else _MOST
    longest = sorted(sorted(overlap.runs, key=lambda run: -run.length)[:most], key=lambda run: run.b)
    rows = [
        [*overlap.later.span(run.b, run.b + run.length), *overlap.earlier.span(run.a, run.a + run.length)]
        for run in longest
    ]
    made: dict[str, Any] = {
        "engine": ENGINE,
        "reasons": list(reasons),
        "overlap": round(max(old, new), 3),
        "earlier_covered": round(old, 3),
        "later_covered": round(new, 3),
        "shared_words": overlap.words,
        "passages": rows,
        "changed": list(_changes(overlap))[:_MOST_CHANGED],
        "corrected": list(_corrections(overlap)),
        "boilerplate": [list(span) for span in _boilerplate(overlap)][:_MOST_COMMON],
    }
    return {name: value for name, value in made.items() if value not in ([], None)}


def _changes(overlap: Overlap) -> Iterator[list[Any]]:
    """Words that stand in place of others, figures first, then names."""
    rows = []
    for gap in overlap.gaps:
        if gap.short and max(gap.sizes) <= _CHANGE:
            kind = _kind(overlap, gap)
            spans = [*overlap.later.span(gap.b, gap.b_end), *overlap.earlier.span(gap.a, gap.a_end)]
            words = [overlap.later.part(gap.b, gap.b_end), overlap.earlier.part(gap.a, gap.a_end)]
            rows.append([*spans, kind, *(each[:_LONGEST] for each in words)])
    order = ("figure", "name", "words")
    return iter(sorted(rows, key=lambda row: order.index(row[8])))


def _kind(overlap: Overlap, gap: Gap) -> str:
    words = [*overlap.earlier.words[gap.a : gap.a_end], *overlap.later.words[gap.b : gap.b_end]]
    if any(is_figure(word) for word in words):
        return "figure"
    capital = [*overlap.earlier.capital[gap.a : gap.a_end], *overlap.later.capital[gap.b : gap.b_end]]
    return "name" if any(capital) else "words"


def _corrections(overlap: Overlap) -> Iterator[list[Any]]:
    """The wrong and the right words of the later report's notices, found in the two reports."""
    for wrong, right in overlap.later.notices:
        old, new = _find(overlap.earlier, wrong), _find(overlap.later, right)
        if old and new:
            yield [*new, *old, "notice", right[:_LONGEST], wrong[:_LONGEST]]


def _find(view: View, words: str) -> tuple[int, int, int, int] | None:
    """Where these words stand in headline or body."""
    folded = view.offsets.text.casefold()
    if not words or len(folded) != len(view.offsets.text):
        return None
    for start, end in (*view.headline, *view.body):
        at = folded.find(words.casefold(), start, end)
        if at >= 0:
            return (at, at + len(words), *view.offsets.to_raw(at, at + len(words)))
    return None


def _boilerplate(overlap: Overlap) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of the report worked on that several stories carry."""
    own, flags = next(
        ((each, own) for each, own in zip((overlap.later, overlap.earlier), overlap.common[::-1], strict=True) if own),
        (overlap.later, b""),
    )
    begin = None
    for at, flag in enumerate([*flags, 0]):
        if flag and begin is None:
            begin = at
        elif not flag and begin is not None:
            yield own.span(begin, at)
            begin = None
