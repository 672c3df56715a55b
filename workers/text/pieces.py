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

from workers.text.quotations import quotations

Ints = NDArray[np.int64]

#: lower case, Capital, UPPER, miXed; the same again inside quotation marks.
KINDS = 8
QUOTED = 4
LOWER, CAPITAL, UPPER, MIXED = range(4)
BEGIN, END, BREAK = 101, 102, 1  # [CLS], [SEP] and [unused0], which stands between paragraphs
#: Pieces in a window, without BEGIN and END, and how many at its edges are only there for the others' sake.
WINDOW, EDGE = 254, 32

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


def pieces(tokenizer: Tokenizer, text: str, paragraphs: Sequence[tuple[int, int]]) -> Pieces:
    """The pieces of `text` within these paragraphs."""
    rows: list[tuple[int, int, int, int, int]] = []
    words: list[tuple[int, int, int]] = []
    quoted = _quoted(text, paragraphs)
    for number, (begin, end) in enumerate(paragraphs):
        # one by one: a batch would start threads. Half a surrogate pair is no text to the tokeniser
        each = tokenizer.encode(_HALF.sub("\ufffd", text[begin:end]), add_special_tokens=False)
        if rows:
            rows.append((BREAK, 0, rows[-1][3], rows[-1][3], number))
        found = _WORD.finditer(text, begin, end)
        word, last = next(found, None), -1
        for id, (start, stop) in zip(each.ids, each.offsets, strict=True):
            start, stop = begin + start, begin + stop  # noqa: PLW2901  a span of the text from here on
            while word and word.end() <= start:
                word = next(found, None)
            kind = 0
            if word and word.start() < stop:
                kind = case(word[0])
                if word.start() != last:
                    last = word.start()
                    words.append((len(rows), *word.span()))
            rows.append((id, kind + QUOTED * int(quoted[start]) if stop > start else kind, start, stop, number))
    table = np.array(rows, np.int64).reshape(-1, 5).T
    return Pieces(table[0], table[1], table[2], table[3], table[4], np.array(words, np.int64).reshape(-1, 3))


def windows(size: int) -> Iterator[Window]:
    """Windows over so many pieces, overlapping at their edges."""
    start = 0
    while size:
        stop = min(start + WINDOW, size)
        yield Window(start, stop, start and start + EDGE, size if stop == size else stop - EDGE)
        if stop == size:
            return
        start = stop - 2 * EDGE


def case(word: str) -> int:
    """How a word is written."""
    if word.islower() or not any(each.isalpha() for each in word):
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else CAPITAL
    return CAPITAL if word[0].isupper() and word[1:].islower() else MIXED


def _quoted(text: str, paragraphs: Sequence[tuple[int, int]]) -> bytearray:
    mask = bytearray(len(text) + 1)
    for found in quotations(text, paragraphs):
        for each in found:
            mask[each.start : each.end] = b"\1" * (each.end - each.start)
    return mask
