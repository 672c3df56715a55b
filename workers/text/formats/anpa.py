"""ANPA 1312, the American news wires' format: control characters around a header of two lines.

SYN SYN SOH service-letter number US selector; then priority, category, slug, date, word count; STX text ETX stamp.
In the text `^` begins a line of heading, `<` or `=` ends it, a tab begins a paragraph, BS a table's line. Files whose
control characters were lost on the way are known by the form of the two lines. What the text's marks do not say is
left to the layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from shared.records import SegmentKind, Take, Urgency
from workers.text.formats._envelope import Block, Envelope
from workers.text.formats._frames import Line, block, cut, lines, moment, text_of

NAME = "anpa1312"
RANK = 10

_FIRST = r"(?P<service>[A-Za-z]{0,4})(?P<number>\d{1,5})"
_CODES = r"[\x00-\x08\x0b\x0c\x0e-\x1e]*"
_SECOND = (
    rf"(?P<priority>[A-Za-z])[ ]{{1,4}}(?P<category>[A-Za-z]{{1,3}}){_CODES}[ ]{{1,4}}{_CODES}[ ]?"
    r"(?P<slug>[^\s\x00-\x20][^\r\n\x02\x03]{0,200}?)\s*?"
)
_STAMPED = r"(?:[ ](?P<date>\d{1,2}-\d{1,2})(?:[ ]+(?P<words>\d{1,5}))?)"
_HEADER = re.compile(rf"{_SECOND}{_STAMPED}?[ <\x00-\x1f]*(?:[\r\n]|$)")
_FRAME = re.compile(rf"\x01{_FIRST}\x1f(?P<selector>[^\r\n\x02]{{0,40}})[\r\n]+(?P<header>[^\x02\x03]{{0,400}}?)\x02")
#: One whose US or STX was lost has a second line that shows what it is.
_TORN = re.compile(
    rf"\x01{_FIRST}\x1f?(?P<selector>[^\r\n\x02]{{0,40}}?)[ ]*[\r\n]+(?={_SECOND}{_STAMPED}[ <\x00-\x1f]*[\r\n])"
)
#: The same two lines where the control characters were lost.
_BARE = re.compile(
    rf"\A[\s\x00-\x1f]{{0,40}}(?P<service>[A-Za-z])(?P<number>\d{{4}})\x1f?(?P<selector>[\w-]{{2,20}})[ ]*[\r\n]+"
    rf"(?={_SECOND}{_STAMPED}[ <\x00-\x1f]*[\r\n])"
)
_START = re.compile(
    rb"(?:\x05{1,8}[^\r\n\x01]{0,10}\r?\n)?\x16{0,8}\x01+(?=[A-Za-z]{0,4}\d{2,5}[\x1f\w-])|[\x16\x04]\x01+"
)
_BARE_START = re.compile(rb"(?<=\n)[A-Za-z]\d{4}[\w-]{2,20}[ ]*\r?\n(?=[A-Za-z] [a-z]{1,3}[\x11-\x14 ]{1,6}[A-Z]{2}-)")
#: AP, Filing the Wire: flash, bulletin, urgent, regular, deferred, ordinary, weekday advance, weekend advance.
PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "z": 6, "a": 7, "s": 8}

_STAMP = re.compile(
    r"(?:[A-Z]{1,5}-)*(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)[ ]+(?P<clock>\d{4})(?P<zone>[A-Z]{1,4})?<?$"
)
_VERSION = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)[ -]?ld\b.*|\bwrite-?(?:thru|through)\b.*)$", re.I)
_ADD = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[ -]?add\b", re.I)
_TAKES = re.compile(r"\b(\d{1,2}) ?takes\b", re.I)
_MORE = re.compile(r"[-(\s]*(?:more|mtf)[-)\s]*<?$", re.I)
_KEYWORD = re.compile(r"(?:\*\d+<?|(?:AM|PM|BC|AP|EU|US)-\S.*)$")
_CYCLE = re.compile(r"(?:AM|PM|BC|AP)-+", re.I)
_ADVISORY = re.compile(
    r"\(?(?:Eds?\b|EDITORS?\b|EDITOR'S NOTE|PRECEDE|Adv\b|With |For (?:use|release)|RETRANS|SUBS?\b)", re.I
)
_PICTURES = re.compile(r"(?:AP |With )?(?:Photos?|Graphics?|Video|Audio)\b", re.I)
_CREDIT = re.compile(
    r"(?:[A-Z][\w.]*|of the) (?:[A-Z][\w.]* ){0,3}(?:Writer|Editor|Correspondent|Reporter|Columnist)s?$"
)
_SENTENCE = re.compile(r"[.!?][\"'”)]*$")
_MOST_WORDS = 8


def detect(head: bytes) -> bool:
    """By the two lines of the header."""
    text = head.decode("latin-1")
    return _found(text) is not None


def _found(text: str) -> re.Match[str] | None:
    return _FRAME.search(text) or _TORN.search(text) or _BARE.match(text)


def split(body: bytes) -> list[bytes]:
    """From each header to the next."""
    return cut(body, _START if b"\x01" in body else _BARE_START)


def parse(body: bytes) -> Envelope:
    """The story is what STX and ETX frame, or what follows the header. Raises BinaryReport, EmptyReport."""
    raw, encoding = text_of(body)
    frame = _found(raw)
    if frame is None:
        return Envelope(raw, encoding, NAME, (Block(0, len(raw)),))
    parts = frame.groupdict()
    whole = "header" in parts
    header = _HEADER.match(raw, frame.start("header") if whole else frame.end())
    begin = frame.end() if whole or header is None else header.end()
    stop = raw.find("\x03", begin)
    stop = stop if stop >= 0 else len(raw)
    stop = _ends(raw, begin, stop)
    story = list(lines(raw, begin, stop))
    trailer = _trailer(list(lines(raw, max(stop, len(raw) - 4000), len(raw))), story)
    if trailer in story:
        story.remove(trailer)
    told = {**parts, **{name: words for name, words in (header.groupdict() if header else {}).items() if words}}
    slug = told.get("slug", "").rstrip() or None
    keyword = next((each for each in map(_caret, story[:3]) if each and _KEYWORD.match(each)), None)
    blocks = tuple(_blocks(story, begin, stop, tabular="\x12" in raw[frame.start() : begin]))
    return Envelope(raw, encoding, NAME, blocks, _fields({**told, "keyword": keyword}, slug, trailer, story))


def _ends(raw: str, begin: int, stop: int) -> int:
    """A frame without ETX ends at EOT."""
    eot = raw.find("\x04", begin, stop)
    return eot if eot >= 0 else stop


def _trailer(after: list[Line], story: list[Line]) -> Line | None:
    """The line that says when it was sent: after ETX, or the last of the text."""
    return next((each for each in [*after[:3], *story[-1:]] if _STAMP.match(each.text)), None)


def _fields(told: dict[str, str | None], slug: str | None, trailer: Line | None, story: list[Line]) -> dict[str, Any]:
    """What the header and the stamp state."""
    priority, stamp = told.get("priority"), _STAMP.match(trailer.text) if trailer else None
    version = _VERSION.search(slug) if slug else None
    named = ("service", "number", "selector", "date", "words", "keyword")
    header = {name: words.strip() for name in named if (words := told.get(name))}
    if trailer:
        header["trailer"] = trailer.text.rstrip("<")
    fields: dict[str, Any] = {
        "urgency": Urgency(raw=priority, value=PRIORITIES.get(priority.lower())) if priority else None,
        "category": told.get("category"),
        "slug": slug or (told.get("keyword") or "").rstrip("<") or None,
        "version": version[0].strip(" ,*-") if version else None,
        "keywords": _keywords(slug, version),
        "header": header,
        "take": _take(f"{slug or ''} {told.get('keyword') or ''}", story),
        "sent_at": moment(int(stamp["year"]), int(stamp["month"]), int(stamp["day"]), stamp["clock"], stamp["zone"])
        if stamp
        else None,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _keywords(slug: str | None, version: re.Match[str] | None) -> list[str]:
    """The keyword without the cycle before it and the version after it."""
    if not slug:
        return []
    found = _CYCLE.match(slug)
    word = slug[found.end() if found else 0 : version.start() if version else None].strip(" ,*-")
    return [word] if word else []


def _take(slug: str, story: list[Line]) -> Take | None:
    """Which part of a story it is: `1st Add` is its second, `2 Takes` the first of two."""
    add, takes = _ADD.search(slug), _TAKES.search(slug)
    more = bool(story) and any(_MORE.match(each.text) for each in story[-2:])
    if add:
        return Take(number=int(add[1]) + 1, more=more)
    if takes:
        return Take(number=1, more=int(takes[1]) > 1)
    return Take(more=True) if more else None


def _caret(line: Line) -> str | None:
    """The words of a heading line; None for other lines."""
    return line.text.strip("^<=+ \t") if line.text.startswith("^") else None


def _blocks(story: list[Line], begin: int, stop: int, *, tabular: bool) -> Iterator[Block]:
    """The parts of the story. Without marks it is one, for the layout to tell apart."""
    marked = any(each.text.startswith("^") or "\b" in each.indent for each in story)
    if not marked and not tabular and not any("\t" in each.indent or each.text.endswith("<") for each in story):
        yield Block(begin, stop)
        return
    told = any(not each.text.startswith("^") for each in story)
    state, held = "", list[Line]()
    for line in story:
        heading = line.text.startswith("^")
        table = "\b" in line.indent or (tabular and "\t" not in line.indent)
        if held and (heading or table or "\t" in line.indent or len(line.indent.strip("\r\n")) >= 3):
            yield _paragraph(held)
            held = []
        if heading:
            for piece in _pieces(line):
                if state or not _KEYWORD.match(piece.text):
                    kind = _kind(piece.text, state, told=told)
                    state = kind if kind in ("headline", "byline") else state
                    yield block(piece, piece, kind)
            continue
        if table:
            yield _paragraph([line], "table")
        elif _MORE.match(line.text) or not any(each.isalnum() for each in line.text):
            if held:
                yield _paragraph(held)
                held = []
            yield _paragraph([line], "signoff" if _MORE.match(line.text) else "furniture")
        else:
            held.append(line)
            if line.text.endswith("<"):
                yield _paragraph(held)
                held = []
        state = "body"
    if held:
        yield _paragraph(held)


def _paragraph(held: list[Line], kind: SegmentKind | None = None) -> Block:
    last = held[-1]
    end = last.start + len(last.text.removesuffix("<").rstrip())
    return Block(held[0].start, max(end, held[0].start + 1), kind, whole=True)


def _pieces(line: Line) -> Iterator[Line]:
    """The headings in a line, which may hold several, without their marks."""
    for found in re.finditer(r"[^^]+", line.text):
        words = found[0].strip("<=+ \t")
        if words:
            start = line.start + found.start() + found[0].index(words)
            yield Line(start, start + len(words), "", words)


def _kind(words: str, state: str, *, told: bool) -> SegmentKind | None:
    """What a heading is, by its words and by what came before it."""
    short, ended = len(words.split()) <= _MOST_WORDS, _SENTENCE.search(words) is not None
    cases: list[tuple[bool, SegmentKind]] = [
        (words[:3].lower() == "by " and len(words) < 100 and not ended, "byline"),
        (state == "byline" and _CREDIT.match(words) is not None, "byline"),
        (_ADVISORY.match(words) is not None, "advisory"),
        (len(words) < 100 and _PICTURES.match(words) is not None, "furniture"),
        (not state, "headline"),
        (not told, "body"),
        (state != "body" and (ended or not short), "furniture"),
        (short, "crosshead"),
    ]
    return next((kind for holds, kind in cases if holds), None)
