"""Finds what is overdue and sends it again. Every worker does it every few seconds, one at a time.

Taken back: claims of processes that died on this machine, and leases that nobody renewed. Sent again, each in a
message of its own: retries whose time has come, and steps that wait although their queue is empty or has moved
past them. Removed: finished reports older than WIRE_KEEP.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from time import time

from shared.bus import Bus, queue_of
from shared.log import log
from shared.monitoring import ReportError, report_error
from shared.redis_link import plain_errors
from shared.redis_store import RedisStore
from shared.status import Status
from shared.store import Claim, Outcome

_HOST = socket.gethostname()
#: Why a claim was taken back whose process is no more: here, and in `workers.keeper`.
_DEATHS = frozenset({"WorkerLost", "TimeLimit"})


def worker_name(pid: int | None = None) -> str:
    """How a process of this machine calls itself when it claims a step."""
    return f"{_HOST}/{pid or os.getpid()}"


def sweep(store: RedisStore, bus: Bus) -> None:
    """One round. Raises StoreGone."""
    release_dead(store)
    settings = store.settings
    store.presence.seen(store.worker, 3 * settings.sweep + 5)
    if not store.lock("sweep", settings.sweep * 0.9):
        return
    lapsed = store.release("", "LeaseLost", "its worker gave no sign of life")
    overdue = store.overdue(lambda step, lane: queue_of(settings, step, lane))
    keys = keys_of(store, [id for _, _, id in overdue])
    for step, lane, id in overdue:
        bus.send(step, lane, {id: keys[id]}, int(time() * 1000))
    old = store.outdated(settings.keep) if settings.keep is not None else []
    for id in old:
        store.delete(id)
    if lapsed or overdue or old:
        log.info("swept", lapsed=lapsed, sent=len(overdue), removed=len(old))


def keys_of(store: RedisStore, ids: Sequence[str]) -> dict[str, str]:
    """The ids of these reports, with the keys by which monitors call them. Raises StoreGone."""
    return {id: _key(meta) or id for id, (meta,) in _fields(store, ids, "meta").items()}


def unstarted(store: RedisStore, step: str, ids: Sequence[str]) -> dict[str, str]:
    """Of these reports those that wait for this step and were not set back, with their keys. Raises StoreGone."""
    found = _fields(store, ids, "meta", f"s:{step}")
    states = {id: json.loads(state) if state else {} for id, (_, state) in found.items()}
    return {
        id: _key(meta) or id
        for id, (meta, _) in found.items()
        if states[id].get("status") == Status.WAITING and "due" not in states[id]
    }


def lost(store: RedisStore, ids: Sequence[str]) -> ReportError | None:
    """What monitors show of the one among these reports whose worker process died. Raises StoreGone."""
    steps = list(store.after)
    for id, (meta, *states) in _fields(store, ids, "meta", *(f"s:{each}" for each in steps)).items():
        for step, text in zip(steps, states, strict=True):
            state = json.loads(text) if text else {}
            error = state.get("error") or {}
            if error.get("kind") in _DEATHS and (state["status"] == Status.FAILED or "due" in state):
                claim = Claim(id, step, 0, state["attempts"])
                outcome = Outcome("retry", error=(error["kind"], error["message"]))
                return report_error(claim, outcome, _key(meta) or id, store.settings.attempts)
    return None


def _fields(store: RedisStore, ids: Sequence[str], *names: str) -> dict[str, list[bytes | None]]:
    pipe = store.client.pipeline(transaction=False)
    for id in ids:
        pipe.hmget(f"wire:r:{id}", names)
    with plain_errors():
        return dict(zip(ids, pipe.execute() if ids else [], strict=True))


def _key(meta: bytes | None) -> str | None:
    key: str | None = json.loads(meta)["key"] if meta else None
    return key


def release_dead(store: RedisStore) -> None:
    """Takes back the claims of processes of this machine that are no more."""
    for worker in store.running():
        host, _, pid = worker.rpartition("/")
        if host == _HOST and not _alive(int(pid)):
            n = store.release(worker, "WorkerLost", "its worker process died")
            log.warning("worker_lost", worker=worker, released=n)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
