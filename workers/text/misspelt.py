"""Names met once that are one slip of the pen away from a name met more often in the same report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice

from workers.text.gazetteer import plain, table

#: Longer words than these are no names.
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][^\W\d_]{5,29}\b")
_NEXT = re.compile(r" ([A-ZÀ-ÖØ-Þ][\w'’-]*)")
_BEFORE = re.compile(r"\b(\w{1,5}) $")
#: Pairs of names that are compared; a report with more is a list.
_MOST_PAIRS = 20_000


def misspelt(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """The names, and what they should be."""
    seen: Counter[str] = Counter()
    places: dict[str, re.Match[str]] = {}
    following: dict[str, set[str]] = defaultdict(set)
    for match in _NAME.finditer(text):
        word = match[0]
        if not word.isupper():
            seen[word] += 1
            places.setdefault(word, match)
            if after := _NEXT.match(text, match.end()):
                following[word].add(after[1])
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word, times in seen.items():
        if times > 1:
            alike[word[0], word[-2:]].append(word)
    pairs = ((word, other) for word in seen if seen[word] == 1 for other in alike.get((word[0], word[-2:]), ()))
    slips: dict[str, list[str]] = defaultdict(list)
    for word, other in islice(pairs, _MOST_PAIRS):
        if is_slip(word, other) and _same(following[word], following[other]) and not _foreign(text, places[word]):
            slips[word].append(other)
    for word, others in slips.items():
        yield places[word], max(others, key=lambda other: (seen[other], other))


def is_slip(word: str, other: str) -> bool:
    """Whether one is a typing error for the other: one letter changed, swapped, lost or added inside the word.

    Endings differ between forms of a word, accents and capitals inside between ways to write it.
    """
    if word[0] != other[0] or word[-2:] != other[-2:]:
        return False
    if plain(word).lower() == plain(other).lower():
        return word[:2].isupper()
    if len(word) == len(other):
        apart = [at for at in range(len(word)) if word[at] != other[at]]
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        return len(apart) == 1 or (swapped and word[apart[0]] == other[apart[1]] and word[apart[1]] == other[apart[0]])
    short, long = sorted((word, other), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _same(after: set[str], after_other: set[str]) -> bool:
    """Whether two names may be one, by the names that follow: Mohammed Vane is not Mohamed Tarn."""
    return not after or not after_other or not after.isdisjoint(after_other)


def _foreign(text: str, match: re.Match[str]) -> bool:
    """Whether it is part of a name in another language: Banco do Brasil."""
    before = _BEFORE.search(text, max(0, match.start() - 7), match.start())
    return before is not None and before[1] in table("particles")
