"""Two names with a `&` between are one firm; two countries are not."""

from __future__ import annotations

import pytest

from tests import marked
from tests.pace import within
from workers.text.firms import joined
from workers.text.names import Name, tokens


def names(text: str) -> list[tuple[str, str]]:
    plain, _, found = marked.unmarked(text)
    made = [
        Name(each.start, each.end, tuple(token.word for token in tokens(plain, each.start, each.end)), each.type, 0.9)
        for each in found
    ]
    return [(each.type, each.written) for each in joined(plain, made)]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("{PERSON|Dorn} & {PERSON|Tull} fell", "Dorn & Tull"),
        ("{PLACE|Dorn} & Tull fell", "Dorn & Tull"),
        ("the ships of Dorn & {ORG|Tull} fell", "Dorn & Tull"),
        ("{ORG|Dorn & Tull} fell", "Dorn & Tull"),
        ("{PERSON|Odo Dorn} & {PERSON|Sons} fell", "Odo Dorn & Sons"),
        ("{PERSON|Dorn} & Co fell", "Dorn & Co"),
        ("{PERSON|Dorn} & {PERSON|Tull} Ltd fell", "Dorn & Tull Ltd"),
    ],
)
def test_a_firm_of_two_names_is_one_body(text: str, firm: str) -> None:
    assert names(text) == [("ORG", firm)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{PLACE|Trinidad} & {PLACE|Tobago} won", [("PLACE", "Trinidad"), ("PLACE", "Tobago")]),
        ("{PLACE|Norway} & {PLACE|Sweden} won", [("PLACE", "Norway"), ("PLACE", "Sweden")]),
        ("Research & Development grew", []),
        ("Dorn & Tull fell", []),
        ("{PERSON|Ann Lee} and {PERSON|Tull} fell", [("PERSON", "Ann Lee"), ("PERSON", "Tull")]),
        ("{PERSON|Lee}&{PERSON|Tull} fell", [("PERSON", "Lee"), ("PERSON", "Tull")]),
    ],
)
def test_others_stay(text: str, found: list[tuple[str, str]]) -> None:
    assert names(text) == found


def test_many_take_time_in_proportion() -> None:
    with within(4):
        assert len(names("{PERSON|Dorn} & {PERSON|Tull} fell. " * 5_000)) == 5_000
