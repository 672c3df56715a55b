"""IPTC 7901, the text format of European agencies: one header line, keyword lines, the text, a time stamp.

SOH service number, priority, category, word count, words; keyword lines that end in `/`; STX headlines and notes, the
last of them ended by ` =`; text ETX DDhhmm zone month year EOT. dpa adds a notebook and a part that is not for
publication. Files whose control characters were lost are known by the form of the first line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Any

from shared.records import SegmentKind, Urgency
from workers.text.ending import is_signoff
from workers.text.formats._envelope import Block, Envelope
from workers.text.formats._frames import Line, block, cut, lines, moment, month_number, text_of
from workers.text.labels import labels

NAME = "iptc7901"
RANK = 11

_HEAD = (
    r"(?P<service>[A-Za-z]{1,5})[ ]?(?P<number>\d{2,6})[ ]{1,9}(?P<priority>\d)[ ]{1,9}(?P<category>[A-Za-z]{1,3})"
    r"[ ]{1,9}(?P<words>\d{1,5})(?P<optional>[ ][^\r\n\x02]{0,80})?(?=[\r\n\x02]|$)"
)
_FRAME = re.compile(rf"\x01[\s\x00]{{0,4}}{_HEAD}")
_BARE = re.compile(rf"\A[\s\x00-\x1f]{{0,40}}{_HEAD}")
_START = re.compile(rb"\x16{0,8}\x01{1,4}(?=[\s\x00]{0,4}[A-Za-z]{1,5} ?\d{2,6} )|[\x16\x04]\x01")
_BARE_START = re.compile(rb"(?<=\n)[a-z]{2,4}\d{3,6} \d [a-z]{1,3} {1,4}\d{1,5} [^\r\n]{0,40}\r?\n(?=\r?\n)")
_STAMP = re.compile(
    r"(?P<day>\d\d)(?P<clock>\d{4})[ ]*(?P<zone>[A-Z]{1,4})?[ ]+(?P<month>[^\W\d_]{3,9})\.?[ ]+(?P<year>\d{4}|\d\d)$",
    re.I,
)
_LABEL_LINE = re.compile(r"\d{1,2}(?:ST|ND|RD|TH)[ ](?:LEAD|LD|NET|ADD|TAKE)$", re.I)
_BYLINE = re.compile(r"(?:By|Von|Par|Por|De|Di|Van)[ ]\S.{1,90}$")
_NOTE = re.compile(r"\(?(?:Eds?|Editors?|Achtung|Attention|Note)\b|\(.*\)$", re.I)
_SECOND_TITLE = re.compile(r"(?:Utl|Untertitel)\.? ?:", re.I)
_NOTEBOOK = re.compile(r"#[ ]?(?:dpa[ -])?(?:Notebook|Notizblock)\b", re.I)
_PRIVATE = re.compile(
    r"(?:\*[ ]?){4}$|The following information is not (?:intended )?for publication|"
    r"Die folgenden Informationen sind nicht zur Ver", re.I
)  # fmt: skip
_MOST_HEADS = 12
#: Signatures and the repeated number are not looked for further from the end.
_LAST = 3
#: ISO 6937 (T.61): marks that stand before their letter, and letters that ISO 8859 has elsewhere.
_MARKED = re.compile(rb"[\xc1-\xc8\xca\xcb\xcd-\xcf][A-Za-z]")
_ABOVE = dict(
    zip(
        b"\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xca\xcb\xcd\xce\xcf",
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u0327\u030b\u0328\u030c",
        strict=True,
    )
)
_SINGLE = {
    **dict.fromkeys(range(0xA0, 0x100), "\ufffd"),
    **{each: chr(each) for each in b"\xa0\xa1\xa2\xa3\xa5\xa7\xab\xb0\xb1\xb2\xb3\xb5\xb6\xb7\xbb\xbc\xbd\xbe\xbf"},
    **dict(zip(b"\xa9\xaa\xb9\xba\xd0\xe1\xe8\xe9\xea\xf1\xf8\xf9\xfa\xfb", "‘“’”—ÆŁØŒæłøœß", strict=True)),
}


def detect(head: bytes) -> bool:
    """By the header line after SOH, or at the very beginning."""
    return _found(head.decode("latin-1")) is not None


def split(body: bytes) -> list[bytes]:
    """From each header to the next."""
    return cut(body, _START if b"\x01" in body else _BARE_START)


def parse(body: bytes) -> Envelope:
    """The story is what STX and ETX frame, or what follows the keyword lines. Raises BinaryReport, EmptyReport."""
    raw, encoding = _text(body)
    frame = _found(raw)
    if frame is None:
        return Envelope(raw, encoding, NAME, (Block(0, len(raw)),))
    stx = raw.find("\x02", frame.end())
    stop = _stop(raw, frame.end())
    story = list(lines(raw, frame.end(), stop))
    begin = stx + 1 if 0 <= stx < stop else next((a.end for a in story[:1] if _is_keyword(a, story)), frame.end())
    keywords = [each for each in story if each.end <= begin]
    story = [each for each in story if each.start >= begin]
    after = list(lines(raw, stop, min(len(raw), stop + 400)))
    trailer = next((each for each in [*after[:2], *story[-1:]] if _STAMP.match(each.text)), None)
    if trailer in story:
        story.remove(trailer)
    blocks = tuple(_blocks(story, frame["service"] + frame["number"])) or (Block(begin, stop),)
    return Envelope(raw, encoding, NAME, blocks, _fields(frame, keywords, trailer))


def _text(body: bytes) -> tuple[str, str]:
    """(text, encoding). ISO 6937 is certain where marks stand inside words, each before a letter that carries it."""
    marks = list(_MARKED.finditer(body))
    inside = any(body[each.start() - 1 : each.start()].islower() for each in marks)
    if not inside or re.search(rb"[\x80-\x9f]", body) or len(re.findall(rb"[\xc0-\xcf]", body)) != len(marks):
        return text_of(body)
    composed = [unicodedata.normalize("NFC", chr(each[0][1]) + _ABOVE[each[0][0]]) for each in marks]
    if any(len(each) > 1 for each in composed) or _utf8(body):
        return text_of(body)
    text_of(body)  # refuses what is no text
    parts, at = [], 0
    for found, letter in zip(marks, composed, strict=True):
        parts += [body[at : found.start()].decode("latin-1").translate(_SINGLE), letter]
        at = found.end()
    return "".join(parts) + body[at:].decode("latin-1").translate(_SINGLE), "iso6937"


def _utf8(body: bytes) -> bool:
    return "\ufffd" not in body.decode("utf-8", "replace")


def _found(text: str) -> re.Match[str] | None:
    return _FRAME.search(text) or _BARE.match(text)


def _stop(raw: str, begin: int) -> int:
    """A frame without ETX ends at EOT, one without either at the end."""
    ends = [at for mark in "\x03\x04" if (at := raw.find(mark, begin)) >= 0]
    return min(ends, default=len(raw))


def _is_keyword(first: Line, story: list[Line]) -> bool:
    """Whether the first line is a keyword line although no STX follows it."""
    return first.text.endswith("/") or any(each.text.endswith("=") for each in story[1:_MOST_HEADS])


def _fields(frame: re.Match[str], keywords: list[Line], trailer: Line | None) -> dict[str, Any]:
    """What the header, the keyword lines and the stamp state."""
    priority = frame["priority"]
    header = {name: words.strip() for name, words in frame.groupdict().items() if words and words.strip()}
    del header["priority"], header["category"]
    if trailer:
        header["trailer"] = trailer.text
    named = [each.text for each in keywords]
    if header.get("optional", "").endswith("/"):
        named.insert(0, header["optional"])
    told = [each.strip(" /") for each in named]
    fields: dict[str, Any] = {
        "urgency": Urgency(raw=priority, value=int(priority) or None),
        "category": frame["category"],
        "slug": " ".join(each for each in told if each) or None,
        "keywords": _keywords(named),
        "sent_at": _sent(trailer),
        "header": header,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _keywords(named: list[str]) -> list[str]:
    """The words between the strokes of the keyword lines."""
    return [word.strip() for line in named if "/" in line for word in line.split("/") if word.strip()]


def _sent(trailer: Line | None) -> str | None:
    stamp = _STAMP.match(trailer.text) if trailer else None
    month = month_number(stamp["month"]) if stamp else None
    if stamp is None or month is None:
        return None
    return moment(int(stamp["year"]), month, int(stamp["day"]), stamp["clock"], stamp["zone"])


def _blocks(story: list[Line], number: str) -> Iterator[Block]:
    """The heading lines, the text, and what follows it for editors only."""
    ends = next((at for at, each in enumerate(story[:_MOST_HEADS]) if each.text.endswith("=")), -1)
    heads, told = story[: ends + 1], story[ends + 1 :]
    yield from _heads(heads)
    marks: list[tuple[int, SegmentKind | None]] = [(0, None)]
    for at, each in enumerate(told):
        if _NOTEBOOK.match(each.text):
            marks.append((at, "advisory"))
        elif _PRIVATE.match(each.text):
            marks.append((at, "furniture"))
    last = list(takewhile(lambda each: each.text.startswith(number) or is_signoff(each.text), reversed(told[-_LAST:])))
    if last:
        marks.append((len(told) - len(last), "signoff"))
    marks.append((len(told), None))
    for (at, kind), (following, _) in pairwise(marks):
        if at < following:
            first = told[at]
            yield Block(first.start - len(first.indent), told[following - 1].end, kind)


def _heads(heads: list[Line]) -> Iterator[Block]:
    """Bylines and notes apart; what is left is the headline, in one with the labels above it."""
    held: list[Line] = []
    told = False
    for each in heads:
        line = each._replace(text=each.text.rstrip("= "))
        line = line._replace(end=line.start + len(line.text))
        kind: SegmentKind | None = (
            "byline" if told and _BYLINE.match(line.text) else "advisory" if _NOTE.match(line.text) else None
        )
        if kind is None and line.text:
            if _SECOND_TITLE.match(line.text):
                yield from _headline(held)
                held = []
            held.append(line)
            told = True
            continue
        yield from _headline(held)
        held = []
        if line.text:
            yield block(line, line, kind)
    yield from _headline(held)


def _headline(held: list[Line]) -> Iterator[Block]:
    """One paragraph with as many of the labels above it as can be told from the headline's own words."""
    count = next((at for at, each in enumerate(held) if not _is_label(each.text)), 0)
    while held:
        marks = " ".join(each.text for each in held[:count])
        words = " ".join(each.text for each in held)
        if not count or labels(words, 0, len(words))[1] > len(marks):
            yield block(held[0], held[-1], "headline")
            return
        yield block(held[0], held[0], "headline")
        held, count = held[1:], count - 1


def _is_label(words: str) -> bool:
    return _LABEL_LINE.match(words) is not None or (len(words) < 40 and labels(words, 0, len(words))[1] == len(words))
