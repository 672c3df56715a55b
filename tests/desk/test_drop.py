"""What others may do in a folder that is watched."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from shared.errors import UsageError
from tests.desk.conftest import TEXT, Watched
from workers.desk.drop import Drop


def test_what_is_opened_for_writing_while_it_is_taken_in_hand_waits_there(watched: Watched) -> None:
    file = watched.write("a.txt", "Half a story, ")
    watched.look(1)
    (found,) = watched.drop.files(watched.watcher._problem)
    with file.open("a") as writer:
        (watched.path / "a.txt").rename(watched.path / ".a.txt.taking")  # as if opened between check and rename
        watched.write("a.txt", "The next story.")
        watched.look(3)
        assert watched.reports() == {}
        writer.write("and the other half.")
    watched.look(3)
    assert found.key == "a.txt"
    assert watched.reports() == {"a.txt": [1, 1]}
    assert {each.read_text() for each in (watched.path / "done").iterdir()} == {
        "Half a story, and the other half.", "The next story.",
    }  # fmt: skip


def test_nothing_is_overwritten(watched: Watched) -> None:
    for n in range(3):
        watched.write("sub/a.txt", f"Story {n} of Port Alder.")
        watched.look()
    found = {each.name: each.read_text() for each in (watched.path / "done/sub").iterdir()}
    assert found.pop("a.txt") == "Story 0 of Port Alder."
    assert sorted(found.values()) == ["Story 1 of Port Alder.", "Story 2 of Port Alder."]
    assert all(name.startswith("a.2") and name.endswith(".txt") for name in found)
    assert watched.reports() == {"sub/a.txt": [1, 1, 1]}


def test_no_link_leads_out_of_the_folder(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/secret.txt").write_text(TEXT)
    (watched.path / "file").symlink_to(tmp_path / "out/secret.txt")
    (watched.path / "folder").symlink_to(tmp_path / "out")
    (watched.path / ".x.taking").symlink_to(tmp_path / "out/secret.txt")
    watched.look(3)
    assert watched.reports() == {}
    assert len(watched.said) == watched.watcher.problems == 3
    assert all("is a link or a device, no file, and is left" in each for each in watched.said)


def test_a_folder_that_turns_into_a_link_leads_nowhere(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.txt").write_text("A secret.")
    watched.write("sub/a.txt")
    watched.look(1)
    (found,) = watched.drop.files(watched.watcher._problem)
    for folder, call in (("sub", lambda: watched.drop.hold("sub/a.txt", found.look)),
                         ("done", lambda: watched.drop.put_away("sub/a.txt", "done"))):  # fmt: skip
        (watched.path / folder).rename(watched.path / f".{folder}")
        (watched.path / folder).symlink_to(tmp_path / "out")
        with pytest.raises(NotADirectoryError):
            call()
        (watched.path / folder).unlink()
        (watched.path / f".{folder}").rename(watched.path / folder)
    assert os.listdir(tmp_path / "out") == ["a.txt"]


def test_sockets_pipes_and_bottomless_folders_are_left(watched: Watched) -> None:
    os.mkfifo(watched.path / "pipe")
    deep = watched.path
    for n in range(30):
        deep = deep / f"{n}"
        deep.mkdir()
    (deep / "a.txt").write_text(TEXT)
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(watched.path)
        listener.bind("socket")
        watched.look(3)
    assert watched.reports() == {}
    assert len(watched.said) == 3
    assert any("lies too deep" in each for each in watched.said)


def test_any_name_that_a_file_can_have(watched: Watched) -> None:
    names = [b"\xff\xfe.txt", b"new\nline", b"tab\there", "Å\u202e".encode(), b"%2F", b"-rf", b"done", b"a" * 247]
    for name in names:
        (Path(os.fsdecode(bytes(watched.path) + b"/x/")) / os.fsdecode(name)).parent.mkdir(exist_ok=True)
        (watched.path / "x" / os.fsdecode(name)).write_text(TEXT)
    watched.look()
    assert set(os.listdir(os.fsencode(watched.path / "done/x"))) == set(names)
    assert len(watched.reports()) == len(names)


def test_a_name_too_long_to_take_is_said_and_left(watched: Watched) -> None:
    watched.write("a" * 250)
    watched.write("b.txt")
    watched.look(4)
    assert [each for each in watched.said if "cannot be taken: File name too long" in each] == watched.said[:1]
    assert watched.files() == {"a" * 250, "done/b.txt"}


def test_two_cannot_watch_a_folder_and_a_folder_can_go(watched: Watched) -> None:
    with pytest.raises(UsageError, match="is being watched by another process"):
        Drop(watched.path)
    watched.path.rename(watched.path.with_name("gone"))
    with pytest.raises(UsageError, match="is not there any more"):
        watched.look(1)
    with pytest.raises(UsageError, match="No such file"):
        Drop(watched.path)


def test_done_must_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "done").write_text("")
    with pytest.raises(UsageError, match="cannot be watched: done: Not a directory"):
        Drop(tmp_path)
