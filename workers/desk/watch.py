"""Watches a folder: settled files are handed in, then moved to `done/` or to `refused/`.

A file is settled when two looks find it the same, and nobody has it open for writing as far as the system can tell.
It is moved after the store has it. Killed in between, the next watch hands the same file in again: that is the same
report by its id, and the same delivery by the file's own number and time, so it is neither lost nor counted twice.
Reports that are refused at the door (too large, empty) go to `refused/`; what the store took stays in `done/`, also
when it turns out later that it cannot be read: `wireroom list --status refused` names those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Event
from time import time

from shared.intake import Intake, prepare
from shared.store import Delivery
from workers.desk.drop import DONE, REFUSED, Drop, Found, Look

#: One hand-over holds at most so many files, or about so many bytes.
_BATCH, _BATCH_BYTES = 100, 32 * 1024 * 1024
#: A file without content may be about to be written: it is left for so many times as long.
_EMPTY = 10


class Watcher:
    """One folder.

    Args:
        source: the source name of its reports.
        settle: seconds for which a file must not change.
        most: larger files are refused; no more is read of them.
        say: told the paths of what was taken in, at every hand-over.
        complain: told what is wrong with a file, once.
    """

    def __init__(
        self, drop: Drop, door: Intake, *, source: str, settle: float, most: int, stop: Event,
        say: Callable[[Sequence[str]], None], complain: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.taken = self.refused = self.left = 0
        self._drop, self._door = drop, door
        self._source, self._settle, self._most = source, settle, most
        self._stop, self._say, self._complain = stop, say, complain
        self._before: dict[str, Look] = {}
        #: Files in hand that the store has, and where they go; they stay here while they cannot be moved.
        self._stored: dict[str, str] = {}
        self._said: dict[str, str] = {}
        self._bad: dict[str, str] = {}

    @property
    def problems(self) -> int:
        """How many files and folders could not be read or moved at the last look."""
        return len(self._bad)

    def look(self) -> None:
        """Hands in what has not changed since the last look. Raises StoreGone, StoreFull."""
        self._said, self._bad = self._said | self._bad, {}
        found = list(self._drop.files(self._problem))
        before = self.taken + self.refused
        batch: list[Delivery] = []
        for key in self._ready(found):
            if key in self._stored:
                self._put_away(key)
                continue
            batch += self._read(key)
            if len(batch) == _BATCH or sum(len(each.body) for each in batch) > _BATCH_BYTES:
                self._hand_in(batch)
                batch = []
            if self._stop.is_set():
                break
        self._hand_in(batch)
        self.left = len(found) - (self.taken + self.refused - before) - sum(each.key in self._bad for each in found)
        self._said = self._bad

    def _ready(self, found: Sequence[Found]) -> Iterator[str]:
        """What is in hand already, then what has settled, the oldest first; each is taken in hand when asked for."""
        before = self._before
        self._before = {each.key: each.look for each in found if not each.held}
        settled = [each for each in found if each.held or (before.get(each.key) == each.look and not self._new(each))]
        for each in sorted(settled, key=lambda each: (not each.held, each.look.written, each.key)):
            taken = each.held
            with self._trouble(each.key, "cannot be taken"):
                taken = taken or self._drop.hold(each.key, each.look)
            if taken:
                yield each.key

    def _new(self, each: Found) -> bool:
        return not each.look.size and abs(time() - each.look.written / 1e9) < _EMPTY * self._settle

    def _read(self, key: str) -> list[Delivery]:
        """The file's delivery, or none just now."""
        with self._trouble(key, "cannot be read"):
            found = self._drop.read(key, self._most + 1)
            if found is None:
                return []
            look, body = found
            token = f"watch:{look.device}:{look.inode}:{look.written}"
            given = prepare(body, source=self._source, key=key, delivery=token, max_bytes=self._most)
            return [given if look.size <= self._most else self._too_large(given, look.size)]
        return []

    def _too_large(self, given: Delivery, size: int) -> Delivery:
        """Only its beginning was read."""
        reason = f"it has {size:,} bytes; WIRE_MAX_BYTES allows {self._most:,}"
        return replace(given, meta={**given.meta, "bytes": size, "sha256": None}, refusal=("TooLarge", reason))

    def _hand_in(self, batch: Sequence[Delivery]) -> None:
        if not batch:
            return
        taken = []
        for each, one in zip(batch, self._door.take(batch), strict=True):
            key = str(each.meta["key"])
            bad = one.status == "refused"
            self._stored[key] = REFUSED if bad else DONE
            self._put_away(key)
            if bad:
                self._complain(f"{key} is refused: {each.refusal[1] if each.refusal else 'as it was before'}")
            else:
                taken.append(key)
        self.taken += len(taken)
        self.refused += len(batch) - len(taken)
        self._say(taken)

    def _put_away(self, key: str) -> None:
        with self._trouble(key, "is in the store, but cannot be moved"):
            with suppress(FileNotFoundError):
                self._drop.put_away(key, self._stored[key])
            del self._stored[key]

    @contextmanager
    def _trouble(self, key: str, what: str) -> Iterator[None]:
        """Says what is wrong; a file that is gone is not."""
        try:
            yield
        except FileNotFoundError:
            pass
        except OSError as error:
            self._problem(key, f"{what}: {error.strerror}")

    def _problem(self, key: str, what: str) -> None:
        self._bad[key] = what
        if self._said.get(key) != what:
            self._complain(f"{key} {what}")
