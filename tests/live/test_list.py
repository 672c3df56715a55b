"""Finding reports on the command line: lists, names, tables, sums and exports."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.intake import prepare
from shared.redis_listing import Filter
from shared.redis_store import RedisStore
from tests.live.conftest import REPORT, Wireroom

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wireroom]:
    """A data folder with five reports; one has a name with a tab, one a name like a formula, one is no text."""
    import shutil
    import tempfile

    data = Path(tempfile.mkdtemp(prefix="wl"))
    folder = tmp_path_factory.mktemp("in")
    (folder / "1.txt").write_text(REPORT)
    (folder / "2.txt").write_text(REPORT.replace("RPT-UPDATE 2-", "UPDATE 3-"))
    (folder / "tab\there.txt").write_text("LAMPS OUT IN \x1b[31mNEW HARLAN\n\nNEW HARLAN, Nov 24 (Alder Wire) - Out.\n")
    (folder / "=4.txt").write_text("FORMULA\n\nPORT ALDER, Nov 24 (Alder Wire) - No formula.\n")
    (folder / "5.bin").write_bytes(bytes(range(256)) * 20)
    here = Wireroom(data / "d")
    here("run", str(folder), "--quiet", code=1)
    yield here
    here.close()
    shutil.rmtree(data, ignore_errors=True)


def rows(taken: Wireroom, *arguments: str) -> list[list[str]]:
    return [line.split("\t") for line in taken("list", *arguments).stdout.splitlines()]


def test_a_pipe_gets_a_line_a_report_with_tabs_never_cut(taken: Wireroom) -> None:
    found = rows(taken)
    assert [len(each) for each in found] == [8] * 5
    assert [each[4] for each in found] == ["1.txt", "2.txt", "5.bin", "=4.txt", "tab here.txt"]
    assert found[0][5] == "RPT-UPDATE 2-Harbour of Port Alder reopens"
    assert [each[6] for each in found][:2] == ["1/2 superseded", "2/2"]
    assert found[2][1] == "refused"
    assert "it is not text" in found[2][7]
    assert found[4][5] == "LAMPS OUT IN [31mNEW HARLAN"


def test_filters_and_pages(taken: Wireroom) -> None:
    assert [each[4] for each in rows(taken, "--label", "update")] == ["1.txt", "2.txt"]
    assert [each[4] for each in rows(taken, "--label", "UPDATE 3")] == ["2.txt"]
    assert [each[4] for each in rows(taken, "--status", "refused", "--since", "1h")] == ["5.bin"]
    assert [each[4] for each in rows(taken, "--limit", "2", "--before", "5.bin")] == ["1.txt", "2.txt"]
    assert rows(taken, "--source", "elsewhere") == []


def test_a_terminal_gets_a_table_over_its_width(taken: Wireroom) -> None:
    ours, theirs = pty.openpty()
    environment = taken.environment | {"COLUMNS": "90", "TERM": "xterm-256color"}
    done = subprocess.run(taken.command("list"), env=environment, stdout=theirs, timeout=60, check=True)
    os.close(theirs)
    printed = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 0
    for name in ("id", "received", "status", "source", "headline", "story"):
        assert name in printed.splitlines()[0]
    assert "1/2 superseded" in printed
    assert "\x1b[31mNEW" not in printed


@pytest.mark.parametrize("name", ["1.txt", "in/1.txt", "PREFIX", "ID"])
def test_whatever_names_a_report_is_accepted(taken: Wireroom, name: str) -> None:
    id = rows(taken)[0][3]
    given = {"PREFIX": id[:8], "ID": id}.get(name, name)
    for command in ("show", "status"):
        assert taken.records(command, given, "--json")[0]["id"] == id
    assert len(taken.records("export", given)) == 1
    assert taken.records("story", given, "--json")[0]["reports"][0]["id"] == id


def test_relations_are_shown_in_the_words_of_the_trade(taken: Wireroom) -> None:
    shown = " ".join(taken("show", "2.txt").stdout.split())
    assert "relations updates 1.txt, received " in shown


def test_a_table_for_spreadsheets(taken: Wireroom) -> None:
    found = list(csv.DictReader(io.StringIO(taken("export", "--format", "csv").stdout)))
    assert [each["key"] for each in found] == ["1.txt", "2.txt", "5.bin", "'=4.txt", "tab\there.txt"]
    assert found[0]["labels"] == "RPT; UPDATE 2"
    assert "Edda Quill" in found[0]["persons"]
    assert found[2]["status"] == "refused"
    some = list(csv.DictReader(io.StringIO(taken("export", "--format", "csv", "--label", "RPT").stdout)))
    assert [each["key"] for each in some] == ["1.txt"]


def test_many_reports_give_a_sum_and_what_needs_attention(wireroom: Wireroom, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": f"r{n}", "text": f"FERRY {n} LATE\n\nPORT ALDER, Nov 24 (Alder Wire) - Ferry {n} is late."})
        for n in range(30)
    ]
    lines += [
        json.dumps({"id": "bad", "raw": ""}),
        json.dumps({"id": "kill", "text": "KILL-Ferry 7 late\n\nDo not use."}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    done = wireroom("run", "--jsonl", str(tmp_path / "in.jsonl"), code=1)
    assert len(done.stdout.splitlines()) < 25
    assert "Needs attention" in done.stdout
    assert "bad" in done.stdout
    assert "32 reports: 31 done, 1 refused; " in done.stdout
    (record,) = wireroom.records("show", "r7", "--json")
    assert record["source"] == record["source"] | {"name": "jsonl", "format": "text"}


def test_a_key_that_nobody_can_type_and_a_line_nested_deeply_harm_no_other(wireroom: Wireroom, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(REPORT)
    (tmp_path / os.fsdecode(b"bad\xffname.txt")).write_text(REPORT + "\nMore.")
    wireroom("send", str(tmp_path))
    assert [line.split("\t")[4] for line in wireroom("list").stdout.splitlines()] == ["bad\ufffdname.txt", "good.txt"]
    assert wireroom.records("show", "good.txt", "--json")[0]["key"] == "good.txt"
    lines = [json.dumps({"id": "a", "text": "One."}), "[" * 100_000, json.dumps({"id": "b", "text": "Two."})]
    sent = wireroom("send", "--jsonl", "-", input="\n".join(lines), code=1).stdout
    assert [line.split("\t")[1] for line in sent.splitlines()] == ["waiting", "refused", "waiting"]


def test_a_stored_key_that_cannot_be_read_is_passed_over(redis_store: RedisStore) -> None:
    made = [prepare("a", source="s", key=key, max_bytes=9) for key in ("\udcff", "good")]
    _, good = (each.id for each in redis_store.accept(made))
    assert redis_store.listing.ids(Filter(key="good")) == [good]


def test_send_takes_lines_too(wireroom: Wireroom) -> None:
    line = json.dumps({"id": "a", "text": REPORT, "received_at": "2026-11-24T10:00:00Z", "source": "mine"})
    with wireroom.up():
        sent = wireroom("send", "--jsonl", "--wait", "-", input=line + "\nnot json\n", code=1).stdout.splitlines()
    assert [each.split("\t")[1:] for each in sent] == [["done", "a"], ["refused", "-:2"]]


def test_the_same_key_is_the_newest_version_and_deleting_asks_for_an_id(wireroom: Wireroom, tmp_path: Path) -> None:
    for text in (REPORT, REPORT + "\nIt opened at noon.\n"):
        (tmp_path / "one.txt").write_text(text)
        wireroom("send", str(tmp_path / "one.txt"))
    first, second = (line.split("\t")[3] for line in wireroom("list").stdout.splitlines())
    assert wireroom.records("show", "one.txt", "--json")[0]["id"] == second
    assert f"2 reports have the key one.txt: {first}, {second}" in wireroom("delete", "one.txt", code=2).stderr
    wireroom("delete", first)
    assert wireroom("delete", "one.txt").stdout == f"{second} deleted\n"


def test_indirect_speech_is_listed_with_what_is_quoted(taken: Wireroom) -> None:
    found = taken.records("quotes", "--speaker", "vane", "--json")
    assert {each["type"] for each in found} == {"direct", "indirect"}
    (indirect,) = (each for each in found if each["type"] == "indirect")
    assert indirect["text"].endswith("the channel was clear")
    assert [(each["key"], each["verdict"]) for each in indirect["reports"]] == [("1.txt", "same"), ("2.txt", "same")]
    direct = taken.records("quotes", "--speaker", "vane", "--direct", "--json")
    assert direct == [each for each in found if each["type"] == "direct"]
    assert "(indirect)" in taken("quotes", "--speaker", "vane").stdout
    nobody = taken("quotes", "--speaker", "Nobody")
    assert (nobody.stdout, nobody.stderr) == ("", "wireroom: no report quotes 'Nobody'\n")


def test_a_worker_says_that_it_is_there(redis_store: RedisStore) -> None:
    redis_store.presence.seen("here/1", 100)
    redis_store.presence.seen("here/2", -1)
    assert redis_store.presence.alive() == ["here/1"]
    redis_store.presence.ended("here/1")
    assert redis_store.presence.alive() == []
