"""Names as words, and the forms of one name as one entity."""

from __future__ import annotations

import pytest

from tests.marked import unmarked
from tests.pace import within
from workers.text import names
from workers.text.grouping import fold, group
from workers.text.names import Name


@pytest.mark.parametrize("text", ["TALKS GO ON IN GENEVA", "Talks Go On In Geneva Despite Protests"])
def test_capitals_everywhere_tell_nothing(text: str) -> None:
    assert names.is_loud(text)


def test_a_sentence_with_names_does_not_shout() -> None:
    assert not names.is_loud("Orla Venn met the mayor of Tarvik on Monday to talk about the bridge")


def named(marked: str) -> dict[str, list[str]]:
    text, _, found = unmarked(marked)
    made = [
        Name(
            each.start,
            each.end,
            tuple(token.word for token in names.tokens(text, each.start, each.end)),
            each.type,
            0.9,
        )
        for each in found
    ]
    return {each.name: [text[name.start : name.end] for name in each.names] for each in group(made)}


@pytest.mark.parametrize(
    ("text", "name", "forms"),
    [
        ("{PERSON|Orla Vennick} spoke and {PERSON|Vennick} left.", "Orla Vennick", ["Orla Vennick", "Vennick"]),
        ("{PERSON|Orla Vennick} spoke, but {PERSON|Veninck} said no.", "Orla Vennick", ["Orla Vennick", "Veninck"]),
        ("{PERSON|Orla Vennick} spoke, but {PERSON|Vennik} said no.", "Orla Vennick", ["Orla Vennick", "Vennik"]),
        ("{PERSON|José Vennick} spoke; {PERSON|Jose Vennick} left.", "José Vennick", ["José Vennick", "Jose Vennick"]),
        (
            "At the {ORG|Harlo Trade Council} ({ORG|HTC}) the {ORG|HTC} chief",
            "Harlo Trade Council",
            ["Harlo Trade Council", "HTC", "HTC"],
        ),
        (
            "Both {ORG|Harlo Foods Ltd} and {ORG|Harlo Foods Group}",
            "Harlo Foods Ltd",
            ["Harlo Foods Ltd", "Harlo Foods Group"],
        ),
        ("From {PLACE|Britain} to the {PLACE|UK}", "United Kingdom", ["Britain", "UK"]),
        ("The {MISC|Russians} and a {MISC|Russian}", "Russian", ["Russians", "Russian"]),
    ],
)
def test_forms_of_one_name_are_one_entity(text: str, name: str, forms: list[str]) -> None:
    assert named(text)[name] == forms


def test_a_surname_of_two_people_is_the_one_named_last() -> None:
    text = "{PERSON|Orla Venn} spoke. {PERSON|Venn} left. {PERSON|Tom Venn} came. {PERSON|Venn} sat down."
    assert named(text) == {"Orla Venn": ["Orla Venn", "Venn"], "Tom Venn": ["Tom Venn", "Venn"]}


def test_accents_case_and_dots_make_no_difference_to_a_form() -> None:
    assert fold(("São", "Paulo")) == fold(("SAO", "PAULO"))
    assert fold(("U.S.",)) == fold(("US",))


@pytest.mark.parametrize("text", ["", "\0", "\ud800\udfff X", "مرحبا", "A" * 100_000, "-'-'&.", "Ⅷ ǅ", "İstanbul"])
def test_any_text_has_words_in_order(text: str) -> None:
    found = names.tokens(text, 0, len(text))
    assert [text[each.start : each.end] for each in found] == [each.word for each in found]
    assert found == sorted(found)


@pytest.mark.parametrize(
    "line",
    ["{PERSON|Orla Venn} ", "{PERSON|Venn} ", "{ORG|Bank of Harlo} ", "{PLACE|A-a}"],
    ids=["full names", "one surname", "organisations", "hyphens"],
)
def test_thirty_thousand_names_take_a_few_seconds_at_most(line: str) -> None:
    with within(12):
        named("{PERSON|Orla Venn} " + line * 30_000)


def test_as_many_different_names_do_too() -> None:
    with within(12):
        named(" ".join(f"{{PERSON|Na{number} Venn{number}}}" for number in range(20_000)))
