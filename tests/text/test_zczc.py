"""Telegraph-style copy as agencies send it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import BadReport
from tests.pace import within
from tests.reading import one, several
from workers.text.formats import zczc

TEXT = "A ferry burned off Port Alder on Monday.\r\n\r\n   No one was hurt.\r\n"


def test_telegraph_copy_is_framed_by_its_words() -> None:
    report = (
        "ZCZC ABC123\r\n:Ferry\r\n^Ferry burns off Port Alder\r\n$A\r\n+03000000\r\n"
        "PORT ALDER, Nov 23 AAP - A ferry burned on Monday.\r\nNNNN\r\n"
    )
    found = several(report + report.replace("123", "124"))
    assert [each.header["number"] for each in found] == ["123", "124"]
    assert [each.format for each in found] == ["zczc"] * 2
    first = found[0]
    assert (first.headline, first.slug, first.category) == ("Ferry burns off Port Alder", "Ferry", "A")
    assert [each.code for each in first.subjects] == ["03000000"]
    assert "NNNN" not in first.text


@pytest.mark.parametrize("opening", ["ZCZC", "\x16ZCZC 0042", "ZCZC\x07 XYZ 0042 200", "\r\n\x1f\x1fZCZC"])
def test_telegraph_copy_opens_in_many_ways(opening: str) -> None:
    found = one(f"{opening}\r\nFERRY BURNS\r\n\r\nPORT ALDER, Nov 23 (AFP) - A ferry burned.\r\n\r\nNNNN")
    assert (found.format, found.headline) == ("zczc", "FERRY BURNS")
    assert found.dateline is not None


@pytest.mark.parametrize(
    ("marks", "headline", "slug", "category", "subjects"),
    [
        ("%A\r\n#Ferry\r\n$Ferry burns\r\n:(ALDER)\r\n*03000000\r\n@PA", "Ferry burns", "Ferry", "A", ["03000000"]),
        ("#Ferry\r\n:Ferry burns", "Ferry burns", "Ferry", None, []),
        (":Ferry\r\n=2\r\n^Ferry burns\r\n$i\r\n+03000000", "Ferry burns", "Ferry", "i", ["03000000"]),
        ("%NETALL ABC\r\n$J\r\n:\r\n:Ferry\r\n*X\r\nFerry burns", "Ferry burns", "Ferry", "J", []),
    ],
)  # fmt: skip
def test_agencies_use_the_marks_differently(
    marks: str, headline: str, slug: str, category: str | None, subjects: list[str]
) -> None:
    found = one(f"ZCZC AW\r\n{marks}\r\n\r\n{TEXT}\r\nAAP RTV\r\nNNNN")
    assert (found.headline, found.slug, found.category) == (headline, slug, category)
    assert [each.code for each in found.subjects] == subjects
    assert [each.kind for each in found.segments] == ["headline", "body", "body", "signoff"]


def test_a_line_of_routing_is_no_text() -> None:
    found = one(f"ZCZC ABC000\r\nYY TDR NC(ATD)\r\nFERRY BURNS\r\n\r\n{TEXT}\r\nNNNN")
    assert (found.header["routing"], found.headline) == ("YY TDR NC(ATD)", "FERRY BURNS")


@pytest.mark.parametrize("unit", ["ZCZC\n", "NNNN", "\nNNNN ", ":a\n", "#\n", "YY AB\n", "\x01", " ", "$$"])
def test_hostile_repeats_take_no_time(unit: str) -> None:
    body = ("ZCZC AW1\n:Ferry\n" + unit * (1_000_000 // len(unit))).encode()
    with within(4):
        zczc.detect(body[:4096])
        with suppress(BadReport):
            zczc.split(body)
            zczc.parse(body)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["ZCZC", "ZCZC AW1", "NNNN", "YY TDR", *"^$:#%*+=\n\x01 "]) | st.text(max_size=9)))
def test_nothing_but_a_refusal_is_raised(pieces: list[str]) -> None:
    body = "\n".join(pieces).encode("utf-8", "surrogatepass")
    zczc.detect(body)
    for each in zczc.split(body):
        with suppress(BadReport):
            found = zczc.parse(each)
            assert all(0 <= block.start <= block.end <= len(found.raw) for block in found.blocks)
