"""The door. Any process may call it: a report is written to the store first, then its id is sent on.

    from shared.intake import accept
    accept(raw, source="myfeed", key="item-17")

The id is the hash of source, caller's key and bytes: the same delivery again is the same report, counted once more;
the same key with other bytes is a new report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache

from shared import monitoring
from shared import settings as configuration
from shared.bus import Bus
from shared.errors import BadReport, EmptyReport, TooLarge, UsageError
from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from shared.status import Status
from shared.step import HEAD
from shared.store import Accepted, Delivery, Store
from shared.urgent import is_urgent


def accept(
    raw: bytes | str,
    *,
    source: str = "python",
    key: str | None = None,
    received_at: int | str | datetime | None = None,
    lane: str = "live",
) -> Accepted:
    """Takes one report into the system that the environment names (`WIRE_REDIS_URL`).

    Args:
        raw: the report as received.
        source: who sends it.
        key: the sender's own id.
        received_at: milliseconds since 1970, ISO 8601, or now.
        lane: `live`, or `bulk` for what can wait.

    A report that cannot be taken is recorded as refused. Raises StoreGone and StoreFull, with nothing written.
    """
    return _here().take([prepare(raw, source=source, key=key, received_at=received_at, lane=lane)])[0]


#: The year 3000.
_LAST = 32_503_680_000_000


class Intake:
    """The door to one store: writes reports down and announces them.

    `publish`: monitors are shown what is refused; false where the caller does that.
    """

    def __init__(self, store: Store, bus: Bus, *, publish: bool = True) -> None:
        self.store = store
        self.bus = bus
        self.publish = publish

    def take(self, deliveries: Iterable[Delivery]) -> list[Accepted]:
        """Writes all of them in one go, then sends the ids of those that wait."""
        deliveries = list(deliveries)
        accepted = self.store.accept(deliveries)
        pairs = [pair for pair in zip(accepted, deliveries, strict=True) if pair[0].new]
        waiting = [(each, len(one.body), called(one)) for each, one in pairs if each.status == Status.WAITING]
        self.bus.announce(waiting, HEAD)
        self._publish([one for _, one in pairs if one.refusal])
        return accepted

    def _publish(self, refused: Sequence[Delivery]) -> None:
        """A report refused here reaches no worker, so that monitors would never hear of it."""
        if self.publish and refused and self.bus.has_listeners():
            self.bus.publish_errors([("wire.intake", called(each), refusal(each)) for each in refused])


def called(delivery: Delivery) -> str:
    """How a delivered report is called in messages to people: the sender's key, or the id."""
    return delivery.meta["key"] or delivery.id


def refusal(delivery: Delivery) -> monitoring.Refused:
    """What monitors show of a delivery that was refused."""
    return monitoring.Refused.of(called(delivery), delivery.refusal[1] if delivery.refusal else "")


def prepare(
    raw: bytes | str,
    *,
    source: str,
    key: str | None = None,
    received_at: int | str | datetime | None = None,
    lane: str = "live",
    format: str | None = None,
    delivery: str | None = None,
    max_bytes: int | None = None,
) -> Delivery:
    """Checks one delivery. `format` "text" says that `raw` is plain text, whatever it looks like.

    Raises UsageError when the arguments are wrong; what is wrong with the report itself becomes its refusal.
    """
    if lane not in ("live", "bulk"):
        raise UsageError(f"lane is live or bulk, not {lane!r}")
    body = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else bytes(raw)
    digest = hashlib.sha256()
    for part in (source.encode("utf-8", "replace"), b"" if key is None else b"k" + key.encode("utf-8", "replace")):
        digest.update(len(part).to_bytes(8, "big") + part)
    digest.update(body)
    size = len(body)
    refusal = _refusal(body, _limit() if max_bytes is None else max_bytes)
    meta = {"source": source, "key": key, "format": format, "bytes": size, "sha256": hashlib.sha256(body).hexdigest()}
    return Delivery(
        id=digest.hexdigest()[:20],
        body=b"" if isinstance(refusal, TooLarge) else body,
        meta=meta,
        lane="urgent" if lane == "live" and is_urgent(body) else lane,
        received_at=None if received_at is None else milliseconds(received_at),
        delivery=delivery,
        refusal=(type(refusal).__name__, str(refusal)) if refusal else None,
    )


def milliseconds(when: int | str | datetime) -> int:
    """Milliseconds since 1970 from the same, ISO 8601 or a datetime; UTC where no zone is named.

    Raises UsageError for what is none of these, or lies outside the years 1970 to 2999.
    """
    found = when if isinstance(when, int) else _moment(when)
    if not 0 <= found < _LAST:
        raise UsageError(f"received_at lies between 1970 and 2999, not at {when}")
    return found


def _moment(when: str | datetime) -> int:
    try:
        when = datetime.fromisoformat(when) if isinstance(when, str) else when
        return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, AttributeError, OverflowError):
        raise UsageError(f"received_at is ISO 8601 or milliseconds since 1970, not {when!r}") from None


def _refusal(body: bytes, limit: int) -> BadReport | None:
    if len(body) > limit:
        return TooLarge(f"it has {len(body):,} bytes; WIRE_MAX_BYTES allows {limit:,}")
    if not body.strip(b" \t\r\n\0"):
        return EmptyReport("it is empty")
    return None


@cache
def _limit() -> int:
    return configuration.load().max_bytes


@cache
def _here() -> Intake:
    return at(configuration.load())


def at(settings: Settings) -> Intake:
    """The door of the system that these settings name; queues are those that its workers serve."""
    store = RedisStore(connect(settings), settings)
    return Intake(store, Bus(settings.model_copy(update={"lanes": store.lanes()})))
