"""What the words beside a name tell."""

from __future__ import annotations

import pytest

from tests.marked import unmarked
from workers.text import beside, names
from workers.text.names import Name


def read(marked: str) -> list[Name]:
    text, _, found = unmarked(marked)
    made = []
    for each in found:
        words = tuple(token.word for token in names.tokens(text, each.start, each.end))
        made.append(Name(each.start, each.end, words, each.type, 0.9))
    return beside.joined(text, made)


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("It rained in the province of {PLACE|Tarvik}.", "region"),
        ("It rained in {PLACE|Tarvik} state.", "region"),
        ("It rained in {PLACE|Tarvik}'s district court.", "region"),
        ("It rained in upstate {PLACE|New York}.", "region"),
        ("So said Sen. Ann Lee of {PLACE|New York}.", "region"),
        ("So said a Democrat from {PLACE|New York}.", "region"),
        ("They met in {PLACE|Tarvik}, a city.", None),
        ("They met in {PLACE|New York}, by a river.", None),
        ("They speak {MISC|Spanish}.", "language"),
        ("It is a {MISC|Spanish} word.", "language"),
        ("It is said in {MISC|Spanish}, though.", "language"),
        ("They sail in {MISC|Spanish} waters.", None),
        ("A {MISC|Spanish} bank failed.", None),
    ],
)
def test_a_region_and_a_language_are_told_by_words(text: str, sense: str | None) -> None:
    assert [each.sense for each in read(text)] == [sense]


@pytest.mark.parametrize(
    ("text", "senses"),
    [
        ("the provinces of {PLACE|Alda}, {PLACE|Borda} and {PLACE|Corda}.", ["region"] * 3),
        ("It rained in {PLACE|Tarvik}, {PLACE|Washington}, on Monday.", [None, "region"]),
        ("From {PLACE|Boston}, {PLACE|New York} and Chicago", [None, None]),
        ("In {PLACE|New York}, {PLACE|Ohio} and so on", ["region", "region"]),
        ("In {PLACE|New York} and {PLACE|New Jersey}.", ["region", "region"]),
    ],
)
def test_neighbours_tell_too(text: str, senses: list[str | None]) -> None:
    assert [each.sense for each in read(text)] == senses


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They left New {PLACE|Jersey}.", ("New", "Jersey")),
        ("They left {PLACE|Colorado} Springs.", ("Colorado", "Springs")),
        ("They left {PLACE|Trinidad} and {PLACE|Tobago}.", ("Trinidad", "and", "Tobago")),
        (
            "They left the {PLACE|Democratic Republic of the} {PLACE|Congo}.",
            ("Democratic", "Republic", "of", "the", "Congo"),
        ),
        ("They left The {PLACE|Gambia}.", ("Gambia",)),
        ("They left {PLACE|Tarvik} Monday.", ("Tarvik",)),
    ],
)
def test_places_are_whole(text: str, words: tuple[str, ...]) -> None:
    assert [each.words for each in read(text)] == [words]
