"""Who wrote and edited a report, by its byline and its sign-off: people, whatever the language model takes them for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shared.records import Segment
from workers.text.agencies import is_agency
from workers.text.gazetteer import cities, known
from workers.text.grouping import fold
from workers.text.names import Name, cased, tokens
from workers.text.tables import words_of

_SURE = 0.95
_BY = re.compile(r"\(?(?:by|von|par|por|da|di|door|af|av)\s+", re.IGNORECASE)
#: What is said of those who are named in a sign-off, up to their names.
_CREDIT = re.compile(
    r"\b(?:reporting|reported|writing|written|editing|edited|compiled|translated|translation|bearbeitet|redigiert"
    r"|édité|rédigé|editado|redacción|edición|edição)(?: and \w+)? (?:by|von|par|por|de):? ",
    re.IGNORECASE,
)
_LIST_ENDS = re.compile(r"[;()\n]|\.(?=\s*$)|\.(?= (?:Reporting|Writing|Editing|Additional))")
_JOINTS = re.compile(r",? (?:and|und|et|y|e|with) |, | & | / ")
_WORD = r"(?:[^\W\d_a-zß-öø-ÿ]\.|[^\W\d_a-zß-öø-ÿ][\w'’-]*\w)"
_NAME = re.compile(rf"{_WORD}(?: (?:{_WORD}|de|la|del|da|dos|van|von|der|den|ter|bin|ibn|al|el|y|di|du|le))* {_WORD}")
#: Behind a name: where its bearer is or what else is said of them.
_BEHIND = re.compile(r"$| (?:in|at|from|of|for|is)\b|\s*(?:[|–—-] |\(|:)")
_NOBODY = frozenset(
    {"staff", "desk", "newsroom", "team", "office", "reporters", "writers", "correspondents", "editors"}
)


def writers(text: str, segments: Sequence[Segment], places: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Where the names of writers and editors stand in bylines and sign-offs: full names, no agencies and no places.

    Args:
        text: the report.
        segments: its parts.
        places: the dateline's.
    """
    there = {fold(each.split()) for each in places}
    spans = (span for each in segments for span in _listed(text, each))
    return [(start, end) for start, end in spans if not _is_other(text[start:end], there)]


def people(
    text: str, found: Sequence[Name], spans: Sequence[tuple[int, int]], bylines: Sequence[Segment]
) -> list[Name]:
    """The names, those of writers made people wherever they stand, and those found in bylines as far as they reach."""
    forms = {fold(token.word for token in tokens(text, *span)) for span in spans}
    if not forms:
        return [*found]
    signed = [span for span in spans if any(each.start <= span[0] < each.end for each in bylines)]
    kept = (each for each in found if not any(each.start < end and start < each.end for start, end in signed))
    made = [
        each._replace(type="PERSON", sure=max(each.sure, _SURE)) if fold(each.words) in forms else each for each in kept
    ]
    whole = (Name(*span, tuple(token.word for token in tokens(text, *span)), "PERSON", _SURE) for span in signed)
    return sorted([*made, *whole])


def _listed(text: str, segment: Segment) -> Iterator[tuple[int, int]]:
    """The names in the lists of a byline or a sign-off."""
    if segment.kind == "byline":
        by = _BY.match(text, segment.start, segment.end)
        start = by.end() if by else segment.start
        ends = _LIST_ENDS.search(text, start, segment.end)
        yield from _names(text, start, ends.start() if ends else segment.end, commas=False)
    elif segment.kind == "signoff":
        for credit in _CREDIT.finditer(text, segment.start, segment.end):
            ends = _LIST_ENDS.search(text, credit.end(), segment.end)
            yield from _names(text, credit.end(), ends.start() if ends else segment.end, commas=True)


def _names(text: str, start: int, end: int, *, commas: bool) -> Iterator[tuple[int, int]]:
    """The names of one list. Behind the only comma of a byline stands a place, a paper or a post."""
    joints = list(_JOINTS.finditer(text, start, end))
    only = not commas and [each[0] for each in joints] == [", "]
    at = start
    for stop, after in [*(each.span() for each in joints), (end, end)]:
        name = _NAME.match(text, at, stop)
        if name and _BEHIND.match(text[name.end() : stop].rstrip()):
            yield name.span()
        at = after
        if only:
            return


def _is_other(name: str, places: set[tuple[str, ...]]) -> bool:
    """Whether it is the name of an agency, a desk or a place."""
    words = name.lower().split()
    if is_agency(name) or not {*words}.isdisjoint(_NOBODY | words_of("agency_words") | words_of("roles")):
        return True
    return fold(words) in places or known(cased(name)) is not None or bool(cities(cased(name)))
