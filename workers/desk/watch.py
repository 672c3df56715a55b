"""Watches a folder: settled files are handed in, then moved away, to `done/` or to `refused/`.

A file is settled when two looks find it the same, and nobody has it open for writing as far as the system can tell.
It is moved after the store has it. Killed in between, the next watch hands the same file in again: that is the same
report by its id, and the same delivery by the file's own number and time, so it is neither lost nor counted twice.
Reports that are refused at the door (too large, empty) go to `refused/`; what the store took stays in `done/`, also
when it turns out later that it cannot be read: `wireroom list --status refused` names those.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import time
from typing import NamedTuple

from shared.errors import UsageError
from shared.intake import prepare
from shared.store import Delivery
from workers.desk.system import System

DONE, REFUSED = "done", "refused"
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload")
#: One hand-over holds at most so many files, and about so many bytes.
_BATCH, _BATCH_BYTES = 100, 32 * 1024 * 1024
#: A file without content may be about to be written: it is left for so many times as long.
_EMPTY = 10


class Look(NamedTuple):
    """What tells a file apart from the same name with other content."""

    device: int
    inode: int
    size: int
    changed: int


@dataclass(frozen=True)
class _Held:
    """A file that was read, and its delivery."""

    key: str
    look: Look
    delivery: Delivery


class Watcher:
    """One folder.

    Args:
        folder: where files are dropped.
        source: the source name of their reports.
        settle: seconds for which a file must not change.
        complain: says what is wrong with a file; once for each.
    """

    def __init__(
        self, here: System, folder: Path, *, source: str, settle: float, stop: Event, complain: Callable[[str], None]
    ) -> None:
        self.taken = self.refused = 0
        self._here, self._folder, self._source = here, folder, source
        self._settle, self._stop, self._complain = settle, stop, complain
        self._said: dict[str, Look | None] = {}
        self._before: dict[str, Look] = {}

    @property
    def problems(self) -> int:
        """How many files could not be read or moved."""
        return len(self._said)

    def look(self) -> int:
        """Hands in what has not changed since the last look; returns how many. Raises StoreGone, StoreFull."""
        now = dict(self._files())
        self._said = {key: look for key, look in self._said.items() if now.get(key) == look}
        settled = [key for key, look in now.items() if self._before.get(key) == look and key not in self._said]
        self._before = now
        n = 0
        batch: list[_Held] = []
        for key in sorted(settled):
            if self._stop.is_set():
                break
            held = self._read(key, now[key])
            if held is None:
                continue
            batch.append(held)
            if len(batch) == _BATCH or sum(each.look.size for each in batch) >= _BATCH_BYTES:
                n += self._hand_in(batch)
                batch = []
        return n + self._hand_in(batch)

    def _files(self) -> Iterator[tuple[str, Look]]:
        """Every file that may be taken, by its path from the folder."""
        waiting = [""]
        while waiting:
            under = waiting.pop()
            try:
                with os.scandir(self._folder / under) as found:
                    entries = list(found)
            except OSError as error:
                if not under:
                    raise UsageError(f"{self._folder}: {error.strerror}") from None
                continue
            for each in entries:
                key = f"{under}{each.name}"
                if each.name.startswith(".") or each.name.lower().endswith(_UNFINISHED) or key in (DONE, REFUSED):
                    continue
                with suppress(OSError):  # gone since
                    if each.is_dir(follow_symlinks=False):
                        waiting.append(f"{key}/")
                    elif each.is_file(follow_symlinks=False):
                        yield key, _look(each.stat(follow_symlinks=False))

    def _read(self, key: str, look: Look) -> _Held | None:
        """The file, unless it has changed, or is being written."""
        path = self._folder / key
        most = self._here.settings.max_bytes
        if not look.size and abs(time() - look.changed / 1e9) < _EMPTY * self._settle:
            return None
        try:
            with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode) or _written(file.fileno()):
                    return None
                body = file.read(most + 1)
                if _look(os.fstat(file.fileno())) != look:
                    return None
        except FileNotFoundError:
            return None
        except OSError as error:
            self._problem(key, look, f"cannot be read: {error.strerror}")
            return None
        token = f"watch:{look.device}:{look.inode}:{look.changed}"
        given = prepare(body, source=self._source, key=key, delivery=token, max_bytes=most)
        if look.size > most:  # only its beginning was read
            reason = f"it has {look.size:,} bytes; WIRE_MAX_BYTES allows {most:,}"
            given = replace(
                given, meta={**given.meta, "bytes": look.size, "sha256": None}, refusal=("TooLarge", reason)
            )
        return _Held(key, look, given)

    def _hand_in(self, batch: list[_Held]) -> int:
        if not batch:
            return 0
        accepted = self._here.intake.take([each.delivery for each in batch])
        for each, one in zip(batch, accepted, strict=True):
            bad = one.status == "refused"
            if bad and each.delivery.refusal:
                self._complain(f"{each.key}: refused: {each.delivery.refusal[1]}")
            self.taken += not bad
            self.refused += bad
            self._move(each, REFUSED if bad else DONE)
        return len(batch)

    def _move(self, held: _Held, to: str) -> None:
        """Moves a file that the store has, beside whatever else had its name; one that has changed since is left."""
        path, target = self._folder / held.key, self._folder / to / held.key
        try:
            if _look(path.lstat()) != held.look:
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            while os.path.lexists(target):
                now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
                target = target.with_name(f"{Path(held.key).stem}.{now}{Path(held.key).suffix}")
            path.rename(target)
        except FileNotFoundError:
            return
        except OSError as error:
            self._problem(held.key, held.look, f"is in the store, but cannot be moved: {error.strerror}")

    def _problem(self, key: str, look: Look, what: str) -> None:
        self._said[key] = look
        self._complain(f"{key} {what}")


def _look(found: os.stat_result) -> Look:
    return Look(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _written(file: int) -> bool:
    """Whether somebody has the file open for writing; Linux knows, for our own files on most file systems."""
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def claim(folder: Path) -> int:
    """Makes sure that nobody else watches this folder; returns what to close in the end. Raises UsageError."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from None
    # Somebody who opens a file to write at the moment in which it is asked whether somebody does.
    signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise UsageError(f"{folder} is being watched by another process") from None
    except OSError:
        return handle  # a file system without locks
    return handle
