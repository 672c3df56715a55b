"""Lines that may hold HTML."""

from __future__ import annotations

import pytest

from workers.text.formats._markup import inline


@pytest.mark.parametrize(
    "line", ["PHILLIPS <P> WINS", "<IVACO INC> YEAR NET", "SEARS <S> AND <PRE> MERGE", "a < b > c", "R&D; AT&T"]
)
def test_what_only_looks_like_a_tag_is_text(line: str) -> None:
    assert inline(f"  {line}\n") == line


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<p>Ferry burns", "Ferry burns"),
        ("Ferry <b>burns</b>", "Ferry burns"),
        ("Ferry<br>burns", "Ferry burns"),
        ("Ferry <custom>burns</custom>", "Ferry burns"),
        ("AT&amp;T <!-- 2 --> up", "AT&T up"),
        ("<!-- ferry", "<!-- ferry"),
        ("<b>Ferry</b> <!-- 2 --> burns <!-- up", "Ferry burns <!-- up"),
        ("<p></p>", None),
        (None, None),
    ],
)
def test_html_in_a_line_is_read(line: str | None, text: str | None) -> None:
    assert inline(line) == text
