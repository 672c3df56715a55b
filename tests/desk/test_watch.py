"""A folder that is watched, step by step, with a real store."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from shared.bus import Bus
from shared.errors import StoreFull, UsageError
from shared.intake import Intake
from shared.redis_store import RedisStore
from workers.desk.drop import Drop
from workers.desk.watch import Watcher

TEXT = "HARBOUR OF PORT ALDER REOPENS\n\nPORT ALDER (AW) - The harbour reopened on Tuesday.\n"


class Watched:
    """A folder, its watcher, and what it said."""

    def __init__(self, path: Path, store: RedisStore) -> None:
        self.path, self.store = path, store
        self.said: list[str] = []
        self.stop = Event()
        self.again()

    def again(self) -> None:
        """As after a kill: another watcher, which knows nothing."""
        self.drop = Drop(self.path)
        self.watcher = Watcher(
            self.drop, Intake(self.store, Bus(self.store.settings)), source="watch", settle=0.01, most=1000,
            stop=self.stop, say=self.said.extend, complain=self.said.append,
        )  # fmt: skip

    def write(self, key: str, text: str | bytes = TEXT) -> Path:
        file = self.path / key
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def look(self, times: int = 2) -> None:
        for _ in range(times):
            self.watcher.look()

    def files(self) -> set[str]:
        return {each.relative_to(self.path).as_posix() for each in self.path.rglob("*") if not each.is_dir()}

    def reports(self) -> dict[str, list[int]]:
        """Deliveries of each report, by key."""
        found: dict[str, list[int]] = {}
        for each in self.store.load(self.store.ids()):
            found.setdefault(each.meta["key"], []).append(each.deliveries)
        return found


@pytest.fixture
def watched(tmp_path: Path, redis_store: RedisStore) -> Iterator[Watched]:
    (tmp_path / "drop").mkdir()
    watched = Watched(tmp_path / "drop", redis_store)
    yield watched
    watched.drop.close()


def test_a_settled_file_is_taken_in_and_moved(watched: Watched) -> None:
    watched.write("a.txt")
    watched.write("sub/deep er/ä.xml")
    watched.look(1)
    assert watched.files() == {"a.txt", "sub/deep er/ä.xml"}
    watched.look(1)
    assert watched.files() == {"done/a.txt", "done/sub/deep er/ä.xml"}
    assert watched.reports() == {"a.txt": [1], "sub/deep er/ä.xml": [1]}
    assert watched.said == ["a.txt", "sub/deep er/ä.xml"]
    watched.look(3)
    assert watched.watcher.taken == 2
    assert (watched.path / "sub/deep er").is_dir()


def test_the_oldest_comes_first(watched: Watched) -> None:
    for age, name in enumerate(("b.txt", "sub/c.txt", "a.txt"), 1):
        os.utime(watched.write(name), (10**9 - age, 10**9 - age))
    watched.look()
    assert watched.said == ["a.txt", "sub/c.txt", "b.txt"]


@pytest.mark.parametrize(
    "name", [".hidden", ".sub/a.txt", "a.tmp", "a.TMP", "a.xml.part", "a.partial", "a.filepart", "a.crdownload"]
)
def test_what_is_unfinished_by_its_name_is_left(watched: Watched, name: str) -> None:
    file = watched.write(name)
    watched.look(3)
    assert watched.files() == {name}
    if not name.startswith("."):
        file.rename(watched.path / "a.xml")
        watched.look()
        assert watched.files() == {"done/a.xml"}


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_text(file.read_text() + "More.\n"),
        lambda file: os.utime(file),
        lambda file: file.chmod(0o600) or file.chmod(0o644),
        lambda file: file.write_text(file.read_text()[::-1]) and os.utime(file, (10**9, 10**9)),
        lambda file: (file.with_suffix(".tmp").write_text("New."), file.with_suffix(".tmp").rename(file)),
    ],
    ids=["grows", "touched", "mode", "same size and time", "replaced"],
)
def test_what_changes_between_two_looks_is_left(watched: Watched, change: Callable[[Path], object]) -> None:
    file = watched.write("a.txt")
    os.utime(file, (10**9, 10**9))
    for _ in range(3):
        watched.look(1)
        time.sleep(0.01)
        change(file)
        watched.look(1)
        assert watched.files() == {"a.txt"}
        change(file)
    watched.look()
    assert watched.files() == {"done/a.txt"}


def test_what_somebody_has_open_for_writing_is_left(watched: Watched) -> None:
    file = watched.write("a.txt", "Half a story, ")
    with file.open("a") as writer:
        watched.look(3)
        assert watched.files() == {"a.txt"}
        writer.write("and the other half.")
    with file.open():  # readers do no harm
        watched.look()
    assert (watched.path / "done/a.txt").read_text() == "Half a story, and the other half."


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


def test_the_same_file_dropped_again_is_one_more_delivery(watched: Watched) -> None:
    for _ in range(2):
        watched.write("a.txt")
        watched.look()
    assert watched.reports() == {"a.txt": [2]}


@pytest.mark.parametrize("moment", ["held", "stored", "half"])
def test_a_watch_that_was_killed_is_gone_on_with(
    watched: Watched, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Taken in hand; taken in and not moved; and so with one file of two."""
    for name in ("sub/a.txt", "sub/b.txt"):
        watched.write(name)
    watched.look(1)
    keep = Drop.put_away

    def die(drop: Drop, key: str, to: str) -> None:
        if moment == "stored" or key == "sub/b.txt":
            raise KeyboardInterrupt
        keep(drop, key, to)

    if moment == "held":
        for each in list(watched.drop.files(watched.watcher._problem)):
            watched.drop.hold(each.key, each.look)
    else:
        with monkeypatch.context() as patched:
            patched.setattr(Drop, "put_away", die)
            with pytest.raises(KeyboardInterrupt):
                watched.look(1)
    assert "sub/.b.txt.taking" in watched.files()
    watched.drop.close()
    watched.again()
    watched.look()
    assert watched.files() == {"done/sub/a.txt", "done/sub/b.txt"}
    assert watched.reports() == {"sub/a.txt": [1], "sub/b.txt": [1]}


