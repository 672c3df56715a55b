"""What a later report makes of the quotes and entities of an earlier one: unchanged, changed or withdrawn.

It is told from the passages that both share, which their link keeps: a quote inside one stands there still, with its
newer place; of another, the newer place is what stands between the passages around it. Nothing there: withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from shared.relations import Related
from shared.stories import Node

#: The kinds of links by which a later report reaches an earlier one.
REACHING = frozenset({"withdrawn", "corrects", "version"})
#: So few characters between two passages hold no words.
_NOTHING = 3


class _Passage(NamedTuple):
    """`[old:old_end]` of the earlier report stands at `[new:new_end]` of the later."""

    old: int
    old_end: int
    new: int
    new_end: int

    def moved(self, place: int) -> int:
        """Where a place of the earlier report is in the later; white space may differ a little."""
        return min(self.new_end, self.new + place - self.old)


def mark(record: dict[str, Any], links: Iterable[Related], story: Sequence[Node]) -> None:
    """Gives each quote and entity of a record `later`: what the newest report that reaches it made of it, or None.

    Args:
        record: the earlier report's.
        links: its links with others.
        story: in order.
    """
    places = {each.id: at for at, each in enumerate(story)}
    found = [(places.get(each.other, -1), each.other, each) for each in links if _reaches(each)]
    by, link = max(found, key=lambda each: each[:2])[1:] if found else (None, None)
    pairs = link.evidence.passages if link and link.evidence else []
    passages = sorted(_Passage(each.a, each.a_end, each.b, each.b_end) for each in pairs)
    gone = link is not None and link.kind == "withdrawn"
    for name, spans_of in (("quotes", "content"), ("entities", "mentions")):
        for each in record[name]:
            spans = [_words(record["text"], span["start"], span["end"]) for span in each[spans_of]]
            each["later"] = None if by is None else {"by": by, **_fate(spans, [] if gone else passages)}


def _reaches(link: Related) -> bool:
    return link.way == "by" and link.kind in REACHING


def _fate(spans: Sequence[tuple[int, int]], passages: Sequence[_Passage]) -> dict[str, Any]:
    """What became of something that stands in several places, and the newer place of the first one that was changed."""
    each = [_one(start, end, passages) for start, end in spans]
    states = {state for state, _ in each}
    state = states.pop() if len(states) == 1 else "changed"
    place = next((place for its, place in each if its == state and place), None) or next(
        (place for _, place in each if place), None
    )
    start, end = place if place and state != "withdrawn" else (None, None)
    return {"state": state, "start": start, "end": end}


def _one(start: int, end: int, passages: Sequence[_Passage]) -> tuple[str, tuple[int, int] | None]:
    around = next((each for each in passages if each.old <= start and end <= each.old_end), None)
    if around:
        return "unchanged", (around.moved(start), around.moved(end))
    begins = next((each.moved(start) for each in passages if each.old <= start < each.old_end), None)
    ends = next((each.moved(end) for each in passages if each.old < end <= each.old_end), None)
    if begins is None:
        begins = max((each.new_end for each in passages if each.old_end <= start), default=None)
    if ends is None:
        ends = min((each.new for each in passages if each.old >= end), default=None)
    if begins is None or ends is None or ends - begins <= _NOTHING:
        return "withdrawn", None
    return "changed", (begins, ends)


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the marks around its words, since passages begin and end with words."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
