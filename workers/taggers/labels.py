"""What taggers have in common: what their labels mean, how long texts are cut, and where a name ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shared.reading import Named
from shared.records import EntityType

_TYPES: dict[str, EntityType] = {
    **dict.fromkeys(("PERSON", "PER"), "PERSON"),
    **dict.fromkeys(("ORG", "ORGANIZATION", "ORGANISATION", "CORPORATION"), "ORG"),
    **dict.fromkeys(("GPE", "LOC", "FAC", "LOCATION", "PLACE"), "PLACE"),
    **dict.fromkeys(("MISC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"), "MISC"),
}  # fmt: skip
#: Half a surrogate pair is no text to these programs.
_HALF = re.compile("[\ud800-\udfff]")
#: Where a long text is cut, best first.
_CUTS = (". ", ", ", " ")
#: Some corpora count the article and the possessive as part of a name; ours do not.
_ARTICLE = re.compile(r"\s*(?:the\s+(?=\S))?", re.I)
_POSSESSIVE = ("'s", "’s")
_ENDS = '\t\n\r\v\f \xa0,;:–—"“”‘('


def type_of(label: str) -> EntityType | None:
    """Our type; None for numbers, dates and what is unknown."""
    return _TYPES.get(label.upper())


def check(labels: Iterable[str]) -> None:
    """Raises ValueError when none of these labels means anything to us."""
    told = sorted(labels)
    if not any(map(type_of, told)):
        raise ValueError(
            f"it knows no people, organisations or places; its labels are {', '.join(told[:20]) or 'none'}"
        )


def windows(text: str, places: Iterable[tuple[int, int]], most: int) -> Iterator[tuple[int, str]]:
    """The text at these places in pieces of at most so many characters, each with its start; names are not cut."""
    for start, end in places:
        at = start
        while at < end:
            stop = min(at + most, end)
            if stop < end:
                cuts = (text.rfind(mark, at + most // 2, stop) + len(mark) for mark in _CUTS)
                stop = next((cut for cut in cuts if cut > at + most // 2), stop)
            yield at, _HALF.sub("\ufffd", text[at:stop])
            at = stop


def named(text: str, start: int, end: int, type: EntityType, sure: float) -> Named | None:
    """The name at this place, without what no name begins or ends with; None when nothing is left."""
    words = text[start:end].rstrip(_ENDS)
    words = words[:-2].rstrip(_ENDS) if words.endswith(_POSSESSIVE) else words
    end = start + len(words)
    if article := _ARTICLE.match(words):
        start += article.end()
    return Named(start=start, end=end, type=type, sure=round(sure, 3)) if start < end else None
