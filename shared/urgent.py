"""A peek at a report's first lines: does it jump the queue? Finding out exactly is normalize's business."""

from __future__ import annotations

import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header

#: Flash, bulletin and urgent, as agencies mark them (IPTC 7901 priorities 1 and 2, ANPA 1312 f, b and u).
_MARK = rb"\W{0,3}(?:\d(?:ST|ND|RD|TH)? ?)?(?:FLASH|BULLETIN|SNAP|ALERT|URGENT|NEWSALERT)\b"
_LABEL = re.compile(rb"(?m)^" + _MARK)
#: ANPA 1312: SOH service US selector, next line the priority. IPTC 7901: SOH service and number, the priority.
_SERVICE_LINE = re.compile(rb"\x01(?:\w{1,8}\x1f[^\n]{0,20}\n[fbu] |\w{1,10} [12] )")
_URGENCY = re.compile(rb"""<urgency>\s*[12]\s*<|ed-urg="[12]"|"urgency"\s*:\s*[12]\b""")
_HEAD = 2048
#: In a mail, which begins with a field, the subject and the mailer's highest priority count. Lists and mailers put
#: words before a subject (`[newsdesk]`, `Fwd:`), and many fields may come first.
_FIELD = re.compile(rb"[\s\xef\xbb\xbf]{0,40}(?:From |[A-Za-z][\w-]{1,60}:)")
_SUBJECT = re.compile(rb"(?im)^Subject:((?:[^\r\n]|\r?\n[ \t]){1,400})")
_LABELLED = re.compile(rb"(?:^|[\[\]:])" + _MARK)
_PRIORITY = re.compile(rb"(?im)^(?:X-Priority:[ \t]*1\b|Priority:[ \t]*urgent\b)")
_MAIL_HEAD = 16_384


def is_urgent(body: bytes) -> bool:
    """Whether the first bytes carry a mark of the highest urgencies: 2,048 of them, of a mail more."""
    head = body[:_HEAD]
    if _LABEL.search(head[:400]) or _SERVICE_LINE.search(head[:200]) or _URGENCY.search(head):
        return True
    return _FIELD.match(head) is not None and _is_urgent_mail(body[:_MAIL_HEAD])


def _is_urgent_mail(head: bytes) -> bool:
    fields = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    subject = _SUBJECT.search(fields)
    return bool(_PRIORITY.search(fields) or (subject and _LABELLED.search(_plain(subject[1]))))


def _plain(subject: bytes) -> bytes:
    text = " ".join(subject.decode("latin-1").split())
    with suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return text.encode("utf-8", "replace")
