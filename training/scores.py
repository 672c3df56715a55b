"""How good a model is on texts it has not seen, by what the step `read` makes of them: exact spans only.

This is what a training run is judged by. The whole path, from raw text to records, is measured in `tests/quality`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from shared.step import Model
from training.data import LINE, Document
from workers.text.reading import read

Found = tuple[str, int, int]


class Tally(NamedTuple):
    """Right, found and wanted spans by kind."""

    right: Counter[str]
    found: Counter[str]
    wanted: Counter[str]

    def f1(self) -> dict[str, float]:
        """F1 by kind and of `all`, in percent."""
        right, both = Counter(self.right), self.found + self.wanted
        right["all"], both["all"] = sum(right.values()), sum(both.values())
        return {kind: round(200 * right[kind] / both[kind], 1) for kind in both}


def score(model: Model, documents: Iterable[Document]) -> dict[str, float]:
    """F1 on documents that are all annotated for the same task."""
    tally = Tally(Counter(), Counter(), Counter())
    documents = list(documents)
    kinds = {kind for each in documents for _, kind in each.entities or ()}
    for each in documents:
        lines = [found.span() for found in LINE.finditer(each.text)]
        made = read(model, each.text, lines, [False] * len(lines))
        wanted: set[Found] = set()
        found: set[Found] = set()
        if each.quotes is not None:
            wanted = {(role, *span) for quote in each.quotes for role, spans in quote.items() for span in spans}
            found = {(part.role, part.start, part.end) for part in made.parts}
        elif each.entities is not None:
            wanted = {(kind, *span) for span, kind in each.entities}
            found = {(name.type, name.start, name.end) for name in made.names if name.type in kinds}
        tally.right.update(kind for kind, _, _ in wanted & found)
        tally.found.update(kind for kind, _, _ in found)
        tally.wanted.update(kind for kind, _, _ in wanted)
    return tally.f1()
