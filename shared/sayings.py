"""The same direct quote in several reports: what was kept, cut or altered, and who is said to have said it.

Spoken words alone are compared; editors' [insertions] are kept apart from them. Quotes find each other by runs of
four words, and are the same one when enough of the shorter stands in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from shared.finding import words

Verdict = Literal["same", "trimmed", "altered", "other_speaker"]
#: How `earlier[a:a_end]` became `later[b:b_end]`, as difflib says it.
Change = tuple[str, int, int, int, int]

_T = TypeVar("_T")
_INSERTED = re.compile(r"\s?\[([^\[\]]{1,200})\]")
#: `[T]he` is `the` with another case.
_RECASED = re.compile(r"\[(\w)\](?=\w)")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
#: Where it can be seen that something may have been left out.
_BREAK = re.compile(r"[.!?…\"“”]")
#: All that bears meaning where no difference is allowed: words, figures, signs such as that of a currency, a minus.
_TOKEN = re.compile(r"(?<!\S)[-−](?=[\d.])|\w+(?:['.,]\w+)*|[^\w\s.,;:!?…\"“”'‘’()\[\]–—-]")
_RUN = 4
#: Fewer words are said by anyone.
SHORTEST = 5
#: Longer ones are compared by their beginning.
_LONGEST = 300
#: Two quotes are one when they share so many words, and so much of the shorter, in pieces of at least so many words.
_LEAST, _ALIKE, _PIECE = 6, 0.7, 3
#: They then share at least so many of the shorter one's runs, or nearly always; as in lua/said.lua.
_SHARED = 0.15


@dataclass(frozen=True)
class Appearance:
    """A quote in a report, its words as printed. `speaker` is who said it where that is sure, `by` as far as is known;
    `ids` are that speaker's (`shared.finding.id_name`). `reported`: the words of indirect speech, which are the
    reporter's; `said` is empty then.
    """

    report: str
    said: str
    speaker: str | None = None
    by: str | None = None
    ids: frozenset[str] = frozenset()
    reported: str = ""
    type: str = "direct"

    @property
    def shown(self) -> str:
        """The words for people: the speaker's own, or the reporter's."""
        return self.said or self.reported

    @cached_property
    def text(self) -> str:
        """The words without editors' insertions."""
        return " ".join(_INSERTED.sub("", _RECASED.sub(r"\1", self.shown)).split())

    @cached_property
    def inserted(self) -> list[str]:
        """What editors put in."""
        return _INSERTED.findall(_RECASED.sub(r"\1", self.shown))

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where the words stand in `text`."""
        return [each.span() for each in _WORD.finditer(self.text)][:_LONGEST]

    @cached_property
    def words(self) -> list[str]:
        """The words, folded."""
        return [self.text[start:end].replace("’", "'").casefold() for start, end in self.places]

    @cached_property
    def runs(self) -> frozenset[str]:
        """Every run of four words; none of indirect speech, and of a quote too short to be told from others."""
        if self.reported or len(self.words) < SHORTEST:
            return frozenset()
        return frozenset(map(" ".join, zip(*(self.words[at:] for at in range(_RUN)), strict=False)))

    def part(self, start: int, end: int) -> str:
        """The text of `words[start:end]`."""
        return self.text[self.places[start][0] : self.places[end - 1][1]] if start < end else ""

    def breaks(self, at: int) -> bool:
        """Whether a word before which something is missing shows it."""
        return at in (0, len(self.places)) or bool(_BREAK.search(self.text, self.places[at - 1][1], self.places[at][0]))


class Echo(NamedTuple):
    """How an appearance differs from an earlier one: the verdict, [kind, words] one after the other where kind is
    `same`, `out` or `in`, and the editors' insertions. `kept`: how many words are the same.
    """

    verdict: Verdict
    diff: list[tuple[str, str]]
    inserted: list[str]
    kept: int

    def shown(self) -> dict[str, Any]:
        """For people and programs."""
        return {"verdict": self.verdict, "diff": [list(each) for each in self.diff], "inserted": self.inserted}


class Saying:
    """A quote with all its appearances, the first one first."""

    def __init__(self, first: Appearance) -> None:
        self.appearances = [(first, Echo("same", [("same", first.text)], first.inserted, len(first.words)))]

    @property
    def first(self) -> Appearance:
        """Where it was met first."""
        return self.appearances[0][0]


def gather(appearances: Iterable[Appearance]) -> list[Saying]:
    """Brings the appearances of each quote together, in the order given.

    Indirect speech, and what is too short to be told from others, is one only where words and speaker are the same.
    """
    found: list[Saying] = []
    index: dict[str, list[Saying]] = {}
    exact: dict[tuple[bool, str, str], Saying] = {}
    for each in appearances:
        if not each.runs:
            if fresh := _exact(each, exact):
                found.append(fresh)
            continue
        near = dict.fromkeys(saying for run in sorted(each.runs) for saying in index.get(run, ()))
        met = next(((saying, echo) for saying in near if (echo := compare(saying.first, each))), None)
        if met:
            met[0].appearances.append((each, met[1]))
            continue
        saying = Saying(each)
        found.append(saying)
        for run in each.runs:
            index.setdefault(run, []).append(saying)
    return found


def _exact(new: Appearance, index: dict[tuple[bool, str, str], Saying]) -> Saying | None:
    """The quote, if its words and speaker are new; else it is added to what has both, once a report."""
    # The `that` of a reporting clause stands or falls with an editor's taste.
    said = " ".join(_TOKEN.findall(new.shown.replace("’", "'").casefold())).removeprefix("that ")
    if not said:
        return None
    speakers = (*sorted(new.ids), " ".join(words(new.by or "")))
    keys = [(bool(new.reported), said, each) for each in speakers if each]
    met, own = next((index[each] for each in keys if each in index), None), Saying(new)
    index.update(dict.fromkeys(keys, met or own))
    if met is None:
        return own
    if met.appearances[-1][0].report != new.report:
        met.appearances += own.appearances
    return None


def compare(earlier: Appearance, later: Appearance) -> Echo | None:
    """How a quote differs from an earlier one; None when it is another."""
    if not may_be_one(earlier.runs, later.runs):
        return None
    changes = SequenceMatcher(None, earlier.words, later.words, autojunk=False).get_opcodes()
    kept = sum(end - start for what, start, end, *_ in changes if what == "equal" and end - start >= _PIECE)
    shorter = min(len(earlier.words), len(later.words))
    if kept < max(_LEAST, _ALIKE * shorter) and earlier.words != later.words:
        return None
    verdict = "other_speaker" if _are_others(earlier, later) else _verdict(earlier, later, changes)
    return Echo(verdict, list(_diff(earlier, later, changes)), later.inserted, kept)


def may_be_one(one: Set[_T], other: Set[_T]) -> bool:
    """Whether two quotes share so many runs, or fingerprints of these, that they may be the same."""
    both = len(one & other)
    return both > 0 and both >= _SHARED * min(len(one), len(other))


def _are_others(one: Appearance, other: Appearance) -> bool:
    """Whether the speakers cannot be one: neither an id nor the last word of their names is the same."""
    if not (one.speaker and other.speaker) or one.ids & other.ids:
        return False
    return one.speaker.casefold().split()[-1:] != other.speaker.casefold().split()[-1:]


def _verdict(earlier: Appearance, later: Appearance, changes: Sequence[Change]) -> Verdict:
    """Trimmed is what one of two has less of, at its ends or where a break can be seen."""
    kinds = {what for what, *_ in changes} - {"equal"}
    if not kinds:
        return "same"
    if kinds == {"delete"}:
        trimmed = all(later.breaks(b) for what, _, _, b, _ in changes if what == "delete")
    else:
        trimmed = kinds == {"insert"} and all(earlier.breaks(a) for what, a, *_ in changes if what == "insert")
    return "trimmed" if trimmed else "altered"


def _diff(earlier: Appearance, later: Appearance, changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    for what, a, a_end, b, b_end in changes:
        if what == "equal":
            yield "same", later.part(b, b_end)
            continue
        if a < a_end:
            yield "out", earlier.part(a, a_end)
        if b < b_end:
            yield "in", later.part(b, b_end)
