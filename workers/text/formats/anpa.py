"""ANPA 1312, the American news wires' format: control characters around a header of two lines.

SYN SYN SOH service-letter number US selector; then priority, category, format, slug, date, word count; STX text ETX
stamp. Files whose control characters were lost on the way are known by the form of the two lines. The header is
looked for in the beginning alone, and line by line, so that no search can run away.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from shared.records import Take, Urgency
from workers.text.formats._anpa_story import blocks, heads, says_more
from workers.text.formats._envelope import Block, Envelope
from workers.text.formats._frames import Line, cut, lines, moment, text_of

NAME = "anpa1312"
RANK = 10

#: The header begins within the first so many characters, and is not longer than the second number.
_HEAD, _LONGEST = 4096, 512
_FIRST = re.compile(
    r"\x01(?P<service>[A-Za-z]{0,4})(?P<number>\d{1,5})(?P<us>\x1f?)(?P<selector>[^\r\n\x02\x1f]{0,40})"
)
_BARE_FIRST = re.compile(
    r"[\s\x00-\x1f]{0,40}(?P<service>[A-Za-z])(?P<number>\d{4})\x1f?(?P<selector>[\w-]{2,20}) {0,9}[\r\n]"
)
#: Between category and slug stand the codes of the text's format; where these were lost, perhaps nothing.
_SECOND = re.compile(
    r"(?P<priority>[A-Za-z]) {1,4}(?P<category>[A-Za-z]{1,3}?)"
    r"(?:(?P<codes>[ \x00-\x08\x0b\x0c\x0e-\x1e]{1,9})|(?=[A-Z]{2}-))(?P<slug>[^\s\x00-\x1f].*)"
)
_DATED = re.compile(r" (?P<date>\d{1,2}-\d{1,2})(?: {1,9}(?P<words>\d{1,5}))?$")
_START = re.compile(
    rb"(?:(?<!\x05)\x05{1,9}[^\r\n\x01\x05]{0,40}\r?\n)?\x16{0,8}\x01{1,4}(?=[A-Za-z]{0,4}\d{2,5}[\x1f\w-])"
    rb"|[\x16\x04]\x01"
)
_BARE_START = re.compile(
    rb"(?<=\n)[A-Za-z]\d{4}[\w-]{2,20} {0,9}\r?\n(?=[A-Za-z] [a-z]{1,3}[\x11-\x14 ]{0,6}[A-Z]{2}-)"
)
#: AP, Filing the Wire: flash, bulletin, urgent, regular, deferred, ordinary, weekday advance, weekend advance.
PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "z": 6, "a": 7, "s": 8}

_STAMP = re.compile(
    r"(?:[A-Z]{1,5}-){0,3}(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d) {1,4}(?P<clock>\d{4})(?P<zone>[A-Z]{1,4})?<?$"
)
#: The same in other agencies' order, which does not say in what zone it counts.
_TRAILER = re.compile(rf"{_STAMP.pattern}|[A-Z]{{2,5}}-\d\d:\d\d(?:-\d\d){{3}}$")
_VERSION = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)[ -]?ld\b.*|\bwrite-?(?:thru|through)\b.*)$", re.I)
_ADD = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[ -]?add\b", re.I)
_TAKES = re.compile(r"\b(\d{1,2}) ?takes\b", re.I)
#: What stands before a keyword, cycle and section, and the word count after it.
_CYCLE = re.compile(r"(?:AM|PM|BC|AP)-+(?:[A-Z]{2,3}--)?", re.I)
_COUNT = re.compile(r",\s?\d{1,5}$")


class _Header(NamedTuple):
    """What the two lines state, and where the story begins."""

    told: dict[str, str]
    begin: int
    tabular: bool


def detect(head: bytes) -> bool:
    """By the two lines of the header."""
    return _header(head.decode("latin-1")) is not None


def split(body: bytes) -> list[bytes]:
    """From each header to the next."""
    return cut(body, _START if b"\x01" in body else _BARE_START)


def parse(body: bytes) -> Envelope:
    """The story is what STX and ETX frame, or what follows the header. Raises BinaryReport, EmptyReport."""
    raw, encoding = text_of(body)
    header = _header(raw)
    if header is None:
        return Envelope(raw, encoding, NAME, (Block(0, len(raw)),))
    stop = next((at for mark in "\x03\x04" if (at := raw.find(mark, header.begin)) >= 0), len(raw))
    story = list(lines(raw, header.begin, stop))
    after = list(lines(raw, max(stop, len(raw) - 4000), len(raw)))
    trailer = next((each for each in [*after[:3], *story[-1:]] if _TRAILER.match(each.text)), None)
    if story and trailer == story[-1]:
        stop = story.pop().start
    parts = tuple(blocks(story, stop, header.told.get("slug", ""), tabular=header.tabular)) or (Block(stop, stop),)
    return Envelope(raw, encoding, NAME, parts, _fields(header.told, trailer, story))


def _header(raw: str) -> _Header | None:
    """The two lines: after SOH with US and STX, or, where one of these was lost, by a second line with its date."""
    found = _FIRST.search(raw, 0, _HEAD) or _BARE_FIRST.match(raw)
    if found is None:
        return None
    limit = min(len(raw), found.end() + _LONGEST)
    stx = raw.find("\x02", found.end(), limit)
    second = next(lines(raw, found.end("selector"), stx if stx >= 0 else limit), None)
    told, codes, dated = _second(second.text) if second else ({}, "", False)
    framed = stx >= 0 and "us" in found.groupdict() and bool(found["us"])
    if not (framed or dated) or (not framed and not told):
        return None
    parts = {name: found[name].strip() for name in ("service", "number", "selector")}
    begin = stx + 1 if framed else second.end if second else found.end()
    return _Header(parts | told, begin, "\x12" in codes)


def _second(line: str) -> tuple[dict[str, str], str, bool]:
    """(what it states, the codes in it, whether it has a date)."""
    line = line[:_LONGEST]
    dated = _DATED.search(line)
    found = _SECOND.match(line[: dated.start()] if dated else line)
    if found is None:
        return {}, "", False
    told = {"priority": found["priority"], "category": found["category"], "slug": found["slug"].rstrip()}
    stated = {name: words for name, words in (dated.groupdict() if dated else {}).items() if words}
    return told | stated, found["codes"] or "", dated is not None


def _fields(told: dict[str, str], trailer: Line | None, story: list[Line]) -> dict[str, Any]:
    """What the header, the keyword line and the stamp state."""
    stamp = _STAMP.match(trailer.text) if trailer else None
    keyword = next(heads(story[:3]), "")
    slug = told.get("slug") or keyword
    version = _VERSION.search(slug)
    header = {name: told[name] for name in ("service", "number", "selector", "date", "words") if told.get(name)}
    fields: dict[str, Any] = {
        "urgency": Urgency(raw=told["priority"], value=PRIORITIES.get(told["priority"].lower()))
        if "priority" in told
        else None,
        "category": told.get("category"),
        "slug": slug,
        "version": version[0].strip(" ,*-") if version else None,
        "keywords": _keywords(keyword or slug),
        "header": header
        | ({"keyword": keyword} if keyword else {})
        | ({"trailer": trailer.text.rstrip("<")} if trailer else {}),
        "take": _take(f"{slug} {keyword}", says_more(story)),
        "sent_at": moment(int(stamp["year"]), int(stamp["month"]), int(stamp["day"]), stamp["clock"], stamp["zone"])
        if stamp
        else None,
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _keywords(slug: str) -> list[str]:
    """The keyword without what stands before and after it."""
    slug = _COUNT.sub("", slug)
    found, version = _CYCLE.match(slug), _VERSION.search(slug)
    word = slug[found.end() if found else 0 : version.start() if version else None].strip(" ,*-")
    return [word] if word else []


def _take(slug: str, more: bool) -> Take | None:
    """Which part of a story it is: `1st Add` is its second, `2 Takes` the first of two."""
    add, takes = _ADD.search(slug), _TAKES.search(slug)
    if add:
        return Take(number=int(add[1]) + 1, more=more)
    if takes:
        return Take(number=1, more=int(takes[1]) > 1)
    return Take(more=True) if more else None
