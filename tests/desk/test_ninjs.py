"""Reports as ninjs."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tests.exporting import NINJS, addresses, examples, odd
from workers.desk.export import ninjs

VALIDATOR = jsonschema.Draft202012Validator(NINJS)


def documents(records: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    made = [(each["key"], ninjs.document(each, addresses(records))) for each in records]
    assert all("\n" not in text and text.encode() for _, text in made)
    return {key: json.loads(text) for key, text in made}


@pytest.fixture(scope="module")
def known() -> dict[str, dict[str, Any]]:
    return documents(examples())


@pytest.fixture(scope="module")
def strange() -> dict[str, dict[str, Any]]:
    return documents(odd())


def test_every_document_follows_the_standard(known: dict[str, Any], strange: dict[str, Any]) -> None:
    for key, each in (known | strange).items():
        assert [error.message for error in VALIDATOR.iter_errors(each)] == [], key


def test_the_check_notices_what_the_standard_forbids(known: dict[str, Any]) -> None:
    good = known["02-harbour.txt"]
    for wrong in (
        {"wireroom": {}},
        {"urgency": 0},
        {"urgency": "3"},
        {"uri": "not one"},
        {"bodies": [{"role": "main"}]},
    ):
        assert not VALIDATOR.is_valid(good | wrong), wrong


def test_a_report_in_the_words_of_the_standard(known: dict[str, Any]) -> None:
    made = known["05-harbour-corrected.txt"]
    assert made["uri"] == "urn:wireroom:file:05-harbour-corrected.txt"
    assert made["headlines"] == [{"role": "main", "value": "Grain barge burns in Port Alder, third sailor in hospital"}]
    assert made["title"].startswith("CORRECTED-UPDATE 1-Grain barge")
    assert made["edNote"] == "(Corrects cargo to 90 tonnes, not 900, in paragraph 1)"
    assert (made["by"], made["located"], made["language"]) == ("Ilse Tarn", "PORT ALDER", "en")
    assert made["infoSources"] == [{"name": "Alder Wire"}]
    assert [each["name"] for each in made["people"]] == ["Ilse Tarn", "Boro Vane", "Edda Quill", "Anselm Corvo"]
    html, plain = made["bodies"]
    assert html["value"].startswith("<p>PORT ALDER, Nov 23 (Alder Wire) - A barge loaded with 90 tonnes")
    assert "<h2>SECOND FIRE THIS YEAR</h2>" in html["value"]
    assert "\n\nSECOND FIRE THIS YEAR\n\n" in plain["value"]
    relations = {each["uri"]: each["rel"] for each in made["associations"]}
    assert relations["urn:wireroom:file:04-harbour-update.txt"] == "wireroom:corrects"


def test_what_was_found_is_in_a_component_of_its_own() -> None:
    record = examples()[4]
    made = json.loads(ninjs.document(record, dict.fromkeys([each["of"] for each in record["relations"]], "urn:x:1")))
    last = made["associations"][-1]
    assert (last["rel"], last["type"]) == ("wireroom:findings", "component")
    found = json.loads(last["bodies"][0]["value"])
    for name in ("quotes", "entities", "relations", "labels", "notices", "dateline", "text", "story"):
        assert found[name] == record[name]
    for quote in found["quotes"]:
        for span in quote["content"]:
            assert found["text"][span["start"] : span["end"]] == span["text"]
    ids = {each.get("literal") for kind in ("people", "organisations", "places") for each in made.get(kind, ())}
    assert {each["speaker"]["entity"] for each in found["quotes"] if each["speaker"]} <= ids | {None}


def test_what_a_feed_stated_stays(strange: dict[str, Any]) -> None:
    made = strange["feed"]
    assert (made["uri"], made["version"]) == ("tag:alder.example,2026:1", "3")
    assert (made["urgency"], made["slugline"], made["pubStatus"]) == (2, "ALDER-FERRY", "withheld")
    assert (made["versionCreated"], made["embargoedUntil"]) == ("2026-11-24T10:15:00.000Z", "2026-11-25T05:00:00.000Z")
    assert [each["value"] for each in made["headlines"]] == ["Ferry <X> burns in Paris & Rome", "Nobody is hurt"]
    assert made["subjects"] == [
        {"name": "fire", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000139"},
        {"name": "ships", "literal": "ships at sea"},
    ]
    assert {"name": "Paris", "uri": "https://sws.geonames.org/2988507/"}.items() <= made["places"][0].items()


@pytest.mark.parametrize(
    ("key", "status"), [("kill", "canceled"), ("held", "withheld"), ("feed", "withheld"), ("table", "usable")]
)
def test_whether_it_may_be_used(strange: dict[str, Any], key: str, status: str) -> None:
    assert strange[key]["pubStatus"] == status


def test_a_report_that_was_withdrawn_later_is_canceled() -> None:
    record = odd()[2]
    record["story"] = record["story"] | {"state": "withdrawn"}
    assert json.loads(ninjs.document(record, {}))["pubStatus"] == "canceled"


def test_versions_of_one_key_are_one_item_whose_version_rises() -> None:
    first, second = (each for each in odd() if each["key"] == "twice")
    made = [json.loads(ninjs.document(each, addresses([first, second]))) for each in (first, second)]
    assert made[0]["uri"] == made[1]["uri"] == "urn:wireroom:a%20b:twice"
    assert int(made[0]["version"]) < int(made[1]["version"])
    assert [each["rel"] for each in made[1]["associations"]] == ["wireroom:findings"]


def test_tables_keep_their_rows(strange: dict[str, Any]) -> None:
    html, plain = strange["table"]["bodies"]
    assert "<table><tr><td>Wheat 12 14</td></tr><tr><td>Barley 9 11</td></tr></table>" in html["value"]
    assert "\n\nWheat 12 14\nBarley 9 11\n\n" in plain["value"]


def test_broken_characters_do_not_break_the_document(strange: dict[str, Any]) -> None:
    made = strange["key with\x02 \ud801 ü"]
    assert "<b>" not in made["bodies"][0]["value"]
    assert "&lt;b&gt;&amp; three&lt;/b&gt;" in made["bodies"][0]["value"]
