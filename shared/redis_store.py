"""The store on Redis. Each change is one Lua script, so none is ever half done.

The scripts are in `lua/`, the keys are listed at the top of `lua/lib.lua`. A program that only feeds and reads
needs a `RedisStore` and nothing else; workers also tell it their graph, which it keeps for the others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import redis

from shared import redis_codec as codec
from shared import redis_relations
from shared.errors import UnknownReport
from shared.record import Stored
from shared.redis_finding import RedisFinding
from shared.redis_knowledge import RedisKnowledge
from shared.redis_link import plain_errors, scripts
from shared.redis_listing import Filter, RedisListing
from shared.redis_presence import RedisPresence
from shared.settings import Settings
from shared.status import REPORT_STATES, Status
from shared.step import HEAD
from shared.store import LANES, Accepted, Claim, Delivery, Finished, Inputs, Outcome


class RedisStore:
    """The store on Redis 6.2 or later, and on Valkey.

    Args:
        client: a connection that returns bytes.
        settings: lease, attempts, backoff, patience.
        after: each step's predecessors in running order, told by workers; others read what workers told.
        worker: the name under which steps are claimed.
    """

    def __init__(
        self, client: redis.Redis, settings: Settings, after: Mapping[str, list[str]] | None = None, worker: str = ""
    ) -> None:
        self.client: Any = client  # redis-py types every answer as str or bytes; here it is always bytes
        self.settings = settings
        self.worker = worker
        self._after = after
        self._scripts = {name: client.register_script(text) for name, text in scripts().items()}
        self.relations = redis_relations.RedisRelations(self._call, settings.window)
        self.knowledge = RedisKnowledge(client, self._call)
        self.finding = RedisFinding(client, self._call, settings.window)
        self.listing = RedisListing(client, self._call)
        self.presence = RedisPresence(client)

    def tell(self, after: Mapping[str, list[str]]) -> None:
        """Writes down the steps and the kind of lanes for programs that feed and read."""
        self._after = after
        with plain_errors():
            self.client.mset({"wire:graph": json.dumps(after), "wire:lanes": self.settings.lanes})

    def lanes(self) -> str:
        """`one` or `each`, as the workers told; before they did, as set here."""
        with plain_errors():
            told = self.client.get("wire:lanes")
        return told.decode() if told else self.settings.lanes

    @cached_property
    def after(self) -> Mapping[str, list[str]]:
        """Each step's predecessors, in running order."""
        if self._after is not None:
            return self._after
        with plain_errors():
            known = self.client.get("wire:graph")
        return json.loads(known) if known else {HEAD: []}

    @cached_property
    def _graph(self) -> str:
        # An empty list must not reach Lua as an object: cjson reads both as a table, so either is fine.
        return json.dumps({"order": list(self.after), "after": self.after})

    def _call(self, script: str, *arguments: Any) -> Any:
        with plain_errors():
            return self._scripts[script](args=arguments)

    def ping(self) -> None:
        """Raises StoreGone when nobody answers."""
        with plain_errors():
            self.client.ping()

    def known(self, id: str) -> bool:
        """Whether there is such a report."""
        with plain_errors():
            return bool(self.client.exists(f"wire:r:{id}"))

    # Intake

    def accept(self, deliveries: Sequence[Delivery]) -> list[Accepted]:
        """Writes new reports, counts known ones once more; in one round trip."""
        script = self._scripts["accept"]
        pipe = self.client.pipeline(transaction=False)
        for each in deliveries:
            script(args=codec.delivery(each), client=pipe)
        with plain_errors():
            answers = pipe.execute()
        return [
            Accepted(each.id, kind == b"new", status.decode(), count, lane.decode(), since)
            for each, (kind, status, count, lane, since) in zip(deliveries, answers, strict=True)
        ]

    # Running

    def claim(self, id: str, step: str, wants: Iterable[str], mine: Mapping[str, str]) -> tuple[Claim, Inputs] | None:
        """Takes a waiting step, with the results it wants; None when it does not wait (any more)."""
        wants = list(wants)
        lease = int(self.settings.lease * 1000)
        taken = self._call("claim", id, step, mine[step], self.worker, lease, *codec.wanted(wants))
        if not taken:
            return None
        return codec.claim(id, taken), codec.inputs(id, wants, taken[3:])

    def inputs(self, id: str, wants: Iterable[str]) -> Inputs:
        """The report and results of earlier steps."""
        wants = list(wants)
        with plain_errors():
            return codec.inputs(id, wants, self.client.hmget(f"wire:r:{id}", codec.wanted(wants)))

    def finish(self, claim: Claim, outcome: Outcome, mine: Mapping[str, str]) -> Finished | None:
        """Writes down how a claimed step ended; None when the claim was lost meanwhile and nothing was written."""
        settings = self.settings
        error = json.dumps({"kind": outcome.error[0], "message": outcome.error[1]}) if outcome.error else ""
        answer = self._call(
            "finish", claim.id, claim.step, claim.token, outcome.status, outcome.result, error, self._graph,
            json.dumps(mine), self.worker, int(settings.lease * 1000), settings.attempts,
            int(settings.backoff * 1000), round(outcome.ms, 3), "1" if outcome.passing else "",
            *self.finding.arguments(outcome.names, outcome.said),
        )  # fmt: skip
        if answer[0] == b"fenced":
            return None
        status, since, following, *ready = answer
        return Finished(
            status.decode(),
            since,
            codec.claim(claim.id, following) if following else None,
            [each.decode() for each in ready],
        )

    def renew(self, claim: Claim) -> bool:
        """Prolongs the lease; false when the claim is lost."""
        return bool(self._call("renew", claim.id, claim.step, claim.token, int(self.settings.lease * 1000)))

    def release(self, worker: str, kind: str, message: str) -> int:
        """Takes back what a dead worker held, or (worker "") what nobody renewed; returns how many."""
        settings = self.settings
        backoff = int(settings.backoff * 1000)
        return int(self._call("release", worker, kind, message, self._graph, settings.attempts, backoff))

    def running(self) -> set[str]:
        """The workers that hold claims."""
        with plain_errors():
            members = [each.decode().split("|", 1) for each in self.client.zrange("wire:running", 0, -1)]
            pipe = self.client.pipeline(transaction=False)
            for id, step in members:
                pipe.hget(f"wire:r:{id}", f"s:{step}")
            return {json.loads(each).get("worker", "") for each in pipe.execute() if each}

    def lock(self, name: str, seconds: float) -> bool:
        """Whether the caller is the one to do this now; the lock goes by itself."""
        with plain_errors():
            return bool(self.client.set(f"wire:lock:{name}", self.worker, nx=True, px=int(seconds * 1000)))

    # Reading

    def load(self, ids: Sequence[str]) -> list[Stored]:
        """What is stored of these reports, in two or three round trips. Raises UnknownReport."""
        steps = ["intake", *self.after]
        names = [*codec.HEAD_FIELDS, *(f"s:{each}" for each in steps), *(f"o:{each}" for each in steps)]
        first = self.client.pipeline(transaction=False)
        for id in ids:
            first.hmget(f"wire:r:{id}", names)
            first.hgetall(f"wire:links:{id}")
        with plain_errors():
            answers = first.execute()
        heads = [dict(zip(names, values, strict=True)) for values in answers[::2]]
        for id, head in zip(ids, heads, strict=True):
            if head["status"] is None:
                raise UnknownReport(f"no report has the id {id}")
        stories = list({head["story"]: None for head in heads if head["story"]})
        others = dict.fromkeys(name.split(b":", 1)[1] for links in answers[1::2] for name in links)
        of = {name[3:] for links in answers[1::2] for name in links if name.startswith(b"of:")}
        second = self.client.pipeline(transaction=False)
        for story in stories:
            second.hvals(b"wire:story:" + story)
            second.smembers(b"wire:joined:" + story)
        for other in others:
            second.hmget(b"wire:r:" + other, ["meta", "received_at", *([f"o:{HEAD}"] if other in of else [])])
        reaching = redis_relations.reaching(ids, answers[1::2])
        for later, id in reaching:
            second.hget(f"wire:links:{later}", f"of:{id}")
        with plain_errors():
            rest = iter(second.execute())
        chains = {key: (redis_relations.story(next(rest)), codec.pairs(next(rest))) for key in stories}
        about = {other: [*next(rest), None][:3] for other in others}
        whole = {pair: next(rest) for pair in reaching}
        related = [redis_relations.links(id, its, about, whole) for id, its in zip(ids, answers[1::2], strict=True)]
        before = self.finding.earlier(head["earlier"] for head in heads)
        return [
            codec.stored(id, steps, head, links, chains.get(head["story"], ([], [])), earlier)
            for id, head, links, earlier in zip(ids, heads, related, before, strict=True)
        ]

    def ids(self, status: str | None = None) -> list[str]:
        """Ids in order of intake, of one status or all."""
        return self.listing.ids(Filter(status))

    def story(self, id: str) -> list[str]:
        """The ids of this report's story, earliest first."""
        return [each.id for each in self.load([id])[0].story] or [id]

    def counts(self) -> dict[str, int]:
        """How many reports are in each state."""
        pipe = self.client.pipeline(transaction=False)
        for each in REPORT_STATES:
            pipe.zcard(f"wire:status:{each}")
        with plain_errors():
            return dict(zip((str(each) for each in REPORT_STATES), pipe.execute(), strict=True))

    def load_of_steps(self) -> dict[str, tuple[int, int, int]]:
        """How many reports wait for, run in and are done with each step."""
        steps = list(self.after)
        pipe = self.client.pipeline(transaction=False)
        pipe.zrange("wire:running", 0, -1)
        pipe.hgetall("wire:done")
        for step in steps:
            for lane in LANES:
                pipe.zcard(f"wire:waiting:{step}.{lane}")
        with plain_errors():
            members, done, *waiting = pipe.execute()
        running = [each.decode().split("|", 1)[1] for each in members]
        return {
            step: (sum(waiting[3 * i : 3 * i + 3]), running.count(step), int(done.get(step.encode(), 0)))
            for i, step in enumerate(steps)
        }

    def balance(self) -> dict[tuple[str, str], dict[str, int]]:
        """By hour of intake and source: accepted, repeats, done, refused, failed, and in flight as counted now."""
        states = ("accepted", "repeats", "done", "refused", "failed", "in_flight")
        rows: dict[tuple[str, str], dict[str, int]] = {}
        with plain_errors():
            for name, n in self.client.hgetall("wire:balance").items():
                hour, state, source = name.decode().split("|", 2)
                rows.setdefault((hour, source), dict.fromkeys(states, 0))[state] += int(n)
            open_ids = self.ids(Status.WAITING) + self.ids(Status.RUNNING)
            pipe = self.client.pipeline(transaction=False)
            for id in open_ids:
                pipe.hmget(f"wire:r:{id}", ["hour", "source"])
            for hour, source in pipe.execute():
                rows.setdefault((hour.decode(), source.decode()), dict.fromkeys(states, 0))["in_flight"] += 1
        return rows

    def unreadable(self) -> int:
        """How many messages were set aside because they are no Celery messages."""
        with plain_errors():
            return int(self.client.llen("wire:unreadable"))

    # Again, and away

    def rerun(self, id: str, steps: Iterable[str], *, forget: bool) -> tuple[str, int, list[str]]:
        """Begins a new generation in which these steps run again; (lane, since, steps that wait now).

        `forget`: its relations to other reports are found anew too.
        """
        answer = self._call("rerun", id, self._graph, "1" if forget else "", *steps)
        if not answer:
            raise UnknownReport(f"no report has the id {id}")
        lane, since, *ready = answer
        return lane.decode(), since, [each.decode() for each in ready]

    def delete(self, id: str) -> None:
        """Removes a report and everything kept of it. Raises UnknownReport."""
        if not self._call("delete", id, *self.after):
            raise UnknownReport(f"no report has the id {id}")

    def outdated(self, keep: float, limit: int = 1000) -> list[str]:
        """Reports that were finished more than `keep` seconds ago."""
        with plain_errors():
            now = self.client.time()[0]
            found = self.client.zrangebyscore("wire:finished", "-inf", (now - keep) * 1000, 0, limit)
        return [each.decode() for each in found]

    def overdue(self, queue_of: Callable[[str, str], str], limit: int = 1000) -> list[tuple[str, str, str]]:
        """(step, lane, id) of what waits although no message for it can be under way."""
        places = [part for step in self.after for lane in LANES for part in (step, lane, queue_of(step, lane))]
        found = self._call("overdue", int(self.settings.patience * 1000), limit, *places)
        parts = iter([each.decode() for each in found])
        return list(zip(parts, parts, parts, strict=True))
