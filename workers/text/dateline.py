"""The dateline at the start of the lead: places, date, credits, dash.

The shapes are those of the agencies' style guides: `PLACE (Agency) -`, `PLACE, Month D (Agency) -`,
`PLACE, Month D. /TASS/.`, `PLACE, Month D Agency -`, `PLACE, Month D -`, `PLACE (Agency - D Month, YYYY)`,
`(Agency) - PLACE, Month D -`.
Without a credit or a date there is none. Mixed-case places need a credit and a dash, or an agency that is known.
"""

from __future__ import annotations

import re
from functools import cache

from shared.records import Dateline
from workers.text.dates import DATE, resolve
from workers.text.tables import rows

_LOOK = 200
_WORD = r"[^\W\d_][\w'’.\ufffd-]*"
_HEAD = rf"(?P<head>{_WORD}(?:[ ,/]{{1,3}}(?:\([^()\n]{{2,30}}\)|\[[^\[\]\n]{{2,30}}\]|[\w'’.\ufffd-]+)){{0,12}}?)"
_DASH = r"(?P<dash>\s*(?:\.-|--|[-–—_:?])(?=[\s<(\"'“A-Z]|$))"
_SHAPES = [
    re.compile(rf"{_HEAD},?\s*\((?P<credit>[^()\n]{{2,90}})\)(?:{_DASH}|(?P<bare>\.?:?(?=\s|$)))", re.I),
    re.compile(rf"{_HEAD}\.?,?\s*/(?P<credit>[^/\n]{{2,40}})/\.?{_DASH}?", re.I),
    re.compile(rf"{_HEAD}(?:\s?,\s*|\s+)(?P<date>{DATE}),?(?:\s+(?P<credit>[A-Z]\w{{1,12}}))?{_DASH}", re.I),
    re.compile(rf"\((?P<credit>[^()\n]{{2,40}})\)\s?[-–—]\s?{_HEAD}\s?,\s*(?P<date>{DATE}){_DASH}", re.I),
]
_STATED = re.compile(r"(?P<head>.*?\S)\s*\((?P<credit>[^()]{2,90})\)$", re.S)
_TAIL_DATE = re.compile(rf"(?:^|[ ,]+)(?P<date>{DATE})\.?$", re.I)
_CREDIT_DATE = re.compile(rf"^(?P<names>.*?)(?:\s+-\s+|,\s*)?(?P<date>{DATE})$", re.I)
_LONGEST_PLACE = 6
#: Small words inside places' names.
_SMALL = frozenset(word for row in rows("place_words") for word in row)


def dateline(text: str, start: int, end: int, received_at: int) -> Dateline | None:
    """The dateline with which the paragraph `text[start:end]` begins; None when it has none."""
    window = text[start : min(end, start + _LOOK)]
    for shape in _SHAPES:
        match = shape.match(window)
        if match and (found := _read(match, start, received_at)):
            return found
    return None


def stated(text: str, start: int, end: int, received_at: int) -> Dateline | None:
    """What a format says is the dateline, `text[start:end]`: here the places alone will do, in any letters."""
    found = dateline(text, start, end, received_at)
    words = text[start : min(end, start + _LOOK)].rstrip(" -–—_.:")
    if found is not None or not words:
        return found
    shape = _STATED.match(words)
    head, credit = (shape["head"], shape["credit"]) if shape else (words, None)
    inside = _TAIL_DATE.search(head)
    places, region = _places(head[: inside.start()] if inside else head)
    if not places or any(len(each.split()) > _LONGEST_PLACE or not each[0].isalpha() for each in places):
        return None
    day, inferred = resolve(inside["date"], received_at) if inside else (None, False)
    credits = [each for each in re.split(r"\s*/\s*", credit.strip(" -,")) if each] if credit else []
    return Dateline(
        start=start, end=end, places=places, region=region, credits=credits, date=day, date_inferred=inferred
    )


def _read(match: re.Match[str], start: int, received_at: int) -> Dateline | None:
    parts = match.groupdict()
    head, credit, words = parts["head"].strip(" ,."), parts["credit"], parts.get("date")
    inside = _TAIL_DATE.search(head)
    if words is None and inside:
        head, words = head[: inside.start()].strip(" ,."), inside["date"]
    in_credit = _CREDIT_DATE.match(credit) if credit and words is None else None
    if in_credit and credit:
        credit, words = in_credit["names"], in_credit["date"]
    credits = [each.strip() for each in re.split(r"\s*/\s*", credit.strip(" -,"))] if credit else []
    credits = [each for each in credits if each]
    places, region = _places(head)
    shouted = all(word.isupper() or word.lower() in _SMALL for word in re.split(r"[\s/]+", head.split(",")[0]))
    known = any(each.lower() in _agencies() for credit in credits for each in (credit, *credit.split()))
    if not places or not _plausible(places, shouted=shouted) or not (credits or words):
        return None
    dated = words is not None and not credits and parts.get("dash") is not None
    if (
        not shouted
        and not dated
        and not (known and (parts.get("dash") or parts.get("bare") is not None or "/" in match[0]))
    ):
        return None
    if shouted and not known and credits and not (parts.get("dash") or words):
        return None
    day, inferred = resolve(words, received_at) if words else (None, False)
    return Dateline(
        start=start,
        end=start + match.end(),
        places=places,
        region=region,
        credits=credits,
        date=day,
        date_inferred=inferred,
    )


def _places(head: str) -> tuple[list[str], str | None]:
    head = re.sub(r"[\[(]([^\])]*)[\])]", r", \1", head)
    first, *rest = [each.strip(" .") if "," not in each else each for each in re.split(r"\s*,\s*", head)]
    places = [each.strip() for each in re.split(r"\s*/\s*|\s+(?:and|und|et|y)\s+", first) if each.strip()]
    region = ", ".join(each for each in rest if each) or None
    return places, region


def _plausible(places: list[str], *, shouted: bool) -> bool:
    for place in places:
        words = place.split()
        if len(words) > (6 if shouted else 4):
            return False
        if not all(each[0].isupper() or each.lower() in _SMALL or each[0] == "\ufffd" for each in words):
            return False
    return True


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name.lower() for row in rows("agencies") for name in row)
