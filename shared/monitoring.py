"""What Flower and other Celery monitors show: what a message is about, and which of its reports went wrong.

Monitors know tasks only, and one task may carry several reports. A report that was refused, set back or given up is
therefore shown as a task of its own, through Celery's events. No text of a report is ever shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, Self
from uuid import uuid4

from celery import Celery
from kombu.exceptions import OperationalError
from redis import RedisError

from shared.log import log
from shared.status import Status
from shared.store import Claim, Outcome

#: So many keys of a message are named, each with so many characters at most; and so many of a reason.
_MOST_KEYS = 3
_LONGEST_KEY = 60
_LONGEST_REASON = 200


class ReportError(Exception):
    """Why one report did not get through a step; the text is `KEY: reason`."""

    state = "failed"

    @classmethod
    def of(cls, key: str, reason: str, attempt: str = "") -> Self:
        """The error of the report with this key; reasons may name what a sender wrote, so they are cut."""
        return cls(f"{clean_key(key)}: {reason[:_LONGEST_REASON]}{attempt}")


class Refused(ReportError):
    """The report itself is bad."""


class Failed(ReportError):
    """The last attempt was made."""


class SetBack(ReportError):
    """It will be tried again."""

    state = "retried"


def summary(keys: Iterable[str], n: int) -> str:
    """What a message is about: `3 reports: a.txt, b.txt, c.txt`."""
    named = [clean_key(each) for each in islice(keys, _MOST_KEYS)]
    more = f" and {n - len(named)} more" if n > len(named) else ""
    return f"{n} report{'s' if n != 1 else ''}: {', '.join(named)}{more}"


def clean_key(key: str) -> str:
    """A key without control characters, its middle left out where it is long."""
    if len(key) > _LONGEST_KEY:
        half = _LONGEST_KEY // 2
        key = f"{key[: half - 1]}…{key[-half:]}"
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in key)


def report_error(claim: Claim, outcome: Outcome, key: str, attempts: int) -> ReportError:
    """What monitors show of a step that was not done; a fault of ours by its place, since its words may be a text's."""
    kind, message = outcome.error or ("", "")
    reason = f"{kind} at {outcome.place}" if outcome.place else message
    if outcome.status == Status.REFUSED:
        return Refused.of(key, reason)
    kind_of_error = Failed if claim.attempt >= attempts else SetBack
    return kind_of_error.of(key, reason, f" (attempt {claim.attempt} of {attempts})")


def publish(app: Celery, node: str, tasks: Iterable[tuple[str, str, ReportError]], *, transient: bool = False) -> None:
    """Publishes a failed or retried task for each error. Never raises: a monitor may miss something.

    Args:
        app: whose broker carries the events.
        node: the Celery node at which it happened.
        tasks: name of the task, key of the report, what happened.
        transient: the node is no worker; monitors need not wait for it.
    """
    try:
        with app.events.default_dispatcher(hostname=node) as dispatcher:
            for each in tasks:
                _publish(dispatcher, *each)
            if transient:
                dispatcher.send("worker-offline")
    except (OperationalError, RedisError, OSError) as error:
        log.warning("monitor_not_told", error=str(error))


def _publish(dispatcher: Any, name: str, key: str, error: ReportError) -> None:
    id = str(uuid4())
    dispatcher.send("task-received", uuid=id, name=name, args=summary([key], 1), kwargs="{}", root_id=id, retries=0)
    dispatcher.send("task-started", uuid=id)
    dispatcher.send(f"task-{error.state}", uuid=id, exception=repr(error), traceback="")
