"""When a file is taken in, and where it goes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.errors import StoreFull
from tests.desk.conftest import TEXT, Watched
from tests.pace import within
from workers.desk.drop import Drop


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
    with within(0.5):
        watched.look()
    assert watched.files() == {"refused/huge"}
    (stored,) = watched.store.load(watched.store.ids())
    assert (stored.meta["bytes"], stored.meta["sha256"]) == (1 << 40, None)
    assert "huge is refused: it has 1,099,511,627,776 bytes; WIRE_MAX_BYTES allows 1,000" in watched.said


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


def test_told_to_stop_it_ends_after_what_it_has_in_hand(watched: Watched) -> None:
    for n in range(5):
        watched.write(f"{n}.txt")
    watched.look(1)
    watched.stop.set()
    watched.look(1)
    assert watched.watcher.taken == 1
    assert len(watched.files()) == 5


def test_thousands_of_files(watched: Watched) -> None:
    for n in range(2000):
        watched.write(f"{n % 7}/{n}.txt", f"Story {n} of Port Alder.")
    with within(3):
        watched.look()
        assert watched.watcher.taken == 2000
    assert len(watched.store.ids()) == 2000
