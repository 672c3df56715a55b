"""Keeps a worker's claim alive while it works, and ends the worker when it works too long."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from shared.errors import Temporary
from shared.log import log
from shared.redis_store import RedisStore
from shared.store import Claim


class Keeper:
    """A thread of its own: renews the lease three times per lease; beyond the hard limit it kills the process.

    Only a kill ends code that hangs; the claim is given back first, with the reason.
    """

    def __init__(self, store: RedisStore) -> None:
        self._store = store
        self._held: tuple[Claim, float] | None = None
        threading.Thread(target=self._keep, name="keeper", daemon=True).start()

    @contextmanager
    def watch(self, claim: Claim) -> Iterator[None]:
        """Keeps this claim until the block ends."""
        self._held = (claim, monotonic())
        try:
            yield
        finally:
            self._held = None

    def _keep(self) -> None:
        settings = self._store.settings
        while True:
            sleep(min(settings.lease / 3, settings.hard_limit / 4))
            held = self._held
            if held is None:
                continue
            claim, since = held
            try:
                if monotonic() - since < settings.hard_limit:
                    self._store.renew(claim)
                    continue
                log.error("hard_limit", report=claim.id, step=claim.step, attempt=claim.attempt)
                if self._held is held:
                    message = f"it ran longer than WIRE_HARD_LIMIT, {settings.hard_limit:g} s"
                    self._store.release(self._store.worker, "TimeLimit", message)
            except Temporary as error:
                log.warning("lease_not_renewed", report=claim.id, step=claim.step, error=str(error))
            if self._held is held and monotonic() - since >= settings.hard_limit:
                os.kill(os.getpid(), signal.SIGKILL)
