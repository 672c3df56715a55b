"""Finds the system that a command is about: the one that WIRE_REDIS_URL names, or the data folder's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.bus import Bus
from shared.errors import StoreGone, UnknownReport, UsageError
from shared.intake import Intake
from shared.record import record
from shared.redis_link import connect
from shared.redis_listing import Filter
from shared.redis_store import RedisStore
from shared.settings import Settings
from shared.step import HEAD
from workers.desk import embedded
from workers.sweep import keys_of

#: The beginning of an id, long enough not to be a word.
_PREFIX = re.compile(r"[0-9a-f]{4,20}")

#: How keys are laid out in the store; raised when an older Wireroom could no longer read what this one writes.
_SCHEMA, _SCHEMA_KEY = 1, "wire:schema"


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
        """The id of the report that this names: its id, its sender's key, or the beginning of its id.

        Of several versions with one key the newest. Raises UnknownReport, and UsageError where the beginning fits
        several reports.
        """
        return self.named(text)[-1]

    def find_one(self, text: str) -> str:
        """As `find`, for what cannot be taken back. Raises UsageError where a key fits several reports."""
        found = self.named(text)
        if len(found) > 1:
            raise UsageError(f"{len(found)} reports have the key {text}: {', '.join(found[:5])}; name one by its id")
        return found[0]

    def named(self, text: str) -> list[str]:
        """The ids of all reports that this names, oldest first. Raises UnknownReport, UsageError."""
        if self.store.known(text):
            return [text]
        keys = dict.fromkeys((text, Path(text).name))  # a file's path is as good as its name
        for key in filter(None, keys):
            if found := self.store.listing.ids(Filter(key=key)):
                return found
        begun = [each for each in self.store.ids() if each.startswith(text)] if _PREFIX.fullmatch(text) else []
        if len(begun) > 1:
            raise UsageError(f"{text} begins {len(begun)} ids; write more of it")
        if not begun:
            raise UnknownReport(f"no report has the id or key {text!r}; `wireroom list` shows them")
        return begun

    def records(self, ids: list[str], *, with_raw: bool = False, parts: bool = False) -> Iterator[dict[str, Any]]:
        """The records of these reports, read a hundred at a time; `parts`: each followed by those it held."""
        for at in range(0, len(ids), 100):
            for stored in self.store.load(ids[at : at + 100]):
                made = record(stored, self.store.after, with_raw=with_raw)
                yield made
                if parts and made["parts"]:
                    yield from self.records(made["parts"], with_raw=with_raw, parts=True)

    def check_steps(self, steps: Iterable[str]) -> None:
        """Raises UsageError when there is no such step."""
        after = self.store.after
        if unknown := [each for each in steps if each not in after]:
            raise UsageError(f"there is no step {unknown[0]!r}; the steps are {', '.join(after)}")

    def rerun(self, id: str, steps: set[str]) -> None:
        """Runs these steps of a report again, and all that come after them."""
        after = self.store.after
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

    def unattended(self) -> str | None:
        """What to do where reports wait and no worker is running; None where one is, or nothing waits."""
        if not self.store.counts()["waiting"] or self.store.presence.alive():
            return None
        return "no worker is running: reports wait in the store until `wireroom up` works on them"


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
    try:
        store.ping()
    except StoreGone as error:
        raise UsageError(f"{str(error).rstrip('.')}; start it, or correct WIRE_REDIS_URL") from error
    embedded.check_safe(client, allow_volatile=settings.allow_volatile)
    _check_schema(client)
    return System(settings, store, Bus(settings.model_copy(update={"lanes": store.lanes()}) if learn else settings))


def _check_schema(client: Any) -> None:
    """Writes down which schema the store has, and refuses one that only a newer Wireroom knows. Raises UsageError."""
    if not client.set(_SCHEMA_KEY, _SCHEMA, nx=True) and (found := client.get(_SCHEMA_KEY)) != b"%d" % _SCHEMA:
        raise UsageError(
            f"the store was written by another Wireroom (schema {found.decode()}, this one knows {_SCHEMA}): update "
            "Wireroom, or name another data folder with --data"
        )
