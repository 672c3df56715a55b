"""Correction notices: what was wrong, and the right words."""

from __future__ import annotations

import pytest

from tests.reading import one

STORY = """FERRY BURNS OFF PORT ALDER

{notice}

PORT ALDER, Nov 24 (Reuters) - A ferry burned off Port Alder on Monday, the harbour master said.

No one was hurt.
"""


@pytest.mark.parametrize(
    ("notice", "wrong", "right"),
    [
        ("(Corrects captain's name to Boro Vane from Boris Vane in paragraph 2)", "Boris Vane", "Boro Vane"),
        ("(Corrects date to Monday from Sunday)", "Sunday", "Monday"),
        ("(Corrects year in paragraph 3 to 2018, not 2017)", "2017", "2018"),
        ('(Corrects paragraph 4 to read "nine men" instead of "ten men")', "ten men", "nine men"),
        ("(Refiles to fix spelling of Harlan, not Harlen, in headline)", "Harlen", "Harlan"),
        ("(Changes the toll from nine to nineteen; corrects nothing else)", None, None),
        ("(Corrects toll from nine to nineteen in first paragraph)", "nine", "nineteen"),
        ("CORRECTION: In paragraph 2 the name should read Ilse Tarn, not Elsa Tarn.", "Elsa Tarn", "Ilse Tarn"),
        ("Please read in second para Boro Vane (not Boris Vane).", "Boris Vane", "Boro Vane"),
        ("(Berichtigung: Im zweiten Absatz muss es richtig heißen: Montag statt Sonntag)", "Sonntag", "Montag"),
        (
            "(This story has been corrected. It incorrectly said the ferry sank; it was towed to port.)",
            "the ferry sank", "towed to port",
        ),
        ("(This Nov. 23 story corrects the spelling of the ship in paragraph 5)", None, None),
        ("(Corrects to say ferry burned, not sank)", "sank", "ferry burned"),
        ("(Corrects headline)", None, None),
        ("(Clarifies that the ship was towed, in first paragraph)", None, None),
    ],
)  # fmt: skip
def test_a_notice_gives_the_wrong_words_and_the_right_ones(notice: str, wrong: str | None, right: str | None) -> None:
    found = one(STORY.format(notice=notice))
    if notice.startswith("(Changes"):
        assert found.notices == []
        return
    (kept,) = found.notices
    assert found.text[kept.start : kept.end] == notice
    said = [found.text[each.start : each.end] if each else None for each in (kept.wrong, kept.right)]
    assert said == [wrong, right]
    assert found.dateline
    assert [each.kind for each in found.segments] == ["headline", "correction", "body", "body"]


def test_the_kind_of_a_notice_is_the_report_s_own_label() -> None:
    found = one("REFILE-" + STORY.format(notice="(Fixes typo in headline)"))
    assert [(each.kind, each.wrong) for each in found.notices] == [("REFILE", None)]


@pytest.mark.parametrize(
    "body",
    [
        "Corrections officers went on strike.",
        "The correction in prices came late.",
        "Corrected figures are due on Monday.",
    ],
)
def test_a_story_about_corrections_is_no_notice(body: str) -> None:
    assert one(f"A HEADLINE HERE\n\nPORT ALDER (Reuters) - {body}\n\n{body}").notices == []
