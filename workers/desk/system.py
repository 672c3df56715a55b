"""Finds the system that a command is about: the one that WIRE_REDIS_URL names, or the data folder's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from shared.bus import Bus
from shared.errors import UnknownReport, UsageError
from shared.intake import Intake
from shared.record import record
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from shared.step import HEAD
from workers.desk import embedded
from workers.sweep import keys_of


@dataclass(frozen=True)
class System:
    """A store that answers, and the way in."""

    settings: Settings
    store: RedisStore
    bus: Bus

    @property
    def intake(self) -> Intake:
        """The door."""
        return Intake(self.store, self.bus)

    def find(self, text: str) -> str:
        """The id that this is, or begins. Raises UnknownReport, or UsageError when it begins several."""
        if self.store.known(text):
            return text
        found = [each for each in self.store.ids() if each.startswith(text)] if len(text) >= 4 else []
        if len(found) > 1:
            raise UsageError(f"{text} begins {len(found)} ids; write more of it")
        if not found:
            raise UnknownReport(f"no report has the id {text}")
        return found[0]

    def records(self, ids: list[str], *, with_raw: bool = False, parts: bool = False) -> Iterator[dict[str, Any]]:
        """The records of these reports, read a hundred at a time; `parts`: each followed by those it held."""
        for at in range(0, len(ids), 100):
            for stored in self.store.load(ids[at : at + 100]):
                made = record(stored, self.store.after, with_raw=with_raw)
                yield made
                if parts and made["parts"]:
                    yield from self.records(made["parts"], with_raw=with_raw, parts=True)

    def rerun(self, id: str, steps: set[str]) -> None:
        """Runs these steps of a report again, and all that come after them."""
        after = self.store.after
        unknown = steps - set(after)
        if unknown:
            raise UsageError(f"there is no step {', '.join(sorted(unknown))}; there are {', '.join(after)}")
        again = [name for name in after if name in steps]
        for name in after:
            if name not in again and set(after[name]) & set(again):
                again.append(name)
        lane, since, ready = self.store.rerun(id, again, forget="dedup" in again)
        for step in ready:
            self.bus.send(step, lane, keys_of(self.store, [id]), since)

    def retry(self, id: str) -> bool:
        """Runs what failed again; false when nothing of the report had failed."""
        stored = self.store.load([id])[0]
        failed = {name for name, state in stored.states.items() if state["status"] == "failed"} - {"intake"}
        if failed:
            self.rerun(id, failed)
        return bool(failed)

    def can_rerun(self, id: str) -> bool:
        """Whether the report got past the door."""
        return HEAD in self.store.load([id])[0].states


@contextmanager
def system(settings: Settings, command: str, *, join: bool = True) -> Iterator[System]:
    """The system, with its Redis running for the length of the block. Raises UsageError and StoreGone."""
    if settings.redis_url:
        yield _reach(settings, learn=join)
        return
    with embedded.own(settings.data, command, join=join) as server:
        yield _reach(settings.model_copy(update={"redis_url": server.url}), learn=join)


def _reach(settings: Settings, *, learn: bool) -> System:
    """`learn`: others run the workers, so messages go to the queues that those serve."""
    client = connect(settings)
    store = RedisStore(client, settings)
    store.ping()
    embedded.check_safe(client, allow_volatile=settings.allow_volatile)
    return System(settings, store, Bus(settings.model_copy(update={"lanes": store.lanes()}) if learn else settings))
