"""Dates as feeds write them: RFC 822 in good and bad shape, ISO 8601, seconds since 1970."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

from workers.text.dates import instant
from workers.text.tables import rows

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d?)(:\d\d(?::\d\d)?)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?$", re.I)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")
_WORD = re.compile(r"[^\W\d_]+")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s.,-]+([^\W\d_]+)[\s.,-]+(\d{4}|\d\d)(?!\d)")
_MONTH_FIRST = re.compile(r"(?<!\w)([^\W\d_]+)[\s.]+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})[-./](\d{1,2})[-./](\d{1,2}))(?!\d)")
_CLOCK = re.compile(
    r"(?<!\d)([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?\s*(?:([ap])\.?m\.?(?!\w))?\s*(.*)$", re.I | re.S
)
_OFFSET = re.compile(r"(?:\(?(?:GMT|UTC|UT)\)?)?\s*([+-])(\d\d?):?(\d\d)?(?!\d)", re.I)
#: Hours from UTC. A name that two zones share (IST, CST outside RFC 822) is not guessed.
_ZONES = {
    "z": 0, "gmt": 0, "utc": 0, "ut": 0, "wet": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "bst": 1, "msk": 3, "jst": 9,
    "kst": 9, "hkt": 8, "sgt": 8, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip


def moment(words: str | None) -> str | None:
    """The instant in UTC; the date alone where no clock is told or its zone is not known; None when it is no date."""
    text = " ".join((words or "").split())[:100]
    if _EPOCH.match(text):
        return instant(datetime.fromtimestamp(int(text[:10]), UTC).isoformat())
    found = _ISO.match(text)
    if found:
        day, hour, rest, zone = found.groups()
        zone = (zone or "").upper()
        return instant(f"{day}T{hour.zfill(2)}{rest or ':00'}{zone + ':00' if len(zone) == 3 else zone}")
    return instant(text) or _spelled(text)


def _spelled(text: str) -> str | None:
    found = _FIGURES.search(text) or _DAY_FIRST.search(text) or _MONTH_FIRST.search(text)
    day = _day(found) if found else None
    if found is None or day is None:
        return None
    with suppress(ValueError, OverflowError):
        date = datetime(*day, tzinfo=UTC)
        clock = _CLOCK.search(text, found.end()) or _CLOCK.search(text[: found.start()])
        zone = _zone(clock[5]) if clock else None
        if clock is None or zone is None:
            return date.date().isoformat()
        hour = int(clock[1]) % 12 + (12 if clock[4].lower() == "p" else 0) if clock[4] else int(clock[1])
        told = date + timedelta(hours=hour, minutes=int(clock[2]), seconds=int(clock[3] or 0))
        return instant(told.replace(tzinfo=timezone(zone)).isoformat())
    return None


def _day(found: re.Match[str]) -> tuple[int, int, int] | None:
    """(year, month, day)"""
    if found.re is _FIGURES:
        day, month, year, *first = found.groups()
        return (int(year), int(month), int(day)) if year else (int(first[0]), int(first[1]), int(first[2]))
    name, day = (found[2], found[1]) if found.re is _DAY_FIRST else (found[1], found[2])
    number = _months().get(name.lower()) or _months().get(name.lower()[:3])
    year = int(found[3])
    return (year + (0 if len(found[3]) == 4 else 2000 if year < 70 else 1900), number, int(day)) if number else None


def _zone(text: str) -> timedelta | None:
    """What stands after the clock: nothing is taken for UTC, an unknown name for nothing."""
    offset = _OFFSET.match(text)
    if offset:
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return (span if offset[1] == "+" else -span) if span < timedelta(hours=24) else None
    name = _WORD.match(text.lstrip("( "))
    if name is None:
        return timedelta(0)
    hours = _ZONES.get(name[0].lower())
    return None if hours is None else timedelta(hours=hours)


@cache
def _months() -> dict[str, int]:
    return {name.lower(): number for number, names in enumerate(rows("months"), 1) for name in names}
