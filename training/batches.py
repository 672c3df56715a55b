"""Cuts examples into windows and packs windows of like length into batches, quotes and entities evenly mixed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from training.data import SKIP, Example
from training.taught import Taught
from workers.text.pieces import BEGIN, END, WINDOW, Ints

_BLOCK = 512  # windows among which those of like length are sought


class Cut(NamedTuple):
    """A window with its targets."""

    ids: Ints
    kinds: Ints
    quote: Ints
    link: Ints
    entity: Ints
    taught: Taught


class Batch(NamedTuple):
    """Windows padded to one length."""

    ids: Tensor
    kinds: Tensor
    mask: Tensor
    quote: Tensor
    link: Tensor
    entity: Tensor
    taught_quote: Tensor
    taught_entity: Tensor


def cuts(examples: Iterable[Example], rng: random.Random) -> list[Cut]:
    """Windows of whole paragraphs where they fit; the first is cut short at random, so that each epoch differs."""
    found: list[Cut] = []
    for each in examples:
        for start, stop in _bounds(each.pieces.paragraphs, rng.randint(WINDOW // 3, WINDOW)):
            link = each.link[start:stop]
            link = np.where((link >= start) & (link < stop), link - start + 1, SKIP)
            ids, kinds = each.pieces.ids[start:stop], each.pieces.kinds[start:stop]
            taught = Taught(*(rows[start:stop] for rows in each.taught))
            found.append(Cut(ids, kinds, each.quote[start:stop], link, each.entity[start:stop], taught))
    rng.shuffle(found)
    return found


def spread(kinds: Sequence[list[Cut]], rng: random.Random) -> list[Cut]:
    """Several lists as one, in which each stretch holds the same mix."""
    placed = [((at + rng.random()) / len(each), cut) for each in kinds for at, cut in enumerate(each)]
    return [cut for _, cut in sorted(placed, key=lambda pair: pair[0])]


def batches(windows: list[Cut], size: int, rng: random.Random) -> Iterator[list[Cut]]:
    """Windows in batches of at most `size` pieces, padding included."""
    for begin in range(0, len(windows), _BLOCK):
        made: list[list[Cut]] = [[]]
        for cut in sorted(windows[begin : begin + _BLOCK], key=lambda each: len(each.ids)):
            if (len(made[-1]) + 1) * (len(cut.ids) + 2) > size and made[-1]:
                made.append([])
            made[-1].append(cut)
        rng.shuffle(made)
        yield from made


def collate(windows: list[Cut]) -> Batch:
    """One tensor a field."""
    shape = len(windows), max(len(each.ids) for each in windows) + 2
    ids, kinds, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
    targets = [np.full(shape, SKIP, np.int64) for _ in range(3)]
    taught = [np.zeros((*shape, rows.shape[1]), np.float32) for rows in windows[0].taught]
    for row, each in enumerate(windows):
        inner = slice(1, len(each.ids) + 1)
        ids[row, 0], ids[row, inner.stop], ids[row, inner] = BEGIN, END, each.ids
        kinds[row, inner] = each.kinds
        mask[row, : inner.stop + 1] = True
        for target, values in zip(targets, (each.quote, each.link, each.entity), strict=True):
            target[row, inner] = values
        for shares, rows in zip(taught, each.taught, strict=True):
            shares[row, inner] = rows
    return Batch(*(torch.from_numpy(each) for each in (ids, kinds, mask, *targets, *taught)))


def _bounds(paragraphs: Ints, first: int) -> Iterator[tuple[int, int]]:
    """Stretches of whole paragraphs of at most a window's size, the first of at most `first`; long ones are cut."""
    edges = [0, *(np.flatnonzero(np.diff(paragraphs)) + 1).tolist(), len(paragraphs)]
    start, most = 0, first
    for edge, following in pairwise(edges):
        if following - start > most and edge > start:
            yield start, edge
            start, most = edge, WINDOW
        while following - start > WINDOW:
            yield start, start + WINDOW
            start += WINDOW
    if start < len(paragraphs):
        yield start, len(paragraphs)
