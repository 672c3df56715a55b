"""The same direct quote in several reports: what was kept, cut or altered, and who is said to have said it.

Spoken words alone are compared; editors' [insertions] are kept apart from them. Quotes find each other by runs of
four words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from workers.text.align import align

Verdict = Literal["same", "trimmed", "altered", "other_speaker"]

_INSERTED = re.compile(r"\s?\[([^\[\]]{1,200})\]")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_RUN = 4
#: Fewer words are said by anyone.
_SHORTEST = 5
#: Two quotes are one when so much of the shorter is in the other.
_ALIKE = 0.7


class Appearance(NamedTuple):
    """A quote in a report: its words as printed, and who said them as far as is known."""

    report: str
    said: str
    speaker: str | None


class Echo(NamedTuple):
    """How an appearance differs from the first: the verdict, [kind, words] one after the other where kind is `same`,
    `out` or `in`, and the editors' insertions.
    """

    verdict: Verdict
    diff: list[tuple[str, str]]
    inserted: list[str]


class Saying:
    """A quote with all its appearances, the first one first."""

    def __init__(self, first: Appearance) -> None:
        self.appearances = [(first, Echo("same", [("same", spoken(first.said))], insertions(first.said)))]

    @property
    def first(self) -> Appearance:
        """Where it was met first."""
        return self.appearances[0][0]


def gather(appearances: Sequence[Appearance]) -> list[Saying]:
    """Brings the appearances of each quote together, in the order given."""
    found: list[Saying] = []
    index: dict[tuple[str, ...], list[Saying]] = {}
    for each in appearances:
        words = _words(each.said)
        if len(words) < _SHORTEST:
            continue
        runs = list(zip(*(words[at:] for at in range(_RUN)), strict=False))
        near = list(dict.fromkeys(saying for run in runs for saying in index.get(run, ())))
        met = next(((saying, echo) for saying in near if (echo := compare(saying.first, each))), None)
        if met:
            met[0].appearances.append((each, met[1]))
            continue
        saying = Saying(each)
        found.append(saying)
        for run in runs:
            index.setdefault(run, []).append(saying)
    return found


def compare(earlier: Appearance, later: Appearance) -> Echo | None:
    """How a quote differs from an earlier one; None when it is another."""
    old, new = _words(earlier.said), _words(later.said)
    kept = sum(run.length for run in align(old, new))
    if old != new and kept < _ALIKE * min(len(old), len(new)):
        return None
    verdict: Verdict = "same" if old == new else "trimmed" if kept == min(len(old), len(new)) else "altered"
    if earlier.speaker and later.speaker and not _one_person(earlier.speaker, later.speaker):
        verdict = "other_speaker"
    return Echo(verdict, _diff(spoken(earlier.said), spoken(later.said)), insertions(later.said))


def spoken(said: str) -> str:
    """The words of a quote without editors' insertions."""
    return " ".join(_INSERTED.sub("", said).split())


def insertions(said: str) -> list[str]:
    """What editors put in."""
    return _INSERTED.findall(said)


def _words(said: str) -> list[str]:
    return [word.replace("’", "'").casefold() for word in _WORD.findall(spoken(said))]


def _one_person(one: str, other: str) -> bool:
    """Whether two names may be the same person's: one ends as the other does."""
    return one.split()[-1:] == other.split()[-1:]


def _diff(old: str, new: str) -> list[tuple[str, str]]:
    before, after = old.split(), new.split()
    found = []
    for what, a, a_end, b, b_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", " ".join(before[a:a_end])))
            continue
        found += [("out", " ".join(before[a:a_end]))] if a < a_end else []
        found += [("in", " ".join(after[b:b_end]))] if b < b_end else []
    return found
