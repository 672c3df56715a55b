"""Cues and the names beside them."""

from __future__ import annotations

import pytest

from workers.text.cues import cues, follower, lexicon, subject
from workers.text.sentences import Sentence, quotations, sentences


def tokens(text: str) -> Sentence:
    return next(sentences(text, 0, len(text), quotations(text, [(0, len(text))])[0]))


def test_the_table_holds_what_its_head_says() -> None:
    """Each row has a form, a kind, and a precision between 0.3 and 1 for each shape."""
    table = lexicon()

    assert table["said"].kind == "speech"
    assert table["wants"].kind == "stance"
    assert all(0.3 <= value <= 1 for weight in table.values() for value in weight.shapes.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lee has repeatedly said so.", ["has repeatedly said"]),
        ("Lee said so and added that.", ["said", "added"]),
        ("It rained, according to Lee.", ["according to"]),
        ("The claims were false.", []),
        ("Lee was accused of lying.", []),
    ],
)
def test_a_cue_takes_its_helpers_and_a_noun_or_passive_is_none(text: str, expected: list[str]) -> None:
    sentence = tokens(text)
    found = [text[sentence[cue.first].start : sentence[cue.last].end] for cue in cues(sentence)]

    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee said so.", "Ann Lee"),
        ("In May the minister said so.", "the minister"),
        ("But she said so.", "she"),
        ("Ann Lee, the mayor of Ost, said so.", "Ann Lee, the mayor of Ost"),
        ("Ann Lee, on her part, said so.", "Ann Lee, on her part"),
        ("It rained while Lee said so.", "Lee"),
        ("Lee and Ray said so.", "Lee and Ray"),
        ("A source in one of the camps said so.", "A source in one of the camps"),
        ("said so.", None),
    ],
)
def test_the_subject_before_a_cue(text: str, expected: str | None) -> None:
    sentence = tokens(text)
    found = subject(text, sentence, cues(sentence)[0])

    assert (text[sentence[found[0]].start : sentence[found[1] - 1].end] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said Ann Lee.", "Ann Lee"),
        ("said Ann Lee, a lawyer.", "Ann Lee, a lawyer"),
        ("said Ann Lee after the vote.", "Ann Lee"),
        ("said the ministry, and it rained.", "the ministry"),
        ("said so.", None),
    ],
)
def test_the_name_after_a_cue(text: str, expected: str | None) -> None:
    sentence = tokens(text)
    found = follower(text, sentence, 1)

    assert (text[sentence[found[0]].start : sentence[found[1] - 1].end] if found else None) == expected