def test_what_is_refused_at_the_door_says_why(watched: Watched) -> None:
    os.utime(watched.write("empty.txt", ""), (10**9, 10**9))
    watched.write("large.txt", "x" * 1001)
    watched.write("most.txt", "x" * 1000)
    watched.write("binary.bin", bytes(range(256)))
    watched.look()
    assert watched.files() == {"refused/empty.txt", "refused/large.txt", "done/most.txt", "done/binary.bin"}
    assert "empty.txt is refused: it is empty" in watched.said
    assert "large.txt is refused: it has 1,001 bytes; WIRE_MAX_BYTES allows 1,000" in watched.said
    assert (watched.watcher.taken, watched.watcher.refused) == (2, 2)
    assert watched.store.counts()["refused"] == 2


def test_a_file_without_content_is_given_time(watched: Watched) -> None:
    file = watched.write("a.txt", "")
    watched.look(3)
    assert watched.files() == {"a.txt"}
    assert watched.watcher.left == 1
    time.sleep(0.11)
    file.write_text(TEXT)
    watched.look()
    assert watched.files() == {"done/a.txt"}


def test_a_huge_file_is_refused_without_being_read(watched: Watched) -> None:
    with (watched.path / "huge").open("wb") as file:
        file.truncate(1 << 40)
    began = time.process_time()
    watched.look()
    assert time.process_time() - began < 0.5
    assert watched.files() == {"refused/huge"}
    (stored,) = watched.store.load(watched.store.ids())
    assert (stored.meta["bytes"], stored.meta["sha256"]) == (1 << 40, None)
    assert "huge is refused: it has 1,099,511,627,776 bytes; WIRE_MAX_BYTES allows 1,000" in watched.said


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


def test_a_full_store_leaves_files_to_the_next_look(watched: Watched) -> None:
    watched.write("a.txt")
    watched.look(1)
    watched.store.client.config_set("maxmemory", 1)
    try:
        for _ in range(2):
            with pytest.raises(StoreFull):
                watched.look(1)
    finally:
        watched.store.client.config_set("maxmemory", 0)
    assert watched.files() == {".a.txt.taking"}
    watched.look(1)
    assert watched.files() == {"done/a.txt"}
    assert watched.reports() == {"a.txt": [1]}


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


def test_told_to_stop_it_ends_after_what_it_has_in_hand(watched: Watched) -> None:
    for n in range(5):
        watched.write(f"{n}.txt")
    watched.look(1)
    watched.stop.set()
    watched.look(1)
    assert watched.watcher.taken == 1
    assert len(watched.files()) == 5


def test_thousands_of_files(watched: Watched) -> None:
    for n in range(3000):
        watched.write(f"{n % 7}/{n}.txt", f"Story {n} of Port Alder.")
    began = time.process_time()
    watched.look()
    assert watched.watcher.taken == 3000
    assert time.process_time() - began < 3
    assert len(watched.store.ids()) == 3000
