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
    assert "updates a.txt, received" in shown
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


@pytest.mark.long
def test_a_lost_index_is_built_anew(wireroom: Wireroom, tmp_path: Path) -> None:
    wireroom("run", write(tmp_path / "in", a=REPORT), "--quiet")
    with wireroom.up() as client:
        lost = {kind: client.keys(f"wire:{kind}:*") for kind in ("m", "n")}
        assert all(lost.values())
        client.delete(*lost["m"], *lost["n"])
        assert "1 report indexed" in wireroom("reindex").stdout
        assert {kind: sorted(client.keys(f"wire:{kind}:*")) for kind in lost} == {
            kind: sorted(keys) for kind, keys in lost.items()
        }
    wireroom("run", write(tmp_path / "more", b=REPORT + "\n"), "--quiet")
    (graph,) = wireroom.records("story", wireroom.records("list", "--json")[0]["id"], "--json")
    assert len(graph["reports"]) == 2


def keys(wireroom: Wireroom, name: str) -> set[str]:
    (graph,) = wireroom.records("story", name, "--json")
    return {each["key"] for each in graph["reports"]}


def test_an_editors_word_can_be_taken_back_and_outlasts_what_is_read_again(wireroom: Wireroom, tmp_path: Path) -> None:
    plain = REPORT.replace("RPT-UPDATE 2-", "")
    other = "LAMPS OUT\n\nNEW HARLAN, Nov 24 (Alder Wire) - The last lamp left the works of New Harlan at noon.\n"
    folder = write(tmp_path / "in", a=plain, b="UPDATE 1-" + plain, c=other)
    wireroom("run", folder, "--quiet")
    with wireroom.up():
        assert "is a story apart\n" in wireroom("story", "split", "b.txt").stderr
        assert "b.txt stands alone" in wireroom("story", "b.txt").stderr
        wireroom("replay", "--all", "--step", "dedup")
        wireroom("send", folder, "--wait")
        assert (keys(wireroom, "a.txt"), keys(wireroom, "b.txt")) == ({"a.txt"}, {"b.txt"})

        assert "one with 1 story" in wireroom("story", "split", "--undo", "a.txt").stderr
        assert keys(wireroom, "b.txt") == {"a.txt", "b.txt"}
        assert wireroom.records("show", "b.txt", "--json")[0]["relations"][0]["of_key"] == "a.txt"

        wireroom("story", "join", "c.txt", "a.txt")
        wireroom("replay", "--all", "--step", "normalize")
        wireroom("send", folder, "--wait")
        assert keys(wireroom, "c.txt") == {"a.txt", "b.txt", "c.txt"}
        assert "joined by an editor with a.txt" in wireroom("story", "b.txt").stdout

        wireroom("story", "split", "c.txt")
        assert keys(wireroom, "a.txt") == {"a.txt", "b.txt"}
        wireroom("story", "join", "a.txt", "c.txt")
        wireroom("delete", "a.txt")
        assert keys(wireroom, "c.txt") == {"b.txt", "c.txt"}


def test_what_makes_no_sense_is_one_line(wireroom: Wireroom, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", a=REPORT)
    (tmp_path / "in" / "4.bin").write_bytes(bytes(range(256)))
    wireroom("run", folder, "--quiet", code=1)
    for words, said in (
        (["split", "a.txt"], "a.txt has no story to be split from"),
        (["split", "--undo", "a.txt"], "this story was not split from another"),
        (["join", "a.txt", "a.txt"], "both are in one story already"),
        (["join", "a.txt"], "say `story REPORT`"),
        (["join", "a.txt", "4.bin"], "has no text yet"),
        (["--undo", "a.txt"], "say `story REPORT`"),
    ):
        done = wireroom("story", *words, code=2)
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
