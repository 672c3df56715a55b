"""Lines to paragraphs, and the edits that turn the received text into the normalised one.

Paragraphs are told apart by blank lines, by indentation (the wire's own way: the first line set in, the rest
not), or, where there is neither, by lines that end early. Lines of a table stay by themselves.
Everything that is not kept becomes an edit, so the text and the map to `raw` cannot disagree. Linear in the length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from shared.records import SegmentKind
from workers.text.dateline import dateline, glued
from workers.text.end_marks import is_end_mark
from workers.text.formats import Block
from workers.text.gazetteer import common
from workers.text.glyphs import glyphs
from workers.text.heading import is_heading

#: Characters without a place in text: controls, and those that are there but not seen.
_UNSEEN = "".join(map(chr, [*range(9), *range(0x0E, 0x1C), 0x7F, *range(0x80, 0x85), *range(0x86, 0xA0)]))
_UNSEEN = "".join(each for each in _UNSEEN if each not in "\x91\x92\x93\x94\x96\x97")  # quotes and dashes of cp1252
_UNSEEN += "\xad\u200b\u2060\ufeff"
_SPACES = "\t \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x1f"
_TRIM = _UNSEEN + _SPACES
_SEEN = dict.fromkeys(map(ord, _UNSEEN))
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_RUN = re.compile(f"[\\s{re.escape(_UNSEEN)}]{{2,}}|[^\\S ]|[{re.escape(_UNSEEN)}]")
_SPACE = re.compile(r"\s")
_GAP = re.compile(r"(?<=\S)(?:\t+| {3,}|\.{4,})(?=\S)")
_BULLET = re.compile(r"[*•·▪–—-] ?(?=\w)|\d{1,2}[.)] ")
_RULE = re.compile(r"[-_=*~.#—–]{3,}")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"”»'’)\]]*$")
_MARKED = re.compile(r"(?<=[.!?)\"”])\s+(?P<mark>[A-Z(#=*-][^\s]{1,12})$")
_HYPHEN = re.compile(r"[^\W\d_]-$")
#: Credits and dates, without which a line is not taken for a dateline.
_FILING = re.compile(r"[(/\d]")
_NOTE = re.compile(r"[(\[].*[)\]]$|(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|DI) |(?:Eds|EDS|Editor)")
#: A dateline is looked for in so many lines.
_FILED = 6
#: Words in a cell, on average; and in a last cell that is a figure.
_MOST_IN_CELL, _FIGURE = 4, 3
#: A line set in by so much more than the one before begins a paragraph.
_SET_IN = 3
#: Lines longer than this were not broken to fit a screen: each is a paragraph.
_WIDEST = 100


class Line(NamedTuple):
    """`raw[start:end]`, trimmed; `indent` counts what was before it, `first` says that a blank line was."""

    start: int
    end: int
    indent: int
    first: bool


class Paragraph(NamedTuple):
    """Lines that belong together. `kind` is the format's word for them; `columns`: they look like a table's."""

    lines: list[Line]
    kind: SegmentKind | None
    columns: bool = False


class Page(NamedTuple):
    """The edits on `raw`, and where each paragraph lies in the text they make."""

    edits: list[tuple[int, int, str]]
    places: list[tuple[int, int]]


def paragraphs(raw: str, blocks: Iterable[Block]) -> list[Paragraph]:
    """The paragraphs of all blocks in reading order."""
    found: list[Paragraph] = []
    for block in blocks:
        lines = _unglued(raw, _parted(raw, list(_lines(raw, block.start, block.end))))
        groups = [lines] if block.whole and lines else _groups(raw, lines)
        found += [Paragraph(group, block.kind, _columns(raw, group)) for group in groups]
    return found


def page(raw: str, found: Iterable[Paragraph]) -> Page:
    """Joins lines by a space and paragraphs by a line break; white space is made one space, the unseen is dropped."""
    edits: list[tuple[int, int, str]] = []
    places: list[tuple[int, int]] = []
    at, shift = 0, 0
    for paragraph in found:
        begun = -1
        for line in paragraph.lines:
            joint = ("\n" if places else "") if begun < 0 else _joint(raw, at, line.start)
            if line.start > at:
                edits.append((at, line.start, joint))
                shift += len(joint) - (line.start - at)
            if begun < 0:
                begun = line.start + shift
            for start, end, new in _inside(raw, line, table=paragraph.columns or paragraph.kind == "table"):
                edits.append((start, end, new))
                shift += len(new) - (end - start)
            at = line.end
        places.append((begun, at + shift))
    if at < len(raw):
        edits.append((at, len(raw), ""))
    return Page(edits, places)


def _inside(raw: str, line: Line, *, table: bool) -> list[tuple[int, int, str]]:
    """The edits within a line. Where two meet, the mark takes the space along."""
    spaces = [
        (run.start(), run.end(), " " if _SPACE.search(run[0]) else "")
        for run in _RUN.finditer(raw, line.start, line.end)
    ]
    marks = [] if table else glyphs(raw, line.start, line.end)
    if not marks:
        return spaces
    made: list[tuple[int, int, str]] = []
    for start, end, new in sorted(spaces + marks):
        if made and start < made[-1][1]:
            first, last, before = made[-1]
            made[-1] = (first, max(last, end), (before + new).strip()[:1])
        else:
            made.append((start, end, new))
    return made


def _parted(raw: str, lines: list[Line]) -> list[Line]:
    """The lines with an end mark that stands behind the last sentence on a line of its own."""
    found = _MARKED.search(raw, lines[-1].start, lines[-1].end) if lines else None
    mark = found["mark"] if found else ""
    # `Enditem` is no word; `End` could be the last one of the story
    if found is None or not is_end_mark(mark) or (mark != mark.upper() and mark.lower() in common()):
        return lines
    line = lines[-1]
    return [*lines[:-1], line._replace(end=found.start()), Line(found.start("mark"), line.end, line.indent, True)]


def _unglued(raw: str, lines: list[Line]) -> list[Line]:
    """The lines with a paragraph at the dateline, where only a space or a line break is before it."""
    for index, line in enumerate(lines[:_FILED]):
        at = line.start if index and not line.first and _is_filed(raw, line) else glued(raw, line.start, line.end)
        if at is not None and raw[at - 1 : at].isspace():
            end = at if at == line.start else len(raw[:at].rstrip(_TRIM))
            before = [line._replace(end=end)] if at > line.start else []
            return [*lines[:index], *before, Line(at, line.end, line.indent, True), *lines[index + 1 :]]
    return lines


def _is_filed(raw: str, line: Line) -> bool:
    if not _FILING.search(raw, line.start, min(line.end, line.start + _WIDEST)):
        return False
    found = dateline(raw, line.start, line.end, 0)
    return found is not None and bool(found.places)


def _lines(raw: str, start: int, end: int) -> Iterator[Line]:
    first, at = True, start
    for stop, following in _stops(raw, start, end):
        line = raw[at:stop]
        kept = line.lstrip(_TRIM)
        if kept:
            indent = len(line) - len(kept)
            yield Line(at + indent, at + indent + len(kept.rstrip(_TRIM)), _width(line[:indent]), first)
        first = not kept
        at = following


def _stops(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in _BREAK.finditer(raw, start, end))
    yield end, end


def _width(margin: str) -> int:
    return len(margin.translate(_SEEN)) + 7 * margin.count("\t") if margin else 0


def _groups(raw: str, lines: list[Line]) -> list[list[Line]]:
    """Lines grouped to paragraphs."""
    if not lines:
        return []
    margin = min(line.indent for line in lines)
    pairs = (b for a, b in pairwise(lines) if a.indent > margin == b.indent and not b.first)
    set_in = any(not _BULLET.match(raw, b.start) for b in pairs)
    width = sorted(line.indent + line.end - line.start for line in lines)[len(lines) * 3 // 4]
    groups = [[lines[0]]]
    for before, line in pairwise(lines):
        words = raw[line.start : line.end]
        noted = len(groups) < _FILED and (_is_noted(raw, before) or _is_noted(raw, line))
        if noted or is_end_mark(words) or (len(groups) == 1 and _shouted(raw, before) and not words.isupper()):
            apart = True
        elif set_in and not line.first and not _BULLET.match(raw, groups[-1][0].start):
            apart = line.indent > margin
        else:
            apart = line.first or line.indent >= before.indent + _SET_IN or _apart(raw, before, line, width)
        if apart:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _is_noted(raw: str, line: Line) -> bool:
    """A note or byline before the story is a paragraph by itself."""
    return _NOTE.match(raw, line.start, line.end) is not None and is_heading(raw[line.start : line.end])


def _shouted(raw: str, line: Line) -> bool:
    """A headline in capitals ends where the capitals do, a flash behind stars with its line."""
    return raw.startswith("**", line.start) or raw[line.start : line.end].isupper()


def _apart(raw: str, before: Line, line: Line, width: int) -> bool:
    """Whether a line begins a paragraph although no blank line and no indentation says so."""
    length = before.indent + before.end - before.start
    if max(length, line.end - line.start) > _WIDEST or _BULLET.match(raw, line.start):
        return True
    if _RULE.fullmatch(raw, before.start, before.end) or _RULE.fullmatch(raw, line.start, line.end):
        return True
    if _is_row(raw, before) or _is_row(raw, line):
        return True
    word = re.compile(r"\S+").match(raw, line.start, line.end)
    fits = length + 1 + (len(word[0]) if word else 0) <= width
    if raw[line.start].islower() and not _ENDS_SENTENCE.search(raw[max(before.start, before.end - 8) : before.end]):
        return False
    return fits


def _columns(raw: str, lines: list[Line]) -> bool:
    return len(lines) == 1 and _is_row(raw, lines[0])


def _is_row(raw: str, line: Line) -> bool:
    """Whether wide gaps part a line into cells: a few words each, or a figure last. Prose may have a gap too."""
    if not _GAP.search(raw, line.start, line.end):
        return False
    cells = [cell for cell in _GAP.split(raw[line.start : line.end]) if cell]
    words = sum(len(cell.split()) for cell in cells)
    last = cells[-1].split()
    return words <= _MOST_IN_CELL * len(cells) or (len(last) <= _FIGURE and last[0][0].isdigit())


def _joint(raw: str, end: int, start: int) -> str:
    """What joins two lines: nothing where a compound was broken at its hyphen."""
    return "" if _HYPHEN.search(raw, max(0, end - 2), end) and raw[start].isalnum() else " "
