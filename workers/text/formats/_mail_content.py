"""Which reports a mail holds: its own text, the documents attached to it, the mails within it.

Of alternatives the plain text is taken when it tells as much as the HTML. A short text without a dateline beside
attached reports is a note about them. A document in a format of its own is read by the reader of that format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.errors import BadReport, EmptyReport
from workers.text import formats
from workers.text.decode import decode
from workers.text.formats import _mail_text, html
from workers.text.formats._mail_head import words
from workers.text.formats._mail_parts import Part
from workers.text.formats._mail_text import Chunk
from workers.text.formats._mail_words import subject

_ENCRYPTED = {
    "multipart/encrypted": "it is encrypted (OpenPGP), and there is no key",
    "application/pkcs7-mime": "it is encrypted or sealed (S/MIME), and there is no key",
    "application/x-pkcs7-mime": "it is encrypted or sealed (S/MIME), and there is no key",
}
_ARMOUR = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
#: Of no interest to readers.
_SILENT = frozenset({
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys",
    "text/css", "text/x-amp-html", "text/watch-html", "text/rfc822-headers", "message/delivery-status",
    "message/disposition-notification",
})  # fmt: skip
_NO_STORY = re.compile(
    r"(?:image|audio|video|font|model)/|text/(?:calendar|(?:x-)?vcard|directory|rtf|csv)$|message/|application/rtf$"
)
_MOST = 1_000
_WORD = re.compile(r"\w{2,}")


class Text(NamedTuple):
    """A part that is text, decoded."""

    part: Part
    text: str
    encoding: str
    html: bool

    def chunks(self) -> list[Chunk]:
        """Its paragraphs."""
        if self.html:
            return _mail_text.of_html(self.text)
        lines = self.text.replace("\r\n", "\n").replace("\r", "\n")
        if (self.part.parameter("format") or "").lower() == "flowed":
            joined = (self.part.parameter("delsp") or "").lower() == "yes"
            lines = _mail_text.unflowed(lines, joined=joined)
        return _mail_text.of_plain(lines)


class Document(NamedTuple):
    """A report that was attached. `text`: it is plain text, or in the format of that name."""

    part: Part
    body: bytes
    format: str
    text: Text | None = None


@dataclass
class _Content:
    texts: list[Text] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    mails: list[Part] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)


class Report(NamedTuple):
    """One report in a mail: its own texts, or one document. `number`: its place in the mail, from 1."""

    mail: Part
    number: int
    texts: Sequence[Text] = ()
    document: Document | None = None
    note: str = ""
    unread: Sequence[str] = ()

    def chunks(self) -> list[Chunk]:
        """The paragraphs of its texts, with their kinds."""
        if self.document and self.document.text:
            return _mail_text.told(self.document.text.chunks(), None)
        _, sent = subject(words(self.mail.fields.get("subject")))
        return _mail_text.told([chunk for each in self.texts for chunk in each.chunks()], sent)


def reports(mail: Part, note: str = "") -> list[Report]:
    """The reports in a mail, at least one. Raises BadReport with the reason where there is none."""
    found = _Content()
    _gather(mail, found)
    if not (found.documents or found.mails or found.unread or found.locked):
        if not found.texts and not words(mail.fields.get("subject")):
            raise EmptyReport("it holds no text")
        return [Report(mail, 1, found.texts, note=note)]
    own = Report(mail, 1, found.texts, note=note, unread=found.unread)
    story = _mail_text.story_of(own.chunks())
    made: list[Report] = []
    if story and not ((found.documents or found.mails) and _mail_text.is_note(story)):
        made.append(own)
    else:
        note = " ".join(" ".join([note, *story]).split())
    for each in found.documents:
        made.append(own._replace(number=len(made) + 1, texts=(), document=each, note=note))
    refused = _reason(found)
    for inner in found.mails:
        try:
            made += reports(inner, note)
        except BadReport as error:
            refused = error
    if not made:
        raise refused
    return made


def _reason(found: _Content) -> BadReport:
    if found.locked:
        return BadReport(found.locked[0])
    return EmptyReport("it holds no text" + (f"; not read: {', '.join(found.unread[:10])}" if found.unread else ""))


def _gather(part: Part, found: _Content) -> None:
    kind = part.type
    if kind in _ENCRYPTED:
        found.locked.append(_ENCRYPTED[kind])
    elif kind == "multipart/alternative" and part.parts:
        _choose(part, found)
    elif kind == "multipart/signed" and part.parts:
        _gather(part.parts[0], found)
    elif kind.startswith("multipart/") and part.parts:
        for each in part.parts:
            _gather(each, found)
    elif part.parts:
        found.mails += part.parts
    elif _NO_STORY.match(kind):
        found.unread.append(part.describe())
    elif kind not in _SILENT and part.data.strip():
        try:
            _read(part, found)
        except BadReport as error:
            found.unread.append(f"{part.describe()}: {error}")
    if len(found.documents) > _MOST:
        raise BadReport(f"it holds more than {_MOST:,} reports")


def _choose(part: Part, found: _Content) -> None:
    """The texts of one alternative; what is attached to any."""
    branches = [_Content() for _ in part.parts]
    for each, branch in zip(part.parts, branches, strict=True):
        _gather(each, branch)
        found.documents += branch.documents
        found.mails += branch.mails
        found.unread += branch.unread
        found.locked += branch.locked
    told = [branch.texts for branch in branches if branch.texts]
    plain = next((each for each in told if not any(text.html for text in each)), None)
    rich = next((each for each in reversed(told) if any(text.html for text in each)), None)
    if plain and rich:
        there = _vocabulary(rich)
        found.texts += plain if 2 * len(there & _vocabulary(plain)) >= len(there) else rich
    else:
        found.texts += plain or rich or []


def _vocabulary(texts: list[Text]) -> set[str]:
    return {word for each in texts for chunk in each.chunks() for word in _WORD.findall(chunk.text.lower())}


def _read(part: Part, found: _Content) -> None:
    """Text of the mail's own, or documents. Raises BadReport when it is neither."""
    charset = part.parameter("charset")
    written = part.type.startswith(("text/", "multipart/"))
    if part.type == "text/html" and not part.attached:
        found.texts.append(Text(part, *html.decoded(part.data, charset), html=True))
        return
    name = formats.detect(part.data)
    if name not in ("plain", "email"):
        if name == "html" and written and not part.attached:
            found.texts.append(Text(part, *html.decoded(part.data, charset), html=True))
        else:
            found.documents += [Document(part, each, name) for each in formats.split(part.data)[1]]
        return
    if not written and part.type != "application/octet-stream":
        found.unread.append(part.describe())
        return
    read = Text(part, *decode(part.data, charset), html=False)
    if _ARMOUR.match(read.text):
        found.locked.append(_ENCRYPTED["multipart/encrypted"])
    elif not part.attached:
        found.texts.append(read)
    elif _mail_text.story_of(_mail_text.told(read.chunks(), None)):
        found.documents.append(Document(part, part.data, name, read))
