"""What is wrong in a text and was left as it is: said, with a suggestion, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from ftfy import badness, fix_encoding

from shared.records import Damage, Segment
from workers.text.misspelt import misspelt
from workers.text.quote_marks import unbalanced
from workers.text.tables import rows

_LOST = re.compile("\ufffd+")
#: What stood there, by the letters around it.
_WAS = (
    (re.compile(r".?[^\W\d_]\ufffd(?:s|t|re|ve|ll|d|m)\b"), "’"),
    (re.compile(r"[^\W\d_] \ufffd [^\W\d_]"), "–"),
)
_DOUBLED = re.compile(r"(?<![<\w’'-])([^\W\d_]{2,30})((?:\s\1)+)\b(?![-'’]\w)", re.IGNORECASE)
_WORD = re.compile(r"\S*[^\s\x00-\x7f]\S*")
#: `its` that was `it's`: no noun follows.
_ITS = re.compile(r"\b[Ii]ts(?=\s(?:a|an|been|because)\s)")
_WORDS = re.compile(r"[^\W\d_]+")
#: More of one kind says nothing new.
_MOST_OF_A_KIND = 1000


def damage(text: str, segments: Sequence[Segment], language: str | None = None) -> list[Damage]:
    """All damage in order of place. `language`: ISO 639-1 code; None: English, or not known."""
    language = language or "en"
    body = [(each.start, each.end) for each in segments if each.kind == "body"]
    kinds = (
        _lost(text),
        _apostrophes(text) if language == "en" else iter(()),
        _doubled(text, language),
        _misspelt(text),
        _unbalanced(text, body),
        _mojibake(text),
    )
    found = [each for kind in kinds for each in islice(kind, _MOST_OF_A_KIND)]
    return sorted(found, key=lambda each: (each.start, each.end))


def _lost(text: str) -> Iterator[Damage]:
    for match in _LOST.finditer(text):
        around = text[max(0, match.start() - 2) : match.end() + 4]
        suggestion = next((mark for shape, mark in _WAS if shape.match(around)), None)
        yield _said(match, "replacement_character", suggestion)


def _apostrophes(text: str) -> Iterator[Damage]:
    for match in _ITS.finditer(text):
        yield _said(match, "dropped_apostrophe", f"{match[0][0]}t's")
    if _contractions().keys().isdisjoint(_WORDS.findall(text.lower())):
        return
    for match in _WORDS.finditer(text):
        whole = _contractions().get(match[0].lower())
        if whole and not match[0].isupper():
            yield _said(match, "dropped_apostrophe", whole.capitalize() if match[0][0].isupper() else whole)


def _doubled(text: str, language: str) -> Iterator[Damage]:
    """Twice, not more often, which is meant; a capital is another name."""
    allowed = _doubles().get(language)
    for match in _DOUBLED.finditer(text) if allowed is not None else ():
        word, again = match[1], match[2]
        twice = len(again) == len(word) + 1 and again[0] != "\n" and not again[1].isupper()
        if twice and word.lower() not in (allowed or ()):
            yield _said(match, "doubled_word", word)


def _misspelt(text: str) -> Iterator[Damage]:
    for match, right in misspelt(text):
        yield _said(match, "misspelt_name", right)


def _unbalanced(text: str, body: Sequence[tuple[int, int]]) -> Iterator[Damage]:
    for mark in unbalanced(text, body):
        yield Damage(start=mark.at, end=mark.at + 1, kind="unbalanced_quote", suggestion=mark.right)


def _mojibake(text: str) -> Iterator[Damage]:
    """What was decoded in the wrong code page, and could not be put right with certainty."""
    if text.isascii() or not badness.is_bad(text):
        return
    for match in _WORD.finditer(text):
        if "\ufffd" not in match[0] and badness.is_bad(match[0]):
            right = fix_encoding(match[0])
            yield _said(match, "mojibake", right if right != match[0] and not badness.is_bad(right) else None)


def _said(match: re.Match[str], kind: str, suggestion: str | None = None) -> Damage:
    return Damage(start=match.start(), end=match.end(), kind=kind, suggestion=suggestion)


@cache
def _contractions() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("apostrophes")}


@cache
def _doubles() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, *words in rows("doubles")}
