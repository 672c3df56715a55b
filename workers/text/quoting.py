"""Who said what in a whole text, put together from the parts that the language model found.

A cue makes a quote; sources and contents go to the cue that the model points at, a source to one cue only, best pairs
first. A cue left without a source borrows the nearest one of its sentence (`said Lee, adding that`). Marks bind: what
was said never runs on past the mark that ends its sentence, and a paragraph that reopens an open quotation goes on
with it. The turns of a transcript and lines that name their author are read by layout (`layouts`), not by the model;
without the model's language there are only quotations, and nobody is said to have said them.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from shared.reading import Part
from workers.text.cues import Kind, kind_of
from workers.text.layouts import Layout, layouts
from workers.text.quotations import Quotation, quotations

Place = tuple[int, int]
Type = Literal["direct", "mixed", "indirect"]

#: A source that suits a cue less than that (natural logarithm of the probability) is not taken for its own.
_LEAST_LINK = -3.0
#: How far, in characters, a cue may look for a source to borrow.
_BORROW = 250
_SENTENCE = re.compile(r"[.!?][\"”]?\s+[A-Z“\"]|\n")
_ENDING = frozenset(".,!?…")
_WORD = re.compile(r"[^\W_]+")
_BY_MARKS = 0.4


class Attribution(NamedTuple):
    """What was said, and the places of the words that mark it and name its source."""

    content: list[Place]
    cue: Place | None
    source: Place | None
    type: Type
    kind: Kind
    confidence: float


def attributions(text: str, paragraphs: Sequence[Place], parts: Sequence[Part]) -> list[Attribution]:
    """The quotes of a text in order, from its running paragraphs and the parts that the model found in them."""
    quoted = quotations(text, paragraphs)
    marks = [each for line in quoted for each in line]
    laid = layouts(text, paragraphs, quoted)
    places = sorted(each.content for each in laid)
    found = [each for each in _joined(text, parts) if not _within(places, each.content[0])]
    made = [_attribution(text, each, marks) for each in found] + [_laid_out(each) for each in laid]
    return sorted(_continued(made, quoted), key=lambda each: each.content[0])


def by_marks(text: str, paragraphs: Sequence[Place]) -> list[Attribution]:
    """The quotations of a text in a language that nothing more is known of."""
    found = (each for line in quotations(text, paragraphs) for each in line if _is_speech(text, each))
    return [Attribution([(each.start, each.end)], None, None, "direct", "speech", _BY_MARKS) for each in found]


class _Joined(NamedTuple):
    content: list[Place]
    cue: Part
    source: Part | None
    sure: float


def _joined(text: str, parts: Sequence[Part]) -> list[_Joined]:
    """Each cue that has content, with its source."""
    contents: dict[int, list[tuple[Place, float]]] = {}
    for part in parts:
        if part.role == "content" and part.cues:
            cue, score = part.cues[0]
            contents.setdefault(cue, []).append(((part.start, part.end), part.sure * math.exp(score)))
    sources = _sources(parts)
    found = [
        _Joined([place for place, _ in said], parts[cue], sources.get(cue), max(sure for _, sure in said))
        for cue, said in sorted(contents.items())
    ]
    places = [each for each in parts if each.role == "source"]
    starts = [each.start for each in places]
    return [each if each.source else each._replace(source=_nearest(text, each.cue, places, starts)) for each in found]


def _sources(parts: Sequence[Part]) -> dict[int, Part]:
    """One source a cue, one cue a source: the pairs the model is surest of come first."""
    sources = (number for number, part in enumerate(parts) if part.role == "source")
    pairs = sorted((-score, number, cue) for number in sources for cue, score in parts[number].cues)
    found: dict[int, Part] = {}
    used: set[int] = set()
    for score, number, cue in pairs:
        if -score >= _LEAST_LINK and number not in used and cue not in found:
            found[cue] = parts[number]
            used.add(number)
    return found


def _nearest(text: str, cue: Part, sources: Sequence[Part], starts: Sequence[int]) -> Part | None:
    """The nearest source in the cue's sentence."""
    at = bisect_left(starts, cue.start)
    best: tuple[int, Part] | None = None
    for each in sources[max(0, at - 1) : at + 1]:
        begin, end = (each.end, cue.start) if each.end <= cue.start else (cue.end, each.start)
        near = 0 <= end - begin <= _BORROW and not _SENTENCE.search(text, begin, end)
        if near and (best is None or end - begin < best[0]):
            best = end - begin, each
    return best[1] if best else None


