"""Until when a report may not be used, as its embargo line says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from workers.text.dates import days, resolve

#: Hours ahead of UTC, of the zones that agencies name.
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3,
    "ist": 5.5, "sgt": 8, "jst": 9, "kst": 9, "aest": 10, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
_TIME = re.compile(
    rf"\b(?P<hour>[01]?\d|2[0-4])(?:[:.h]?(?P<minute>[0-5]\d))?\s*(?P<half>[ap]\.?m\.?)?\s*(?:uhr\s*)?\(?(?P<zone>{'|'.join(_ZONES)})\b",
    re.I,
)


def instant_of(words: str, received_at: int) -> str | None:
    """The instant that an embargo line names, ISO 8601 in UTC; None unless it names a day, a time and a zone."""
    time = _TIME.search(words)
    day = next((found for found in (resolve(each, received_at)[0] for each in days(words)) if found), None)
    if time is None or day is None:
        return None
    hour = int(time["hour"])
    if time["half"]:
        hour = hour % 12 + (12 if time["half"].lower().startswith("p") else 0)
    moment = datetime.fromisoformat(day) + timedelta(
        hours=hour - _ZONES[time["zone"].lower()], minutes=int(time["minute"] or 0)
    )
    return f"{moment.isoformat(timespec='milliseconds')}Z"
