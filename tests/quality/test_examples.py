"""The shipped examples are read as an editor would: names and their types, speakers, and the story of the fire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shared.intake import prepare
from shared.settings import Settings
from workers.desk.reading import Reading

EXAMPLES = Path(__file__).parents[2] / "examples"
FIRE = {
    ("PLACE", "Port Alder"),
    ("PERSON", "Ilse Tarn"),
    ("PERSON", "Boro Vane"),
    ("PERSON", "Edda Quill"),
    ("ORG", "Tessel Line"),
}
LATER = FIRE | {("PERSON", "Anselm Corvo")}
NAMES = {
    "01": {("PLACE", "Port Alder")},
    "02": FIRE,
    "03": FIRE,
    "04": LATER,
    "05": LATER,
    "06": {
        ("PLACE", "New Harlan"),
        ("ORG", "Marrow and Sons"),
        ("PERSON", "Falk Marrow"),
        ("PERSON", "Gwen Pellar"),
    },
    "07": {
        ("PLACE", "Kestrel Bay"),
        ("PLACE", "Kestrel"),
        ("PERSON", "Cleo Ostrandt"),
        ("PERSON", "Dario Menck"),
    },
    "08": {("PLACE", "Kestrel Bay"), ("PERSON", "Ana Quill"), ("PERSON", "Bruno Lind")},
    "09": {("PLACE", "San Miro"), ("PLACE", "Kestrel"), ("PERSON", "Hugo Lind"), ("PERSON", "Ana Tessel")},
    "10": {
        ("PLACE", "Port Alder"),
        ("PLACE", "Cape Mora"),
        ("PLACE", "Café du Phare"),
        ("PERSON", "Ilse Tarn"),
        ("PERSON", "André Calloway"),
        ("PERSON", "Edda Quill"),
    },
}
#: Words of a quote, and who said them.
SAID = {
    "02": {"We got everybody off": "Boro Vane", "three days than": "Edda Quill", "with the authorities": "Tessel Line"},
    "04": {"Our thoughts are": "Anselm Corvo", "cause was not known": "Boro Vane"},
    "06": {"Nobody buys a lamp": "Falk Marrow", "340 people": "Falk Marrow", "a betrayal": "Gwen Pellar"},
    "07": {"first since the drought": "Cleo Ostrandt", "a way that both": "Dario Menck", "January": "Cleo Ostrandt"},
    "08": {"spoken softly": "Ana Quill", "not contest": "Bruno Lind"},
    "09": {"a good bridge": "Ana Tessel"},
    "10": {"does not need me": "André Calloway", "nothing would change": "Edda Quill"},
}


def read(reading: Reading, path: Path) -> dict[str, Any]:
    id, *_ = reading.take(prepare(path.read_bytes(), source="examples", key=path.name))
    return reading.record(id)


@pytest.fixture(scope="module")
def alone() -> dict[str, dict[str, Any]]:
    """Each example read by itself."""
    return {path.name[:2]: read(Reading(Settings()), path) for path in sorted(EXAMPLES.iterdir())}


@pytest.mark.parametrize("number", NAMES)
def test_names_have_their_types(alone: dict[str, dict[str, Any]], number: str) -> None:
    assert {(each["type"], each["name"]) for each in alone[number]["entities"]} == NAMES[number]


@pytest.mark.parametrize("number", SAID)
def test_speakers_are_named(alone: dict[str, dict[str, Any]], number: str) -> None:
    quotes = [(" ".join(part["text"] for part in each["content"]), each) for each in alone[number]["quotes"]]
    for words, name in SAID[number].items():
        (speaker,) = [each["speaker"] for content, each in quotes if words in content]
        ids = {each["name"]: each["id"] for each in alone[number]["entities"]}
        assert (speaker["name"], speaker["entity"]) == (name, ids[name])


def test_the_alert_begins_the_story_of_the_fire_and_no_other_is_joined() -> None:
    reading = Reading(Settings())
    ids = {path.name[:2]: read(reading, path)["id"] for path in sorted(EXAMPLES.iterdir())}
    records = {number: reading.record(id) for number, id in ids.items()}
    stories = {number: record["story"]["id"] for number, record in records.items()}
    fire = [number for number in sorted(ids) if stories[number] == stories["01"]]
    assert fire == ["01", "02", "03", "04", "05"]
    assert [records[number]["story"]["position"] for number in fire] == [1, 2, 3, 4, 5]
    assert len(set(stories.values())) == 6
    (link,) = records["02"]["relations"]
    assert (link["kind"], link["of"], link["evidence"]["reasons"]) == ("version", ids["01"], ["alert"])
