"""Names are told by their shape, by titles, and by what stands around them."""

from __future__ import annotations

import time

import pytest

from workers.text import names
from workers.text.grouping import fold, group


def found(text: str) -> list[tuple[str, str | None]]:
    line = names.tokens(text, 0, len(text))
    met = frozenset(names.inside(line))
    return [(text[name.start : name.end], name.type) for name in names.find(line, met)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks with Orla Venn went on.", [("Orla Venn", "PERSON")]),
        ("Yesterday foreign minister Venn resigned.", [("Venn", "PERSON")]),
        ("He met Prime Minister Orla Venn.", [("Orla Venn", "PERSON")]),
        ("He met Secretary of State Orla Venn.", [("Orla Venn", "PERSON")]),
        ("He met Russian President Orla Venn.", [("Russian", "MISC"), ("Orla Venn", "PERSON")]),
        ("It is US National Security Adviser Orla Venn.", [("US", "PLACE"), ("Orla Venn", "PERSON")]),
        ("It is Harlo Council Secretary Orla Venn.", [("Harlo Council", "ORG"), ("Orla Venn", "PERSON")]),
        ("A loan from the Bank of Tarvik helped.", [("Bank of Tarvik", "ORG")]),
        ("So says the Ministry of Trade and Industry.", [("Ministry of Trade and Industry", "ORG")]),
        ("They crossed the Tarva River.", [("Tarva River", "PLACE")]),
        ("They won the Tarva Cup.", [("Tarva Cup", "MISC")]),
        ("He lived in Tarvik.", [("Tarvik", "PLACE")]),
        ("It rained in Brazil's south.", [("Brazil", "PLACE")]),
        ("Shares of HRL rose.", [("HRL", "ORG")]),
        ("A Nairobi-based firm", [("Nairobi", "PLACE")]),
        ("The Russian-US talks", [("Russian", "MISC"), ("US", "PLACE")]),
        ("It cost US$5 million.", []),
        ("On Monday they met in May.", []),
        ("Officials met. Prices rose. We're late.", []),
        ("Ludwig van Harlo and Omar bin Venn", [("Ludwig van Harlo", "PERSON"), ("Omar bin Venn", "PERSON")]),
    ],
)
def test_a_name_is_found_whole_and_of_its_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_word_that_only_opens_a_sentence_is_no_name() -> None:
    assert found("Workers left early. Harlo Ltd closed.") == [("Harlo Ltd", "ORG")]


@pytest.mark.parametrize("text", ["TALKS GO ON IN GENEVA", "Talks Go On In Geneva Despite Protests"])
def test_capitals_everywhere_tell_nothing(text: str) -> None:
    assert names.is_loud(text)


def test_a_sentence_with_names_does_not_shout() -> None:
    assert not names.is_loud("Orla Venn met the mayor of Tarvik on Monday to talk about the bridge")


def named(text: str) -> dict[str, list[str]]:
    line = names.tokens(text, 0, len(text))
    return {
        each.name: [text[name.start : name.end] for name in each.names]
        for each in group(names.find(line, frozenset(names.inside(line))))
    }


@pytest.mark.parametrize(
    ("text", "name", "forms"),
    [
        ("Then Orla Vennick spoke and Vennick left.", "Orla Vennick", ["Orla Vennick", "Vennick"]),
        ("Then Orla Vennick spoke, but Veninck said no.", "Orla Vennick", ["Orla Vennick", "Veninck"]),
        ("Then Orla Vennick spoke, but Vennik said no.", "Orla Vennick", ["Orla Vennick", "Vennik"]),
        ("Then José Vennick spoke; president Jose Vennick left.", "José Vennick", ["José Vennick", "Jose Vennick"]),
        (
            "At the Harlo Trade Council (HTC) the HTC chief",
            "Harlo Trade Council",
            ["Harlo Trade Council", "HTC", "HTC"],
        ),
        ("Both Harlo Foods Ltd and Harlo Foods Group", "Harlo Foods Ltd", ["Harlo Foods Ltd", "Harlo Foods Group"]),
        ("From Britain to the UK", "United Kingdom", ["Britain", "UK"]),
        ("The Russians and a Russian", "Russian", ["Russians", "Russian"]),
    ],
)
def test_forms_of_one_name_are_one_entity(text: str, name: str, forms: list[str]) -> None:
    assert named(text)[name] == forms


def test_a_surname_of_two_people_is_the_one_named_last() -> None:
    text = "Then Orla Venn spoke. Venn left. Then Tom Venn came. Venn sat down."
    assert named(text) == {"Orla Venn": ["Orla Venn", "Venn"], "Tom Venn": ["Tom Venn", "Venn"]}


def test_accents_case_and_dots_make_no_difference_to_a_form() -> None:
    assert fold(("São", "Paulo")) == fold(("SAO", "PAULO"))
    assert fold(("U.S.",)) == fold(("US",))


@pytest.mark.parametrize("text", ["", "\0", "\ud800\udfff X", "مرحبا", "A" * 100_000, "-'-'&.", "Ⅷ ǅ", "İstanbul"])
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(named(text), dict)


@pytest.mark.parametrize(
    "text",
    [
        "Aa " * 300_000,
        "Orla Venn said no. " * 50_000,
        "A-a" * 300_000,
        " ".join(f"Na{number} Venn{number}" for number in range(60_000)),
        "Bank of " * 120_000,
        "Orla Venn " + "Venn, " * 150_000,
    ],
    ids=["capitals", "sentences", "hyphens", "many names", "ties", "one surname"],
)
def test_a_megabyte_takes_a_few_seconds_at_most(text: str) -> None:
    start = time.perf_counter()
    named(text)
    assert time.perf_counter() - start < 8
