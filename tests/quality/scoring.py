"""Reads annotated texts by the whole path, from the received text to spans in it, and scores what comes out.

The corpora and the scorers lie beside the project (`WIRE_CORPORA` and `WIRE_EVAL` name other places).
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shared.records import Entities, Normalized, Quotes, Read, Span
from tests.reading import one
from workers import weights
from workers.steps import graph

SHARED = Path(__file__).parents[2].parent / "shared"
CORPORA = Path(os.environ.get("WIRE_CORPORA") or SHARED / "data")
SCORERS = Path(os.environ.get("WIRE_EVAL") or SHARED / "eval")

Annotated = dict[str, Any]


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
    return scorer("quotes/score_quotes.py").score(gold, [_quotes(each) for each in gold])


def _quotes(article: Annotated) -> Annotated:
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
    gold: set[tuple[Any, ...]] = set()
    found: set[tuple[Any, ...]] = set()
    for each in documents:
        labels = set(each.get("labels") or ("PERSON", "ORG", "PLACE", "MISC"))
        normal, seen = read(each["text"])
        made = graph()["entities"].run(normalize=normal, read=seen)
        assert isinstance(made, Entities)
        gold |= {(one["label"], each["id"], one["start"], one["end"]) for one in each["entities"]}
        found |= {
            (one.type, each["id"], *normal.offsets.to_raw(at.start, at.end))
            for one in made.entities
            if one.type in labels
            for at in one.mentions
        }
    kinds = sorted({kind for kind, *_ in gold})
    by_kind = {kind: [{each for each in side if each[0] == kind} for side in (gold, found)] for kind in kinds}
    return {kind: _f1(*sides) for kind, sides in by_kind.items()} | {"all": _f1(gold, found)}


def _f1(gold: set[Any], found: set[Any]) -> float:
    return 2 * len(gold & found) / max(1, len(gold) + len(found))
