"""RFC 822 e-mail as agencies send it, and files of several mails (mbox).

A mail's own text is a report with the subject as its headline. What is attached in a format that has a reader, as text
or as a mail is a report of its own, kept as the smallest mail that holds it; the fields that it does not state itself
are the mail's. Pictures and archives are not read: `header` names them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from shared.errors import BadReport
from workers.text import formats
from workers.text.formats._envelope import Envelope
from workers.text.formats._mail_content import Report, reports
from workers.text.formats._mail_head import ENVELOPE, FIELD, is_mail
from workers.text.formats._mail_parts import tree
from workers.text.formats._mail_story import encoding, known, name_of, story

NAME = "email"
RANK = 5

_MARK = b"\xef\xbb\xbf"
_NEXT = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))" + ENVELOPE.pattern)
_ESCAPED = re.compile(rb"(?m)^>(>{0,20}From )")
_KEPT = re.compile(
    rb"(?:from|sender|subject|date|keywords|list-id|content-language|importance|priority|x-priority|x-msmail-priority)$",
    re.I,
)
_LONGEST = 1_000


def detect(head: bytes) -> bool:
    """By the fields at the very beginning, or the line that a mailbox has before them."""
    start = head.removeprefix(_MARK).lstrip()
    line = ENVELOPE.match(start)
    return is_mail(start[line.end() :] if line else start)


def split(body: bytes) -> list[bytes]:
    """Each report as a mail of its own. Raises BadReport; of several mails one that cannot be read stays as it is."""
    mails = list(_mails(body))
    found: list[bytes] = []
    for each in mails:
        try:
            held = reports(tree(each))
        except BadReport:
            if len(mails) == 1:
                raise
            held = []
        found += [_alone(report) for report in held] if len(held) > 1 else [each]
    return found


def parse(body: bytes) -> Envelope:
    """The first report. Raises BadReport."""
    report = reports(tree(next(_mails(body))))[0]
    fields = known(report)
    if report.document is None or report.document.text:
        return story(report).envelope(NAME, encoding(report), fields)
    inner = formats.read(report.document.body, report.document.format)
    header = fields["header"] | dict(inner.fields.get("header", {}))
    stated = {name: value for name, value in fields.items() if value} | dict(inner.fields) | {"header": header}
    return replace(inner, fields=stated)


def _mails(body: bytes) -> Iterator[bytes]:
    """The mails in a file."""
    start = body.removeprefix(_MARK).lstrip()
    if not ENVELOPE.match(start):
        yield start
        return
    lines = [each.span() for each in _NEXT.finditer(start)]
    for (_, begin), (end, _) in pairwise([*lines, (len(start), 0)]):
        yield _ESCAPED.sub(rb"\1", start[begin:end])


def _alone(report: Report) -> bytes:
    """The smallest mail that holds this report."""
    kept = [found[0] for found in FIELD.finditer(report.mail.head) if _KEPT.match(found[1])]
    lines = [b"MIME-Version: 1.0", *(b" ".join(each[:_LONGEST].split()) for each in kept)]
    name = name_of(report)
    if name:
        lines.append(b"Message-ID: <" + name.encode("utf-8", "replace") + b">")
    if report.note:
        lines.append(b"Comments: " + " ".join(report.note.split()).encode("utf-8", "replace")[:_LONGEST])
    return b"\n".join(lines) + b"\n" + _content(report)


def _content(report: Report) -> bytes:
    if report.document:
        told = report.document.part.content_fields()
        kept = [line for line in told if not line.lower().startswith(b"content-transfer-encoding")]
        return b"".join(kept) + b"\n" + report.document.body
    parts = [each.part.bare() for each in report.texts]
    if len(parts) == 1:
        return parts[0]
    boundary = hashlib.sha256(b"".join(parts)).hexdigest()[:40].encode()
    rows = b"".join(b"\n--" + boundary + b"\n" + each for each in parts)
    return b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\n' + rows + b"\n--" + boundary + b"--\n"
