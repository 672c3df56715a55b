"""Telegraph-style copy: `ZCZC`, often with service and number, opens a report and `NNNN` ends it.

Under the opening there may be a line of routing (a doubled letter of precedence and codes), and lines of one mark and
a value. Agencies use the marks differently, so the values are looked at too: `#` is the slug, or else `:`; `^` is the
headline, or else a `$` that is no category, or a `:` beside a slug; eight digits are a subject. The rest is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from shared.records import Subject
from workers.text.formats._envelope import Block, Envelope
from workers.text.formats._frames import Line, block, cut, lines, text_of

NAME = "zczc"
RANK = 12

_OPEN = re.compile(r"\A[\s\x00-\x1f\x7f]{0,200}ZCZC\b(?P<header>[^\r\n]{0,80})(?=[\r\n]|$)")
_HEADER = re.compile(r"[ ]{0,80}(?P<service>[A-Za-z]{1,6})?[ ]?(?P<number>\d{1,6})?\b(?P<optional>.*)$")
_START = re.compile(rb"(?<=\n)[\x00-\x09\x0e-\x1f ]{0,8}ZCZC\b")
_END = re.compile(r"(?<![^\s\x00-\x1f])NNNN(?=[\s\x00-\x1f]|$)")
_ROUTING = re.compile(r"(?P<precedence>([A-Z])\2) [A-Z0-9() ]{2,60}$")
_MARKED = re.compile(r"[$:=^*&+@~#%]\S?")
_CATEGORY = re.compile(r"[A-Za-z]{1,3}$")
_SUBJECT = re.compile(r"\d{8}$")


def detect(head: bytes) -> bool:
    """By the word it opens with."""
    return _OPEN.match(head.decode("latin-1")) is not None


def split(body: bytes) -> list[bytes]:
    """From each ZCZC to the next."""
    return cut(body, _START)


def parse(body: bytes) -> Envelope:
    """The story is what ZCZC and NNNN frame. Raises BinaryReport, EmptyReport."""
    raw, encoding = text_of(body)
    opened = _OPEN.match(raw)
    begin = opened.end() if opened else 0
    ended = _END.search(raw, begin)
    stop = ended.start() if ended else len(raw)
    story = lines(raw, begin, stop)
    top = list(takewhile(lambda each: _MARKED.match(each.text) or _ROUTING.match(each.text), story))
    marked = [each for each in top if _MARKED.match(each.text)]
    title = next(_titles(marked), None)
    head = [block(title._replace(start=title.start + 1), title, "headline")] if title else []
    header = _header(opened["header"] if opened else "", top)
    story_starts = top[-1].end if top else begin
    return Envelope(raw, encoding, NAME, (*head, Block(story_starts, stop)), _fields(header, marked, title))


def _titles(marked: list[Line]) -> Iterator[Line]:
    """The lines that may be the headline, the likeliest first."""
    slugged = any(each.text[0] == "#" for each in marked)
    told = [each for each in marked if each.text[1:].strip()]
    yield from (each for each in told if each.text[0] == "^")
    yield from (each for each in told if each.text[0] == "$" and not _CATEGORY.match(each.text[1:]))
    yield from (each for each in told if each.text[0] == ":" and slugged and each.text[1] != "(")


def _header(opening: str, top: list[Line]) -> dict[str, str]:
    """What the opening line, the routing and the key of the take state."""
    found = _HEADER.match(opening)
    header = {name: words.strip() for name, words in (found.groupdict() if found else {}).items() if words}
    routing = next((each.text for each in top if _ROUTING.match(each.text)), "")
    take_key = next((each.text[1:].strip() for each in top if each.text[0] == "="), "")
    return {name: words for name, words in (*header.items(), ("routing", routing), ("take_key", take_key)) if words}


def _fields(header: dict[str, str], marked: list[Line], title: Line | None) -> dict[str, Any]:
    """What the opening and the marked lines state."""
    told = ((each.text[0], each.text[1:].strip()) for each in reversed(marked) if each is not title)
    values = {mark: words for mark, words in told if words}
    category = next((values[mark] for mark in "$%" if _CATEGORY.match(values.get(mark, ""))), None)
    subjects = [values[mark] for mark in "+*" if _SUBJECT.match(values.get(mark, ""))]
    fields: dict[str, Any] = {
        "header": header,
        "slug": values.get("#") or values.get(":"),
        "category": category,
        "subjects": [Subject(scheme="iptc-subject-code", code=code) for code in subjects],
    }
    return {name: value for name, value in fields.items() if value}
