"""Has this report been here before? Files its trace, meets those that share something with it, and links them.

Whom to meet is told by fingerprints and names; `workers.text.relations` then compares the texts themselves. The
order of the reports, never that of processing, decides which of two is the later one.
"""

from __future__ import annotations

from shared.records import Normalized, Received
from shared.relations import Dedup, Trace
from shared.step import Neighbours, step
from workers.text.fingerprints import marks
from workers.text.overlap import common_words
from workers.text.relations import relate
from workers.text.views import View, pack, unpack, view


@step(version="2", after=["normalize"])
def dedup(received: Received, normalize: Normalized, neighbours: Neighbours) -> Dedup:
    """Links the report with those that came before or after it and share words or names with it."""
    own = view(received, normalize)
    found = marks(own.words)
    meeting = neighbours.meet(_trace(own, received.received_at, found))
    met = [(unpack(each.packed), each.story) for each in meeting.candidates]
    links = relate(own, common_words(own, found, meeting.common), met)
    neighbours.link(links)
    return Dedup(links=[(each.later.id, each.kind, each.earlier.id) for each in links])


def trace(received: Received, report: Normalized) -> Trace:
    """What is filed of a report."""
    own = view(received, report)
    return _trace(own, received.received_at, marks(own.words))


def _trace(own: View, at: int, found: dict[int, int]) -> Trace:
    names = [f"{kind}:{name}" for kind, name in own.names.items()]
    return Trace(own.node.id, at, list(found), [*names, *(f"headline:{name}" for name in own.named)], pack(own))
