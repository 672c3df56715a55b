"""Who said what in a whole text, by rule: quotes, the words that mark them, and the words that name who is quoted.

Sentences are read one by one (`clauses`). Across them go: a quotation that no cue claims, which goes on with the one
who spoke before; a paragraph that reopens what the one before it left open; a cue that ends in a colon, whose
quotation is the next paragraph; the turns of a transcript (`LEE: We will.`) and a line that names its author
(`"We will." - Ann Lee`). Direct quotes keep their marks as part of their content.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from workers.text.clauses import Attribution, Place, claims
from workers.text.sentences import Quotation, quotations, sentences

LEAST = 0.3  # quotes that are wrong more often than that are not shown
NEAR = 250  # how far, in characters, a speaker may go on without being named again

_TURN = re.compile(r"((?:[A-Z][\w.’'-]*\.? ){0,4}[A-Z][\w’'.-]+(?: \([^()\n]{1,40}\))?)(:)[ \t]+(?=\S)")
_AUTHOR = re.compile(r"\s*(--|[-–—―])\s*([A-Z][^\n\"“”.;:]{2,70})\.?\s*")

_MARKS = "\"“”«»„‘’'` "
_OPENING, _CLOSING = frozenset('"“„«'), frozenset('"”“»')
_BEFORE = frozenset({"", ":", *".!?…", *_MARKS})
_AFTER = frozenset(".!?…,—–-")


def attributions(text: str, paragraphs: Sequence[Place], least: float = LEAST) -> list[Attribution]:
    """The quotes of a text in order, from its running paragraphs; those below the confidence `least` are left out."""
    turns = _turns(text, paragraphs)
    found: list[Attribution] = []
    for (start, end), quoted in zip(paragraphs, quotations(text, paragraphs), strict=True):
        special = turns.get(start) or _authored(text, quoted, end)
        if special:
            found.append(special)
            continue
        begun = len(found)
        for sentence in sentences(text, start, end, quoted):
            found += [each for each in claims(text, sentence) if each.confidence >= least]
        _adopt(text, found, begun, start, quoted)
    return found


def _turns(text: str, paragraphs: Sequence[Place]) -> dict[int, Attribution]:
    """The turns of a transcript by their start; one `NAME:` alone is a turn only if a quotation follows."""
    found: dict[int, Attribution] = {}
    quoted: dict[int, Attribution] = {}
    spoken = 0
    names: set[str] = set()
    for start, end in paragraphs:
        turn = _TURN.match(text, start, end)
        if turn is None or turn.end() >= end:
            continue
        found[start] = _layout((turn.end(), end), turn.span(2), turn.span(1), 0.8)
        spoken += turn[1].isupper() or turn[1] in names
        names.add(turn[1])
        if text[turn.end()] in _OPENING and text[end - 1] in _CLOSING:
            quoted[start] = found[start]
    return found if spoken >= 2 else quoted


def _authored(text: str, quoted: list[Quotation], end: int) -> Attribution | None:
    """A quotation with its author's name behind a dash and nothing else."""
    author = _AUTHOR.fullmatch(text, quoted[-1].end, end) if quoted else None
    if author is None or len(quoted) > 1:
        return None
    return _layout((quoted[0].start, quoted[0].end), author.span(1), author.span(2), 0.85)


def _layout(content: Place, cue: Place, source: Place, confidence: float) -> Attribution:
    return Attribution([content], cue, source, "turn", "direct", "speech", ":", confidence)


def _adopt(text: str, found: list[Attribution], begun: int, start: int, quoted: list[Quotation]) -> None:
    """Gives a paragraph's quotations that no cue claims to the speaker who goes on; `found[begun:]` is its own."""
    taken = sorted(chunk for each in found[begun:] for chunk in each.content)
    for quotation in quoted:
        if _covered(taken, quotation) or not _stands_alone(text, start, quotation):
            continue
        owner = _owner(found, begun, quotation)
        if owner is None:
            continue
        last, span = found[owner], (quotation.start, quotation.end)
        near = quotation.reopened or quotation.start - _end(last) < NEAR
        if last.type != "indirect" and (owner >= begun or near):
            last.content.append(span)
        elif near:
            confidence = round(last.confidence * 0.7, 2)
            found.append(last._replace(content=[span], type="direct", shape="continued", confidence=confidence))


def _covered(taken: list[Place], quotation: Quotation) -> bool:
    """Whether a quotation is part of one of these sorted places."""
    at = bisect_left(taken, (quotation.end, 0))
    return any(quotation.start < end for _, end in taken[max(0, at - 4) : at])


def _stands_alone(text: str, start: int, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence of its own, not some words in one."""
    before = text[max(start, quotation.start - 3) : quotation.start].rstrip()[-1:]
    last = text[quotation.start : quotation.end][-6:].rstrip(_MARKS)[-1:]
    return before in _BEFORE and (last in _AFTER or not quotation.closed)


def _owner(found: list[Attribution], begun: int, quotation: Quotation) -> int | None:
    """The last quote before this quotation whose speaker can go on."""
    own = [
        index
        for index in range(max(begun, len(found) - 12), len(found))
        if found[index].kind == "speech" and found[index].source and _begins(found[index]) < quotation.start
    ]
    if own:
        return next((index for index in reversed(own) if found[index].type != "indirect"), own[-1])
    last = begun - 1
    goes_on = last >= 0 and found[last].kind == "speech" and found[last].source
    return last if goes_on and len(found) == begun else None


def _end(found: Attribution) -> int:
    return max(found.content[-1][1], found.cue[1] if found.cue else 0, found.source[1] if found.source else 0)


def _begins(found: Attribution) -> int:
    return (found.cue or found.content[0])[0]
