"""Firms named after two: `Procter & Gamble` is one body where the language model finds two people, or one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workers.text.gazetteer import known
from workers.text.names import Name, tokens

_LARGE = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"
_AND = re.compile(rf"(?P<one>\b{_LARGE}) & (?P<other>{_LARGE})(?P<legal> (?:Co|Cie|Inc|Ltd|LLP|LLC|AG|SA|NV)\b)?")


def joined(text: str, found: Sequence[Name]) -> list[Name]:
    """The names in order, those on both sides of a `&` made one body, with a capitalised word where one is missing."""
    if " & " not in text:
        return [*found]
    ends, starts = {each.end: each for each in found}, {each.start: each for each in found}
    within = {at for each in found for at in range(each.start, each.end)}
    made: list[Name] = []
    for match in _AND.finditer(text):
        middle = match.end("one") + 1
        one, other = ends.get(match.end("one")), starts.get(match.start("other"))
        names = [each for each in (one, other) if each]
        if middle in within or not names or (one and other and _are_places(one, other)):
            continue
        start = one.start if one else match.start("one")
        end = max(match.end(), other.end) if other else match.end()
        sure = max(each.sure for each in names)
        words = tuple(token.word for token in tokens(text, start, end))
        if not made or made[-1].end <= start:
            made.append(Name(start, end, words, "ORG", sure))
    taken = {at for each in made for at in range(each.start, each.end)}
    return sorted([*(each for each in found if taken.isdisjoint(range(each.start, each.end))), *made])


def _are_places(one: Name, other: Name) -> bool:
    """Whether two countries, regions or peoples are listed, or are one country: `Trinidad & Tobago`."""
    facts = known(one.written), known(other.written), known(f"{one.written} and {other.written}")
    return all(facts[:2]) or facts[2] is not None or one.type == other.type == "PLACE"
