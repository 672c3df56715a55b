"""The same quote in reports that have nothing else in common, through the real command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.conftest import Wireroom, until

pytestmark = pytest.mark.live

FIRST = """Harbour of Port Alder reopens

PORT ALDER, Nov 24 (Alder Wire) - The harbour reopened on Tuesday after a barge had burned, officials said.

"I would rather lose three days than one ship. The pilots wanted no delay, and I told them to wait," Edda Quill said.
"""
TRIMMED = """Lamp works to become a museum

NEW HARLAN, Nov 26 (Alder Wire) - The council voted for a museum of light, and for a road to it, on Thursday.

"I would rather lose three days than one ship," Edda Quill, who was a guest, said of another matter.
"""
STOLEN = """Mayors of the coast meet

KESTREL BAY, Nov 25 (Alder Wire) - Eleven mayors met in the old customs house on Wednesday to talk about taxes.

"[We] would rather lose three days than one ship," Captain Boro Vane said at dinner.
"""


def earlier(wireroom: Wireroom, id: str) -> list[tuple[str, str]]:
    (record,) = wireroom.records("show", id, "--json")
    return [(each["key"], each["verdict"]) for quote in record["quotes"] for each in quote["earlier"]]


@pytest.mark.long
def test_a_quote_leads_to_its_earlier_appearances_and_a_speaker_to_all_of_them(
    wireroom: Wireroom, tmp_path: Path
) -> None:
    for number, text in enumerate((FIRST, TRIMMED, STOLEN), 1):
        (tmp_path / f"{number}.txt").write_text(text)
    wireroom("run", str(tmp_path), "--quiet")
    one, two, three = (each["id"] for each in wireroom.records("list", "--json"))
    assert wireroom.records("show", three, "--json")[0]["relations"] == []
    assert earlier(wireroom, one) == []
    assert earlier(wireroom, two) == [("1.txt", "trimmed")]
    assert earlier(wireroom, three) == [("1.txt", "other_speaker"), ("2.txt", "other_speaker")]
    shown = " ".join(wireroom("show", three).stdout.split())
    assert "(direct; other speaker: Edda Quill, first in 1.txt, and 1 more)" in shown

    (saying,) = wireroom.records("quotes", "--speaker", "edda quill", "--direct", "--json")
    assert [(each["key"], each["verdict"]) for each in saying["reports"]] == [
        ("1.txt", "same"),
        ("2.txt", "trimmed"),
        ("3.txt", "other_speaker"),
    ]
    assert saying["reports"][2]["inserted"] == ["We"]
    assert wireroom.records("quotes", "--speaker", "Vane", "--direct", "--json") == [saying]
    assert wireroom.records("quotes", "--speaker", "Ilse", "--json") == []

    with wireroom.up() as client:
        lost = [key for kind in ("q", "name") for key in client.keys(f"wire:{kind}:*")]
        client.delete(*lost)
        assert wireroom.records("quotes", "--speaker", "quill", "--direct", "--json") == []
        assert "3 reports indexed" in wireroom("reindex").stdout
        assert {key for kind in ("q", "name") for key in client.keys(f"wire:{kind}:*")} == {*lost}
        assert wireroom.records("quotes", "--speaker", "quill", "--direct", "--json") == [saying]

        wireroom("replay", "--all", "--step", "resolve")
        until(lambda: {each["generation"] for each in wireroom.records("list", "--status", "done", "--json")} == {2})
        assert wireroom.records("quotes", "--speaker", "quill", "--direct", "--json") == [saying]
        assert earlier(wireroom, two) == [("1.txt", "trimmed")]
        wireroom("delete", one)
        assert earlier(wireroom, three) == [("2.txt", "other_speaker")]
        wireroom("delete", two, three)
        assert [key for kind in ("q", "name") for key in client.keys(f"wire:{kind}:*")] == []
