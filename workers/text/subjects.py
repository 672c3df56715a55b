"""Subjects that feeds name: the IPTC's Media Topics are told alike, however a feed writes them."""

from __future__ import annotations

import re

from shared.records import Subject

MEDIA_TOPICS = "medtop"
_ADDRESS = r"https?://cv\.iptc\.org/newscodes/mediatopics?"
_CODE = re.compile(rf"(?P<scheme>{MEDIA_TOPICS}:|{_ADDRESS}/)?(?P<code>\d{{8}})/?", re.I | re.A)
_SCHEME = re.compile(rf"{MEDIA_TOPICS}|(?:IPTC[ -]?)?media[ -]?topics?|{_ADDRESS}/?", re.I)


def uniform(subject: Subject) -> Subject:
    """The subject; of a Media Topic its scheme is `medtop` and its code the eight figures alone."""
    found = _CODE.fullmatch(subject.code or "")
    if found and (found["scheme"] or _SCHEME.fullmatch(subject.scheme or "")):
        return subject.model_copy(update={"scheme": MEDIA_TOPICS, "code": found["code"]})
    return subject
