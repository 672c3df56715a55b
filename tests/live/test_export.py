"""`wireroom export`, through the real command line."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from tests.exporting import NINJS, newsml_problems
from tests.live.conftest import Wireroom

pytestmark = pytest.mark.live


@pytest.mark.long
def test_reports_are_written_out_in_every_format(wireroom: Wireroom, folder: Path, tmp_path: Path) -> None:
    records = wireroom.records("run", str(folder), "--json", code=1)
    done = [each["id"] for each in records[:3]]
    assert wireroom.records("export") == records
    wireroom("export", "--out", str(tmp_path / "all.jsonl"), "--status", "refused", "--with-raw")
    assert [json.loads(each)["key"] for each in (tmp_path / "all.jsonl").read_text().splitlines()] == ["4.bin"]

    items = wireroom.records("export", "--format", "ninjs")
    assert [each["altIds"][0]["value"] for each in items] == done
    for each in items:
        jsonschema.Draft202012Validator(NINJS).validate(each)
    assert {"uri": items[0]["uri"], "name": "1.txt", "rel": "wireroom:exact"} in items[1]["associations"]

    message = etree.fromstring(wireroom("export", "--format", "newsml-g2").stdout.encode())
    assert [newsml_problems(each) for each in message[1]] == [[], [], []]
    wireroom("export", "--format", "newsml-g2", "--out", f"{tmp_path}/items/")
    assert {each.name for each in (tmp_path / "items").iterdir()} == {f"{each}.xml" for each in done}
    alone = etree.parse(tmp_path / "items" / f"{done[0]}.xml").getroot()
    assert alone.get("guid") == message[1][0].get("guid") == items[0]["uri"]

    wireroom("delete", done[0])
    last = wireroom("export", "--format", "ninjs", done[1], records[3]["id"], code=1)
    assert json.loads(last.stdout)["uri"] == items[1]["uri"]
    assert last.stderr.strip() == "wireroom: 4.bin: it is refused and has no text to export"
    assert "--with-raw" in wireroom("export", "--format", "ninjs", "--with-raw", code=2).stderr