def _attribution(text: str, found: _Joined, marks: Sequence[Quotation]) -> Attribution:
    content = [piece for place in sorted(found.content) for piece in _bounded(text, place, marks)]
    type = _type(text, content, marks)
    words = (word.lower() for word in _WORD.findall(text[found.cue.start : found.cue.end]))
    source = found.source
    sure = min(found.sure, found.cue.sure, source.sure if source else 1)
    return Attribution(
        content,
        (found.cue.start, found.cue.end),
        _trimmed(text, source) if source else None,
        type,
        kind_of(["according to" if word == "according" else word for word in words], quoted=type != "indirect"),
        round(sure, 2),
    )


def _trimmed(text: str, part: Part) -> Place:
    """Where a part lies, without the comma that ends an apposition."""
    return part.start, part.start + len(text[part.start : part.end].rstrip(" ,;"))


def _bounded(text: str, place: Place, marks: Sequence[Quotation]) -> Iterable[Place]:
    """What was said without what follows the mark that ends its sentence, unless the next mark reopens it."""
    start, end = place
    for each in _over(marks, place):
        last = text[each.start : each.end].rstrip("\"”'’ ")[-1:]
        if each.closed and start >= each.start - 1 and each.end < end and last in _ENDING:
            reopened = next((mark for mark in _over(marks, (each.end, end))), None)
            if reopened is None and len(_WORD.findall(text[each.end : end])) > 0:
                return [(start, each.end)]
    return [place]


def _over(marks: Sequence[Quotation], place: Place) -> Sequence[Quotation]:
    """The quotations that share something with a place."""
    first = bisect_right(marks, place[0], key=lambda each: each.end)
    return marks[first : bisect_left(marks, place[1], key=lambda each: each.start)]


def _type(text: str, content: Sequence[Place], marks: Sequence[Quotation]) -> Type:
    """By how many of the letters stand in quotation marks."""
    letters = quoted = 0
    for start, end in content:
        letters += sum(each.isalnum() for each in text[start:end])
        for mark in _over(marks, (start, end)):
            quoted += sum(each.isalnum() for each in text[max(start, mark.start) : min(end, mark.end)])
    if not quoted:
        return "indirect"
    return "direct" if quoted == letters else "mixed"


def _laid_out(found: Layout) -> Attribution:
    return Attribution([found.content], found.cue, found.source, "direct", "speech", found.confidence)


def _continued(found: list[Attribution], quoted: Sequence[Sequence[Quotation]]) -> list[Attribution]:
    """Gives a quotation that reopens an open one to the quote which that belongs to, if no quote has it yet."""
    owners = dict(enumerate(found))
    taken = sorted((place, index) for index, each in owners.items() for place in each.content)
    for before, after in pairwise(quoted):
        if not (before and after and after[0].reopened):
            continue
        last, first = before[-1], after[0]
        owner = _owner(taken, last)
        if owner is not None and _owner(taken, first) is None:
            content = [*owners[owner].content, (first.start, first.end)]
            owners[owner] = owners[owner]._replace(content=content)
            taken.insert(bisect_left(taken, ((first.start, first.end), owner)), ((first.start, first.end), owner))
    return list(owners.values())


def _owner(taken: Sequence[tuple[Place, int]], quotation: Quotation) -> int | None:
    """The quote that has something of a quotation."""
    last = bisect_left(taken, ((quotation.end, 0), 0))
    return next((index for (_, end), index in reversed(taken[max(0, last - 2) : last]) if end > quotation.start), None)


def _within(places: Sequence[Place], place: Place) -> bool:
    """Whether a place shares something with one of these sorted ones."""
    last = bisect_left(places, (place[1], 0))
    return last > 0 and places[last - 1][1] > place[0]


def _is_speech(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is more than a title or a word in marks."""
    return len(_WORD.findall(text[quotation.start : quotation.end])) > 3
