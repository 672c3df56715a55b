"""A report in a mail as a story with fields: the subject is its headline unless its text has one of its own."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from shared.records import SegmentKind, Urgency
from workers.text.dateline import dateline
from workers.text.formats import _declared
from workers.text.formats._envelope import Story
from workers.text.formats._feed_dates import moment
from workers.text.formats._mail_content import Report
from workers.text.formats._mail_head import words
from workers.text.formats._mail_text import Chunk
from workers.text.formats._mail_words import subject
from workers.text.heading import is_heading
from workers.text.labels import URGENCY, labels

_SLUG = re.compile(r"\S{2,80}/$|(?:BC|AM|PM)-[A-Z]")
_SENTENCE = re.compile(r"[.!?…][\"”»'’)]*\s*\Z")
_CUT = re.compile(r"\s*(?:…|\.{3})\Z")
_ID = re.compile(r"<([^<>\s]{1,400})>")
#: A dateline is looked for in so many paragraphs.
_BEFORE = 6
_LONGEST_HEADLINE = 300
#: How urgent, by what mailers write. Of the five steps of X-Priority 1 is the highest and 3 normal; readers take 1 and
#: 2 for high, 4 and 5 for low (MS-OXCMAIL 2.2.3.2.5; RFC 2156 has the words). IPTC: 1 most urgent, 5 normal, 8 least.
_PRIORITIES = {
    "1": 1, "2": 3, "3": 5, "4": 7, "5": 8, "highest": 1, "high": 3, "urgent": 3, "normal": 5, "low": 7,
    "non-urgent": 7, "lowest": 8,
}  # fmt: skip
_PRIORITY_FIELDS = ("x-priority", "priority", "importance", "x-msmail-priority")


def story(report: Report) -> Story:
    """Headline and text, the headline told once."""
    headline, chunks = _told(report)
    made = Story()
    made.add(headline, None if _SLUG.match(headline) else "headline")
    for kind, run in groupby(chunks, key=lambda each: each.kind):
        texts = [each.text for each in run]
        for text in ["\n\n".join(texts)] if kind is None else texts:
            made.add(text, kind)
    return made


def encoding(report: Report) -> str:
    """Of its first text."""
    texts = [report.document.text] if report.document and report.document.text else report.texts
    return texts[0].encoding if texts else "utf-8"


def name_of(report: Report) -> str | None:
    """The mail's id, with the report's number where it is not the first."""
    found = _ID.search(_field(report, "message-id"))
    return f"{found[1]}#{report.number}" if found and report.number > 1 else found[1] if found else None


def known(report: Report) -> dict[str, Any]:
    """The fields that the mail states."""
    part = report.document.part if report.document else report.mail
    header = {
        "from": _field(report, "from") or _field(report, "sender"),
        "subject": _field(report, "subject"),
        "list": _field(report, "list-id"),
        "note": report.note or _field(report, "comments"),
        "file": (report.document and part.name) or "",
        "not_read": ", ".join(report.unread[:20]),
    }
    tongue = words(part.fields.get("content-language")) or _field(report, "content-language")
    return {
        "guid": name_of(report),
        "sent_at": moment(_field(report, "date")),
        "keywords": list(dict.fromkeys(filter(None, map(str.strip, re.split("[,;]", _field(report, "keywords")))))),
        "language": _declared.language(tongue.partition(",")[0]),
        "urgency": _urgency(report),
        "header": {name: value for name, value in header.items() if value},
    }


def _field(report: Report, name: str) -> str:
    return ", ".join(filter(None, map(words, report.mail.fields.get_all(name, []))))


def _urgency(report: Report) -> Urgency | None:
    """What a label in the subject says, or else what the mailer says."""
    title, _ = subject(_field(report, "subject"))
    for each in labels(title, 0, len(title))[0]:
        if each.label in URGENCY:
            return Urgency(raw=each.label, value=URGENCY[each.label])
    for name in _PRIORITY_FIELDS:
        raw = words(report.mail.fields.get(name))
        value = _PRIORITIES.get(raw.lower().partition(" ")[0].strip("();"))
        if value:
            return Urgency(raw=raw, value=value)
    return None


def _told(report: Report) -> tuple[str, list[Chunk]]:
    title, _ = subject(words(report.mail.fields.get("subject")))
    chunks = report.chunks()
    if not title or _SLUG.match(title):
        return title, chunks
    if report.document and len(chunks) > 1 and _is_headline(next(each.text for each in chunks if each.kind is None)):
        return "", chunks
    return _once(title, chunks)


def _is_headline(text: str) -> bool:
    return not (_SENTENCE.search(text) or is_heading(" ".join(text.split())) or dateline(text, 0, len(text), 0))


def _once(title: str, chunks: list[Chunk]) -> tuple[str, list[Chunk]]:
    """(headline, paragraphs): where the text begins with the headline too, the fuller one is told."""
    first = next((at for at, each in enumerate(chunks) if each.kind in (None, "crosshead")), None)
    if first is not None:
        line, _, rest = chunks[first].text.partition("\n")
        whole = " ".join(chunks[first].text.split())
        for words, left in ((whole, ""), (line.strip(), rest)):
            if len(words) <= _LONGEST_HEADLINE and _same(title, words):
                title = max(_CUT.sub("", title), words, key=len)
                chunks = [*chunks[:first], *([chunks[first]._replace(text=left)] if left else []), *chunks[first + 1 :]]
                break
    return title, _led(chunks)


def _same(title: str, words: str) -> bool:
    cut = _CUT.search(title)
    one, other = _folded(title), _folded(words)
    return bool(one) and (one == other or (cut is not None and len(one) > 10 and other.startswith(one)))


def _folded(headline: str) -> str:
    """Its letters and digits, without the labels."""
    begin = labels(headline, 0, len(headline))[1]
    return "".join(filter(str.isalnum, headline[begin:].casefold()))


def _led(chunks: list[Chunk]) -> list[Chunk]:
    """What stands between the subject and the dateline: another headline, or a note."""
    open_ = [at for at, each in enumerate(chunks) if each.kind in (None, "crosshead")][:_BEFORE]
    lead = next((at for at in open_ if dateline(chunks[at].text, 0, len(chunks[at].text), 0)), 0)
    return [
        each._replace(kind=_before(each.text)) if at < lead and at in open_ else each for at, each in enumerate(chunks)
    ]


def _before(text: str) -> SegmentKind | None:
    if is_heading(" ".join(text.split())):
        return None
    return "advisory" if _SENTENCE.search(text) or len(text) > _LONGEST_HEADLINE else "headline"
