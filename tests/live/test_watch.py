"""`wireroom watch` as people start it."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.redis_store import RedisStore
from tests.bench import feeds_in
from tests.live.conftest import REPORT, Wireroom, until
from workers.desk import embedded

pytestmark = pytest.mark.live


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


@pytest.fixture
def there(room: Callable[..., Wireroom], redis_store: RedisStore) -> Wireroom:
    """Commands on a Redis that runs already."""
    return room(WIRE_REDIS_URL=redis_store.settings.address)


def files(folder: Path) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_dir()}


def test_nothing_is_lost_or_taken_twice_when_it_is_killed(redis_store: RedisStore, drop: Path) -> None:
    assert feeds_in.watch_kills(redis_store, kills=15, files=150, folder=drop)


def test_files_are_taken_in_as_they_are_dropped(wireroom: Wireroom, drop: Path) -> None:
    watch = wireroom.start("watch", str(drop), "--settle", "0.1s", stdout=subprocess.PIPE)
    with (drop / "slow.txt").open("w") as slow:
        for line in REPORT.splitlines(keepends=True):
            slow.write(line)
            slow.flush()
        (drop / "a.txt.part").write_text(REPORT)
        (drop / "a.txt.part").rename(drop / "a.txt")
        until((drop / "done/a.txt").exists)
        assert "slow.txt" in files(drop)
    until((drop / "done/slow.txt").exists)
    watch.send_signal(signal.SIGINT)
    out, _ = watch.communicate(timeout=10)
    assert watch.returncode == 0
    assert re.fullmatch(
        rf"Watching {drop}: a file that stays the same for 0\.1 s is taken in and moved to done/ or refused/\. "
        r"Ctrl-C ends it\.\n(..:..:..  took in \w+\.txt\n){2}2 files taken in, 0 refused\n",
        out,
    )
    assert [each["key"] for each in wireroom.records("list", "--json")] == ["a.txt", "slow.txt"]


def test_files_wait_while_the_store_is_gone(room: Callable[..., Wireroom], data: Path, drop: Path) -> None:
    with embedded.own(data, "test") as server:
        there = room(WIRE_REDIS_URL=server.url)
        watch = there.start("watch", str(drop), "--settle", "0.1s", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        (drop / "a.txt").write_text(REPORT)
        until((drop / "done/a.txt").exists)
    (drop / "b.txt").write_text(REPORT)
    until((drop / ".b.txt.taking").exists)
    with embedded.own(data, "test"):
        until((drop / "done/b.txt").exists)
        watch.terminate()
        out, err = watch.communicate(timeout=10)
    assert out.endswith("2 files taken in, 0 refused\n")
    assert re.fullmatch(r"wireroom: Redis does not answer: [^\n]*; files wait until it does\n", err)


def test_once_says_what_it_did_and_what_it_could_not_do(there: Wireroom, drop: Path) -> None:
    for n in range(4):
        (drop / f"{n}.txt").write_text(REPORT)
    os.utime(drop / "0.txt", (10**9, 10**9))
    (drop / "bad\x1b[31m.bin").write_bytes(bytes(3_000_000))
    (drop / "link").symlink_to("/etc/passwd")
    with (drop / "open.txt").open("w") as writer:
        writer.write("Half a story")
        writer.flush()
        done = there("watch", str(drop), "--once", "--settle", "0.05", code=1)
    assert re.fullmatch(
        r"..:..:..  took in 4 files, 0\.txt to 3\.txt\n4 files taken in, 1 refused, 1 left for now\n", done.stdout
    )
    assert done.stderr.splitlines() == [
        "wireroom: link is a link or a device, no file, and is left",
        "wireroom: bad\ufffd[31m.bin is refused: it has 3,000,000 bytes; WIRE_MAX_BYTES allows 2,097,152",
        "wireroom: no worker is running: reports wait in the store until `wireroom up` works on them",
    ]
    assert files(drop) == {*(f"done/{n}.txt" for n in range(4)), "refused/bad\x1b[31m.bin", "link", "open.txt"}


def test_what_may_not_be_read_or_moved_is_said(there: Wireroom, drop: Path) -> None:
    for name, mode in (("closed", 0), ("fixed", 0o500), ("open", 0o700)):
        (drop / name).mkdir()
        (drop / name / "a.txt").write_text(REPORT)
        (drop / name).chmod(mode)
    (drop / "secret.txt").write_text(REPORT)
    (drop / "secret.txt").chmod(0)
    watch = there.start(
        "watch", str(drop), "--once", "--settle", "0.05", stderr=subprocess.PIPE, preexec_fn=_as_anybody
    )
    (_, said), code = watch.communicate(timeout=20), watch.returncode
    for name in ("closed", "fixed"):
        (drop / name).chmod(0o700)
    assert code == 1
    assert set(said.splitlines()[:3]) == {
        "wireroom: closed cannot be looked into: Permission denied",
        "wireroom: fixed/a.txt cannot be taken: Permission denied",
        "wireroom: secret.txt cannot be taken: Permission denied",
    }
    assert files(drop) == {"closed/a.txt", "fixed/a.txt", "secret.txt", "done/open/a.txt"}


def test_a_folder_that_may_not_be_written_to_is_no_use(there: Wireroom, drop: Path) -> None:
    drop.chmod(0o500)
    watch = there.start("watch", str(drop), stderr=subprocess.PIPE, preexec_fn=_as_anybody)
    (_, said), code = watch.communicate(timeout=20), watch.returncode
    assert code == 2
    assert said == f"wireroom: {drop} cannot be written to, so no file could be moved\n"


def test_a_full_disk_is_said_and_loses_nothing(there: Wireroom, redis_store: RedisStore, tmp_path: Path) -> None:
    """On a disk of its own, with room for a few files and no more folders."""
    command = shutil.which("unshare") or ""
    if subprocess.run([command, "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk can be made here")
    script = (
        f"mount -t tmpfs -o nr_inodes=6,size=64k small {tmp_path} && cd {tmp_path} && mkdir sub done refused"
        " && echo 'A lamp.' >sub/a.txt && echo 'A lamp.' >b.txt"
        ' && { "$@"; rm done/b.txt; "$@"; find . -type f; }'
    )
    watch = there.command("watch", str(tmp_path), "--once", "--settle", "0.05")
    done = subprocess.run(
        [command, "-rm", "sh", "-c", script, "sh", *watch],
        env=there.environment, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert "sub/a.txt is in the store, but cannot be moved: No space left on device" in done.stderr
    assert done.stdout.splitlines()[-1] == "./done/sub/a.txt"
    stored = redis_store.load(redis_store.ids())
    assert {(each.meta["key"], each.deliveries) for each in stored} == {("sub/a.txt", 1), ("b.txt", 1)}


def _as_anybody() -> None:
    """Root may do everything: from here on it may not read and write what its mode forbids."""
    if os.geteuid() == 0:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
