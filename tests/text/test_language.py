"""What may be read as English."""

from __future__ import annotations

import pytest

from shared.records import Language
from workers.text.language import is_english


@pytest.mark.parametrize(
    ("found", "english"),
    [
        (None, True),
        (Language(code="en", confidence=0.5), True),
        (Language(code="de", confidence=0.6), True),
        (Language(code="de", confidence=0.99), False),
        (Language(code="pcm", confidence=0.99), True),
    ],
)
def test_only_what_is_surely_foreign_is_not_read_as_english(found: Language | None, english: bool) -> None:
    assert is_english(found) == english
