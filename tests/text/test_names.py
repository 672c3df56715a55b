"""Names as words, and the forms of one name as one entity."""

from __future__ import annotations

import pytest

from tests.marked import unmarked
from tests.pace import within
from workers.text import beside, names
from workers.text.grouping import fold, group
from workers.text.names import Name


@pytest.mark.parametrize("text", ["TALKS GO ON IN GENEVA", "Talks Go On In Geneva Despite Protests"])
def test_capitals_everywhere_tell_nothing(text: str) -> None:
    assert names.is_loud(text)


def test_a_sentence_with_names_does_not_shout() -> None:
    assert not names.is_loud("Orla Venn met the mayor of Tarvik on Monday to talk about the bridge")


def made(marked: str, sure: float = 0.9) -> list[Name]:
    text, _, found = unmarked(marked)
    return beside.joined(
        text,
        (
            Name(
                each.start,
                each.end,
                tuple(token.word for token in names.tokens(text, each.start, each.end)),
                each.type,
                sure,
            )
            for each in found
        ),
    )


def named(marked: str) -> dict[str, list[str]]:
    text, _, _ = unmarked(marked)
    return {each.name: [text[name.start : name.end] for name in each.names] for each in group(made(marked))}


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
        ("The {ORG|Harlo Agency} ({ORG|Agaharl})", "Harlo Agency", ["Harlo Agency", "Agaharl"]),
        ("The {ORG|Harlo Vote Party-Tarn} of {ORG|HVP-T}", "Harlo Vote Party-Tarn", ["Harlo Vote Party-Tarn", "HVP-T"]),
        ("The {ORG|Harlo Relief Fund} and the {ORG|Fund}", "Harlo Relief Fund", ["Harlo Relief Fund", "Fund"]),
        ("Both {ORG|Harlo Foods Ltd} and {ORG|Harlo}", "Harlo Foods Ltd", ["Harlo Foods Ltd", "Harlo"]),
        ("As {PERSON|Omar Al-Venn} spoke, {PERSON|Venn} left.", "Omar Al-Venn", ["Omar Al-Venn", "Venn"]),
        ("The {PLACE|Sultanate of Oman}, or {PLACE|Oman}", "Oman", ["Sultanate of Oman", "Oman"]),
        ("From {PLACE|Britain} to the {PLACE|UK}", "United Kingdom", ["Britain", "UK"]),
        ("The {MISC|Russians} and a {MISC|Russian}", "Russian", ["Russians", "Russian"]),
    ],
)
def test_forms_of_one_name_are_one_entity(text: str, name: str, forms: list[str]) -> None:
    assert named(text)[name] == forms


def test_a_source_in_brackets_is_no_acronym() -> None:
    assert set(named("{ORG|Harlo News} ({ORG|Tarvik})")) == {"Harlo News", "Tarvik"}


def test_a_surname_of_two_people_is_whoever_is_named_most() -> None:
    text = "{PERSON|Orla Venn} and {PERSON|Orla Venn} spoke. {PERSON|Tom Venn} came. {PERSON|Venn} sat down."
    assert named(text) == {"Orla Venn": ["Orla Venn", "Orla Venn", "Venn"], "Tom Venn": ["Tom Venn"]}


def test_a_surname_of_two_people_is_the_one_whom_mr_or_mrs_tells() -> None:
    text = "{PERSON|Mary Venn} spoke, {PERSON|Tom Venn} came. Mr. {PERSON|Venn} sat, {PERSON|Mrs. Venn} left."
    assert named(text) == {"Mary Venn": ["Mary Venn", "Venn"], "Tom Venn": ["Tom Venn", "Venn"]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("So {PERSON|Orla} {PERSON|Venn} left.", "Orla Venn"),
        ("So {PERSON|Orla} J. {PERSON|Venn} left.", "Orla J. Venn"),
        ("So Sarah {PERSON|Venn} left.", "Sarah Venn"),
        ("In Charlotte {PERSON|Venn} left.", "Venn"),
        ("So {PERSON|Rep. Orla Venn} left.", "Orla Venn"),
        ("So {PERSON|Orla B. Venn Jr.}, or {PERSON|Venn}, left.", "Orla B. Venn Jr"),
        ("So {PERSON|Orla Venn Tarn} left, and {PERSON|Venn} too.", "Orla Venn Tarn"),
    ],
)
def test_a_person_has_first_name_and_surname_and_no_title(text: str, name: str) -> None:
    assert list(named(text)) == [name]


def test_a_surname_tells_that_the_full_name_is_a_person_s_whatever_the_model_says() -> None:
    text = "{PLACE|Thula Venn} spoke. {PERSON|Venn} left. A {PERSON|Kenyan} came."
    found = group(made(text, sure=0.7))
    assert [(each.name, each.type) for each in found] == [("Thula Venn", "PERSON"), ("Kenyan", "MISC")]


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to <desk@tarvik.example>, or not.", ["<desk@tarvik.example>,"]),
        ("See WWW.Tarvik.example and ftp://tarvik.example/a.", ["WWW.Tarvik.example", "ftp://tarvik.example/a."]),
        ("Ilse Tarn@TARVIK wrote to @tarn. He left. Tarvik.com is a firm.", []),
    ],
)
def test_addresses(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in names.addresses(text)] == found
