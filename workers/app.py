"""Steps become Celery tasks and queues: `celery -A workers.app worker`.

Each step is the task `wire.STEP`; its messages name reports and are hints, acknowledged at once. `wire.intake`
takes reports fed as messages, acknowledged when the store has them. Retries, fan-in and results are the store's,
so Celery's own are off. Queues are served in order: urgent, live, bulk; later steps before earlier ones.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache, partial
from time import sleep, time
from typing import Any

import billiard.pool
from billiard.einfo import ExceptionWithTraceback
from billiard.exceptions import WorkerLostError
from celery import Celery, bootsteps
from celery.exceptions import Reject, Retry
from celery.signals import setup_logging, worker_process_init, worker_ready
from celery.worker.request import Request
from kombu import Queue

from shared import intake
from shared import settings as configuration
from shared.bus import Bus, queue_of
from shared.errors import Temporary, UsageError
from shared.feeds import Feeds
from shared.log import configure, log
from shared.monitoring import ReportError, SetBack, report_error, summary
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.store import LANES, Claim, Outcome
from workers import beat, transport, weights
from workers.intake_message import read
from workers.keeper import Keeper
from workers.lifeline import orphaned, tie_to_parent
from workers.run import Runner
from workers.steps import graph
from workers.sweep import lost, release_dead, sweep, unstarted, worker_name
from workers.text.tables import extend

try:
    settings = configuration.load()
    extend(settings.words)
except UsageError as error:
    print(f"wireroom: {error}", file=sys.stderr)
    raise SystemExit(2) from None
configure(settings.log_level)
transport.install()
# At shutdown children wait so many tenths of a second for their parent; the default, 30 s, outlasts grace periods.
billiard.pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT = 10


def _queues() -> list[str]:
    steps = [each.name for each in graph()][::-1]
    names = [queue_of(settings, step, lane) for lane in LANES for step in steps]
    return [*dict.fromkeys(names), transport.LEASED]


app = Celery("wireroom", broker=settings.broker)
app.conf.update(
    task_queues=[Queue(name, routing_key=name) for name in _queues()],
    task_default_queue=queue_of(settings, "normalize", "live"),
    task_create_missing_queues=False,
    task_ignore_result=True,
    result_backend=None,
    task_serializer="json",
    accept_content=["json"],
    task_time_limit=None,
    beat_scheduler="workers.beat:FeedSchedule",
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=True,
    worker_send_task_events=settings.events,
    task_send_sent_event=False,
    worker_enable_remote_control=settings.events,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_soft_shutdown_timeout=10,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_heartbeat=0,
    broker_transport_options={
        "queue_order_strategy": "priority",
        "priority_steps": [0],
        "visibility_timeout": 30,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "unacked_key": "wire:unacked",
        "unacked_index_key": "wire:unacked_index",
        "unacked_mutex_key": "wire:lock:unacked",
        "health_check_interval": 10,
        "socket_timeout": 15,
        "socket_connect_timeout": 5,
        "socket_keepalive": not settings.broker.startswith("redis+socket"),
    },
)
if settings.workers:
    app.conf.worker_concurrency = settings.workers


@cache
def _store(pid: int) -> RedisStore:
    """This process' store; one a process, since connections do not survive a fork."""
    return RedisStore(connect(settings), settings, graph().after(), worker_name(pid))


@cache
def _bus(pid: int) -> Bus:  # noqa: ARG001
    return Bus(settings, app)


@cache
def _runner(pid: int) -> Runner:
    store = _store(pid)
    return Runner(
        store,
        graph(),
        together=settings.lanes == "one",
        send=_bus(pid).send,
        watch=Keeper(store).watch,
        model=partial(weights.load, settings.model, settings.entities),
    )


