"""What is exported and read again is the same report."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.intake import prepare
from shared.records import Normalized
from tests.exporting import addresses, examples, odd, read
from tests.reading import one
from workers.desk.export import FORMATS
from workers.desk.export.item import clean

_TEXT = frozenset({"body", "crosshead", "table"})
#: What marks are made of, and what can be mistaken for them.
_WORDS = st.sampled_from([
    "ferry", "Port", "Alder", "burns", "AT&T", "<SRD>", "a<b", "5 > 4", "“hot,”", "naïve", "日本", "🙂", "x\x00y",
    "]]>", "\ud800", "it's", '"No,"', "he", "said.", "--", "…", "<!--", "e\u0301", "\u00a0", "{}", "\\n", "100%", "'",
])  # fmt: skip
_LINES = st.lists(_WORDS, min_size=2, max_size=12).map(" ".join)


def seen(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "headline": record["headline"] and clean(record["headline"]),
        "text": [clean(each["text"]) for each in record["segments"] if each["kind"] in _TEXT],
        "language": record["language"] and record["language"]["code"],
        "slug": record["slug"],
        "urgency": record["urgency"] and record["urgency"]["value"],
    }


def again(report: Normalized) -> dict[str, Any]:
    segments = [each.model_dump() | {"text": report.text[each.start : each.end]} for each in report.segments]
    return seen(report.model_dump() | {"segments": segments})


@pytest.mark.parametrize("name", ["ninjs", "newsml-g2"])
def test_every_report_comes_back(name: str) -> None:
    for records in (examples(), odd()):
        for record in records:
            made = FORMATS[name].document(record, addresses(records))
            assert again(one(made)) == seen(record), record["key"]


@given(_LINES, st.lists(_LINES, min_size=1, max_size=5), st.sampled_from(range(1, 10)))
@example("<!-- ferry", ["ferry <!--"], 1)
@settings(max_examples=60, deadline=None)
def test_whatever_the_words(headline: str, paragraphs: list[str], urgency: int) -> None:
    item = {"uri": "urn:alder:1", "urgency": urgency, "slugline": "ALDER-FERRY", "headline": headline}
    text = "\n\n".join(f"Paragraph {n}: {each}" for n, each in enumerate(paragraphs))
    (record,) = read([prepare(json.dumps(item | {"body_text": text}), source="a")])
    for name in ("ninjs", "newsml-g2"):
        assert again(one(FORMATS[name].document(record, {}))) == seen(record), name
