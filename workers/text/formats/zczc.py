"""Telegraph-style copy: `ZCZC`, often with service and number, opens a report and `NNNN` ends it.

Some agencies put lines of one mark and a value under the opening: `:` slug, `^` headline, `$` category, `+` subject
code, `=` take key. The rest is plain wire text.
"""

from __future__ import annotations

import re
from typing import Any

from shared.records import Subject
from workers.text.formats._envelope import Block, Envelope
from workers.text.formats._frames import Line, block, cut, lines, text_of

NAME = "zczc"
RANK = 12

_OPEN = re.compile(r"\A[\s\x00-\x1f\x7f]{0,200}ZCZC\b(?P<header>[^\r\n]{0,80})(?=[\r\n]|$)")
_HEADER = re.compile(r"[ ]*(?P<service>[A-Za-z]{1,6})?[ ]?(?P<number>\d{1,6})?\b(?P<optional>.*)$")
_START = re.compile(rb"(?<=\n)[\x00-\x09\x0e-\x1f ]{0,8}ZCZC\b")
_END = re.compile(r"(?<![^\s\x00-\x1f])NNNN(?=[\s\x00-\x1f]|$)")
_MARKED = re.compile(r"[$:=^*&+@~]\S?")


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
    marked: list[Line] = []
    for line in lines(raw, begin, stop):
        if not _MARKED.match(line.text):
            break
        marked.append(line)
    head = [block(each._replace(start=each.start + 1), each, "headline") for each in marked if each.text[:1] == "^"]
    start = marked[-1].end if marked else begin
    fields = _fields(opened["header"] if opened else "", {each.text[0]: each.text[1:].strip() for each in marked})
    return Envelope(raw, encoding, NAME, (*head, Block(start, stop)), fields)


def _fields(opening: str, marked: dict[str, str]) -> dict[str, Any]:
    """What the opening line and the marked lines state."""
    found = _HEADER.match(opening)
    header = {name: words.strip() for name, words in (found.groupdict() if found else {}).items() if words}
    header = {name: words for name, words in header.items() if words}
    if marked.get("="):
        header["take_key"] = marked["="]
    subject = marked.get("+", "")
    fields: dict[str, Any] = {
        "header": header,
        "slug": marked.get(":"),
        "category": marked.get("$"),
        "subjects": [Subject(scheme="iptc-subject-code", code=subject)] if subject.isdecimal() else [],
    }
    return {name: value for name, value in fields.items() if value}
