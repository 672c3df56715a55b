"""Reads annotated texts by the whole path, from the received text to spans in it, and scores what comes out.

The corpora and the scorers lie beside the project (`WIRE_CORPORA` and `WIRE_EVAL` name other places).
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shared.reading import Read
from shared.records import Entities, Normalized, Quotes, Span
from tests.reading import one
from workers import weights
from workers.steps import graph

SHARED = Path(__file__).parents[2].parent / "shared"
CORPORA = Path(os.environ.get("WIRE_CORPORA") or SHARED / "data")
SCORERS = Path(os.environ.get("WIRE_EVAL") or SHARED / "eval")

Annotated = dict[str, Any]
Sides = tuple[set[tuple[str, int, int]], set[tuple[str, int, int]]]


def corpus(name: str, most: int | None = None) -> list[Annotated]:
    """The first documents of a corpus; the test is skipped where it is not."""
    path = CORPORA / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path} is not here; WIRE_CORPORA names its folder")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, most)]


@cache
def scorer(name: str) -> ModuleType:
    """A scorer, such as `quotes/score_quotes.py`."""
    path = SCORERS / name
    if not path.exists():
        pytest.skip(f"{path} is not here; WIRE_EVAL names its folder")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(text: str) -> tuple[Normalized, Read]:
    """A received text as the model reads it."""
    normal = one(text, "text", received_at=0)
    found = graph()["read"].run(normalize=normal, model=weights.load())
    assert isinstance(found, Read)
    return normal, found


def quotes(documents: Iterable[Annotated]) -> Any:
    """The scorer's report on the quotes of these articles."""
    gold = list(documents)
    return scorer("quotes/score_quotes.py").score(gold, [quotes_of(each) for each in gold])


def quotes_of(article: Annotated) -> Annotated:
    """The quotes that are found in an article."""
    normal, found = read(article["text"])
    made = graph()["quotes"].run(normalize=normal, read=found)
    assert isinstance(made, Quotes)

    def raw(spans: list[Span]) -> list[tuple[int, int]]:
        return [normal.offsets.to_raw(span.start, span.end) for span in spans]

    return {
        "id": article["id"],
        "quotes": [
            {"content": raw(each.content), "cue": raw(each.cue), "source": raw(each.source), "type": each.type}
            for each in made.quotes
        ],
    }


def entities(documents: Iterable[Annotated]) -> dict[str, float]:
    """F1 of mentions with the right bounds and type, by type and of `all`, for the types that are annotated."""
    return f1_of([entities_of(each) for each in documents])


def entities_of(document: Annotated) -> Sides:
    """The mentions that are annotated and those that are found: type, start, end."""
    labels = set(document.get("labels") or ("PERSON", "ORG", "PLACE", "MISC"))
    normal, seen = read(document["text"])
    made = graph()["entities"].run(normalize=normal, read=seen)
    assert isinstance(made, Entities)
    return {(one["label"], one["start"], one["end"]) for one in document["entities"]}, {
        (one.type, *normal.offsets.to_raw(at.start, at.end))
        for one in made.entities
        if one.type in labels
        for at in one.mentions
    }


def f1_of(documents: Sequence[Sides]) -> dict[str, float]:
    """F1 by type and of `all`."""
    kinds = sorted({kind for gold, _ in documents for kind, *_ in gold})
    return {kind: _f1(documents, {kind}) for kind in kinds} | {"all": _f1(documents, set(kinds))}


def _f1(documents: Sequence[Sides], kinds: set[str]) -> float:
    right = sizes = 0
    for gold, found in documents:
        right += sum(each[0] in kinds for each in gold & found)
        sizes += sum(each[0] in kinds for each in (*gold, *found))
    return 2 * right / max(1, sizes)
