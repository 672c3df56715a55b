"""What the words around a name tell about its bearer."""

from __future__ import annotations

import pytest

from workers.text import titles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ostian Harbour Minister Lee", "Ostian Harbour Minister "),
        ("It rained when the mayor of Ost, Lee", ""),
        ("harbour office spokesman Lee", "harbour office spokesman "),
        ("They met Harbour Minister Lee", "Harbour Minister "),
        ("rain said Lee", ""),
        ("Lee", ""),
    ],
)
def test_the_title_before_a_name(text: str, expected: str) -> None:
    assert titles.before(text, text.index("Lee")) == expected


def test_an_apposition_tells_the_post() -> None:
    text = "Ann Lee, the harbour minister of Ost, left."

    assert titles.title_words(text, [(0, 7)]) == {"harbour", "minister", "of", "ost"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["harbour", "minister"], True),
        (["secretary", "of", "state"], True),
        (["a", "lawyer", "for"], False),
        (["friends", "of", "president"], False),
        ([], True),
    ],
)
def test_a_title_is_told_from_words_about_another(words: list[str], expected: bool) -> None:
    assert titles.is_title(words) is expected


@pytest.mark.parametrize(
    ("names", "posts", "expected"),
    [(["anna"], [], "she"), (["kim"], ["mr"], "he"), ([], ["actress"], "she"), (["tarn"], ["claire"], None)],
)
def test_he_or_she(names: list[str], posts: list[str], expected: str | None) -> None:
    assert titles.gender(names, posts) == expected
