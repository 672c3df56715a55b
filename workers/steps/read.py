"""Reads the report once with the language model; quotes and entities are made of what it found."""

from __future__ import annotations

from shared.reading import Read
from shared.records import Normalized
from shared.step import Model, step
from workers.text.reading import read as read_text

_SPOKEN = frozenset({"body"})
_SILENT = frozenset({"headline", "byline", "table"})
#: Code points of a report that are read: ten times a long story, four seconds of work. What is behind them is not.
_MOST = 100_000


@step(version="5", after=["normalize"])
def read(normalize: Normalized, model: Model) -> Read:
    """Names in all that is written in sentences or is a headline, parts of quotes in the running text."""
    lines = [each for each in normalize.pieces if each.kind in _SPOKEN | _SILENT and each.start < _MOST]
    places = [(each.start, min(each.end, _MOST)) for each in lines]
    found = read_text(model, normalize.text, places, [each.kind in _SILENT for each in lines])
    names = model.tagger.names(normalize.text, places) if model.tagger else found.names
    return Read(model=model.name, names=names, parts=found.parts)
