"""Celery's Redis transport, without its gap.

Kombu pops a message and then writes down that it did; a worker killed in between loses it. Here one Lua call pops
and, for the queue of reports fed as messages (`wire.intake`), writes the lease in the same instant. All other
queues carry hints, which may be lost, so they cost no lease at all. Queues are tried in the order in which the
worker names them; when all are empty, the worker blocks on the hint queues for a moment and looks again.
"""

from __future__ import annotations

from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, virtual
from kombu.transport import redis as stock
from kombu.utils.encoding import bytes_to_str
from kombu.utils.json import loads

#: The one queue whose messages are more than hints.
LEASED = "wire.intake"
#: How long an empty worker blocks: the longest that a message in `wire.intake` waits for an idle one, in seconds.
DOORBELL = 0.25

# A message that is no Celery message is set aside: it must neither be lost nor stop the queue.
_POP = """
local unacked, index = KEYS[#KEYS - 1], KEYS[#KEYS]
for i = 1, #KEYS - 2 do
  local item = redis.call('RPOP', KEYS[i])
  while item do
    local ok, message = pcall(cjson.decode, item)
    local at = ok and type(message) == 'table' and type(message.properties) == 'table' and message.properties
    if at and type(at.delivery_tag) == 'string' and type(at.delivery_info) == 'table' and message.body then
      if ARGV[i] == '1' then
        local time = redis.call('TIME')
        redis.call('ZADD', index, time[1] .. '.' .. string.format('%06d', time[2]), at.delivery_tag)
        redis.call('HSET', unacked, at.delivery_tag, '[' .. item .. ',' .. cjson.encode(at.delivery_info.exchange or '')
          .. ',' .. cjson.encode(at.delivery_info.routing_key or '') .. ']')
      end
      return {KEYS[i], item}
    end
    redis.call('LPUSH', 'wire:unreadable', item)
    redis.call('LTRIM', 'wire:unreadable', 0, 999)
    item = redis.call('RPOP', KEYS[i])
  end
end
return false
"""

last_poll = monotonic()


def poll_age() -> float:
    """Seconds since Redis last answered this worker's question for work."""
    return monotonic() - last_poll


class QoS(stock.QoS):
    """Keeps no record in Redis of hints; that of a leased message is already there."""

    def append(self, message: Any, delivery_tag: str) -> None:
        """Remembers a message in this process."""
        virtual.QoS.append(self, message, delivery_tag)

    def ack(self, delivery_tag: str) -> None:
        """Forgets a message; a leased one in Redis too."""
        message = self._delivered.get(delivery_tag)
        if message is not None and message.delivery_info.get("routing_key") != LEASED:
            virtual.QoS.ack(self, delivery_tag)
        else:
            super().ack(delivery_tag)


class Channel(stock.Channel):
    """Pops by script; blocks only when there was nothing."""

    QoS = QoS
    _ring = False

    def _brpop_start(self, timeout: float | None = None) -> None:  # noqa: ARG002
        queues = self._queue_cycle.consume(len(self.active_queues))
        if not queues:
            return
        hints = [name for name in queues if name != LEASED]
        connection = self._in_poll = self.client.connection
        self._brpop_sent_at = monotonic()
        if self._ring and hints:
            connection.send_command("BRPOP", *hints, DOORBELL if LEASED in queues else self.brpop_timeout or 1)
            return
        if self._ring:
            connection.send_command("BLMOVE", LEASED, LEASED, "RIGHT", "RIGHT", self.brpop_timeout or 1)
            return
        keys = [key for name in queues for key in self._lists(name)]
        leased = ["1" if key.startswith(LEASED) else "" for key in keys]
        keys += [self.unacked_key, self.unacked_index_key]
        connection.send_command("EVAL", _POP, len(keys), *keys, *leased)

    def _lists(self, queue: str) -> list[str]:
        """The lists behind a queue: other Celery clients may set a priority."""
        return [self._q_for_pri(queue, each) for each in (0, 3, 6, 9)] if queue == LEASED else [queue]

    def _brpop_read(self, **options: Any) -> bool:
        global last_poll  # noqa: PLW0603
        rang, self._ring = self._ring, False
        try:
            try:
                answer = self.client.parse_response(self.client.connection, "EVAL", **options)
            except self.connection_errors:
                self.client.connection.disconnect()
                raise
            last_poll = monotonic()
            if not isinstance(answer, list):
                # The doorbell's answer for leased queues is a message that was left where it was.
                self._ring = not rang
                raise Empty
            name, item = (bytes_to_str(each) for each in answer)
            self.connection._deliver(loads(item), name.split(self.sep, 1)[0])
            return True
        finally:
            self._in_poll = None


class Transport(stock.Transport):
    """`redis://` and `redis+socket://`, lossless."""

    Channel = Channel


def install() -> None:
    """Makes every connection of this process use this transport."""
    for scheme in ("redis", "rediss", "redis+socket"):
        TRANSPORT_ALIASES[scheme] = f"{__name__}:Transport"
