"""What the language model sees of a text: word pieces, each with the case of its word and whether it is quoted.

The model was trained on what this module makes, so a change here asks for training anew. Its vocabulary has no
capitals: case is told apart from the word (`KINDS`), so that a text in capitals is still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from workers.text.names import has_one_case
from workers.text.quotations import quotations

Ints = NDArray[np.int64]

#: lower case, Capital, UPPER, miXed, and words of a paragraph that has one case only; the same inside quotation marks.
KINDS = 10
QUOTED = 5
LOWER, CAPITAL, UPPER, MIXED, LOST = range(5)
BEGIN, END, BREAK = 101, 102, 1  # [CLS], [SEP] and [unused0], which stands between paragraphs
#: Pieces in a window, without BEGIN and END. So many before its first paragraph are only there for the others' sake,
#: and so many at both edges where a paragraph is cut.
WINDOW, BEFORE, EDGE = 222, 16, 32

_WORD = re.compile(
    r"https?://\S+|(?:[A-Z]\.)+(?=\W|$)|[A-Z][a-z]{0,2}\.(?=\s[A-Z])|\w+(?:[’'](?![sS]\b)\w+)*|['’][sS]\b|[^\w\s]"
)
_HALF = re.compile("[\ud800-\udfff]")


class Pieces(NamedTuple):
    """The pieces of a text in order, one an index, with paragraph breaks between.

    `starts` and `ends` are places in the text, `paragraphs` numbers of paragraphs; `words` holds each word's first
    piece, its start and its end.
    """

    ids: Ints
    kinds: Ints
    starts: Ints
    ends: Ints
    paragraphs: Ints
    words: Ints


class Window(NamedTuple):
    """The model reads `start:stop` and is believed about `first:last`."""

    start: int
    stop: int
    first: int
    last: int

    @property
    def rows(self) -> slice:
        """What it is believed about, among the rows that the model gives, which begin with BEGIN's."""
        return slice(1 + self.first - self.start, 1 + self.last - self.start)


def pieces(tokenizer: Tokenizer, text: str, paragraphs: Sequence[tuple[int, int]]) -> Pieces:
    """The pieces of `text` within these paragraphs."""
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    numbers: list[int] = []
    found: list[tuple[int, int, int]] = []
    for number, (begin, end) in enumerate(paragraphs):
        if ids:
            ids.append(BREAK)
            spans.append((spans[-1][1],) * 2)
            numbers.append(number)
        # one by one: a batch would start threads. Half a surrogate pair is no text to the tokeniser
        each = tokenizer.encode(_HALF.sub("\ufffd", text[begin:end]), add_special_tokens=False)
        ids += each.ids
        spans += [(begin + start, begin + stop) for start, stop in each.offsets]
        numbers += [number] * len(each.ids)
        lost = has_one_case(text[begin:end])
        found += [(*word.span(), LOST if lost else case(word[0])) for word in _WORD.finditer(text, begin, end)]
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    words = np.array(found, np.int64).reshape(-1, 3)
    of = np.searchsorted(words[:, 1], starts, side="right")
    inside = np.flatnonzero(of < len(words))
    inside = inside[words[of[inside], 0] < ends[inside]]
    kinds = np.zeros(len(ids), np.int64)
    kinds[inside] = words[of[inside], 2]
    kinds[(ends > starts) & _quoted(text, paragraphs)[starts]] += QUOTED
    read, first = np.unique(of[inside], return_index=True)
    return Pieces(
        ids=np.array(ids, np.int64),
        kinds=kinds,
        starts=starts,
        ends=ends,
        paragraphs=np.array(numbers, np.int64),
        words=np.column_stack((inside[first], words[read, :2])),
    )


def given(made: Pieces, start: int, stop: int) -> tuple[Ints, Ints]:
    """The model's input for the pieces `start:stop`: these with BEGIN and END around them, and their kinds."""
    ids = np.concatenate(([BEGIN], made.ids[start:stop], [END]))
    return ids, np.concatenate(([0], made.kinds[start:stop], [0]))


def windows(ids: Ints) -> Iterator[Window]:
    """Windows of whole paragraphs, as many as fit; a longer paragraph is cut."""
    ends = np.concatenate(([0], np.flatnonzero(ids == BREAK) + 1, [len(ids)]))
    start = before = 0
    while start + before < len(ids):
        stop = int(ends[np.searchsorted(ends, start + WINDOW, side="right") - 1])
        after = 0
        if stop <= start + before:
            stop, after = start + WINDOW, EDGE
        yield Window(start, stop, start + before, stop - after)
        before = after or min(BEFORE, stop)
        start = stop - after - before


def case(word: str) -> int:
    """How a word is written."""
    if word.islower() or not any(each.isalpha() for each in word):
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else CAPITAL
    return CAPITAL if word[0].isupper() and word[1:].islower() else MIXED


def _quoted(text: str, paragraphs: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    mask = np.zeros(len(text) + 1, np.bool_)
    for found in quotations(text, paragraphs):
        for each in found:
            mask[each.start : each.end] = True
    return mask
