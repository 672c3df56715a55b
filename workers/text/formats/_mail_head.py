"""The head of a mail or of one of its parts: where it ends, whether it is a mail's, and what its fields say.

Fields are read by the standard parser, each cut to a length that none needs. Their words come in odd shapes: RFC 2047
in many encodings, broken off or wrongly named, several words that share a character, or bytes of no declared encoding.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32

from shared.errors import BadReport
from workers.text.decode import decode

_LONGEST = 4_000
#: More of a head than this is not read.
_MOST = 200_000
_END = rb"(?:\r\n|\n|\r|\Z)"
FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]{0,8}:([^\r\n]*" + _END + rb"(?:[ \t][^\r\n]*" + _END + rb")*+)")
_HEAD = re.compile(rb"(?:[!-9;-~]{1,76}[ \t]{0,8}:[^\r\n]*" + _END + rb"(?:[ \t][^\r\n]*" + _END + rb")*+)*+")
_SPACED = re.compile(rb"(?m)^([!-9;-~]{1,76})[ \t]{1,8}:")
_BLANK = re.compile(rb"[ \t]*(?:\r\n|\n|\r)")
#: The line that begins a mail in a file of several (mbox).
ENVELOPE = re.compile(rb"From [^\r\n]{3,300}\d\d:\d\d[^\r\n]{0,60}(?:\r\n|\n|\r)(?=[!-9;-~]{1,76}[ \t]{0,8}:)")
#: Fields that only mails have, by what must stand in them, and fields that notes have too.
_SURE = {
    b"message-id": rb"<[^<>\s]+>", b"mime-version": rb"\d", b"received": rb"\b(?:from|by)\b", b"return-path": rb"<",
    b"content-type": rb"[\w-]+/[\w-]", b"content-transfer-encoding": rb"\w", b"dkim-signature": rb"=",
    b"delivered-to": rb"@",
}  # fmt: skip
_ADDRESS = rb"\S@\S"
_LIKELY = {
    b"from": _ADDRESS, b"to": _ADDRESS, b"cc": _ADDRESS, b"sender": _ADDRESS, b"reply-to": _ADDRESS,
    b"date": rb"\d{1,2} [A-Za-z]{3} \d{2,4} \d\d:\d\d",
}  # fmt: skip
_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([BQ])\?(.*?)(?:\?=|$)", re.I | re.S)
_ESCAPED = re.compile(rb"=([0-9A-F]{2})", re.I)
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f]+")


class _Bounded(Compat32):
    """Fields as they stand, cut to a length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST]

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002
        return value


def is_mail(head: bytes) -> bool:
    """Whether these bytes begin with the fields of a mail: one that only mails have, or two that notes have too."""
    fields = [(found[1].lower(), found[2]) for found in FIELD.finditer(_HEAD.match(head)[0])]  # type: ignore[index]
    names = {name for name, _ in fields}
    sure = any(name in _SURE and re.search(_SURE[name], value, re.I) for name, value in fields)
    likely = {name for name, value in fields if name in _LIKELY and re.search(_LIKELY[name], value)}
    return len(names) > 1 and (sure or len(likely) > 1 or (bool(likely) and b"subject" in names))


def cut(raw: bytes) -> tuple[bytes, bytes]:
    """(head, body). A head without the blank line after it ends where its fields do."""
    found = _HEAD.match(raw)
    end = found.end() if found else 0
    blank = _BLANK.match(raw, end)
    return raw[:end], raw[blank.end() if blank else end :]


def fields(head: bytes) -> Message:
    """The fields of a head."""
    return BytesHeaderParser(policy=_Bounded()).parsebytes(_SPACED.sub(rb"\1:", head[:_MOST]))


def words(value: str | None) -> str:
    """A field's value on one line, its encoded words read."""
    parts: list[str] = []
    at = 0
    for charset, data, start, end in _runs(value or ""):
        between = (value or "")[at:start]
        parts += ["" if at and not between.strip() else _plain(between), _text(data, charset)]
        at = end
    parts.append(_plain((value or "")[at:]))
    return " ".join(_CONTROLS.sub(" ", "".join(parts)).split())


def raw_bytes(value: str) -> bytes:
    """The bytes of a value or parameter, which the standard parser hides in halves of surrogate pairs."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")


def _runs(value: str) -> Iterator[tuple[str, bytes, int, int]]:
    """(charset, bytes, start, end) of the encoded words; neighbours of one charset in one, as they share characters."""
    held: tuple[str, bytes, int, int] | None = None
    for found in _WORD.finditer(value):
        charset, data = found[1].lower(), (_base64 if found[2] in "Bb" else _quoted)(found[3])
        if held and held[0] == charset and not value[held[3] : found.start()].strip():
            held = (charset, held[1] + data, held[2], found.end())
            continue
        if held:
            yield held
        held = (charset, data, *found.span())
    if held:
        yield held


def _quoted(text: str) -> bytes:
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), raw_bytes(text.replace("_", " ")))


def _base64(text: str) -> bytes:
    letters = re.sub(r"[^A-Za-z0-9+/]", "", text)
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + "===")


def _plain(text: str) -> str:
    return text if text.isascii() else _text(raw_bytes(text), None)


def _text(data: bytes, charset: str | None) -> str:
    try:
        return decode(data, charset)[0]
    except BadReport:
        return data.decode("ascii", "replace")