class _Request(Request):
    """A message in the parent process, which learns at once when the child that works on it dies."""

    def on_failure(self, exc_info: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(exc_info.exception, ExceptionWithTraceback):  # so is what was raised in this process
            exc_info.exception = exc_info.exception.exc
        if isinstance(exc_info.exception, WorkerLostError) and (error := self._rescue()):
            exc_info.exception = _raised(error)
        if isinstance(exc_info.exception, (Retry, ReportError)):
            exc_info.traceback = ""  # it would show where this file raises, and nothing of the report's
        return super().on_failure(exc_info, *args, **kwargs)

    def _rescue(self) -> ReportError | None:
        """Frees what the child held, and sends the rest of the batch on; returns what became of what killed it."""
        _, step = self.task_name.split(".", 1)
        store = _store(os.getpid())
        try:
            release_dead(store)
            if step == "intake":
                return None
            if rest := unstarted(store, step, self.args[0]):
                lane = self.delivery_info["routing_key"].rsplit(".", 1)[1]
                _bus(os.getpid()).send(step, lane, rest, int(time() * 1000))
            return lost(store, self.args[0])
        except Temporary as error:
            log.warning("rescue_put_off", error=str(error))
            return None


class _IntakeRequest(_Request):
    """A report fed as a message: monitors are shown its key and size, not its text, whatever the sender wrote."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._argsrepr = self._kwargsrepr = ""
        if settings.events:
            given = self.kwargs if isinstance(self.kwargs, dict) else {}
            raw = given.get("raw", given.get("raw_b64"))
            self._argsrepr = summary([str(given.get("key") or self.id)], 1)
            self._kwargsrepr = f"{len(raw):,} characters" if isinstance(raw, str) else ""


def _task(step: str) -> Any:
    def work(self: Any, ids: list[str]) -> None:
        seen: list[tuple[str, str, ReportError]] = []

        def on_error(claim: Claim, outcome: Outcome, key: str) -> None:
            seen.append((f"wire.{claim.step}", key, report_error(claim, outcome, key, settings.attempts)))

        try:
            _runner(os.getpid()).work(step, ids, *([on_error] if settings.events else []))
        except Temporary as error:
            log.error("store_gone", step=step, error=str(error))
        if settings.events:
            _publish(self.request, seen, alone=len(ids) == 1)

    return app.task(
        work, name=f"wire.{step}", bind=True, throws=(ReportError,), ignore_result=True, Request=f"{__name__}:_Request"
    )


def _publish(request: Any, seen: list[tuple[str, str, ReportError]], *, alone: bool) -> None:
    """Shows monitors what went wrong: the message itself fails when it was about nothing else, and is never retried."""
    own = [each for each in seen if alone and each[0] == request.task]
    others = [each for each in seen if each not in own]
    if others:
        _bus(os.getpid()).publish_errors(others, request.hostname)
    for _, _, each in own:
        raise _raised(each)


def _raised(error: ReportError) -> Exception:
    """What a task raises to be shown as retried or failed."""
    return Retry(exc=error) if isinstance(error, SetBack) else error


tasks = {each.name: _task(each.name) for each in graph()}


@app.task(
    name=transport.LEASED,
    bind=True,
    acks_late=True,
    reject_on_worker_lost=True,
    throws=(ReportError,),
    ignore_result=True,
    Request=f"{__name__}:_IntakeRequest",
)
def take_in(self: Any, *args: Any, **fields: Any) -> None:
    """A report fed as a message: `raw` or `raw_b64`, and `source`, `key`, `received_at`, `lane` if wanted."""
    pid = os.getpid()
    try:
        delivery = read(self.request.id, args, fields, settings.max_bytes)
        accepted = intake.Intake(_store(pid), _bus(pid), publish=False).take([delivery])
    except Temporary as error:
        log.error("intake_put_off", error=str(error))
        sleep(1)
        raise Reject(str(error), requeue=True) from error
    log.debug("accepted", report=accepted[0].id, step="intake", attempt=1)
    if settings.events and accepted[0].new and delivery.refusal:
        raise intake.refusal(delivery)


@app.task(name="wire.poll", ignore_result=True, time_limit=beat.LIMIT)
def poll(url: str) -> None:
    """Polls a feed; beat sends it."""
    store = _store(os.getpid())
    beat.once(url, intake.Intake(store, _bus(os.getpid())), Feeds(store.client), settings)


class _Rounds(bootsteps.StartStopStep):
    """In the parent's loop: sweeps, shows that the worker is alive, and ends it when its starter is gone."""

    requires = ("celery.worker.components:Timer",)

    def start(self, parent: Any) -> None:
        _store(os.getpid()).tell(graph().after())
        self._tick()
        parent.timer.call_repeatedly(settings.sweep, self._tick)

    def stop(self, parent: Any) -> None:  # noqa: ARG002
        with suppress(Temporary):
            store = _store(os.getpid())
            store.presence.ended(store.worker)

    def _tick(self) -> None:
        if orphaned(settings.parent):
            os._exit(1)
        try:
            sweep(_store(os.getpid()), _bus(os.getpid()))
        except Temporary as error:
            log.warning("sweep_put_off", error=str(error))
            return
        if settings.heartbeat and transport.poll_age() < 30:
            settings.heartbeat.touch()


app.steps["worker"].add(_Rounds)


@setup_logging.connect
def _keep_our_logging(**_: Any) -> None:
    """Celery's own log lines stay off standard error; what matters is logged as JSON."""


@worker_ready.connect
def _tell_starter(**_: Any) -> None:
    if settings.ready is not None:
        with suppress(OSError):  # nobody may listen any more
            os.write(settings.ready, b"1")


@worker_process_init.connect
def _in_child(**_: Any) -> None:
    tie_to_parent(os.getppid())


if settings.parent:
    tie_to_parent(settings.parent)
