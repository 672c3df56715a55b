"""Stories on the command line: what changed, an editor's decision that lasts, and an index built anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.conftest import REPORT, Wireroom

pytestmark = pytest.mark.live


def write(folder: Path, **texts: str) -> str:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return str(folder)


def test_a_story_is_shown_with_what_changed_split_for_good_and_found_again(wireroom: Wireroom, tmp_path: Path) -> None:
    plain = REPORT.replace("RPT-UPDATE 2-", "")
    changed = "UPDATE 1-" + plain.replace("clear", "safe")
    wireroom("run", write(tmp_path / "in", a=plain, b=changed), "--quiet")
    ids = {each["key"]: each["id"] for each in wireroom.records("list", "--json")}
    shown = wireroom("story", ids["a.txt"]).stdout
    assert "version of a.txt" in shown
    assert "[-clear.-] {+safe.+}" in " ".join(shown.replace("\n", " ").split())

    wireroom("story", "split", ids["b.txt"])
    assert wireroom("story", "split", ids["b.txt"], code=2).stderr
    wireroom("run", write(tmp_path / "later", c=changed.replace("UPDATE 1-", "RPT-UPDATE 1-")), "--quiet")
    wireroom("run", write(tmp_path / "last", d=plain + "\nThe pilots agreed.\n"), "--quiet")
    (one,) = wireroom.records("story", ids["a.txt"], "--json")
    (other,) = wireroom.records("story", ids["b.txt"], "--json")
    found = {each["key"] for each in one["reports"]}, {each["key"] for each in other["reports"]}
    assert "a.txt" in found[0]
    assert {"b.txt", "c.txt"} <= found[1]
    assert not found[0] & found[1]


def test_a_lost_index_is_built_anew(wireroom: Wireroom, tmp_path: Path) -> None:
    wireroom("run", write(tmp_path / "in", a=REPORT), "--quiet")
    with wireroom.up() as client:
        lost = {kind: client.keys(f"wire:{kind}:*") for kind in ("m", "n")}
        assert all(lost.values())
        client.delete(*lost["m"], *lost["n"])
        assert "1 reports can be met again" in wireroom("reindex").stdout
        assert {kind: sorted(client.keys(f"wire:{kind}:*")) for kind in lost} == {
            kind: sorted(keys) for kind, keys in lost.items()
        }
    wireroom("run", write(tmp_path / "more", b=REPORT + "\n"), "--quiet")
    (graph,) = wireroom.records("story", wireroom.records("list", "--json")[0]["id"], "--json")
    assert len(graph["reports"]) == 2
