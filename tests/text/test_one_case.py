"""Names in lines of one case: as long as they are likely to be, and nothing else changed."""

from __future__ import annotations

import pytest

from shared.records import EntityType
from workers.text.names import Name, tokens
from workers.text.one_case import mended, within


def name(text: str, words: str, type: EntityType) -> Name:
    start = text.index(words)
    line = tokens(text, start, start + len(words))
    return Name(start, start + len(words), tuple(each.word for each in line), type, 0.9)


def made(text: str, *found: tuple[str, EntityType], flat: bool = True) -> list[tuple[str, str]]:
    names = mended(text, [(0, len(text))] if flat else [], [name(text, *each) for each in found])
    assert all(tuple(each.word for each in tokens(text, one.start, one.end)) == one.words for one in names)
    return [(text[each.start : each.end], each.type) for each in names]


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("the norwegian football federation met", "norwegian", "norwegian football federation"),
        ("NORWAY BANKING AND TRADE COMMISSION SAID", "NORWAY", "NORWAY BANKING AND TRADE COMMISSION"),
        ("at the jewish agency’s door", "jewish", "jewish agency"),
    ],
)
def test_a_people_or_country_goes_on_to_the_body_that_it_has(text: str, found: str, expected: str) -> None:
    kind: EntityType = "PLACE" if found == "NORWAY" else "MISC"
    assert made(text, (found, kind)) == [(expected, "ORG")]
    assert made(text, (found, kind), flat=False) == [(found, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "a norwegian agency said",
        "norwegian students of the academy",
        "norwegian and a federation",
        "norwegian, federation",
        "norwegian government",
        "norwegian ilse tarn foundation",
    ],
)
def test_or_stays_alone(text: str) -> None:
    found: list[tuple[str, EntityType]] = [("norwegian", "MISC")]
    if "ilse" in text:
        found.append(("ilse tarn", "PERSON"))
    assert made(text, *found) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("southern norway", ["norway"]),
        ("northern tarvik", ["northern tarvik"]),
        ("western australia", ["western australia"]),
        ("tarvik district", ["tarvik"]),
        ("TARVIK AND", ["TARVIK"]),
        ("norway's tarvik village", ["norway", "tarvik"]),
        ("village", ["village"]),
    ],
)
def test_a_place_is_no_longer_than_its_name(text: str, expected: list[str]) -> None:
    assert [words for words, _ in made(text, (text, "PLACE"))] == expected
    assert made(text, (text, "PLACE"), flat=False) == [(text, "PLACE")]


def test_no_name_ends_with_a_small_word() -> None:
    assert made("vane holdings for", ("vane holdings for", "ORG")) == [("vane holdings", "ORG")]


@pytest.mark.parametrize(("at", "inside"), [(0, False), (3, True), (8, True), (9, False), (20, True), (30, False)])
def test_which_places_are_within_the_lines(at: int, inside: bool) -> None:
    assert within([(3, 9), (20, 25)], at) is inside
    assert not within([], at)
