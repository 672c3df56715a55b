"""Which reports share quotes, in this process: the same as lua/said.lua, for the length of one command."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from shared.sayings import may_be_one
from shared.settings import DAY

#: As in lua/said.lua: how many of the first and of the last reports a fingerprint keeps, how many that share most of a
#: quote are looked at, and how many are noted.
FIRST, LAST, CLOSEST, PAIRS = 8, 8, 8, 16


class MemoryFinding:
    """The fingerprints of quotes.

    Args:
        window: seconds within which quotes are met again.
    """

    def __init__(self, window: float = 4 * DAY) -> None:
        self._window = int(window * 1000)
        self._postings: dict[tuple[int, int], list[str]] = defaultdict(list)
        self._said: dict[str, tuple[str, list[set[int]]]] = {}
        self._earlier: dict[str, list[str]] = defaultdict(list)

    def say(self, id: str, at: int, order: str, said: Sequence[Sequence[int]]) -> None:
        """Files the fingerprints of a report's quotes, and notes who shares enough of them.

        Args:
            id: the report's, which is filed once.
            at: when it came, in milliseconds.
            order: where it stands among others.
            said: the fingerprints of each quote.
        """
        if not said:
            return
        part = at // self._window
        for marks in said:
            for other in self._met(id, part, marks):
                before, quotes = self._said[other]
                if any(may_be_one({*marks}, each) for each in quotes):
                    later, earlier = (id, other) if before < order else (other, id)
                    noted = self._earlier[later]
                    if earlier not in noted and len(noted) < PAIRS:
                        noted.append(earlier)
        self._said[id] = order, [{*each} for each in said]

    def _met(self, id: str, part: int, marks: Sequence[int]) -> list[str]:
        """Those who share most of a quote; files it."""
        shared: Counter[str] = Counter()
        for mark in marks:
            for near in range(part - 1, part + 2):
                shared.update(each for each in self._postings.get((mark, near), ()) if each != id)
            ring = self._postings[mark, part]
            if id not in ring:
                del ring[FIRST : max(FIRST, len(ring) - LAST + 1)]
                ring.append(id)
        came = {other: self._said[other][0].rpartition(".")[2] for other in shared}
        return sorted(shared, key=lambda other: (-shared[other], came[other]))[:CLOSEST]

    def earlier(self, id: str) -> list[str]:
        """The earlier reports that share quotes with this one."""
        return self._earlier[id]
