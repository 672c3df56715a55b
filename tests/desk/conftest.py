"""A folder that is watched, step by step, with a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from shared.bus import Bus
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
