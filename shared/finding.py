"""By what reports are found: words of their entities' names, and the ids of these and of what they are linked to; the
same once more for those who are quoted.

Stores keep for each of these names which reports carry it; an entry goes with its report.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from shared.records import Resolved, Result

_WORD = re.compile(r"[^\W_]+")
#: The dots of initials.
_DOT = re.compile(r"(?<=\b[^\W\d_])\.")
_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "ß": "ss"})


def words(name: str) -> list[str]:
    """The words of a name without case and accents; initials lose their dots."""
    return _WORD.findall(unaccented(_DOT.sub("", name.translate(_LETTERS))).casefold())


def unaccented(text: str) -> str:
    """A text with plain letters in place of those with accents, by Unicode's compatible decomposition."""
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def names_of(result: Result) -> frozenset[str] | None:
    """By what a report with this result is found; None when the result says nothing of it."""
    if not isinstance(result, Resolved):
        return None
    ids = {each.id: ids_of(each.id, each.links) for each in result.entities}
    spelt = {word for each in result.entities for word in words(each.name)}
    speakers = {(each.speaker.name, each.speaker.entity or "") for each in result.quotes if each.speaker}
    speaking = {each for name, id in speakers for each in (*words(name), *ids.get(id, ()))}
    return frozenset(spelt.union(*ids.values(), map(speaks, speaking)))


def id_name(id: str) -> str:
    """The name that an id is found by: no word is like it."""
    return f"={' '.join(id.casefold().split())}"


def ids_of(id: str, links: Mapping[str, str]) -> frozenset[str]:
    """The names of an entity's id and of those that it is linked to."""
    return frozenset(map(id_name, (id, *links.values())))


def speaks(name: str) -> str:
    """The name by which reports are found that quote somebody with this name."""
    return f'"{name}'
