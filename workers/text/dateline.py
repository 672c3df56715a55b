"""The dateline at the start of the lead: places, region, date, credits, dash.

`PLACE (Agency) -`, `PLACE, Month D. /TASS/.`, `PLACE, Month D Agency -`, `Place, Month D (Agency)`,
`(ANSA) - PLACE, D MONTH -`, `Month D (Agency) -`, `PLACE, Region —`. The less there is of capitals, credit, date and
dash, the more the rest must be known.
"""

from __future__ import annotations

import re
from functools import cache

from shared.records import Dateline
from workers.text.agencies import is_agency, named
from workers.text.dateline_parts import Parts, begins_behind, readings
from workers.text.dates import Day, last_day, resolve
from workers.text.labels import labels
from workers.text.placenames import Places, opens, places, uncased
from workers.text.tables import words

_LOOK = 220
_STARS = re.compile(r"[*+]+\s*")
#: The last of what stands in brackets: of two, or where it looks like an agency, it is the credit.
_CREDITED = re.compile(r"(?P<region>\([^()]{2,60}\)\s*)?\((?P<credit>[^()]{2,60})\)$")
_ACRONYM = re.compile(r"[A-Z]{2,6}$")
#: A lead is longer than a headline.
_SHORTEST_LEAD = 80
#: A place that nobody knows has two words, or one longer than acronyms are.
_LONGEST_ACRONYM = 5


def dateline(
    text: str, start: int, end: int, received_at: int, *, headline: bool = True, byline: bool = False
) -> Dateline | None:
    """The dateline with which the paragraph `text[start:end]` begins; None when it has none.

    Args:
        received_at: milliseconds; datelines leave the year out.
        headline: there is one before this paragraph.
        byline: and a byline is right before it.
    """
    stars = _STARS.match(text, start, end)
    at = stars.end() if stars else start
    window = text[at : min(end, at + _LOOK)]
    likely = [each for each in readings(window) if _is_dateline(each, window, headline=headline, byline=byline)]
    best = next((each for each in likely if each.credits or each.day), next(iter(likely), None))
    return best and _made(best.places, best.day, best.credits, start, at + best.end, received_at)


def places_line(text: str, start: int, end: int, received_at: int) -> Dateline | None:
    """A line that its format calls a dateline: places in any letters, and perhaps a date and a credit."""
    line = text[start : min(end, start + _LOOK)].strip(" -–—:")
    credited = _CREDITED.search(line)
    credits = named(credited["credit"]) if credited else []
    if credited and (all(map(is_agency, credits)) or any(map(_is_like_agency, credits)) or credited["region"]):
        line = line[: credited.start("credit") - 1].rstrip()
    else:
        credits = []
    day = last_day(line)
    head = (line[: day.start] if day else line).strip(" ,")
    found = None if is_agency(head) else places(head) or uncased(head)
    return _made(found, day, credits, start, end, received_at) if found else None


def glued(text: str, start: int, end: int) -> int | None:
    """Where in a line a dateline begins that has lost the break between the headline and itself."""
    line = text[start : min(end, start + 2 * _LOOK)]
    at = begins_behind(line)
    return start + at if at and not opens(line[:at].rsplit(maxsplit=1)[-1]) else None


def _made(
    found: Places | None, day: Day | None, credits: list[str], start: int, end: int, received_at: int
) -> Dateline:
    date, inferred = resolve(day, received_at) if day else (None, False)
    names, region = (found.names, found.region) if found else ([], None)
    return Dateline(
        start=start, end=end, places=names, region=region, credits=credits, date=date, date_inferred=inferred
    )


def _is_dateline(parts: Parts, window: str, *, headline: bool, byline: bool) -> bool:
    rest, found = window[parts.end :].lstrip(), parts.places
    sure = parts.known and found is not None and found.shouted
    if rest[:1].islower() and not (parts.dash and (sure or (parts.dated and parts.day and parts.day.readings))):
        return False
    if found is None:
        return parts.known and bool(parts.dash)
    if found.shouted:
        return _is_shouted(parts, found, rest, headline=headline)
    if parts.known:
        return bool(parts.dash or parts.day or found.known or any(len(each) > 2 for each in parts.credits))
    if parts.day and parts.dash:
        return bool(parts.credits) or parts.dated
    return bool(parts.dash and parts.credits) and (byline or (found.known and any(map(_is_like_agency, parts.credits))))


def _is_shouted(parts: Parts, found: Places, rest: str, *, headline: bool) -> bool:
    """Whether it is one, its places being in capitals."""
    if rest and rest.upper() == rest and not (headline and parts.dash and (parts.known or parts.day)):
        return False  # all of it is a headline
    if parts.credits:
        return parts.known or bool(parts.dash or parts.day)
    if parts.day:
        return bool(parts.dash) and parts.dated
    if len(rest) < _SHORTEST_LEAD or labels(found.names[0], 0, len(found.names[0]))[0]:
        return False
    return (headline or rest.endswith(".")) if found.known else (headline and _is_likely(parts, found))


def _is_likely(parts: Parts, found: Places) -> bool:
    """Whether capitals before a dash are a place although nobody knows it."""
    long = any(" " in each or len(each) > _LONGEST_ACRONYM for each in found.names) and parts.dash[0].isspace()
    return parts.dash != ":" and found.strange and bool(long or found.region)


def _is_like_agency(credit: str) -> bool:
    return bool(_ACRONYM.match(credit)) or not _agency_words().isdisjoint(credit.lower().split())


@cache
def _agency_words() -> frozenset[str]:
    return frozenset(words("agency_words"))
