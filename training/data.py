"""Annotated texts and the targets that the network learns from them.

A corpus is JSONL, gzipped or not. A line with `quotes` (`source`, `cue` and `content`, each a list of spans) teaches
quotes; one with `entities` (`start`, `end`, `label`) teaches entities; what a line does not annotate is not learnt.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from training.taught import Taught, nothing
from workers.text import tags
from workers.text.pieces import Ints, Pieces, pieces

SKIP = -100  # the loss leaves this target out
LINE = re.compile(r"[^\n]*[^\s][^\n]*")

Span = tuple[int, int]
Move = Callable[[int, int], Span]


class Document(NamedTuple):
    """A text and what is annotated in it; None: nothing of the kind is."""

    text: str
    quotes: list[dict[str, list[Span]]] | None
    entities: list[tuple[Span, str]] | None

    def moved(self, text: str, move: Move) -> Document:
        """The same annotations on a changed text."""
        quotes, entities = self.quotes, self.entities
        return Document(
            text,
            quotes and [{role: [move(*each) for each in spans] for role, spans in quote.items()} for quote in quotes],
            entities and [(move(*span), kind) for span, kind in entities],
        )


class Example(NamedTuple):
    """A document's pieces with their targets: quote tags, the piece where the cue begins, entity tags."""

    pieces: Pieces
    quote: Ints
    link: Ints
    entity: Ints
    taught: Taught

    def heard(self, taught: Taught, ids: Ints) -> Example:
        """With what was taught about a text of these pieces, if it has the same; names at the first piece of a word."""
        if not np.array_equal(ids, self.pieces.ids):
            return self
        entity = np.zeros_like(taught.entity)
        entity[self.pieces.words[:, 0]] = taught.entity[self.pieces.words[:, 0]]
        return self._replace(taught=Taught(taught.quote, entity))


def documents(path: Path, without: Collection[str] = ()) -> Iterator[Document]:
    """The documents of a corpus, but for those whose line names one of `without` as its `corpus`."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("corpus") in without:
                continue
            quotes, entities = row.get("quotes"), row.get("entities")
            yield Document(
                row["text"],
                quotes and [{role: [(a, b) for a, b in each[role]] for role in tags.ROLES} for each in quotes],
                entities and [((each["start"], each["end"]), each["label"]) for each in entities],
            )


def example(tokenizer: Tokenizer, document: Document) -> Example:
    """The document as the network reads it."""
    made = pieces(tokenizer, document.text, [found.span() for found in LINE.finditer(document.text)])
    quote, link, entity = (np.full(len(made.ids), SKIP, np.int64) for _ in range(3))
    if document.quotes is not None:
        quote[:] = 0
        for each in document.quotes:
            _mark(made, document.text, each, quote, link)
    if document.entities is not None:
        entity[made.words[:, 0]] = _entity_tags(made, document.entities)
    return Example(made, quote, link, entity, nothing(len(made.ids)))


def _mark(made: Pieces, text: str, said: dict[str, list[Span]], quote: Ints, link: Ints) -> None:
    """Writes one quote's tags and links."""
    places = {role: [_range(made, *span) for span in _joined(text, said[role])] for role in tags.ROLES}
    for role in tags.ROLES:
        for start, stop in places[role]:
            quote[start:stop] = tags.begin(tags.ROLES, role) + 1
            quote[start : min(start + 1, stop)] = tags.begin(tags.ROLES, role)
            if places["cue"] and role != "cue":
                link[start:stop] = places["cue"][0][0]


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Spans with nothing but white space between them as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _range(made: Pieces, start: int, end: int) -> Span:
    return int(np.searchsorted(made.starts, start)), int(np.searchsorted(made.starts, end))


def _entity_tags(made: Pieces, entities: list[tuple[Span, str]]) -> Ints:
    """One tag a word."""
    found = np.zeros(len(made.words), np.int64)
    starts, ends = made.words[:, 1], made.words[:, 2]
    for (start, end), kind in entities:
        first, last = int(np.searchsorted(ends, start, side="right")), int(np.searchsorted(starts, end))
        if first < last:
            found[first:last] = tags.begin(tags.TYPES, kind) + 1
            found[first] -= 1
    return found
