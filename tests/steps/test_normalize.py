"""Bytes in; text, segments, wire fields, damage and the map out."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.errors import BadReport, BinaryReport, EmptyReport
from shared.records import Normalized
from tests.compose import ROOT
from tests.pace import within
from tests.reading import one


def read(body: bytes | str, format: str | None = None) -> Normalized:
    found = one(body, format)
    check(found)
    return found


def check(found: Normalized) -> None:
    """What holds for every report."""
    text = found.text
    assert text == "\n".join(text[each.start : each.end] for each in found.segments)
    for each in [*found.segments, *found.damage, *found.labels]:
        raw_start, raw_end = found.offsets.to_raw(each.start, each.end)
        assert found.offsets.normalise(raw_start, raw_end) == text[each.start : each.end]


@pytest.mark.parametrize("path", sorted((ROOT / "examples").iterdir()), ids=lambda path: path.name)
def test_examples_keep_the_promises(path: Path) -> None:
    found = read(path.read_bytes())
    assert found.headline
    assert found.dateline
    assert found.dateline.date


def test_hard_wrapped_lines_are_joined_and_wire_fields_found() -> None:
    found = read((ROOT / "examples" / "08-election.anpa").read_bytes())
    assert found.format == "anpa1312"
    assert (found.slug, found.category) == ("BC-KESTREL-ELECTION", "i")
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("u", 3)
    assert [each.kind for each in found.segments] == ["headline", "body", "body", "body", "signoff"]
    assert "elected a new parliament on Friday" in found.text


def test_segments_are_told_apart() -> None:
    found = read((ROOT / "examples" / "05-harbour-corrected.txt").read_bytes())
    assert [each.kind for each in found.segments] == [
        "headline", "correction", "byline", *["body"] * 5, "crosshead", "body", "body", "signoff",
    ]  # fmt: skip
    assert found.byline == "Ilse Tarn"
    assert [(each.label, each.number) for each in found.labels] == [("CORRECTED", None), ("UPDATE", 1)]


def test_the_seed_report(corpora: Path) -> None:
    found = read((corpora / "sputnik-2018-08-24-review.txt").read_bytes())
    assert [each.label for each in found.labels] == ["RPT", "REVIEW"]
    line = found.dateline
    assert line is not None
    assert (line.places, line.date, line.date_inferred) == (["MOSCOW"], "2018-08-24", False)
    assert line.credits == ["Pakistan Point News", "Sputnik"]
    crossheads = [found.text[each.start : each.end] for each in found.segments if each.kind == "crosshead"]
    assert crossheads == ["NON-PROLIFERATION AND ARMS CONTROL"]
    assert {(each.kind, found.text[each.start : each.end], each.suggestion) for each in found.damage} >= {
        ("replacement_character", "\ufffd", "–"),
        ("dropped_apostrophe", "didnt", "didn't"),
        ("doubled_word", "that that", "that"),
        ("misspelt_name", "Partushev", "Patrushev"),
    }


def test_given_text_is_kept_code_point_for_code_point() -> None:
    odd = "<?xml no\r\n\x00\ud800 𝒜\u202eא\x0c end"
    assert read(odd, "text").raw == odd


def test_a_headline_alone_is_a_report() -> None:
    found = read("SHIPS RETURN TO PORT ALDER")
    assert found.headline == "SHIPS RETURN TO PORT ALDER"
    assert found.dateline is None


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b" \n\t", EmptyReport),
        (bytes(range(256)) * 9, BinaryReport),
        (b'<?xml version="1.0"?><nitf><p>', BadReport),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', BadReport),
        (b"\xff\xfea", BinaryReport),
    ],
    ids=["empty", "binary", "cut", "entities", "utf-16"],
)
def test_what_cannot_be_read_is_refused(body: bytes, error: type[BadReport]) -> None:
    with pytest.raises(error):
        one(body)


@pytest.mark.parametrize(
    ("name", "text"),
    {
        "one long line": "word and Name " * 75_000,
        "many paragraphs": "\n\n".join(f"Paragraph {number} of Mr Vane." for number in range(10_000)),
        "one word": "A" + "b" * 1_000_000,
        "lost characters": "\ufffd " * 200_000,
        "brackets": "(" * 200_000,
        "capitals": "A " * 150_000,
        "dashes": "- " * 150_000,
        "commas": "A, " * 100_000,
        "spaces": "a" + " " * 300_000 + "b",
        "labels": "UPDATE-" * 40_000,
        "names": " ".join(f"Namen{number:06}" for number in range(50_000)),
        "quotes": '"' * 100_000,
        "slashes": "A/" * 100_000,
    }.items(),
)
def test_time_is_linear_in_length(name: str, text: str) -> None:
    with within(5):
        read(text)


def _nitf(text: str, begin: str = "", head: str = "") -> str:
    body = f"<body.head>{begin}</body.head><body.content><p>{text}</p></body.content>"
    return f"<nitf><head><docdata>{head}</docdata></head><body>{body}</body></nitf>"


def test_a_byline_keeps_what_only_looks_like_by() -> None:
    assert read(_nitf("A lamp burned.", "<byline>Mia Rigby Vane</byline>")).byline == "Mia Rigby Vane"


@pytest.mark.parametrize(("issued", "date"), [("20170102", "2016-12-30"), ("20990102", "2024-12-30")])
def test_a_year_is_that_of_filing_where_the_report_says_when_that_was(issued: str, date: str) -> None:
    found = read(_nitf("PORT ALDER, Dec 30 (AP) - A lamp.", head=f"<date.issue norm='{issued}'/>")).dateline
    assert found is not None
    assert found.date == date
