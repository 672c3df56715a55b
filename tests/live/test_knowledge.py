"""A user's knowledge base and the index of entities, through the real command line, Redis and workers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.live.conftest import Wireroom

ROWS = """id,name,aliases,type
Q1,Boro Vane,Captain Vane,person
Q2,Edda Quill,,person
Q3,Edda Quill,,person
Q4,Nikolai Patrushev,,person
"""
REPORTS = {
    "1.txt": """Harbour of Port Alder reopens

PORT ALDER, Nov 24 (Alder Wire) - The harbour reopened on Tuesday, Mayor Edda Quill said.

Captain Boro Vane, who leads the pilots, said the channel was clear. "It is as deep as it ever was," he said.
""",
    "2.txt": """Envoy lands in New Harlan

NEW HARLAN, Nov 24 (Alder Wire) - Nikolai Partushev, an adviser, landed on Tuesday and met B. Vane of the pilots.
""",
}


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    (tmp_path / "rows.csv").write_text(ROWS)
    return tmp_path / "rows.csv"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text)
    return folder


def links(records: list[dict]) -> dict[str, tuple[str | None, str]]:
    """Of each entity that the knowledge base has to do with: its id there, and the method."""
    return {
        each["name"]: (each["links"].get("kb"), each["evidence"]["kb"]["method"])
        for record in records
        for each in record["entities"]
        if "kb" in each["evidence"]
    }


LINKED = {
    "Edda Quill": (None, "ambiguous"),
    "Boro Vane": ("Q1", "name"),
    "Nikolai Partushev": ("Q4", "misspelling"),
    "B. Vane": ("Q1", "initials"),
}


@pytest.mark.live
def test_what_is_imported_is_linked_by_all_workers_and_found_by_id(
    wireroom: Wireroom, rows: Path, reports: Path
) -> None:
    assert wireroom("kb", "import", str(rows)).stdout == "version 1: 4 rows, 4 new, 0 updated\n"
    records = wireroom.records("run", str(reports), "--json")
    assert links(records) == LINKED

    (vane,) = wireroom.records("entity", "q1", "--json")
    assert [(each["key"], each["name"], each["evidence"]["kb"]["method"]) for each in vane["reports"]] == [
        ("1.txt", "Boro Vane", "name"),
        ("2.txt", "B. Vane", "initials"),
    ]
    assert wireroom.records("entity", "boro vane", "--json") == [vane]
    assert [each["name"] for each in wireroom.records("entity", "Quill", "--json")] == ["Edda Quill"]
    assert wireroom.records("entity", vane["ids"][0], "--json")[0]["links"] == {"kb": "Q1"}
    assert wireroom("entity", "nobody").stdout == ""
    said = wireroom("entity", "vane").stdout
    assert "kb Q1" in said
    assert said.count("\n") == 3

    (quote,) = wireroom.records("quotes", "--speaker", "q1", "--direct", "--json")
    assert (quote["speaker"], quote["text"]) == ("Boro Vane", '"It is as deep as it ever was,"')
    assert wireroom.records("quotes", "--speaker", "Q4", "--json") == []

    said = wireroom("show", records[0]["id"]).stdout
    assert "Boro Vane [Q1]" in said
    assert "“Edda Quill” may be Q2" in said
    wireroom("delete", vane["reports"][0]["id"])
    assert [each["reports"] for each in wireroom.records("entity", "Quill", "--json")] == []
    assert wireroom.records("entity", "Q1", "--json")[0]["name"] == "B. Vane"


@pytest.mark.long
@pytest.mark.live
def test_reports_from_before_are_linked_when_they_are_resolved_again(
    wireroom: Wireroom, rows: Path, reports: Path
) -> None:
    records = wireroom.records("run", str(reports), "--json")
    assert links(records) == {}
    wireroom("kb", "import", str(rows))
    wireroom("replay", "--all", "--step", "resolve")
    (reports / "3.txt").write_text("Nothing new\n\nPORT ALDER, Nov 25 (Alder Wire) - It rained.\n")
    wireroom("run", str(reports / "3.txt"), "--quiet")

    assert links([wireroom.records("show", each["id"], "--json")[0] for each in records]) == LINKED
    assert len(wireroom.records("entity", "Q1", "--json")[0]["reports"]) == 2


def test_imports_add_and_update_or_replace(wireroom: Wireroom, rows: Path, tmp_path: Path) -> None:
    wireroom("kb", "import", str(rows))
    more = (
        '{"id": "Q4", "name": "Nikolai Patrushev", "type": "person", "aliases": ["N. P."]}\n{"id": "Q9", "name": "X"}\n'
    )
    assert wireroom("kb", "import", "-", input=more).stdout == "version 2: 5 rows, 1 new, 1 updated\n"
    listed = wireroom.records("kb", "list", "--json")
    assert [each["id"] for each in listed] == ["Q1", "Q2", "Q3", "Q4", "Q9"]
    assert listed[3]["aliases"] == ["N. P."]
    assert "Q9  PERSON or ORG  X" in wireroom("kb", "list").stdout

    assert wireroom("kb", "import", "-", "--replace", input=more).stdout.startswith("version 3: 2 rows")
    assert wireroom("kb", "list", "--limit", "1").stdout.splitlines()[1:] == ["Q4  PERSON  Nikolai Patrushev  (N. P.)"]


def test_nothing_is_half_imported(wireroom: Wireroom, rows: Path) -> None:
    wireroom("kb", "import", str(rows))
    rows.write_text(ROWS.replace("Q3", "Q9") + "Q5,New One,,person\nQ6,Bad,,alien\n,Worse,,\n")
    done = wireroom("kb", "import", str(rows), code=1)

    assert done.stderr.splitlines() == [
        f"wireroom: {rows}: line 7: 'alien' is no type; types are person, org, place and misc",
        f"wireroom: {rows}: line 8: id is empty",
        f"wireroom: {rows}: Nothing was taken in",
    ]
    assert [each["id"] for each in wireroom.records("kb", "list", "--json")] == ["Q1", "Q2", "Q3", "Q4"]


def test_what_would_be_linked_can_be_tried(wireroom: Wireroom, rows: Path) -> None:
    assert "there is no knowledge base" in wireroom("kb", "test", "Boro Vane", code=2).stderr
    wireroom("kb", "import", str(rows))

    sentence = "Mayor Edda Quill told Captain Boro Vane on Tuesday that Anselm Corvo, his deputy, had left."
    found = {each["name"]: each for each in wireroom.records("kb", "test", sentence, "--json")}
    assert found["Boro Vane"]["id"] == "Q1"
    assert found["Edda Quill"]["evidence"]["candidates"] == ["Q2", "Q3"]
    assert found["Anselm Corvo"] == {"name": "Anselm Corvo", "type": "PERSON", "id": None, "evidence": None}
    said = wireroom("kb", "test", "captain vane").stdout
    assert "Q1, alias, 0.93: “captain vane” is an alias of Boro Vane" in said
    assert "nobody at all (PERSON): not in the knowledge base" in wireroom("kb", "test", "nobody at all").stdout


SHIPS = """The Tessel Line has sold two of its barges to Port Alder, it said on Tuesday.

