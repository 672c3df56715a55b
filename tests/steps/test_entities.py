"""The step `entities`: one entity for all mentions, linked only when sure, and nothing from shouting alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.records import Dateline, Entity, Language, SegmentKind
from tests.marked import report
from tests.pace import within
from workers.steps.entities import entities

STORY: list[tuple[SegmentKind, str]] = [
    ("headline", "RPT: Venick, Harlo Agree To Revive Tarvik Bridge Talks, Although Doubts Remain"),
    (
        "body",
        "{MISC|Russian} {ORG|Bridge Council} Secretary {PERSON|Nikolai Venick} met {PERSON|John Harlo}.",
    ),
    ("body", "{PERSON|Venick}'s aides called it useful. Partly, {PERSON|Vencik} said, it was about {PLACE|Tarvik}."),
    ("crosshead", "VENICK AND GHOST BRIDGE"),
    (
        "body",
        "{PERSON|Harlo} told the {ORG|Strategic Harbour Agency} ({ORG|SHA}) that {PLACE|Russia} would pay the SHA.",
    ),
]


def read(parts: list[tuple[SegmentKind, str]], language: str = "en") -> dict[str, tuple[Entity, list[str]]]:
    made, seen = report(*parts)
    made = made.model_copy(update={"language": Language(code=language, confidence=1)})
    found = entities.run(normalize=made, read=seen).entities
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
    found = read([("body", "Some {MISC|Russians} left {PLACE|Russia}, a {MISC|Russian} said.")])
    people, country = found["Russian"][0], found["Russia"][0]
    assert (people.type, people.links) == ("MISC", {"iso3166": "RU"})
    assert {mention.kind for mention in people.mentions} == {"demonym"}
    assert (country.type, country.links) == ("PLACE", {"iso3166": "RU"})


def test_an_acronym_is_its_long_form_wherever_it_stands() -> None:
    agency, mentions = read(STORY)["Strategic Harbour Agency"]
    assert mentions == ["Strategic Harbour Agency", "SHA", "SHA"]
    assert [mention.kind for mention in agency.mentions] == ["name", "acronym", "acronym"]


def test_there_is_no_name_in_an_address() -> None:
    line = "{PERSON|Ilse Tarn} of {ORG|Quillmark} (ilse.{PERSON|tarn}@{ORG|quillmark}.example, https://{ORG|quillmark}.example)"
    written = [name for name, _ in read([("body", line)]).values() for _ in name.mentions]
    assert [name.name for name in written] == ["Ilse Tarn", "Quillmark"]


def spoken(text: str, kind: SegmentKind = "body") -> dict[str, tuple[str, list[str]]]:
    return {name: (each.type, mentions) for name, (each, mentions) in read([(kind, text)]).items()}


def test_an_s_is_no_part_of_a_name_where_apostrophes_are_lost() -> None:
    text = (
        "{ORG|Russias Bridge Council} met {PERSON|Orla Venn}. {PERSON|Orla Venns} aides and the {PLACE|Maldives} paid."
    )
    assert spoken(text) == {
        "Russia": ("PLACE", ["Russia"]),
        "Bridge Council": ("ORG", ["Bridge Council"]),
        "Orla Venn": ("PERSON", ["Orla Venn", "Orla Venn"]),
        "Maldives": ("PLACE", ["Maldives"]),
    }
    assert "Russias Bridge Council" in spoken(f"{text} It was Tarvik's own.")


def test_a_name_found_in_part_is_whole_where_the_whole_is_met_elsewhere() -> None:
    found = spoken("{ORG|Tarvik Bridge Council} met. Later the {PLACE|Tarvik} Bridge Council left {PLACE|Tarvik}.")
    assert found == {
        "Tarvik Bridge Council": ("ORG", ["Tarvik Bridge Council", "Tarvik Bridge Council"]),
        "Tarvik": ("PLACE", ["Tarvik"]),
    }


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_where_capitals_tell_nothing_peoples_and_names_met_elsewhere_are_still_told(
    change: Callable[[str], str],
) -> None:
    people, firm, rest = (change(each) for each in ("Egyptians", "Quillmark", "So Quillmark said."))
    found = spoken(f"{{PERSON|{people}}} {change('met')} {{ORG|{firm}}}. {rest}")
    assert found["Egyptian"][0] == "MISC"
    assert found[firm] == ("ORG", [firm, firm])


def test_a_big_city_is_linked_and_an_unknown_place_is_not() -> None:
    found = read([("body", "They flew from {PLACE|Nairobi} to a hotel in {PLACE|Tarvik}.")])
    assert found["Nairobi"][0].links == {"geonames": "184745"}
    assert (found["Tarvik"][0].type, found["Tarvik"][0].links) == ("PLACE", {})


@pytest.mark.parametrize(
    ("text", "name", "links"),
    [
        ("It rained in {PLACE|New York}.", "New York", {"geonames": "5128581"}),
        ("It rained in {PLACE|New York} state, in {PLACE|Ohio}.", "New York", {"iso3166": "US-NY"}),
        ("It rained in {PLACE|Chiang Mai} province, {PLACE|Thailand}.", "Chiang Mai", {"iso3166": "TH-50"}),
        ("From {PLACE|London} to {PLACE|Leeds}", "Leeds", {"geonames": "2644688"}),
        ("In {PLACE|Georgia}, in the {PLACE|United States}", "Georgia", {}),
        ("A {MISC|Spanish} word, of {PLACE|Spain}", "Spanish", {}),
    ],
)
def test_what_is_near_tells_which_place_is_meant(text: str, name: str, links: dict[str, str]) -> None:
    assert read([("body", text)])[name][0].links == links


def test_a_person_with_a_country_s_name_is_no_country() -> None:
    (found,) = read([("body", "They met {PERSON|Chad} again.")]).values()
    assert (found[0].type, found[0].links) == ("PERSON", {})


def test_ids_are_the_same_in_every_report_and_unique_in_one() -> None:
    one, other = read(STORY), read([("body", "So president {PERSON|Nikolai Venick} resigned.")])
    assert one["Nikolai Venick"][0].id == other["Nikolai Venick"][0].id
    assert len({each.id for each, _ in one.values()}) == len(one)


def test_other_languages_are_read_less_surely() -> None:
    line: list[tuple[SegmentKind, str]] = [("body", "So {PERSON|Nikolai Venick} resigned.")]
    assert read(line, "de")["Nikolai Venick"][0].confidence < read(line)["Nikolai Venick"][0].confidence


@pytest.mark.parametrize("text", ["", "\0\0", "\ud800 Venn", "مرحبا بالعالم", "東京で会議", "😀 Orla Venn 😀", "..."])
def test_any_text_can_be_read(text: str) -> None:
    for each, mentions in read([("headline", text), ("body", text + " {PERSON|Venn}"), ("crosshead", text)]).values():
        assert each.mentions
        assert all(mentions)


@pytest.mark.parametrize("kind", ["body", "crosshead", "headline"])
def test_many_lines_take_time_in_proportion(kind: SegmentKind) -> None:
    parts: list[tuple[SegmentKind, str]] = [(kind, "Orla Venn met Tom Harlo of Harlo Ltd in Geneva.")] * 5_000
    with within(8):
        read([("body", "So {PERSON|Orla Venn} left."), *parts])


@pytest.mark.parametrize("recase", [str.upper, str.lower])
def test_where_all_letters_have_one_case_names_are_known_by_their_words(recase: Callable[[str], str]) -> None:
    lines = [("body", recase("It rained on the high court of Norway.")), ("body", recase("Labour said no."))]
    assert [each.name for each, _ in read(lines).values()] == [recase("high court"), "Norway"]  # type: ignore[arg-type]
    assert read([("body", "It rained on the high court of norway. Labour said no.")]) == {}
    assert read([("body", "un homme de norway est ici")], "fr") == {}


def test_where_all_letters_have_one_case_names_that_are_unsure_are_not_believed() -> None:
    for line, expected in (("the {ORG|ration} of vane", []), ("The {ORG|ration} of vane", ["ration"])):
        made, seen = report(("body", line))
        unsure = seen.model_copy(update={"names": [each.model_copy(update={"sure": 0.45}) for each in seen.names]})
        assert [each.name for each in entities.run(normalize=made, read=unsure).entities] == expected


@pytest.mark.parametrize("recase", [str.upper, str.lower, str.title])
def test_cities_are_linked_however_they_are_written(recase: Callable[[str], str]) -> None:
    (city, _) = read([("body", "It rained in {PLACE|" + recase("oslo") + "}.")])[recase("oslo")]
    assert city.links == {"geonames": "3143244"}


@pytest.mark.parametrize(
    ("line", "places", "name"),
    [
        ("PORT ALDER, Nov 23 (Alder Wire) - ", ["PORT ALDER"], "Port Alder"),
        ("KABUL (AP) - ", ["KABUL"], "Kabul"),
        ("RIO DE JANEIRO, Nov 4 - ", ["RIO DE JANEIRO"], "Rio de Janeiro"),
        ("Cape Mora, Nov 4 - ", ["Cape Mora"], "Cape Mora"),
        ("{MISC|Cape} Mora, Nov 4 - ", ["Cape Mora"], "Cape Mora"),
    ],
)
def test_the_place_of_a_dateline_is_an_entity(line: str, places: list[str], name: str) -> None:
    made, seen = report(("headline", f"RAIN IN {name.upper()}"), ("dateline", line), ("body", f"It rained in {name}."))
    start = made.text.index("\n") + 1
    dated = Dateline(start=start, end=made.text.rindex("\n"), places=places)
    given = entities.run(normalize=made.model_copy(update={"dateline": dated}), read=seen).entities
    (found,) = (each for each in given if each.type == "PLACE")
    assert found.name == name
    assert [made.text[at.start : at.end] for at in found.mentions] == [name.upper(), places[0], name]
