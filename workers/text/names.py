"""Names as the language model found them, cut into words; what shouts: lines where all words have capitals; and
addresses, in which there are no names.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from shared.records import EntityType
from workers.text.gazetteer import known, table
from workers.text.tables import words_of
from workers.text.titles import Gender

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?= [^\W\d_])|[^\W_]+(?:[-'’&][^\W_]+)*|(?<=\w )&(?= \w)")
_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(r"@[^.\s]+\.\w|://|\bwww\.", re.IGNORECASE)
_POSSESSIVE = ("'s", "’s", "'S", "’S")

Sense = Literal["region", "language"]


class Token(NamedTuple):
    """A word of the text."""

    start: int
    end: int
    word: str


class Name(NamedTuple):
    """A name at `text[start:end]`; `sure` runs from 0 to 1.

    `pronoun`: he or she, if `Mr.` or the like tells; `short_for`: the words before the brackets that it stands in;
    `sense`: what words beside it say that it is here, of a place a region and not a city, of a people their language.
    """

    start: int
    end: int
    words: tuple[str, ...]
    type: EntityType
    sure: float
    pronoun: Gender | None = None
    short_for: tuple[str, ...] = ()
    sense: Sense | None = None

    @property
    def written(self) -> str:
        """Its words, a blank between two."""
        return " ".join(self.words)


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of `text[start:end]`; an `'s` at a word's end is left out."""
    found: list[Token] = []
    for match in _WORD.finditer(text, start, end):
        begin, word = match.start(), match[0]
        if word.isalnum():
            found.append(Token(begin, begin + len(word), word))
        else:
            found += [Token(at, at + len(piece), piece) for at, piece in _pieces(word, begin)]
    return found


def _pieces(word: str, start: int) -> list[tuple[int, str]]:
    """A word without `'s`, without `anti-` or `-based`; two where a hyphen joins two countries or peoples."""
    if word.endswith(_POSSESSIVE) and len(word) > 2:
        word = word[:-2]
    head, hyphen, tail = word.rpartition("-")
    if not hyphen:
        return [(start, word)]
    if tail in table("suffixes"):
        return [(start, head)]
    if head.casefold() in table("prefixes"):
        return [(start + len(head) + 1, tail)]
    return [(start, head), (start + len(head) + 1, tail)] if known(head) and known(tail) else [(start, word)]


def addresses(text: str) -> list[tuple[int, int]]:
    """Where mail addresses and web addresses stand, with all that is written against them."""
    if not _ADDRESS.search(text):
        return []
    return [run.span() for run in _RUN.finditer(text) if _ADDRESS.search(run[0])]


def has_one_case(text: str) -> bool:
    """Whether all its letters are capitals, or none is: the case of a word tells nothing then."""
    return text.isupper() or text.islower()


def cased(name: str) -> str:
    """A name as names are written, where it has one case."""
    return name.title() if has_one_case(name) else name


def cased_place(name: str) -> str:
    """The name of a place as places are written, where it has one case: `Rio de Janeiro`."""
    if not has_one_case(name):
        return name
    first, *rest = name.title().split(" ")
    return " ".join([first, *(word.lower() if word.lower() in words_of("place_words") else word for word in rest)])


def is_loud(text: str) -> bool:
    """Whether capitals tell nothing here: all words, or nearly all the longer ones, begin with one."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return text.isupper() or (len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words))
