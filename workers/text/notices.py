"""What a correction notice says was wrong, and the right words, as spans of the notice.

`(Corrects X in paragraph 2 to read "A", not "B")`, `to A from B`, `A instead of B`, `sted B`, `muss es heißen: A
(nicht: B)`. Words in quotation marks are taken as they stand; without marks, what stands between the words that
show the two. Where a notice says only what it is about, both are None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from shared.records import Label, Notice, Segment, Span

_A = r"(?P<right>[^;]{1,120}?)"
_B = r"(?P<wrong>[^;]{1,120}?)"
_PLACE = r"(?:para(?:graph)?s?|grafs?|headline|lead|line|first|second|third|fourth|fifth|last)\b"
_STOP = rf"(?=\s*(?:[;)\]]|\.\s|\.?$|\s(?:in|at)\s(?:the\s)?(?:\w+\s)?{_PLACE}|,\s(?:adds|and|also)\b))"
_NOT = r"(?:,?\s*\(?(?:instead of|rather than|not|sted|statt|anstatt|nicht|au lieu de|et non|en lugar de|no)\b:?)"
_SHOWS = (
    r"\b(?:should (?:read|be|have (?:read|been|said))|(?:to )?(?:read|say|show|make clear|reflect)s?(?: that)?"
    rf"|(?:please|pls) read(?: in (?:the )?\w+ {_PLACE})?"
    r"|muss es (?:richtig )?(?:hei(?:ß|ss)en|lauten)|richtig (?:ist|muss es heißen)|(?:il faut|bien) lire"
    r"|debe (?:leerse|decir))\b:?"
)
_TO = r"\bto\s+(?!(?:correct|fix|clarify|add|remove|update|read|say|show)\b)"
_SAID = r"(?:erroneously|incorrectly|wrongly|mistakenly) (?:said|reported|stated|identified|spelled|gave|referred)"
_IS = r"(?:the correct \w+(?: \w+)? is|it (?:is|was|should be)|he is|she is|they are)"
_SUBJECT = r"[(\[:]\s*(?:corrects?|fixes|refiles?(?: to (?:correct|fix))?)\b[^,;:]{0,80}?(?:\bof\b|,)"
_SHAPES = [
    re.compile(shape, re.I)
    for shape in (
        rf"\bfrom\s+{_B}\s+to\s+{_A}{_STOP}",
        rf"{_TO}{_A},?\s+from\s+{_B}{_STOP}",
        rf"{_SHOWS}\s*{_A}{_NOT}\s*{_B}{_STOP}",
        rf"{_TO}{_A}{_NOT}\s*{_B}{_STOP}",
        rf"{_SAID}\s+(?:that\s+|as\s+)?{_B}[.;]\s+{_IS}\s+{_A}{_STOP}",
        rf"[:\s][\"“]{_A}[\"”]{_NOT}\s*[\"“]{_B}[\"”]",
        rf"{_SUBJECT}\s*{_A}{_NOT}\s*{_B}(?:{_STOP}|(?=,))",
        rf"{_SHOWS}\s*{_A}{_STOP}",
    )
]
_TRIM = " \t\n\"“”‘’'.,:()[]…"
_KINDS = (("REFILE", "refil"), ("CLARIFICATION", "clarif"), ("CORRECTED", ""))
_LONGEST = 400
#: A report has one notice, or a few; in more than these the words are not looked for.
_MOST = 10


def notices(text: str, segments: Iterable[Segment], labels: Iterable[Label]) -> list[Notice]:
    """The notices of a report in order; their kind is that of the report's own label where it has one."""
    given = [each.label for each in labels]
    found: list[Notice] = []
    for each in segments:
        if each.kind == "correction":
            words = text[each.start : each.end]
            kind = next(name for name, begin in _KINDS if begin in words[:60].lower())
            kind = next((label for label in given if label.startswith(("CORRECT", "REFILE", "CLARIF"))), kind)
            wrong, right = _pair(words[:_LONGEST], each.start) if len(found) < _MOST else (None, None)
            found.append(Notice(start=each.start, end=each.end, kind=kind, wrong=wrong, right=right))
    return found


def _pair(words: str, at: int) -> tuple[Span | None, Span | None]:
    for shape in _SHAPES:
        match = shape.search(words)
        if match:
            return _span(match, "wrong", at), _span(match, "right", at)
    return None, None


def _span(match: re.Match[str], name: str, at: int) -> Span | None:
    if match.groupdict().get(name) is None:
        return None
    words, start = match[name], at + match.start(name)
    begin = len(words) - len(words.lstrip(_TRIM))
    end = len(words.rstrip(_TRIM))
    return Span(start=start + begin, end=start + end) if begin < end else None
