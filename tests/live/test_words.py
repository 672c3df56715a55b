"""A user's own labels, agencies and end marks, through the real command line."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live.conftest import Wireroom

REPORT = """EILT SEHR 2-Harbour of Port Alder reopens

Port Alder (Kestrel Telegraphs) - The harbour reopened on Tuesday, the mayor said, and nobody was hurt.

The channel is clear, and as deep as it ever was.

-kt-

To follow
"""


@pytest.fixture
def words(tmp_path: Path) -> Path:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "agencies.txt").write_text("# ours\nKestrel_Telegraphs kt\n")
    (folder / "labels.toml").write_text('[numbered]\nEILT = ["Eilt sehr"]\n[plain]\nRPT = ["ONCE MORE"]\n')
    (folder / "end_marks.txt").write_text("-kt-\n")
    (folder / "more_marks.txt").write_text("to_follow\n")
    return folder


def found(record: dict) -> dict:
    return {
        "labels": [(each["label"], each["number"]) for each in record["labels"]],
        "credits": record["dateline"] and record["dateline"]["credits"],
        "kinds": [each["kind"] for each in record["segments"]],
        "more": record["take"] and record["take"]["more"],
    }


KNOWN = {
    "labels": [("EILT", 2)],
    "credits": ["Kestrel Telegraphs"],
    "kinds": ["headline", "body", "body", "signoff", "signoff"],
    "more": True,
}


def test_without_them_the_words_mean_nothing(data: Path) -> None:
    (record,) = Wireroom(data).records("read", "-", "--json", "--only", "normalize", input=REPORT)
    assert record["headline"].startswith("EILT SEHR 2")
    assert record["dateline"] is None
    assert set(found(record)["kinds"][1:]) == {"body"}


def test_read_knows_them(words: Path, data: Path) -> None:
    (record,) = Wireroom(data, WIRE_WORDS=str(words)).records("read", "-", "--json", input=REPORT)
    assert found(record) == KNOWN
    assert record["headline"] == "Harbour of Port Alder reopens"
    (ours,) = Wireroom(data, WIRE_WORDS=str(words)).records(
        "read", "-", "--json", input="ONCE MORE-UPDATE 3-Ships sail"
    )
    assert found(ours)["labels"] == [("RPT", None), ("UPDATE", 3)]


@pytest.mark.live
def test_workers_know_them_by_a_relative_path_too(words: Path, data: Path, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(REPORT)
    here = Wireroom(data, WIRE_WORDS=os.path.relpath(words))
    (record,) = here.records("run", str(tmp_path / "in.txt"), "--json")
    assert found(record) == KNOWN


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("labels.toml", b'[plain]\nRPT = ["AGAIN"]\nBAD = "AGAIN"\n', "labels.toml: line 3: BAD is not a list"),
        ("labels.toml", b'[plain]\nRPT = ["AGAIN"\n[x]\n', "labels.toml: Unclosed array (at line 3"),
        (
            "labels.toml",
            b'# mine\n\n[labels]\nRPT = ["AGAIN"]\n',
            "labels.toml: line 3: labels is none of plain, numbered",
        ),
        ("labels.toml", b'RPT = ["AGAIN"]\n', "labels.toml: line 1: RPT is none of plain, numbered"),
        ("labels.toml", b'[plain]\nRPT = [""]\n', "labels.toml: line 2: RPT is not a list"),
        ("agencies.txt", b"Alder_Wire\n\nAg\xeance\n", "agencies.txt: line 3: it is not UTF-8"),
        ("end_marks.txt", b"END_OF_ITEM\n***\n", "end_marks.txt: line 2: there is no letter or digit in '***'"),
        ("agency.txt", b"Alder_Wire\n", "agency.txt is none of labels.toml, agencies.txt"),
    ],
)
def test_what_is_wrong_in_them_is_named(
    name: str, content: bytes, said: str, words: Path, room: Callable[..., Wireroom]
) -> None:
    (words / name).write_bytes(content)
    done = room(WIRE_WORDS=str(words))("read", "-", code=2, input="")
    assert done.stderr.startswith("wireroom: WIRE_WORDS")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_not_there_is_named(room: Callable[..., Wireroom], tmp_path: Path) -> None:
    done = room(WIRE_WORDS=str(tmp_path / "no"))("read", "-", code=2, input=REPORT)
    assert done.stderr == f"wireroom: WIRE_WORDS={tmp_path}/no: there is no such folder\n"
