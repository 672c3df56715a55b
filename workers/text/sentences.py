"""Words, quotations and sentences: the text as the rules of grammar see it.

Quotation marks are matched first, paragraph by paragraph. A quotation then counts as one token, so that a sentence
reads `" , Smith said .` and what stands between its marks cannot be mistaken for the reporter's words.
One pass over the text for each of the three, whatever the text holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

QUOTATION = '"'
LONGEST = 250  # tokens; what is longer is no sentence, and is cut so that the work on one stays small
TERMINAL = frozenset(".!?…")

_MARK = re.compile(r"[\"“”„«»‘’]|``|''?")
_TOKEN = re.compile(r"\w+(?:[’'.\-]\w+)*|--|[^\w\s]")
_CLOSERS = {'"': ('"', "”"), "“": ("”", '"'), "„": ("“", "”"), "«": ("»",), "``": ("''", '"'), "''": ("''", '"')}
_OPENERS = frozenset({'"', "“", "„", "«", "``", "''"})
_SINGLE = {"‘": "’", "'": "'"}


class Quotation(NamedTuple):
    """`text[start:end]` stands between quotation marks, which belong to it.

    `closed` is false where the closing mark is missing; `reopened` is true where a paragraph goes on with what the
    one before it left open, as is the custom in long quotations.
    """

    start: int
    end: int
    closed: bool = True
    reopened: bool = False


class Token(NamedTuple):
    """A word, a punctuation mark, or a whole quotation (`low` is then `QUOTATION`); `low` is in lower case."""

    start: int
    end: int
    low: str


Sentence = list[Token]


@cache
def words_of(name: str) -> frozenset[str]:
    """The entries of the table `data/NAME.txt`, one or several a line; `#` begins a comment."""
    table = files("workers.text").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in table.splitlines() for word in line.partition("#")[0].split())


def quotations(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[list[Quotation]]:
    """The quotations of each paragraph, in order and without overlap."""
    found: list[list[Quotation]] = []
    left_open = False
    for start, end in paragraphs:
        marks = list(_MARK.finditer(text, start, end))
        here = list(_double(text, marks, start, end)) or list(_single(text, marks))
        if left_open and here and not text[start : here[0].start].strip():
            here[0] = here[0]._replace(reopened=True)
        left_open = bool(here) and not here[-1].closed
        found.append(here)
    return found


def sentences(text: str, start: int, end: int, quoted: Iterable[Quotation] = ()) -> Iterator[Sentence]:
    """The sentences of the paragraph `text[start:end]`, whose quotations are given."""
    tokens = list(_tokens(text, start, end, quoted))
    begun = 0
    for index, token in enumerate(tokens[:-1]):
        if index - begun >= LONGEST or _ends(
            text, token, tokens[index - 1] if index > begun else None, tokens[index + 1]
        ):
            yield tokens[begun : index + 1]
            begun = index + 1
    if tokens[begun:]:
        yield tokens[begun:]


def _double(text: str, marks: list[re.Match[str]], start: int, end: int) -> Iterator[Quotation]:
    """Quotations in double marks; one whose closing mark is missing goes on to the end of the paragraph."""
    opened: re.Match[str] | None = None
    for mark in marks:
        before, after = text[max(start, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
        if opened is None:
            if mark[0] in _OPENERS and not before.isalnum() and before not in TERMINAL | {","}:
                opened = mark
        elif mark[0] in _CLOSERS[opened[0]] and not _opens_anew(before, after):
            yield Quotation(opened.start(), mark.end())
            opened = None
    if opened is not None and text[opened.end() : end].strip():
        yield Quotation(opened.start(), end, closed=False)


def _opens_anew(before: str, after: str) -> bool:
    """Whether a mark can only open: a quotation within a quotation, then, or the one before was never closed."""
    return before.isspace() and after.isalnum()


def _single(text: str, marks: list[re.Match[str]]) -> Iterator[Quotation]:
    """Quotations in single marks, for paragraphs without double ones; an apostrophe never closes one."""
    opened: re.Match[str] | None = None
    for mark in marks:
        before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
        if opened is None:
            if mark[0] in _SINGLE and (mark.start() == 0 or before.isspace()) and after.isalnum():
                opened = mark
        elif mark[0] in (_SINGLE[opened[0]], "’") and not after.isalnum() and before in TERMINAL | {","}:
            yield Quotation(opened.start(), mark.end())
            opened = None


def _tokens(text: str, start: int, end: int, quoted: Iterable[Quotation]) -> Iterator[Token]:
    at = start
    for quotation in quoted:
        yield from (Token(*word.span(), word[0].lower()) for word in _TOKEN.finditer(text, at, quotation.start))
        yield Token(quotation.start, quotation.end, QUOTATION)
        at = quotation.end
    yield from (Token(*word.span(), word[0].lower()) for word in _TOKEN.finditer(text, at, end))


def _ends(text: str, token: Token, before: Token | None, after: Token) -> bool:
    """Whether a sentence ends with this token."""
    if after.low != QUOTATION and not text[after.start].isupper() and not text[after.start].isdigit():
        return False
    if token.low == QUOTATION:
        return text[token.start : token.end].rstrip("\"”“»' ’").endswith(".") and after.start > token.end
    if token.low not in TERMINAL or after.start == token.end:
        return False
    if token.low != "." or before is None or before.low == QUOTATION:
        return True
    if (len(before.low) == 1 and before.low.isalpha()) or "." in before.low:
        return before.low != "i" and after.low in words_of("openers") and len(before.low) > 1
    return before.low not in words_of("abbreviations")
