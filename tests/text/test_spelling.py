"""Slips of the pen in names."""

from __future__ import annotations

import pytest

from workers.text.spelling import edits, is_misspelling


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ostremann", "ostermann", True),
        ("ostreman", "ostermann", True),
        ("lee", "lea", False),
        ("moller", "muller", True),
        ("miller", "filler", False),
        ("moll", "mollova", False),
    ],
)
def test_a_slip_is_one_edit_or_two_in_a_long_name(one: str, other: str, expected: bool) -> None:
    assert is_misspelling(one, other) is expected


@pytest.mark.parametrize(("one", "other", "expected"), [("ab", "ba", 1), ("abc", "", 3), ("kitten", "sitting", 3)])
def test_edits_count_swaps_as_one(one: str, other: str, expected: int) -> None:
    assert edits(one, other) == expected
