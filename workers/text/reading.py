"""Reads a text with the language model: names, the parts of quotes, and which cue each part may belong to.

The text goes through the model in windows, one a pass, so that what is found in a window depends on nothing else.
Long texts are decoded a stretch of windows at a time, which bounds the memory. Windows in which most words
have lost their case go through it twice, the second time with the capitals that the first one leads to expect: bodies
are told better then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shared.reading import Named, Part
from shared.step import Model
from workers.text import tags
from workers.text.gazetteer import common
from workers.text.pieces import BREAK, CAPITAL, LOST, LOWER, QUOTED, Ints, Pieces, given, pieces, windows
from workers.text.tags import Floats

#: Pieces decoded at a time.
_STRETCH = 4_000
#: What each tag loses (natural logarithm), by what was best on development data. None loses some, so that more is
#: found; that content or a name begins loses more, which keeps these in one piece; bodies want to be surer.
_PART_COSTS = np.array([0.3, 0.2, 0, -1.1, 0.3, 1.2, 0], np.float32)
_NAME_COSTS = np.array([0, 0.5, 0, 0.9, 0.2, 0.5, 0, 0.5, 0], np.float32)
#: Cues kept for each part.
_CUES = 3
_FAR = -12.0
#: No name ends with one of these.
_NO_NAME = ' ,;:-–—"“”‘('
#: In a paragraph of one case a word is taken for one with a capital that is this likely to be in a name, a word that
#: newspapers write small when it is likelier.
_LARGE, _COMMON_LARGE = 0.2, 0.4
_BODY = tags.begin(tags.TYPES, "ORG")
#: What each piece between takes away: too little to matter but between equals.
_NEAR = 1e-3


class Read(NamedTuple):
    """What the model found in a text."""

    names: list[Named]
    parts: list[Part]


def read(model: Model, text: str, paragraphs: Sequence[tuple[int, int]], mute: Sequence[bool]) -> Read:
    """Names in all paragraphs, parts of quotes in those that are not `mute`."""
    found = Read([], [])
    made = pieces(model.tokenizer, text, paragraphs)
    silent = np.array(mute, np.bool_)[made.paragraphs] if len(made.ids) else np.zeros(0, np.bool_)
    for start, stop in _stretches(made):
        scored = _Scored(model, made, start, stop)
        if not model.tagger:
            scored.read_again(model, text)
        scored.quote -= _PART_COSTS
        scored.entity -= _NAME_COSTS
        scored.quote[silent[start:stop], 1:] = -1e4
        found.names.extend(_names(text, scored))
        found.parts.extend(_parts(scored, len(found.parts)))
    return found


def _stretches(made: Pieces) -> Iterator[tuple[int, int]]:
    start, size = 0, len(made.ids)
    while size - start > _STRETCH:
        breaks = np.flatnonzero(made.ids[start + 1 : start + _STRETCH] == BREAK)
        stop = start + (int(breaks[-1]) + 1 if len(breaks) else _STRETCH)
        yield start, stop
        start = stop
    if start < size:
        yield start, size


class _Scored:
    """Pieces `start:stop` with the model's scores and the words that begin there; positions count from `start`, those
    in `words` from the beginning of the text.
    """

    def __init__(self, model: Model, made: Pieces, start: int, stop: int) -> None:
        size = stop - start
        self.made, self.start, self.stop = made, start, stop
        self.quote = np.zeros((size, tags.count(tags.ROLES)), np.float32)
        self.entity = np.zeros((size, tags.count(tags.TYPES)), np.float32)
        self.links: list[tuple[int, int, int, Floats]] = []  # first and last row, first column, scores
        self.words = made.words[slice(*np.searchsorted(made.words[:, 0], (start, stop)))]
        self.windows = list(windows(made.ids[start:stop]))
        for each in self.windows:
            quote, link, entity = model.scores(*given(made, start + each.start, start + each.stop))
            self.quote[each.first : each.last] = quote[each.rows]
            self.entity[each.first : each.last] = entity[each.rows]
            self.links.append((each.first, each.last, each.start, link[each.rows, 1:-1]))

    def read_again(self, model: Model, text: str) -> None:
        """Scores bodies where most paragraphs have one case as if it were known what is written large."""
        lost = self.made.kinds[self.start : self.stop] % QUOTED == LOST
        again = [
            each for each in self.windows if 2 * np.count_nonzero(lost[each.first : each.last]) > each.last - each.first
        ]
        words = self.words
        if not again or not len(words):
            return
        logs = tags.log_softmax(self.entity)
        least = [_COMMON_LARGE if text[start:end].casefold() in common() else _LARGE for _, start, end in words]
        large = 1 - np.exp(logs[words[:, 0] - self.start, 0]) > least
        at = self.start + np.flatnonzero(lost)
        kinds = self.made.kinds.copy()
        kinds[at] += np.where(large[np.searchsorted(words[:, 0], at, side="right") - 1], CAPITAL, LOWER) - LOST
        guessed = self.made._replace(kinds=kinds)
        for each in again:
            entity = model.scores(*given(guessed, self.start + each.start, self.start + each.stop))[2][each.rows]
            logs[each.first : each.last, _BODY : _BODY + 2] = tags.log_softmax(entity)[:, _BODY : _BODY + 2]
        self.entity[lost] = logs[lost]

    def suits(self, starts: Ints, stops: Ints, cues: Ints) -> NDArray[np.float64]:
        """How well each cue suits each stretch of pieces: mean logarithm, judged inside each piece's own window."""
        sums = np.zeros((len(self.quote) + 1, len(cues)))
        for first, last, column, link in self.links:
            sums[first + 1 : last + 1] = _FAR
            inside = np.flatnonzero((cues >= column) & (cues < column + link.shape[1]))
            if len(inside):
                sums[first + 1 : last + 1, inside] = tags.log_softmax(link[:, cues[inside] - column])
        sums.cumsum(0, out=sums)
        means = (sums[stops] - sums[starts]) / (stops - starts)[:, None]
        found: NDArray[np.float64] = means - _NEAR * np.abs(cues - starts[:, None])
        return found


