"""What is wrong in a text and was left as it is: said, with a suggestion, never mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

from shared.records import Damage, Segment
from workers.text.tables import rows

_DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s+(\1)\b", re.IGNORECASE)
#: Words that stand twice in a row in good English.
_MAY_DOUBLE = frozenset({"had", "bye", "ha", "no", "very", "so"})
#: Longer words than these are no names, and would take time that grows with the square of their length.
_NAME = re.compile(r"\b[^\W\d_]{6,30}\b")
#: More of one kind says nothing new.
_MOST_OF_A_KIND = 1000
#: Names looked at; a report with more is a list.
_MOST_NAMES = 2000


def damage(text: str, segments: list[Segment]) -> list[Damage]:
    """All damage in order of place."""
    kinds = (_lost(text), _apostrophes(text), _doubled(text), _misspelt(text), _unbalanced(text, segments))
    found = [each for kind in kinds for each in islice(kind, _MOST_OF_A_KIND)]
    return sorted(found, key=lambda each: (each.start, each.end))


def _lost(text: str) -> Iterator[Damage]:
    for match in re.finditer("\ufffd+", text):
        yield Damage(start=match.start(), end=match.end(), kind="replacement_character")


def _apostrophes(text: str) -> Iterator[Damage]:
    for match in _apostrophe_words().finditer(text):
        whole = _contractions()[match[0].lower()]
        suggestion = whole.capitalize() if match[0][0].isupper() else whole
        yield Damage(start=match.start(), end=match.end(), kind="dropped_apostrophe", suggestion=suggestion)


def _doubled(text: str) -> Iterator[Damage]:
    for match in _DOUBLED.finditer(text):
        first, second = match[1], match[2]
        if first.lower() in _MAY_DOUBLE or second[0].isupper() or "\n" in match[0]:
            continue
        yield Damage(start=match.start(), end=match.end(), kind="doubled_word", suggestion=first)


def _misspelt(text: str) -> Iterator[Damage]:
    """A name met once that is one edit away from a name met more often, and not another form of it."""
    seen: Counter[str] = Counter()
    places: dict[str, re.Match[str]] = {}
    for match in _NAME.finditer(text):
        word = match[0]
        if word[0].isupper() and not word.isupper():
            seen[word] += 1
            places.setdefault(word, match)
    if len(seen) > _MOST_NAMES:
        return
    by_part: dict[str, set[str]] = {}
    for word in seen:
        for part in _parts(word):
            by_part.setdefault(part, set()).add(word)
    for word, match in places.items():
        if seen[word] > 1:
            continue
        near = {other for part in _parts(word) for other in by_part[part] if seen[other] > 1 and _slip(word, other)}
        if near:
            right = max(near, key=lambda other: (seen[other], other))
            yield Damage(start=match.start(), end=match.end(), kind="misspelt_name", suggestion=right)


def _parts(word: str) -> set[str]:
    """A word with one letter left out in turn: two words one edit apart share such a part."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))} | {word}


def _slip(word: str, other: str) -> bool:
    """Whether one is a typing error for the other: one letter changed, swapped, lost or doubled inside the word."""
    if word[0] != other[0] or word[-2:] != other[-2:]:
        return False  # endings differ between forms of a word
    if len(word) == len(other):
        apart = [at for at in range(len(word)) if word[at] != other[at]]
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        return len(apart) == 1 or (swapped and word[apart[0]] == other[apart[1]] and word[apart[1]] == other[apart[0]])
    short, long = sorted((word, other), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _unbalanced(text: str, segments: list[Segment]) -> Iterator[Damage]:
    """A quotation mark without its partner, unless the next paragraph goes on with the quote."""
    body = [each for each in segments if each.kind == "body"]
    for index, segment in enumerate(body):
        words = text[segment.start : segment.end]
        following = text[body[index + 1].start] if index + 1 < len(body) else ""
        straight, opened, closed = words.count('"'), words.count("“"), words.count("”")
        if (straight % 2 and following != '"') or (opened > closed and following != "“") or closed > opened:
            at = segment.start + max(words.rfind(mark) for mark in '"“”')
            yield Damage(start=at, end=at + 1, kind="unbalanced_quote")


@cache
def _contractions() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("apostrophes")}


@cache
def _apostrophe_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_contractions())})\b", re.IGNORECASE)
