"""Fingerprints of a report's words, small enough to keep and good enough to compare by.

Words are folded, so that case, quotation marks, dashes and white space make no difference. Every run of `SHINGLE`
words is hashed and winnowed: of each `WINDOW` neighbouring hashes the smallest is kept (Schleimer, Wilkerson and
Aiken, 2003), so two reports that share 15 words in a row share a mark. Of many marks the `MOST` smallest are kept:
two reports keep the same ones of what they share, whatever else they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from zlib import crc32

SHINGLE = 6
WINDOW = 10
MOST = 64
MOST_FACTS = 40

# Scripts written without spaces give one word a character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"\d+(?:[.,:]\d+)*|[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+")
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_INSIDE = re.compile(r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_], ))[^\W\d_]{3,}")


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(text.casefold())


def digest(tokens: Sequence[str]) -> str:
    """The same for two texts only when all their words are; empty when there are none."""
    return blake2b(_bytes(tokens), digest_size=10).hexdigest() if tokens else ""


def marks(tokens: Sequence[str]) -> list[str]:
    """The winnowed fingerprints of a text, smallest first: at most `MOST`, of 8 hexadecimal digits each."""
    each = [token.encode("utf-8", "surrogatepass") for token in tokens]
    hashes = (
        [crc32(b" ".join(each[at : at + SHINGLE])) for at in range(max(1, len(each) - SHINGLE + 1))] if each else []
    )
    kept = {min(hashes[at : at + WINDOW]) for at in range(max(1, len(hashes) - WINDOW + 1))} if hashes else set()
    return [f"{value:08x}" for value in sorted(kept)[:MOST]]


def figures(text: str) -> list[str]:
    """The figures of a text as hashes of 4 hexadecimal digits, smallest first."""
    return _short(_FIGURE.findall(text))


def capitals(text: str) -> list[str]:
    """The words with a capital inside a sentence, hashed likewise; lines in capitals have none."""
    lines = (line for line in text.splitlines() if not line.isupper())
    return _short(word.casefold() for line in lines for word in _INSIDE.findall(line) if word[0].isupper())


def shared(one: Sequence[str], other: Sequence[str], most: int = MOST) -> tuple[int, int, int]:
    """How much two sorted lists of the smallest hashes have in common: (both, of one, of the other).

    A full list says nothing about hashes beyond its last, so these are left out of the count on both sides.
    """
    ends = [each[-1] for each in (one, other) if len(each) >= most]
    end = min(ends, default=None)
    left, right = (set(each if end is None else (value for value in each if value <= end)) for each in (one, other))
    return len(left & right), len(left), len(right)


def _short(values: Iterable[str]) -> list[str]:
    return sorted({f"{crc32(_bytes([value])) & 0xFFFF:04x}" for value in values})[:MOST_FACTS]


def _bytes(tokens: Iterable[str]) -> bytes:
    return " ".join(tokens).encode("utf-8", "surrogatepass")
