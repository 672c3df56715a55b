"""Why two reports are related: as it is found, as it is kept (small, since every pair has it), and as people read it.

Places are spans of the two texts; they are carried into `raw` when somebody reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from shared.offsets import Offsets

#: What relations were judged by, and by which shares of the words. Kept by number: new ones are put behind.
ENGINES: dict[str, dict[str, float]] = {
    "aligned-1": {
        "both": 0.7,
        "both_with_lead": 0.5,
        "one_with_lead": 0.6,
        "both_with_title": 0.4,
        "one_with_title": 0.5,
        "cut": 0.6,
        "cut_short": 0.75,
        "passage": 18,
    },
}
ENGINE = "aligned-1"
#: Reason codes and kinds of changes. Kept by number: new ones are put behind.
REASONS = (
    "key", "guid", "slug", "headline", "names_headline", "like_headline", "same_lead", "same_words", "label", "summary",
    "template", "figures_differ", "only_figures_differ", "names_differ", "later_session", "other_headline", "passage",
    "several_stories", "repeat_changed", "title", "again", "inserted_between", "grown", "cut", "mostly_shared",
    "code", "alert",
)  # fmt: skip
CHANGES = ("figure", "name", "words", "notice")


class Pair(NamedTuple):
    """`[b:b_end]` of the later report's text stands for `[a:a_end]` of the earlier one's."""

    b: int
    b_end: int
    a: int
    a_end: int


class Evidence(NamedTuple):
    """Why two reports are related.

    `overlap` as shares of the earlier and of the later report that the other covers; `passages` are the same in both;
    `changed` with its kind; `boilerplate` are stretches of the later report that count for nothing.
    """

    reasons: list[str]
    earlier_covered: float
    later_covered: float
    shared_words: int
    passages: list[Pair]
    changed: list[tuple[str, Pair]]
    boilerplate: list[tuple[int, int]]
    engine: str = ENGINE

    def encode(self) -> bytes:
        """As stores keep it: whole numbers, places as distances from the one before, in as many bytes as they need."""
        numbers = [list(ENGINES).index(self.engine), len(self.reasons), *map(REASONS.index, self.reasons)]
        numbers += [round(self.earlier_covered * 1000), round(self.later_covered * 1000), self.shared_words]
        numbers += [len(self.passages), len(self.changed), *(CHANGES.index(kind) for kind, _ in self.changed)]
        numbers += _steps([*self.passages, *(pair for _, pair in self.changed)])
        numbers += _steps(Pair(*span, 0, 0) for span in self.boilerplate)
        return _packed(numbers)

    @classmethod
    def decode(cls, stored: bytes) -> Evidence:
        """Reads what `encode` wrote."""
        numbers = iter(_unpacked(stored))
        engine, reasons = list(ENGINES)[next(numbers)], [REASONS[next(numbers)] for _ in range(next(numbers))]
        old, new, words, passages, changes = islice(numbers, 5)
        kinds = [CHANGES[next(numbers)] for _ in range(changes)]
        pairs = list(_pairs(islice(numbers, 4 * (passages + changes))))
        changed = list(zip(kinds, pairs[passages:], strict=True))
        common = [(pair.b, pair.b_end) for pair in _pairs(numbers)]
        return cls(reasons, old / 1000, new / 1000, words, pairs[:passages], changed, common, engine)

    def shown(self, this: Offsets, of: Offsets) -> dict[str, Any]:
        """For people and programs: `this` is a span of the later report, which has the relation, `of` of the earlier.

        What is empty is left out.
        """
        made: dict[str, Any] = {
            "engine": self.engine,
            "thresholds": ENGINES[self.engine],
            "reasons": self.reasons,
            "overlap": max(self.earlier_covered, self.later_covered),
            "earlier_covered": self.earlier_covered,
            "later_covered": self.later_covered,
            "shared_words": self.shared_words,
            "passages": [_sides(each, this, of) for each in self.passages],
        }
        for name, notices in (("changed", False), ("corrected", True)):
            made[name] = [
                {"kind": kind, **_sides(each, this, of, words=True)}
                for kind, each in self.changed
                if (kind == "notice") is notices
            ]
        made["boilerplate"] = [_span(*each, this) for each in self.boilerplate]
        return {name: value for name, value in made.items() if value != []}


def _sides(pair: Pair, this: Offsets, of: Offsets, *, words: bool = False) -> dict[str, Any]:
    sides = {"this": (pair.b, pair.b_end, this), "of": (pair.a, pair.a_end, of)}
    return {
        name: _span(start, end, offsets) | ({"text": offsets.text[start:end]} if words else {})
        for name, (start, end, offsets) in sides.items()
    }


def _span(start: int, end: int, offsets: Offsets) -> dict[str, int]:
    raw_start, raw_end = offsets.to_raw(start, end)
    return {"start": start, "end": end, "raw_start": raw_start, "raw_end": raw_end}


def _steps(pairs: Iterable[Pair]) -> Iterator[int]:
    """Where each begins behind the one before and its length, on both sides."""
    b, a = 0, 0
    for each in pairs:
        yield each.b - b
        yield each.b_end - each.b
        yield each.a - a
        yield each.a_end - each.a - (each.b_end - each.b)
        b, a = each.b_end, each.a_end


def _pairs(steps: Iterator[int]) -> Iterator[Pair]:
    b, a = 0, 0
    for gap in steps:
        length, other_gap, longer = next(steps), next(steps), next(steps)
        pair = Pair(b + gap, b + gap + length, a + other_gap, a + other_gap + length + longer)
        yield pair
        b, a = pair.b_end, pair.a_end


def _packed(numbers: Iterable[int]) -> bytes:
    """Seven bits a byte, the highest bit says that more follow; the lowest of all is the sign."""
    made = bytearray()
    for number in numbers:
        left = number << 1 if number >= 0 else ~(number << 1)
        while left > 127:
            made.append(left & 127 | 128)
            left >>= 7
        made.append(left)
    return bytes(made)


def _unpacked(packed: bytes) -> Iterator[int]:
    number, shift = 0, 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield ~(number >> 1) if number & 1 else number >> 1
            number, shift = 0, 0
