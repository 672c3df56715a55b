"""Datelines in the styles of many agencies (datelines.txt), and what is none (no_datelines.txt)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.reading import NOW, one
from workers.text.dateline import dateline


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def _list(words: str) -> list[str]:
    return [each.strip() for each in words.split(";") if each.strip()]


SHAPES = [[each.strip() for each in line.split("|")] for line in _lines("datelines.txt")]


@pytest.mark.parametrize(("marked", "places", "region", "credits", "date"), SHAPES, ids=[row[0] for row in SHAPES])
def test_a_dateline_is_read(marked: str, places: str, region: str, credits: str, date: str) -> None:
    begin, text = marked.index("¦"), marked.replace("¦", "")
    found = dateline(text, 0, len(text), NOW)
    assert found is not None
    assert (found.places, found.credits) == (_list(places), _list(credits))
    assert (found.region, found.date, found.date_inferred) == (
        region or None,
        date.rstrip("?") or None,
        date.endswith("?"),
    )
    assert text[: found.end].rstrip() == text[:begin].rstrip()


NONE = _lines("no_datelines.txt")


@pytest.mark.parametrize("text", [*NONE, ""])
def test_what_is_no_dateline_is_not_taken_for_one(text: str) -> None:
    assert dateline(text, 0, len(text), NOW) is None


@pytest.mark.parametrize(
    ("words", "received", "date"),
    [
        ("Dec 31", "2026-01-01T00:10", "2025-12-31"),
        ("Dec. 31", "2025-12-31T23:50", "2025-12-31"),
        ("Jan 1", "2025-12-31T14:00", "2026-01-01"),
        ("1 janvier", "2025-12-31T23:50", "2026-01-01"),
        ("Dec 29", "2026-01-03T09:00", "2025-12-29"),
        ("Jan 5", "2025-12-31T12:00", "2025-01-05"),
        ("Feb 29", "2025-03-01T12:00", "2024-02-29"),
        ("31/12", "2026-01-01T00:10", "2025-12-31"),
        ("Wednesday", "2026-01-01T00:10", "2025-12-31"),
        ("Dec 31, 2024", "2026-01-01T00:10", "2024-12-31"),
        ("Feb 30", "2026-01-01T00:10", None),
    ],
)
def test_the_year_is_that_of_the_receipt_or_the_one_before(words: str, received: str, date: str | None) -> None:
    at = int(datetime.fromisoformat(received).replace(tzinfo=UTC).timestamp() * 1000)
    text = f"PORT ALDER, {words} (Reuters) - Rain fell."
    found = dateline(text, 0, len(text), at)
    assert found is not None
    assert (found.places, found.date) == (["PORT ALDER"], date)
    assert found.date_inferred == (date is not None and date[:4] not in words)


LEAD = "Copper output rose in the third quarter, the ministry said on Monday."


def test_a_byline_above_vouches_for_an_unknown_agency() -> None:
    found = one(f"Copper Rises\n\nBy Staff Writer\nVilnius (Agency X) – {LEAD}\n\nNobody was hurt.")
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.credits) == (["Vilnius"], ["Agency X"])
    assert found.byline == "Staff Writer"


@pytest.mark.parametrize(
    "headline", ["Copper output rises", "Copper output rises in the long dry north\nas mines reopen"]
)
@pytest.mark.parametrize("gap", [" ", "\n", "\n\n", "   ", ". ", '" '])
def test_a_dateline_is_found_behind_its_headline(headline: str, gap: str) -> None:
    found = one(f"{headline}{gap}LUSAKA, Nov 24 (Reuters) - {LEAD}\n\nNobody was hurt.")
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.date) == (["LUSAKA"], "2025-11-24")
    assert found.headline is not None
    assert found.headline.rstrip('."') == " ".join(headline.split())
    body = [found.text[each.start : each.end] for each in found.pieces if each.kind == "body"]
    assert [each.strip() for each in body] == [LEAD, "Nobody was hurt."]


def test_a_dateline_without_even_a_space_before_it_is_in_the_headline_s_paragraph() -> None:
    found = one(f"RPT-Copper output risesLUSAKA, Nov 24 (Reuters) - {LEAD}\n\nNobody was hurt.")
    assert found.dateline is not None
    assert (found.headline, found.dateline.places) == ("Copper output rises", ["LUSAKA"])
    words = [(each.kind, found.text[each.start : each.end].strip()) for each in found.pieces]
    assert words == [
        ("headline", "-Copper output rises"),
        ("dateline", "LUSAKA, Nov 24 (Reuters) -"),
        ("body", LEAD),
        ("body", "Nobody was hurt."),
    ]


def test_a_deck_and_bullets_may_stand_before_the_dateline() -> None:
    found = one(
        "Copper rises\n\nAnd nobody knows why it does.\n\n* Output up 3 pct\n\n* Mines reopen\n\n"
        f"By Ilse Tarn\n\nLUSAKA (Reuters) - {LEAD}"
    )
    assert found.dateline is not None
    assert [each.kind for each in found.segments] == [
        "headline", "headline", "furniture", "furniture", "byline", "body",
    ]  # fmt: skip


def test_an_agency_later_in_the_text_is_no_dateline() -> None:
    for later in (f"LUSAKA (Reuters) - {LEAD}", "He told LUSAKA (Reuters) - Yes."):
        found = one(f"Copper Rises\n\n{LEAD}\n\nNobody was hurt in the mines.\n\n{later}")
        assert found.dateline is None


def test_a_dateline_on_a_line_of_its_own_is_a_segment() -> None:
    found = one(f"Copper Rises\n\nLUSAKA, Nov 24 (Reuters)\n\n{LEAD}\n\nNobody was hurt.")
    assert found.dateline is not None
    assert [each.kind for each in found.segments] == ["headline", "dateline", "body", "body"]
