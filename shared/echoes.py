"""A quote met again: how reports that share direct quotes find each other, and what a record says of it.

- Index: when a report's speakers are known (`SAYS`), the end of that step files in the same instant the fingerprints
  of its direct quotes: every run of four spoken words, hashed. A quote that was trimmed or altered a little keeps
  some of them. Postings are kept by parts of the window, as lua/said.lua says, and go with their part or report.
- Pairs: in that instant the reports found by them are written down with each other, a few of each, so that of two
  reports worked on at once the later one to end finds the other, and what was found lasts as long as both reports.
- Record: both are hints. What a quote's `earlier` says is made when the record is read, from the quotes as they are
  now: replayed or deleted reports leave nothing wrong behind.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from zlib import crc32

from shared.finding import ids_of
from shared.offsets import Offsets, point_back
from shared.records import Resolved, Result
from shared.sayings import Appearance, compare

#: The step whose result says who said what.
SAYS = "resolve"
#: A record names so many earlier appearances of a quote, the first ones.
MOST_EARLIER = 8
#: Of another report's quotes, so many that share most are compared with each of a report's own.
_CLOSEST = 4
#: Of very long reports the first quotes are filed, up to about so many fingerprints.
_MOST_MARKS = 1_000
#: Less sure speakers are not held against those of other reports.
_SURE = 0.7
#: How far before it, in characters.
_FAR = 2_000
_MARKED = re.compile(r"[\"“]([^\"“”\n]+)(?:[\"”]|$)", re.MULTILINE)

Spans = Iterable[tuple[int, int]]


class Earlier(NamedTuple):
    """A report that came before another one and shares quotes with it, and its results as stored."""

    id: str
    key: str | None
    order: str
    normalized: bytes
    resolved: bytes


def fingerprints(text: str, result: Result) -> list[list[int]]:
    """The fingerprints of each direct quote of this text, of 32 bits each, in the order of the quotes."""
    found: list[list[int]] = []
    left = _MOST_MARKS
    for quote in result.quotes if isinstance(result, Resolved) else ():
        said = quoted(text, quote.type, ((each.start, each.end) for each in quote.content)) if left > 0 else ""
        if runs := Appearance("", said).runs:
            found.append(sorted(crc32(each.encode("utf-8", "surrogatepass")) for each in runs))
            left -= len(runs)
    return found


def quoted(text: str, type: str, content: Spans) -> str:
    """What stands in quotation marks of a quote, as printed."""
    if type == "mixed":
        content = [part for start, end in content for part in _marked(text, start, end)]
    return "" if type == "indirect" else " ".join(text[start:end] for start, end in content)


def _marked(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of `text[start:end]` within marks, which may have been opened before it in its paragraph, not far."""
    far = max(0, start - _FAR)
    for each in _MARKED.finditer(text, max(far, text.rfind("\n", far, start) + 1), end):
        if each.end(1) > start:
            yield max(start, each.start(1)), each.end(1)


def appearances(id: str, text: str, found: Mapping[str, Any]) -> list[Appearance]:
    """A report's quotes, those of indirect speech without words of the speaker's own.

    Args:
        id: the report's.
        text: its normalised text.
        found: `quotes` and `entities`, as a record has them.
    """
    ids = {each["id"]: ids_of(each["id"], each["links"]) for each in found["entities"]}
    return [_appearance(id, text, each, ids) for each in found["quotes"]]


def _appearance(id: str, text: str, quote: Mapping[str, Any], ids: Mapping[str, frozenset[str]]) -> Appearance:
    spans = [(each["start"], each["end"]) for each in quote["content"]]
    words = {
        "said": quoted(text, quote["type"], spans),
        "reported": " ".join(text[start:end] for start, end in spans) if quote["type"] == "indirect" else "",
        "type": quote["type"],
    }
    speaker = quote["speaker"]
    if not speaker:
        by = " ".join(text[each["start"] : each["end"]] for each in quote["source"]) or None
        return Appearance(id, by=by, **words)
    known = speaker["confidence"] >= _SURE and (speaker["entity"] or speaker["how"] == "name")
    named = speaker["name"] if known else None
    return Appearance(id, speaker=named, by=speaker["name"], ids=ids.get(speaker["entity"], frozenset()), **words)


def tell(record: Mapping[str, Any], others: Iterable[Earlier]) -> None:
    """Gives each quote of a record `earlier`: where it was met before, the first time first, and what is different."""
    quotes = list(zip(record["quotes"], appearances(record["id"], record["text"], record), strict=True))
    for quote, _ in quotes:
        quote["earlier"] = []
    for other in sorted(others, key=lambda each: each.order):
        head, found = json.loads(other.normalized), json.loads(other.resolved)
        offsets = Offsets(head["_raw"], head["_edits"])
        theirs = appearances(other.id, offsets.text, found)
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, its in enumerate(theirs):
            for run in its.runs:
                numbers[run].append(number)
        for quote, said in quotes:
            if len(quote["earlier"]) == MOST_EARLIER:
                continue
            shared = Counter(number for run in said.runs for number in numbers.get(run, ()))
            near = sorted(shared, key=lambda number: (-shared[number], number))[:_CLOSEST]
            met = [(number, echo) for number in near if (echo := compare(theirs[number], said))]
            if met:
                number, echo = max(met, key=lambda each: each[1].kept)
                content = found["quotes"][number]["content"]
                point_back(content, offsets)
                about = {"report": other.id, "key": other.key, "of": content, "speaker": theirs[number].by}
                quote["earlier"].append(about | echo.shown())
