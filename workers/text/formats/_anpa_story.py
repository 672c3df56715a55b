"""The story of an ANPA report: `^` begins a heading, `<` or `=` ends it, a tab begins a paragraph, BS a table's row.

A line without a tab among paragraphs that have one goes on with its paragraph, or is a row where none is open.
Where a story has none of these marks, only a first line that repeats the slug and a headline that `+` ends are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Literal

from shared.records import SegmentKind
from workers.text.formats._envelope import Block
from workers.text.formats._frames import Line, block

#: The line that repeats the slug, and the number of a selector before it.
_KEYWORD = re.compile(r"(?:AM|PM|BC|AP|EU|US)-\S")
_SELECTOR = re.compile(r"\*\d+$")
_MORE = re.compile(r"[-(\s]{0,9}(?:more|mtf)[-)\s]{0,9}<?$", re.I)
_ADVISORY = re.compile(
    r"\(?(?:Eds?\b|EDITORS?\b|EDITOR'S NOTE|PRECEDE|Adv\b|With |For (?:use|release)|RETRANS|SUBS?\b)", re.I
)
_PICTURES = re.compile(r"(?:[A-Z]{2,5} |With )?(?:Photos?|Graphics?|Video|Audio)\b", re.I)
_CREDIT = re.compile(
    r"(?:[A-Z][\w.]*|of the) (?:[A-Z][\w.]* ){0,3}(?:Writer|Editor|Correspondent|Reporter|Columnist|Press|Staff)s?$"
)
#: Cells of a table: several that `;` parts, or three that spaces do.
_COLUMNS = re.compile(r"(?:[^;\s]{0,9};){3}|\S+ {2,9}\S+ {2,9}\S")
_SENTENCE = re.compile(r"[.!?][\"'”)]*$")
_MOST_WORDS = 8
#: A line set in by so many spaces begins a paragraph.
_SET_IN = 3
#: So many lines a headline without marks has at most.
_MOST_HEADS = 2

_Sort = Literal["heading", "row", "text"]


def heads(story: list[Line]) -> Iterator[str]:
    """The keyword lines among these lines."""
    headings = (line for line in story if line.text[0] == "^")
    return (piece.text for line in headings for piece in _pieces(line) if _KEYWORD.match(piece.text))


def says_more(story: list[Line]) -> bool:
    """Whether one of the last lines says that another take is to follow."""
    return any(_MORE.match(each.text) for each in story[-2:])


def blocks(story: list[Line], stop: int, slug: str, *, tabular: bool) -> Iterator[Block]:
    """The parts of the story."""
    if not any(
        line.text[0] == "^" or line.text[-1] == "<" or "\t" in line.indent or "\b" in line.indent for line in story
    ):
        yield from _unmarked(story, stop, slug)
        return
    told = any(not each.text.startswith("^") for each in story)
    state = ""
    for sort, held in _groups(story, tabular=tabular):
        if sort != "heading":
            yield _paragraph(held, _body_kind(sort, held[0]))
            state = "body"
            continue
        for piece in _pieces(held[0]):
            if not _SELECTOR.match(piece.text) and (state or not _KEYWORD.match(piece.text)):
                kind = _heading_kind(piece.text, state, told=told)
                state = kind if kind in ("headline", "byline") else state
                yield block(piece, piece, kind)


def _unmarked(story: list[Line], stop: int, slug: str) -> Iterator[Block]:
    """The layout tells the rest apart."""
    if story and slug and _letters(story[0].text) == _letters(slug):
        yield block(story[0], story[0], "furniture")
        story = story[1:]
    heads = list(takewhile(lambda each: len(each.indent) < _SET_IN, story[: _MOST_HEADS + 1]))
    if 0 < len(heads) <= min(_MOST_HEADS, len(story) - 1) and heads[-1].text.endswith("+"):
        yield Block(heads[0].start, heads[-1].end - 1, "headline", whole=True)
        story = story[len(heads) :]
    if story:
        yield Block(story[0].start - len(story[0].indent), stop)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()


def _groups(story: list[Line], *, tabular: bool) -> Iterator[tuple[_Sort, list[Line]]]:
    """Headings and rows line by line, lines of text that belong together."""
    tabs = any("\t" in each.indent for each in story)
    held, before = list[Line](), ""
    for line in story:
        sort = _sort(line, tabular=tabular, rows=tabs and before in ("heading", "row"))
        alone = sort != "text" or _MORE.match(line.text) is not None or not any(map(str.isalnum, line.text))
        if held and (alone or line.first or "\t" in line.indent or line.indent.count(" ") >= _SET_IN):
            yield "text", held
            held = []
        if alone:
            yield sort, [line]
        else:
            held.append(line)
            if line.text.endswith("<"):
                yield "text", held
                held = []
        before = sort
    if held:
        yield "text", held


def _sort(line: Line, *, tabular: bool, rows: bool) -> _Sort:
    if line.text.startswith("^"):
        return "heading"
    return "row" if "\b" in line.indent or ((tabular or rows) and "\t" not in line.indent) else "text"


def _body_kind(sort: _Sort, first: Line) -> SegmentKind | None:
    if sort == "row":
        return "table"
    if _MORE.match(first.text):
        return "signoff"
    return None if any(map(str.isalnum, first.text)) else "furniture"


def _paragraph(held: list[Line], kind: SegmentKind | None) -> Block:
    last = held[-1]
    end = last.start + len(last.text.removesuffix("<").rstrip())
    return Block(held[0].start, max(end, held[0].start + 1), kind, whole=True)


def _pieces(line: Line) -> Iterator[Line]:
    """The headings in a line, which may hold several, without their marks."""
    at = line.start
    for part in line.text.split("^"):
        words = part.strip("<=+ \t")
        if words:
            start = at + part.index(words)
            yield Line(start, start + len(words), "", words, first=False)
        at += len(part) + 1


def _heading_kind(words: str, state: str, *, told: bool) -> SegmentKind | None:
    """What a heading is, by its words and by what came before it."""
    short, ended = len(words.split(None, _MOST_WORDS)) <= _MOST_WORDS, _SENTENCE.search(words) is not None
    if (words[:3].lower() == "by " and len(words) < 100 and not ended) or (state == "byline" and _CREDIT.match(words)):
        return "byline"
    if _ADVISORY.match(words):
        return "advisory"
    if len(words) < 100 and (_PICTURES.match(words) or _COLUMNS.match(words)):
        return "furniture" if _PICTURES.match(words) else "table"
    if not (state and told):
        return "body" if state else "headline"
    if state != "body" and (ended or not short):
        return "furniture"
    return "crosshead" if short else None
