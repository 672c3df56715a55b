"""Reports as a CSV table: a row per report, for spreadsheets and data frames. UTF-8, RFC 4180."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from workers.desk import wording

Record = Mapping[str, Any]

#: A cell that begins so is a formula to spreadsheets; the apostrophe makes it text (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _names(kind: str) -> Callable[[Record], str]:
    return lambda record: "; ".join(each["name"] for each in record["entities"] if each["type"] == kind)


def _speakers(record: Record) -> str:
    return "; ".join(dict.fromkeys(each["speaker"]["name"] for each in record["quotes"] if each["speaker"]))


def _relations(record: Record) -> str:
    return "; ".join(f"{each['kind']} {each['of_key'] or each['of']}" for each in record["relations"])


def _dateline(field: str) -> Callable[[Record], str]:
    def cell(record: Record) -> str:
        found = (record["dateline"] or {}).get(field) or ""
        return found if isinstance(found, str) else "; ".join(found)

    return cell


#: The columns in order, each with what it takes from a record. Times are UTC.
COLUMNS: dict[str, Callable[[Record], Any]] = {
    "id": lambda record: record["id"],
    "key": lambda record: record["key"],
    "received_at": lambda record: record["received_at"],
    "sent_at": lambda record: record["sent_at"],
    "status": lambda record: record["status"],
    "reason": wording.reason,
    "source": lambda record: record["source"]["name"],
    "format": lambda record: record["source"]["format"],
    "labels": lambda record: "; ".join(wording.label(each) for each in record["labels"]),
    "headline": lambda record: record["headline"],
    "byline": lambda record: record["byline"],
    "slug": lambda record: record["slug"],
    "dateline_places": _dateline("places"),
    "dateline_date": _dateline("date"),
    "language": lambda record: (record["language"] or {}).get("code"),
    "urgency": lambda record: (record["urgency"] or {}).get("value"),
    "persons": _names("PERSON"),
    "organisations": _names("ORG"),
    "places": _names("PLACE"),
    "quotes": lambda record: len(record["quotes"]),
    "speakers": _speakers,
    "relations": _relations,
    "story": lambda record: record["story"]["id"],
    "position": lambda record: record["story"]["position"],
    "state": lambda record: record["story"]["state"],
}  # fmt: skip


def document(record: Record, _: object) -> str:
    """A report's row."""
    return _row(_cell(column(record)) for column in COLUMNS.values())


def stream(rows: Iterable[str]) -> Iterator[str]:
    """The table: the names of the columns, then the rows."""
    yield _row(COLUMNS)
    yield from rows


def _row(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return "" if value is None else value
    # Half a surrogate pair cannot be written as UTF-8.
    text = value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return f"'{text}" if text.startswith(_FORMULA) else text
