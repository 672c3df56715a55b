"""Every span of the text leads back to the received words, and these normalise to it."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import BadReport
from shared.records import Normalized, Span
from tests.reading import one

#: Spans of the short form; the long one has 1,000,000 (WIRE_SPANS=1000000).
SPANS = int(os.environ.get("WIRE_SPANS", "20000"))
#: What makes normalising change something.
PIECES = st.sampled_from(
    [
        "word", "Ann", "said", " ", "  ", "\n", "\r\n", "\n\n", "\t", "-\n", "\xa0", "«", "»", "„", "“", "``", "''",
        "â€™", "Ã©", "\x03", "\x16\x16\x01", "\ufffd", "\u200b", "\u2028", "é", "𝒜", "\ud800", "REUTER",
        "(Corrects x to y)", "RPT-",
        "PORT ALDER, Nov 24 (Reuters) - ", "By Ann Lee", "* * * *", "|", "....", "&amp;", "<b>", "אב", "\u202e",
    ]
)  # fmt: skip


def check(found: Normalized, start: int, end: int) -> None:
    raw_start, raw_end = found.offsets.to_raw(start, end)
    assert 0 <= raw_start <= raw_end <= len(found.raw)
    assert found.offsets.normalise(raw_start, raw_end) == found.text[start:end]


def spans(found: Normalized) -> list[Span]:
    """All spans that normalize gives."""
    noticed = [span for each in found.notices for span in (each, each.wrong, each.right) if span]
    line = [found.dateline] if found.dateline else []
    return [*found.segments, *found.pieces, *found.labels, *found.damage, *noticed, *line]


def check_alone(found: Normalized, start: int, end: int) -> None:
    """The received words of a segment, read as a text of their own, are the segment again.

    Where they are still seen as one paragraph, that is: by themselves two lines may look like two.
    """
    raw_start, raw_end = found.offsets.to_raw(start, end)
    alone = one(found.raw[raw_start:raw_end], "text")
    if len(alone.segments) == 1:
        assert alone.text == found.text[start:end]


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_any_text_leads_back(pieces: list[str], chance: random.Random) -> None:
    try:
        found = one("".join(pieces), "text")
    except BadReport:
        return
    text = found.text
    assert text == "\n".join(text[each.start : each.end] for each in found.segments)
    for each in spans(found):
        check(found, each.start, each.end)
    for each in found.segments:
        check_alone(found, each.start, each.end)
    for _ in range(20):
        start, end = sorted(chance.choices(range(len(text) + 1), k=2))
        check(found, start, end)


def test_random_spans_of_real_messages_lead_back(corpora: Path) -> None:
    chance = random.Random(3)  # noqa: S311  spans, no secrets
    left = SPANS
    for found in _messages(corpora):
        for each in spans(found):
            check(found, each.start, each.end)
        if left % 1000 == 0:
            for each in found.segments:
                check_alone(found, each.start, each.end)
        size = len(found.text)
        for _ in range(min(left, 200)):
            start = chance.randrange(size + 1)
            check(found, start, min(size, start + chance.choice((0, 1, 5, 40, 400))))
        left -= 200
        if left <= 0:
            return
    raise AssertionError("there are too few messages")


def _messages(corpora: Path) -> Iterator[Normalized]:
    with gzip.open(corpora / "reuters21578-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield one(json.loads(line)["raw"])