def _names(text: str, scored: _Scored) -> Iterator[Named]:
    words = scored.words
    for each in tags.stretches(scored.entity[words[:, 0] - scored.start], tags.TYPES):
        start, end = int(words[each.start, 1]), int(words[each.stop - 1, 2])
        end -= end - start - len(text[start:end].rstrip(_NO_NAME))
        if start < end:
            yield Named(start=start, end=end, type=each.kind, sure=round(each.sure, 3))


def _parts(scored: _Scored, offset: int) -> Iterator[Part]:
    """The parts in order, made of whole words; a part's cues are numbers of parts, `offset` being the first one's."""
    words = scored.made.words
    found = []
    for each in tags.stretches(scored.quote, tags.ROLES):
        low, high = np.searchsorted(words[:, 0], (scored.start + each.start, scored.start + each.stop))
        if low < high:
            found.append((each, int(words[low, 1]), int(words[high - 1, 2])))
    starts, stops = np.array([(each.start, each.stop) for each, *_ in found], np.int64).reshape(-1, 2).T
    numbers = np.array([number for number, (each, *_) in enumerate(found) if each.kind == "cue"], np.int64)
    suits = scored.suits(starts, stops, starts[numbers])
    best = np.argsort(-suits, kind="stable")[:, :_CUES]
    cues, scores = (numbers[best] + offset).tolist(), np.take_along_axis(suits, best, 1).tolist()
    for number, (each, start, end) in enumerate(found):
        links = [] if each.kind == "cue" else zip(cues[number], scores[number], strict=True)
        suited = [(cue, round(score, 2)) for cue, score in links]
        yield Part(start=start, end=end, role=each.kind, sure=round(each.sure, 3), cues=suited)
