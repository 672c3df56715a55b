"""Relations in this process: the same as lua/meet.lua and lua/link.lua, for the length of one command."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import product

from shared.records import Received
from shared.relations import Candidate, Link, Meeting, Trace
from shared.settings import DAY
from shared.stories import Node, chain

#: As in lua/meet.lua: how many postings a mark keeps, and how many stories make it common.
RING, COMMON = 16, 6
STORIES, OF_FIRST, OF_OTHERS = 6, 6, 2


class MemoryRelations:
    """Who shares what with whom, the links found, and the stories they make.

    Args:
        find: a report and its normalised result; None when it has none (any more).
        window: seconds within which reports are compared.
    """

    def __init__(self, find: Callable[[str], tuple[Received, bytes] | None], window: float = 4 * DAY) -> None:
        self._find = find
        self._window = int(window * 1000)
        self._parts: dict[str, int] = {}
        self._postings: dict[int | str, dict[int, list[str]]] = {}
        self._links: dict[str, dict[tuple[str, str], Link]] = defaultdict(dict)
        self._story: dict[str, str] = {}
        self._members: dict[str, dict[str, Node]] = {}
        self._apart: set[frozenset[str]] = set()

    def meet(self, trace: Trace) -> Meeting:
        """As `Neighbours.meet`."""
        self._parts[trace.id] = trace.at // self._window
        scores: dict[str, float] = defaultdict(float)
        common = []
        for at, mark in enumerate(trace.marks):
            met = self._post(mark, trace.id)
            stories = len({self._story.get(other, other) for other in met})
            if stories >= COMMON:
                common.append(at)
                continue
            for other in met:
                scores[other] += 1 / stories
        named = {other for name in trace.names for other in self._post(name, trace.id)}
        for name in trace.filed:
            self._post(name, trace.id)
        named |= {other for name in trace.asked for other in self._have(name, trace.id)}
        least = 1.5 if len(trace.marks) > 8 else 0.5
        close = {other: score for other, score in scores.items() if score >= least}
        return Meeting(self._closest(dict.fromkeys(named, 0.0) | close), common)

    def _post(self, key: int | str, id: str) -> list[str]:
        """Those within the window who have it; adds one more."""
        met = self._have(key, id)
        ring = self._postings.setdefault(key, {}).setdefault(self._parts[id], [])
        if id not in ring:
            ring.append(id)
            del ring[:-RING]
        return met

    def _have(self, key: int | str, id: str) -> list[str]:
        parts, own = self._postings.get(key, {}), self._parts[id]
        return [other for part in range(own - 1, own + 2) for other in parts.get(part, ()) if other != id]

    def _closest(self, scores: dict[str, float]) -> list[Candidate]:
        """The closest reports of the closest stories."""
        stories: dict[str, list[str]] = {}
        for other in sorted(scores, key=lambda id: (-scores[id], id)):
            stories.setdefault(self._story.get(other, other), []).append(other)
        found: list[tuple[str, str]] = []
        for place, (story, members) in enumerate(list(stories.items())[:STORIES]):
            most = OF_FIRST if place == 0 else OF_OTHERS
            found += [(id, story) for id in members[:most]]
        return [Candidate(*about, story) for id, story in found if (about := self._find(id))]

    def link(self, links: Iterable[Link]) -> None:
        """As `Neighbours.link`."""
        for each in links:
            stories = frozenset(self._story.get(node.id, node.id) for node in (each.later, each.earlier))
            if each.joins and stories in self._apart:
                continue
            self._links[each.later.id]["of", each.earlier.id] = each
            self._links[each.earlier.id]["by", each.later.id] = each
            if each.joins:
                self._join(each.earlier, each.later)

    def _join(self, *nodes: Node) -> None:
        into, other = (self._tell(node) for node in nodes)
        if into != other:
            moved = self._members.pop(other)
            self._members[into] |= moved
            self._story |= dict.fromkeys(moved, into)
            self._keep_apart(other, [into])

    def split(self, story: Sequence[str], side: Sequence[str]) -> bool:
        """As `RedisRelations.split`."""
        rest, old = [each for each in story if each not in side], self._story.get(side[0])
        if not rest or old is None:
            return False
        for id, node in self._members.pop(old).items():
            self._story[id] = side[0] if id in side else rest[0]
            self._tell(node)
        self._keep_apart(old, [side[0], rest[0]])
        self._apart.add(frozenset((side[0], rest[0])))
        for one, other in [*product(side, rest), *product(rest, side)]:
            for way in ("of", "by"):
                self._links[one].pop((way, other), None)
        return True

    def _keep_apart(self, old: str, new: Sequence[str]) -> None:
        """What was apart from a story is now apart from what became of it."""
        for pair in [each for each in self._apart if old in each]:
            self._apart.remove(pair)
            self._apart |= {pair - {old} | {each} for each in new}

    def _tell(self, node: Node) -> str:
        story = self._story.setdefault(node.id, node.id)
        self._members.setdefault(story, {})[node.id] = node
        return story

    def story(self, id: str) -> list[Node]:
        """The story of a report in order; empty when it stands alone."""
        return chain(self._members.get(self._story.get(id, ""), {}).values())

    def links(self, id: str) -> list[tuple[str, str, Link]]:
        """(way, the other's id, the link) of a report."""
        return [(way, other, link) for (way, other), link in self._links[id].items()]
