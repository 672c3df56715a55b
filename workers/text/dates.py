"""Dates as datelines and embargo lines write them, in the languages of data/months.txt and data/weekdays.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from workers.text.tables import rows

_MONTHS = {name: number for number, names in enumerate(rows("months"), 1) for name in names}
_WEEKDAYS = {name: number for number, names in enumerate(rows("weekdays")) for name in names}


def _either(names: list[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_MONTH, _DAY = _either(list(_MONTHS)), _either(list(_WEEKDAYS))
#: Weekdays that stand alone are written in full.
_FULL_DAY = _either([each for row in rows("weekdays") for each in row if not row[0].startswith(each) or each == row[0]])
#: Santo Domingo is no Sunday.
_NO_SANTO = r"(?<!santo )"
_NTH = r"(?:st|nd|rd|th|er|º|ª|°)?"
_DATE = re.compile(
    rf"(?<![\w./])(?:(?:{_NO_SANTO}(?P<weekday>{_DAY})\.?,?\s+)?(?:(?:le|den|the|ce)\s+)?(?:"
    rf"(?P<month1>{_MONTH})(?:\.\s*|\s+)(?P<day1>\d{{1,2}}){_NTH}(?:,?\s+(?P<year1>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}}){_NTH}\.?(?:\s+|-)(?:de\s+|d['’])?(?P<month2>{_MONTH})\b\.?(?:(?:,?\s+|-)(?:del?\s+)?(?P<year2>\d{{4}}))?"
    rf"|(?P<year3>\d{{4}})\.?\s+(?P<month3>{_MONTH})\s+(?P<day3>\d{{1,2}})\.?(?:,?\s+(?:{_DAY}))?"
    rf"|(?P<iso>(?P<year4>\d{{4}})-(?P<month4>\d\d)-(?P<day4>\d\d))"
    rf"|(?P<day5>\d{{1,2}})[./-](?P<month5>\d{{1,2}})[./-](?P<year5>\d{{4}}|\d\d)"
    rf"|(?P<day6>\d{{1,2}})[./](?P<month6>\d{{1,2}}))|{_NO_SANTO}(?P<alone>{_FULL_DAY}))(?![\w/])"
)
#: Dates at the end of words are not looked for further from it.
_LOOK = 60


class Day(NamedTuple):
    """A date as written, at `words[start:end]`. `bare`: two numbers, which may be no date at all."""

    start: int
    end: int
    year: int | None
    #: (month, day); two of them where numbers leave open which is which; none for a weekday.
    readings: tuple[tuple[int, int], ...]
    weekday: int | None
    bare: bool = False


def days(words: str) -> Iterator[Day]:
    """The dates in these words, those of two numbers left out."""
    return (each for each in _found(words) if not each.bare)


def last_day(words: str) -> Day | None:
    """The date that ends these words, but for a comma or a full stop."""
    words = words.rstrip(" ,.")
    begin = max(0, len(words) - _LOOK)
    found = list(_found(words[begin:]))
    if not found or found[-1].end + begin < len(words):
        return None
    return found[-1]._replace(start=found[-1].start + begin, end=len(words))


def _found(words: str) -> Iterator[Day]:
    lower = words.lower()
    for found in _DATE.finditer(lower if len(lower) == len(words) else words):
        parts = {name.rstrip("123456"): each for name, each in found.groupdict().items() if each is not None}
        weekday = parts.get("weekday") or parts.get("alone")
        year = int(parts["year"]) if "year" in parts else None
        if year is not None and year < 100:
            year += 2000
        yield Day(*found.span(), year, _readings(parts), _WEEKDAYS.get(weekday or ""), found["day6"] is not None)


def _readings(parts: dict[str, str]) -> tuple[tuple[int, int], ...]:
    if "day" not in parts:
        return ()
    month, day = parts["month"], int(parts["day"])
    if month in _MONTHS:
        return ((_MONTHS[month], day),)
    if "iso" in parts:
        return ((int(month), day),)
    return tuple(dict.fromkeys(((int(month), day), (day, int(month)))))


def resolve(day: Day, received_at: int) -> tuple[str | None, bool]:
    """(`YYYY-MM-DD`, inferred). What is missing is read as the nearest day before the receipt (ms)."""
    today = datetime.fromtimestamp(received_at / 1000, UTC).date()
    if not day.readings:
        back = (today.weekday() - (day.weekday or 0)) % 7
        return (today - timedelta(days=back)).isoformat(), True
    years = [day.year] if day.year else range(today.year + 1, today.year - 8, -1)
    found = [each for year in years for reading in day.readings if (each := _date(year, *reading))]
    latest = today + timedelta(days=2)
    known = sorted((each for each in found if each <= latest), reverse=True)
    if day.year:
        known += sorted(each for each in found if each > latest)
    return (known[0].isoformat(), day.year is None or len(found) > 1) if known else (None, False)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d:?\d\d)?$")


def instant(words: str | None) -> str | None:
    """An ISO 8601 date or time, basic or extended, in UTC: `2018-08-24T11:00:00.000Z`.

    Without a zone it is taken for UTC; a date alone stays a date; None for anything else.
    """
    text = (words or "").strip()
    compact = _COMPACT.match(text)
    if compact:
        year, month, day, hour, minute, second, zone = compact.groups()
        text = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else "")
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        return None
