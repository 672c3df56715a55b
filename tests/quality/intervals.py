"""How sure the figures for quotes and names are: `python -m tests.quality.intervals`.

Each figure is given with the middle 95 of 100 that come out when the articles are drawn again and again, with
replacement, from those that there are (the bootstrap; a seed makes it repeatable).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

from tests.quality import scoring

TURNS = 300
NAMES = ("ner-worldwide-dev", "ner-uner-ewt-dev", "ner-crossner-politics-dev", "ner-wikigold-dev")
_T = TypeVar("_T")


def interval(items: Sequence[_T], figure: Callable[[Sequence[_T]], float]) -> str:
    """`0.727 (0.715 to 0.739)` for a figure of these items."""
    rng = random.Random(7)  # noqa: S311  no secret
    drawn = sorted(figure(rng.choices(items, k=len(items))) for _ in range(TURNS))
    low, high = drawn[round(0.025 * TURNS)], drawn[round(0.975 * TURNS) - 1]
    return f"{figure(items):.3f} ({low:.3f} to {high:.3f})"


def _of_quotes(pairs: Sequence[tuple[scoring.Annotated, scoring.Annotated]], *path: str) -> float:
    """One figure of the scorer's report; an article that is drawn twice counts as two."""
    sides = [[side | {"id": str(number)} for number, side in enumerate(each)] for each in zip(*pairs, strict=True)]
    value = scoring.scorer("quotes/score_quotes.py").score(*sides)
    for key in path:
        value = value[key]
    return float(value)


def main() -> None:
    """The command."""
    pairs = [(each, scoring.quotes_of(each)) for each in scoring.corpus("polnear-dev")]
    for path in (("full",), *(("by_type", kind, "full") for kind in ("direct", "mixed", "indirect"))):
        print(*path, interval(pairs, lambda some, path=path: _of_quotes(some, *path, "f1")), flush=True)  # type: ignore[misc]
    print("direct, right source", interval(pairs, lambda some: _of_quotes(some, "direct", "found_and_source_right")))
    for name in NAMES:
        sets = [scoring.entities_of(each) for each in scoring.corpus(name)]
        print(name, interval(sets, lambda some: scoring.f1_of(some)["all"]), flush=True)


if __name__ == "__main__":
    main()
