"""Has this report been here before? Files its trace, meets those that share something with it, and links them.

Whom to meet is told by fingerprints and names; `workers.text.relations` then compares the texts themselves. The
order of the reports, never that of processing, decides which of two is the later one.
"""

from __future__ import annotations

from functools import lru_cache

from shared.records import Normalized, Received
from shared.relations import Dedup, Trace
from shared.step import Neighbours, step
from shared.stories import CORRECTIONS
from workers.text.alerts import names as alerts_of
from workers.text.fingerprints import marks
from workers.text.overlap import common_words
from workers.text.relations import relate
from workers.text.views import View, view

#: So many of the reports last met, each of no more bytes than this, are kept as they are compared.
_KEPT, _LONG = 1024, 10_000


@step(version="7", after=["normalize"])
def dedup(received: Received, normalize: Normalized, neighbours: Neighbours) -> Dedup:
    """Links the report with those that came before or after it and share words or names with it."""
    own = view(received, normalize)
    filed = _trace(own, received.received_at)
    meeting = neighbours.meet(filed)
    met = [(seen, each.story) for each in meeting.candidates if (seen := _seen(each.received, each.body))]
    common = common_words(own, [filed.marks[at] for at in meeting.common]) if meeting.common else b""
    neighbours.link(relate(own, common, met))
    return Dedup()


def trace(received: Received, report: Normalized) -> Trace:
    """What is filed of a report."""
    return _trace(view(received, report), received.received_at)


def _seen(received: Received, body: bytes) -> View | None:
    """Who was met once is often met again; long reports are not kept in memory."""
    return (_read if len(body) <= _LONG else _read.__wrapped__)(received, body)


@lru_cache(maxsize=_KEPT)
def _read(received: Received, body: bytes) -> View | None:
    try:
        return view(received, Normalized.decode(body))
    except ValueError:  # another version of this program wrote it; that must not stop the report at hand
        return None


def _trace(own: View, at: int) -> Trace:
    """Reports with one code in their headlines meet when one of them is a correction: it may say nothing else; an alert
    meets the reports from the place that it names.
    """
    names = [f"{kind}:{name}" for kind, name in own.names.items()]
    names += [f"headline:{name}" for name in own.named]
    codes = [f"code:{own.code}", f"corrected:{own.code}"] if own.code else []
    if own.node.kinds & CORRECTIONS:
        codes.reverse()
    filed, asked = alerts_of(own)
    return Trace(own.node.id, at, marks(own.hashes, own.quoted), names + codes[:1], codes[1:] + asked, filed)
