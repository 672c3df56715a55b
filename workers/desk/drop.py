"""A folder into which others drop files, and what happens to one of them: found, held, read, put away.

Others may do anything in the folder at any moment. So a file `a.txt` is first renamed to `.a.txt.taking`: from then
on nobody means it who writes a new `a.txt`, and what is read is what is put away. Every step goes from open folder to
open folder and follows no link, so none leads out of the folder.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from shared.errors import UsageError

DONE, REFUSED = "done", "refused"
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload")
_TAKING = ".taking"
_DEEPEST = 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Look(NamedTuple):
    """What tells a file apart from the same name with other content; times in nanoseconds."""

    device: int
    inode: int
    size: int
    written: int
    changed: int


class Found(NamedTuple):
    """A file, by its path from the folder; `held`: it is in hand already, as one left by a watch that was killed."""

    key: str
    look: Look
    held: bool


#: Says what is wrong with the file or folder of this path.
Complain = Callable[[str, str], None]


class Drop:
    """One folder, and the right to be the only one that watches it. Raises UsageError when it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._top = _claimed(path)
        except OSError as error:
            raise UsageError(f"{path} cannot be watched: {error.filename}: {error.strerror}") from None
        # Somebody may open a file to write at the moment in which it is asked whether somebody does.
        signal.signal(signal.SIGIO, signal.SIG_IGN)

    def files(self, complain: Complain) -> Iterator[Found]:
        """Every file that may be taken. Raises UsageError when the folder is gone."""
        try:
            gone = not os.path.samestat(os.stat(self.path), os.fstat(self._top))
        except OSError:
            gone = True
        if gone:
            raise UsageError(f"{self.path} is not there any more")
        yield from _files(self._top, "", complain)

    def hold(self, key: str, look: Look) -> bool:
        """Takes the file in hand; false when it has changed since, or is being written. Raises OSError."""
        *folders, name = key.split("/")
        with _inside(self._top, folders) as folder:
            with _opened(folder, name) as file:
                if _look(os.fstat(file)) != look or _is_written(file):
                    return False
            if _exists(folder, _held(name)):  # one of the same name, which somebody still writes
                return False
            os.rename(name, _held(name), src_dir_fd=folder, dst_dir_fd=folder)
        return True

    def read(self, key: str, most: int) -> tuple[Look, bytes] | None:
        """So many bytes of a file in hand; None while it is being written. Raises OSError."""
        *folders, name = key.split("/")
        with _inside(self._top, folders) as folder, _opened(folder, _held(name)) as file:
            look = _look(os.fstat(file))
            if _is_written(file):
                return None
            with open(file, "rb", closefd=False) as stream:
                body = stream.read(most)
            return (look, body) if _look(os.fstat(file)) == look else None

    def put_away(self, key: str, to: str) -> None:
        """Moves a file in hand to its place, beside whatever has its name there. Raises OSError."""
        *folders, name = key.split("/")
        with _inside(self._top, folders) as here, _inside(self._top, [to, *folders], make=True) as there:
            path, target = PurePosixPath(name), name
            while _exists(there, target):
                target = f"{path.stem}.{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{path.suffix}"
            os.rename(_held(name), target, src_dir_fd=here, dst_dir_fd=there)

    def close(self) -> None:
        """Lets others watch the folder."""
        os.close(self._top)


def _files(folder: int, under: str, complain: Complain) -> Iterator[Found]:
    with os.scandir(folder) as found:
        entries = list(found)
    for each in entries:
        held = each.name.startswith(".") and each.name.endswith(_TAKING)
        name = each.name[1 : -len(_TAKING)] if held else each.name
        if not name or name.startswith(".") or name.lower().endswith(_UNFINISHED) or under + name in (DONE, REFUSED):
            continue
        with suppress(FileNotFoundError):  # gone since
            look = each.stat(follow_symlinks=False)
            if stat.S_ISREG(look.st_mode):
                yield Found(under + name, _look(look), held)
            elif not stat.S_ISDIR(look.st_mode):
                complain(under + name, "is a link or a device, no file, and is left")
            elif not held:
                yield from _below(folder, name, under, complain)


def _below(folder: int, name: str, under: str, complain: Complain) -> Iterator[Found]:
    if under.count("/") == _DEEPEST:
        complain(under + name, "lies too deep, and is left")
        return
    try:
        with _inside(folder, [name]) as below:
            yield from _files(below, f"{under}{name}/", complain)
    except OSError as error:
        complain(under + name, f"cannot be looked into: {error.strerror}")


def _claimed(path: Path) -> int:
    """The folder, opened, locked and ready for what is moved."""
    top = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _lock(top, path)
        for name in (".", DONE, REFUSED):
            _make(top, path, name)
    except BaseException:
        os.close(top)
        raise
    return top


def _make(top: int, path: Path, name: str) -> None:
    with _inside(top, [name], make=True) as folder:
        if not os.access(".", os.W_OK | os.X_OK, dir_fd=folder, effective_ids=True):
            raise UsageError(f"{path / name} cannot be written to, so no file could be moved")


def _lock(folder: int, path: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(f"{path} is being watched by another process") from None
    except OSError:
        pass  # a file system without locks


@contextmanager
def _inside(top: int, folders: Sequence[str], *, make: bool = False) -> Iterator[int]:
    """The folder so far below `top`, reached without following a link."""
    here = os.dup(top)
    try:
        for each in folders:
            if make:
                with suppress(FileExistsError):
                    os.mkdir(each, dir_fd=here)
            there = os.open(each, _FOLDER, dir_fd=here)
            os.close(here)
            here = there
        yield here
    finally:
        os.close(here)


@contextmanager
def _opened(folder: int, name: str) -> Iterator[int]:
    file = os.open(name, _FILE, dir_fd=folder)
    try:
        yield file
    finally:
        os.close(file)


def _held(name: str) -> str:
    return f".{name}{_TAKING}"


def _exists(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _look(found: os.stat_result) -> Look:
    return Look(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _is_written(file: int) -> bool:
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
