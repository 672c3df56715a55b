"""The parts of a mail, as a tree: multiparts cut at their boundaries, mails within mails opened.

The cutting is done here, since the standard parser's time grows with the depth; depth and number are bounded. Archives
are never unpacked. Mistakes forgiven: a boundary wrongly named, a last one missing, base64 that is none.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from functools import cached_property

from shared.errors import BadReport
from workers.text.binary import named
from workers.text.formats._mail_head import FIELD, cut, fields, is_mail, raw_bytes, words

_DEEPEST = 20
_MOST = 1_000
_MAILS = frozenset({"message/rfc822", "message/global", "message/news"})
_GUESS = re.compile(rb"(?:\A|(?<=\n))--(\S{1,200})[ \t]*\r?\n(?=Content-)", re.I)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_SPACED = re.compile(rb"[^\s=] [^\s=]")
_LOOK = 4096


@dataclass(frozen=True, eq=False)
class Part:
    """A mail or a part of one; `parts` are those of a multipart, or the mail that it holds."""

    head: bytes
    body: bytes
    fields: Message
    parts: tuple[Part, ...] = ()

    @property
    def type(self) -> str:
        """Its media type in small letters, `text/plain` where none is named."""
        return self.fields.get_content_type()

    @cached_property
    def data(self) -> bytes:
        """Its bytes, the transfer encoding undone."""
        return _data(self.fields, self.body)

    @cached_property
    def name(self) -> str | None:
        """The name of its file."""
        try:
            told = self.fields.get_filename()
        except (ValueError, LookupError, TypeError):  # a name in pieces that do not fit
            return None
        return re.split(r"[/\\]", words(told))[-1][:200] or None

    @property
    def attached(self) -> bool:
        """Whether it is a file beside the text."""
        return self.fields.get_content_disposition() == "attachment" or self.name is not None

    def parameter(self, name: str) -> str | None:
        """A parameter of its media type."""
        told = self.fields.get_param(name)
        return told if isinstance(told, str) else None

    def describe(self) -> str:
        """What it is, for people."""
        what = named(self.data) or self.type
        return f"{self.name} ({what})" if self.name else what

    def content_fields(self) -> list[bytes]:
        """The lines of its head that say what its content is."""
        kept = [found for found in FIELD.finditer(self.head) if found[1].lower().startswith(b"content-")]
        return [found[0].rstrip(b"\r\n") + b"\n" for found in kept]

    def bare(self) -> bytes:
        """The part without the other fields of its head."""
        return b"".join(self.content_fields()) + b"\n" + self.body


def tree(raw: bytes) -> Part:
    """A mail with all its parts. Raises BadReport when they are too many or too deep."""
    return _tree(raw, "text/plain", 0, iter(range(_MOST)))


def _tree(raw: bytes, default: str, depth: int, room: Iterator[int]) -> Part:
    if depth > _DEEPEST:
        raise BadReport(f"its parts are nested more than {_DEEPEST} deep")
    if next(room, None) is None:
        raise BadReport(f"it has more than {_MOST:,} parts")
    head, body = cut(raw)
    told = fields(head)
    told.set_default_type(default)
    inside: list[tuple[bytes, str]] = []
    kind = told.get_content_type()
    if kind.startswith("multipart/"):
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        inside = [(each, inner) for each in _cut(body, told, room_for=_MOST)]
    elif kind in _MAILS or (_is_file(told) and is_mail(_data(told, body[:_LOOK]).lstrip())):
        inside = [(_data(told, body).lstrip(), "text/plain")]
    return Part(head, body, told, tuple(_tree(each, inner, depth + 1, room) for each, inner in inside))


def _is_file(told: Message) -> bool:
    return told.get_content_type() == "application/octet-stream" or told.get_content_disposition() == "attachment"


def _cut(body: bytes, told: Message, *, room_for: int) -> list[bytes]:
    """What stands between the boundaries; none where there are none."""
    boundary = raw_bytes(told.get_boundary() or "")
    if not boundary or b"--" + boundary not in body:
        guess = _GUESS.search(body)
        if guess is None:
            return []
        boundary = guess[1]
    line = re.compile(rb"(?:\A|(?<=[\r\n]))--" + re.escape(boundary) + rb"(--)?+[ \t]*+(?:\r\n|\n|\r|\Z)")
    found: list[bytes] = []
    begin = -1
    for each in line.finditer(body):
        if begin >= 0:
            found.append(re.sub(rb"(?:\r\n|\n|\r)\Z", b"", body[begin : each.start()]))
        begin = each.end()
        if each[1]:
            return found or [b""]
        if len(found) > room_for:
            break
    return [*found, body[begin:]] if begin >= 0 else found


def _data(told: Message, body: bytes) -> bytes:
    way = str(told.get("content-transfer-encoding", "")).partition(";")[0].strip().lower()
    if way == "quoted-printable":
        return binascii.a2b_qp(body)
    if way != "base64":
        return body
    encoded = body.partition(b"=")[0]
    if _SPACED.search(encoded, 0, _LOOK):
        return body  # it was not encoded, whatever its head says
    letters = _NO_BASE64.sub(b"", encoded)
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"===")
