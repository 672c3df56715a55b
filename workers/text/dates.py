"""Dates as datelines write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from workers.text.tables import rows

_MONTHS = {name: number for number, names in enumerate(rows("months"), 1) for name in names}
_WEEKDAYS = {name: number for number, names in enumerate(rows("weekdays")) for name in names}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_DAY = "|".join(sorted(map(re.escape, _WEEKDAYS), key=len, reverse=True))
_FULL_DAY = "|".join(names[0] for names in rows("weekdays"))
DATE = (
    rf"(?:(?:{_DAY})\.?,?\s+)?"
    rf"(?:(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+(?:de\s+)?(?:{_MONTH})\.?)"
    rf"(?:,?\s+\d{{4}})?|(?:{_FULL_DAY})"
)
_PARTS = re.compile(rf"(?P<month>{_MONTH})|(?P<year>\d{{4}})|(?P<day>\d{{1,2}})|(?P<weekday>{_DAY})", re.I)


def resolve(words: str, received_at: int) -> tuple[str | None, bool]:
    """(`YYYY-MM-DD`, inferred). A missing year is the one that brings the date nearest before the receipt (ms)."""
    parts = {found.lastgroup: found[0].lower() for found in _PARTS.finditer(words)}
    today = datetime.fromtimestamp(received_at / 1000, UTC).date()
    if "month" in parts and "day" in parts:
        month, day = _MONTHS[parts["month"]], int(parts["day"])
        years = (
            [int(parts["year"])]
            if "year" in parts
            else [today.year + 1, today.year, *range(today.year - 1, today.year - 8, -1)]
        )
        for year in years:
            found = _date(year, month, day)
            if found and ("year" in parts or found <= today + timedelta(days=2)):
                return found.isoformat(), "year" not in parts
        return None, False
    if "weekday" in parts:
        back = (today.weekday() - _WEEKDAYS[parts["weekday"]]) % 7
        return (today - timedelta(days=back)).isoformat(), True
    return None, False


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
