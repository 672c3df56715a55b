"""Damage such as wires do, made on purpose, so that the model has met it: marks lost, letters' case lost.

Changes are edits, so annotations are carried over by the same map that leads the product's spans back to `raw`.
"""

from __future__ import annotations

import random
import re

from shared.offsets import Offsets
from training.data import Document
from workers.text.pieces import LOWER, QUOTED, UPPER, Ints

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


def recased(kinds: Ints, rng: random.Random) -> Ints:
    """The pieces' kinds, now and then as if the whole window were in capitals or in small letters."""
    lot = rng.random()
    if lot > 0.05:
        return kinds
    return kinds - kinds % QUOTED + (UPPER if lot < 0.03 else LOWER)