"We needed the money more than we needed barges," Edda Ostra said.
"""


@pytest.mark.live
@pytest.mark.long
@pytest.mark.parametrize("kind", ["org", "person"])
def test_a_rows_type_is_the_entitys_whatever_the_tagger_has_found(
    wireroom: Wireroom, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "rows.csv").write_text(f"id,name,type\nQ1,tessel line,{kind}\nQ2,Edda Ostra,{kind}\n")
    (tmp_path / "ships.txt").write_text(SHIPS)
    before = {
        each["name"]: each for each in wireroom.records("read", str(tmp_path / "ships.txt"), "--json")[0]["entities"]
    }
    wireroom("kb", "import", str(tmp_path / "rows.csv"))
    (record,) = wireroom.records("run", str(tmp_path / "ships.txt"), "--json")
    found = {each["name"]: each for each in record["entities"]}

    for name, id in (("Tessel Line", "Q1"), ("Edda Ostra", "Q2")):
        tagged = before[name]["type"]
        assert (found[name]["type"], found[name]["links"]) == (kind.upper(), {"kb": id})
        assert found[name]["id"].startswith(f"{kind}-")
        assert found[name]["evidence"]["kb"].get("tagger_type", tagged) == tagged
        assert ("tagger_type" in found[name]["evidence"]["kb"]) is (tagged != kind.upper())
    speakers = {each["speaker"]["entity"] for each in record["quotes"] if each["speaker"]} - {None}
    assert speakers <= {each["id"] for each in record["entities"]}
    if kind == "person":
        assert wireroom.records("quotes", "--speaker", "Q2", "--json")[0]["speaker"] == "Edda Ostra"
    assert wireroom.records("entity", "Q1", "--json")[0]["reports"][0]["id"] == record["id"]

    tried = {each["name"]: each for each in wireroom.records("kb", "test", SHIPS, "--json")}
    for name in ("Tessel Line", "Edda Ostra"):
        each = found[name]
        said = {"name": name, "type": each["type"], "id": each["links"]["kb"], "evidence": each["evidence"]["kb"]}
        assert tried[name] == said


def test_read_takes_a_file_of_rows(wireroom: Wireroom, rows: Path, reports: Path) -> None:
    assert links(wireroom.records("read", str(reports), "--json", "--kb", str(rows))) == LINKED
    assert links(wireroom.records("read", str(reports), "--json")) == {}
    rows.write_text(json.dumps({"id": "1"}))
    assert f"{rows}: line 1: name is missing" in wireroom("read", str(reports), "--kb", str(rows), code=1).stderr
