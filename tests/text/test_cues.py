"""The table of cues."""

from __future__ import annotations

import pytest

from workers.text.cues import kind_of, lexicon


@pytest.mark.parametrize(
    ("words", "quoted", "kind"),
    [
        (["said"], False, "speech"),
        (["has", "also", "warned"], False, "speech"),
        (["according to", "to"], False, "speech"),
        (["wants"], True, "stance"),
        (["grinned"], True, "speech"),
        (["grinned"], False, "stance"),
        ([], False, "stance"),
    ],
)
def test_speech_and_stance(words: list[str], quoted: bool, kind: str) -> None:
    assert kind_of(words, quoted=quoted) == kind


def test_the_table_has_both_kinds_in_lower_case() -> None:
    assert set(lexicon().values()) == {"speech", "stance"}
    assert all(word == word.lower() for word in lexicon())
