"""Titles: what the words around a name tell about its bearer, post, country, he or she."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from workers.text.cues import lexicon
from workers.text.tables import words_of

Gender = Literal["he", "she"]

PREPOSITIONS = frozenset({"for", "of", "to", "by", "with", "from", "in", "at", "on", "about", "against", "near"})
HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "sir", "lord", "lady"})

_WORD = re.compile(r"\w+(?:[’'.\-]\w+)*")
_APPOSED = re.compile(r", (?:(?:an?|the|his|her|former) |(?=[A-Z]))([^,.\n]{3,80})[,.]")
_ALIKE = {
    "u.s": "us", "american": "us", "british": "uk", "u.k": "uk", "gov": "governor", "sen": "senator", "gen": "general",
    "rep": "representative", "pres": "president", "prof": "professor", "dr": "doctor", "col": "colonel",
}  # fmt: skip


def low_words(text: str) -> list[str]:
    """The words in lower case, without the possessive."""
    return [word.lower().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text)]


def alike(words: Iterable[str]) -> set[str]:
    """The words, those for the same country made one."""
    return {_ALIKE.get(word, word) for word in words}


def title_words(text: str, places: Iterable[tuple[int, int]]) -> set[str]:
    """The words that stand before someone's name or after it between commas, and say who that is.

    Args:
        text: the report.
        places: where the name stands.
    """
    found: set[str] = set()
    for start, end in places:
        found |= alike(low_words(before(text, start)))
        after = _APPOSED.match(text[end : end + 90])
        if after and not words_of("roles").isdisjoint(low_words(after[1])):
            found |= alike(low_words(after[1]))
    return found


def before(text: str, start: int) -> str:
    """The stretch before a name that may be its title: `Russian Security Council Secretary `."""
    stretch = text[max(0, start - 80) : start]
    begin = len(stretch)
    for word in reversed(list(_WORD.finditer(stretch))[-7:]):
        low = word[0].lower()
        if stretch[word.end() : begin].strip(" ") not in {"", "."} or low in lexicon() or low in _stops():
            break
        plain = word[0][0].islower() and low not in words_of("roles") and low not in {"of", "for", "former"}
        if plain and (begin == len(stretch) or stretch[begin].isupper()):
            break
        begin = word.start()
    return stretch[begin:]


def is_title(words: list[str]) -> bool:
    """Whether these words before a name describe its bearer, as `the secretary of state` and not `a lawyer for`."""
    if PREPOSITIONS.isdisjoint(words):
        return True
    at = next(index for index, word in enumerate(words) if word in PREPOSITIONS)
    rest = words[at + 1 :]
    return words[at] == "of" and bool(rest) and words_of("roles").union(PREPOSITIONS).isdisjoint(rest)


def gender(names: Iterable[str], titles: Iterable[str] = ()) -> Gender | None:
    """He or she, from the first of these first names, else of these titles, that tells."""
    return _told(names, "he", "she") or _told(titles, "he_titles", "she_titles")


def _told(words: Iterable[str], he: str, she: str) -> Gender | None:
    for word in words:
        if word in words_of(he):
            return "he"
        if word in words_of(she):
            return "she"
    return None


@cache
def _stops() -> frozenset[str]:
    return words_of("breaks") | {"and", "the"}
