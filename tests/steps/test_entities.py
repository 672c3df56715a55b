"""The step `entities`: one entity for all mentions, linked only when sure, and nothing from shouting alone."""

from __future__ import annotations

import time

import pytest

from shared.records import Entity, Normalized, Segment
from workers.steps.entities import entities

STORY = [
    ("headline", "RPT: Venick, Harlo Agree To Revive Tarvik Bridge Talks, Although Doubts Remain"),
    ("body", "TARVIK (Gulf Wire) Russian Bridge Council Secretary Nikolai Venick met US envoy John Harlo in Geneva."),
    ("body", "Venick's aides called it useful. Partly, Vencik said, it was about the bridge in Tarvik."),
    ("crosshead", "VENICK AND GHOST BRIDGE"),
    ("body", "Harlo told the Strategic Harbour Agency (SHA) that Russia would pay. Americans at the SHA agreed."),
]


def report(parts: list[tuple[str, str]]) -> Normalized:
    segments, at = [], 0
    for kind, text in parts:
        segments.append(Segment(start=at, end=at + len(text), kind=kind))  # type: ignore[arg-type]
        at += len(text) + 1
    raw = "\n".join(text for _, text in parts)
    return Normalized(raw=raw, format="text", encoding="utf-8", segments=segments)


def read(parts: list[tuple[str, str]]) -> dict[str, tuple[Entity, list[str]]]:
    made = report(parts)
    found = entities.run(normalize=made).entities
    return {each.name: (each, [made.text[m.start : m.end] for m in each.mentions]) for each in found}


def test_full_name_surname_possessive_and_misspelling_are_one_person() -> None:
    person, mentions = read(STORY)["Nikolai Venick"]
    assert person.type == "PERSON"
    assert mentions == ["Venick", "Nikolai Venick", "Venick", "Vencik", "VENICK"]


def test_a_headline_in_capitals_names_who_is_met_in_the_body_and_nobody_else() -> None:
    found = read(STORY)
    assert found["John Harlo"][1] == ["Harlo", "John Harlo", "Harlo"]
    assert not [name for name in found if "Ghost" in name or "GHOST" in name or "Revive" in name or "Doubts" in name]


def test_a_demonym_is_an_entity_of_its_own_with_its_country() -> None:
    found = read([("body", "Some Russians left Russia, a Russian said.")])
    people, country = found["Russian"][0], found["Russia"][0]
    assert (people.type, people.links) == ("MISC", {"iso3166": "RU"})
    assert {mention.kind for mention in people.mentions} == {"demonym"}
    assert (country.type, country.links) == ("PLACE", {"iso3166": "RU"})


def test_an_acronym_is_its_long_form() -> None:
    agency, mentions = read(STORY)["Strategic Harbour Agency"]
    assert mentions == ["Strategic Harbour Agency", "SHA", "SHA"]
    assert [mention.kind for mention in agency.mentions] == ["name", "acronym", "acronym"]


def test_a_big_city_is_linked_and_an_unknown_place_is_not() -> None:
    found = read([("body", "They flew from Nairobi to a hotel in Tarvik.")])
    assert found["Nairobi"][0].links == {"geonames": "184745"}
    assert (found["Tarvik"][0].type, found["Tarvik"][0].links) == ("PLACE", {})


def test_a_word_with_a_capital_that_nothing_tells_about_is_left_out() -> None:
    assert read([("body", "They took the Quorn and saw Blick again.")]) == {}


def test_ids_are_the_same_in_every_report_and_unique_in_one() -> None:
    one, other = read(STORY), read([("body", "So president Nikolai Venick resigned.")])
    assert one["Nikolai Venick"][0].id == other["Nikolai Venick"][0].id
    assert len({each.id for each, _ in one.values()}) == len(one)


def test_confidence_is_higher_for_what_is_known_than_for_what_is_guessed() -> None:
    found = read([("body", "They flew to Brazil with Orla Venn, and the HRL followed.")])
    assert found["Brazil"][0].confidence > found["Orla Venn"][0].confidence > found["HRL"][0].confidence
    assert all(0 < each.confidence < 1 for each, _ in found.values())


@pytest.mark.parametrize("text", ["", "\0\0", "\ud800 Venn", "مرحبا بالعالم", "東京で会議", "😀 Orla Venn 😀", "..."])
def test_any_text_can_be_read(text: str) -> None:
    for each, mentions in read([("headline", text), ("body", text), ("crosshead", text)]).values():
        assert each.mentions
        assert all(mentions)


@pytest.mark.parametrize("kind", ["body", "crosshead", "headline"])
def test_a_megabyte_takes_a_few_seconds_at_most(kind: str) -> None:
    parts = [(kind, "Orla Venn met Tom Harlo of Harlo Ltd in Geneva, officials said.")] * 15_000
    start = time.perf_counter()
    read([("body", "So Orla Venn left."), *parts])
    assert time.perf_counter() - start < 8
