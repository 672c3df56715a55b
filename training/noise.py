"""Damage such as wires do, made on purpose, so that the model has met it: marks lost, letters' case lost.

Changes are edits, so annotations are carried over by the same map that leads the product's spans back to `raw`.
"""

from __future__ import annotations

import random
import re

from shared.offsets import Offsets
from training.data import Document

_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_APOSTROPHE = re.compile(r"(?<=\w)[’'](?=\w)")
_DASH = re.compile(r"[–—]|--")
_LOST = "\N{REPLACEMENT CHARACTER}"


def damaged(document: Document, rng: random.Random) -> Document:
    """The document with straight marks, without apostrophes, or with lost dashes; each of them at even odds."""
    edits: dict[int, tuple[int, str]] = {}
    if rng.random() < 0.5:
        edits |= {at: (at + 1, _STRAIGHT[each]) for at, each in enumerate(document.text) if each in _STRAIGHT}
    if rng.random() < 0.5:
        edits |= {found.start(): (found.end(), "") for found in _APOSTROPHE.finditer(document.text)}
    if rng.random() < 0.5:
        edits |= {found.start(): (found.end(), _LOST) for found in _DASH.finditer(document.text)}
    offsets = Offsets(document.text, [(start, *edits[start]) for start in sorted(edits)])
    return document.moved(offsets.text, offsets.to_text)


def recased(document: Document, rng: random.Random) -> Document:
    """The document in capitals, or in small letters, at even odds."""
    change = rng.choice((str.upper, str.lower))
    return document._replace(text="".join(new if len(new := change(each)) == 1 else each for each in document.text))
