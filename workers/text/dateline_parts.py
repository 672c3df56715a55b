"""What datelines are made of, and the ways to read the beginning of a paragraph as one.

A dateline closes at a credit in brackets or slashes, or at a dash; what stands before must be places and a date, and
perhaps a bare agency. All ways are given; `dateline` judges which of them is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from workers.text.agencies import is_agency, named
from workers.text.dates import Day, last_day
from workers.text.placenames import Places, places

#: So many places where it may close are tried, behind at most so many words.
_MOST, _MOST_WORDS = 8, 20
_CREDIT = (
    r"(?:\((?P<round>[^()\n]{2,90})\)"
    r"|(?<!\w)/\s?(?P<slash>[^/()\n]{2,60}?)\s?/(?:\s(?P<dated>[^/()\n]{6,24})\s/)?)"
)
_AUTHOR = r"(?:,(?: [^\W\d_a-z][\w.'’-]{1,20}){1,4})?"
_CLOSING = re.compile(
    rf"{_CREDIT}(?:{_AUTHOR}(?P<dash>\s*(?:\.-|-{{1,3}}|[–—―_=:])|\s*[?\ufffd](?=\s))|[.,]?(?=\s|$))"
    r"|(?P<loose>\s(?:-{1,3}|[–_=?\ufffd])(?=\s|$)|\s*(?:—|―|--+)|\.-|:(?=\s))"
    r"|(?P<tight>\s-(?=\S)|(?<=\d)-(?=\s|$))"
    r"|(?P<stop>\.)(?=\s)"
)
_LEADING = re.compile(r"\((?P<credit>[^()\n]{2,40})\)(?:\s*[-–—]{1,2})?\s+")
_BARE = re.compile(r"(?:[,.]|(?<=\d))\s*(?P<name>[^\W\d_][\w.'-]{1,14}(?: [^\W\d_a-z][\w.'-]{1,14}){0,2})$")
_REGION = re.compile(r",\s[^\W\d_a-z][\w. ]{1,20}$")
_WORD = r"[A-ZÀ-ÖØ-Þ\ufffd][A-ZÀ-ÖØ-Þ\ufffd'’.-]+"
_CAPITALS = re.compile(rf"(?:(?<![A-ZÀ-ÖØ-Þ\ufffd'’.-])|(?<=[.!?\"”’])){_WORD}(?:[ /]{_WORD})*$")


class Parts(NamedTuple):
    """A dateline that closes at `end`; `dash` is what closes it, empty where a credit does."""

    places: Places | None
    day: Day | None
    credits: list[str]
    dash: str
    end: int

    @property
    def dated(self) -> bool:
        """Whether its date cannot be anything else."""
        return self.day is not None and not self.day.bare

    @property
    def known(self) -> bool:
        """Whether one of its credits is an agency that is known, or a service of it: `Reuters Health`."""
        return any(map(_is_agency_s, self.credits))


def readings(window: str) -> Iterator[Parts]:
    """All ways to read the beginning of a paragraph as a dateline."""
    leading = _LEADING.match(window)
    if leading and all(map(is_agency, named(leading["credit"]))):
        for each in readings(window[leading.end() :]):
            if each.places and each.dash and not each.credits and (each.day or each.places.shouted):
                yield each._replace(credits=named(leading["credit"]), end=each.end + leading.end())
    for tried, closing in enumerate(_CLOSING.finditer(window)):
        head = window[: closing.start()]
        if tried == _MOST or head.count(" ") > _MOST_WORDS:
            return
        if found := _read(head, closing):
            yield found


def _read(head: str, closing: re.Match[str]) -> Parts | None:
    credit = closing["round"] or closing["slash"]
    day = last_day(closing["dated"] or credit or "")
    if credit is None:
        head, credit = _bare(head)
        if closing["stop"] and not (credit and is_agency(credit)):
            return None
    elif day and not closing["dated"]:
        credit = credit[: day.start]
    if day is None:
        day = last_day(head)
        head = head[: day.start] if day else head
    head = head.strip(" ,-")
    found = places(head) if head else None
    if (head and not found) or (closing["tight"] and not day):
        return None
    dash = closing["dash"] or closing["loose"] or closing["tight"] or closing["stop"] or ""
    return Parts(found, day, named((credit or "").strip(" -–,")), dash, closing.end())


def _bare(head: str) -> tuple[str, str | None]:
    """The head without an agency that ends it, known or after a date, and the agency."""
    found = _BARE.search(head)
    if found is None:
        return head, None
    name, before = found["name"], head[: found.start("name")]
    sure = is_agency(name) and (len(name) > 3 or name.isupper())  # Pa. is no agency
    if sure or (" " not in name and name[0].isupper() and last_day(name) is None and last_day(before)):
        return before, name
    return head, None


def begins_behind(headline: str) -> int | None:
    """Where in a line a dateline in capitals begins that has lost the break between the headline and itself."""
    if "(" not in headline and "/" not in headline:
        return None
    for closing in _CLOSING.finditer(headline):
        credit = closing["round"] or closing["slash"]
        if credit and closing["dash"] and all(map(is_agency, named(credit))):
            head = headline[: closing.start()]
            day = last_day(head)
            head = _REGION.sub("", (head[: day.start] if day else head).rstrip(" ,"))
            run = _CAPITALS.search(head)
            before = head[: run.start()].split() if run else []
            return run.start() if run and len(before) > 1 and any(map(str.islower, before)) else None
    return None


def _is_agency_s(credit: str) -> bool:
    first, *rest = credit.split()
    return is_agency(credit) or (is_agency(first) and len(rest) < 3 and all(each[0].isupper() for each in rest))
