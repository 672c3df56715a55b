"""Whom words name that stand before the name: a writer's `I`, and a headline's `Harbour chief`.

Who signs a letter or a column is named below it, above it after `By`, or in a line at the end that says who that is.
A headline leaves the name to the text: there the first who is named as having said something is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from shared.records import Entity, Span
from workers.text.cast import Cast
from workers.text.quotations import quotations
from workers.text.tables import words_of
from workers.text.titles import PREPOSITIONS

#: A headline has so many lines at most.
_LINES = 3
#: Before a speaker's words in a transcript; of a long line no more is looked at than so many characters on each side.
_TURN, _AROUND = 40, 2000
_BY = frozenset({"By ", "BY ", "\nBy ", "\nBY "})
#: At the end of a column a line says who wrote it.
_LAST = 500


class Ahead:
    """Looks for names behind the words that stand for them.

    Args:
        cast: who the report names.
        sources: the source words of its quotes, in order.
    """

    def __init__(self, cast: Cast, sources: Sequence[Span]) -> None:
        self.cast, self.text, self.sources = cast, cast.text, sources

    @cached_property
    def _named(self) -> tuple[list[tuple[int, Entity]], list[Entity]]:
        """Who signs, and where, and who else is said to have written the text."""
        signed, writers = [], []
        for mention, entity in self.cast.mentions:
            if entity.type != "PERSON":
                continue
            before = self.text[max(0, mention.start - 4) : mention.start]
            after = self.text[mention.end : mention.end + 4]
            begins = not before or before.endswith("\n")
            if begins and after.lstrip(" .")[:1] in {"", "\n"}:
                signed.append((mention.start, entity))
            elif before in _BY or (begins and after == " is " and mention.start > len(self.text) - _LAST):
                writers.append(entity)
        return signed, writers

    def writer(self, at: int, word: str) -> Entity | None:
        """Who says `I` here, outside quotation marks, or `we` above a signature."""
        start = self._start(at)
        line = max(start, at - _AROUND), min(self._end(at), at + _AROUND)
        if any(each.start <= at < each.end for found in quotations(self.text, [line]) for each in found):
            return None
        if ":" in self.text[start : min(at, start + _TURN)]:  # `LEE: I think so.`
            return None
        signed, writers = self._named
        signs = next((entity for place, entity in signed if place > at), None)
        return signs or (writers[0] if writers and word == "i" else None)

    def below(self, head: Span, words: Sequence[str]) -> Sequence[Span]:
        """The sources behind a headline in which these words describe one person; none where it is no headline."""
        begins = not self.text[self._start(head.start) : head.start].strip()
        noun = words[: next((at for at, word in enumerate(words) if word in PREPOSITIONS), len(words))][-1:]
        told = begins and self.text.count("\n", 0, head.start) < _LINES and words[0] not in words_of("determiners")
        if not told or not {*noun} & (words_of("roles") | {"member"}):
            return []
        end = self._end(head.end)
        return [each for each in self.sources if each.start >= end]

    def is_beside(self, entity: Entity, head: Span) -> bool:
        """Whether the same line of the headline names someone."""
        return any(each.id == entity.id for _, each in self.cast.within(head.start, self._end(head.end)))

    def _start(self, at: int) -> int:
        """Where the line begins."""
        return self.text.rfind("\n", 0, at) + 1

    def _end(self, at: int) -> int:
        """Where it ends."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end
