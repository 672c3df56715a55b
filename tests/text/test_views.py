"""Views: each folded word stands where it is said to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.records import Normalized, Received, Segment
from workers.text.views import View, view


def seen(*lines: str) -> View:
    segments, at = [], 0
    for number, line in enumerate(lines):
        segments.append(Segment(start=at, end=at + len(line), kind="body" if number else "headline"))
        at += len(line) + 1
    made = Normalized(raw="\n".join(lines), format="text", encoding="utf-8", segments=segments)
    return view(Received(id="r", source="tarvik", received_at=0), made)


def words(made: View) -> list[str]:
    return [made.text[slice(*made.span(at, at + 1))] for at in range(len(made.words))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Up 1,000.5 pct, at 10:30.", ["Up", "1,000.5", "pct", "at", "10:30"]),
        ("a 1. a a1 a", ["a", "1", "a", "a", "1", "a"]),
        ("Die Straße, İzmir: Ünal", ["Die", "Straße", "İzmir", "Ünal"]),
        ("東京 ok", ["東", "京", "ok"]),
        ("... \ud800", []),
    ],
)
def test_words_are_letters_or_numbers(line: str, expected: list[str]) -> None:
    assert words(seen("Tarvik", "", line)) == ["Tarvik", *expected]


@given(st.lists(st.text("aB1.,ßİ京 -", max_size=12), min_size=1, max_size=4))
def test_each_word_stands_at_its_place(lines: list[str]) -> None:
    made = seen(*lines)
    places = [made.span(at, at + 1) for at in range(len(made.words))]
    assert places == sorted(places)
    assert [len(each) for each in words(made)] == [len(each) for each in made.words]
    assert all(one.casefold() in (other, other.casefold()) for one, other in zip(words(made), made.words, strict=True))


def test_a_capital_counts_where_not_all_are_capitals() -> None:
    made = seen("TARVIK VOTES", "Mr Brenn votes")
    assert [made.capital(at) for at in range(5)] == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ('He said: "We go. Now." And "yes", he said.', [["we", "go", "now"], ["yes"]]),
        ("“We go,” said Mr Brenn, “and «soon»", [["we", "go"], ["and"], []]),
        ('"We go home', [["we", "go", "home"]]),
        ("Nobody said '1,000'.", []),
        ('""', [[]]),
    ],
)
def test_what_stands_between_quotation_marks(line: str, quoted: list[list[str]]) -> None:
    made = seen('Brenn: "Go"', "", line, "Not quoted", '"Still here"')
    assert [made.words[first:last] for first, last in made.quoted] == [["go"], *quoted, ["still", "here"]]
