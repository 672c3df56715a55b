"""Who was last spoken of in a report, for words that name nobody: pronouns, `the company`, `the senator`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from shared.records import Entity, Mention
from workers.text import titles
from workers.text.cast import Cast
from workers.text.titles import Gender

#: How far back, in characters, such words may look.
_NEAR = 1200
_RECENT = 8
#: How sure it is that a pronoun means the last subject in this paragraph, the one before, and so on.
_SURE = (0.9, 0.8, 0.7, 0.6)
_SENTENCE_STARTS = ("\n", ". ", "? ", "! ", '" ', "” ", "'' ", ") ", "; ", ": ")
#: What follows the name of a body that does something.
_ACTS = re.compile(r" [a-z]")


class Turn(NamedTuple):
    """Someone is named as a subject here."""

    at: int
    entity: Entity


class Heard:
    """The subjects of sentences and the speakers up to where the report has been heard."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.people: list[Turn] = []
        self.bodies: list[Turn] = []
        self._next = 0

    def listen(self, end: int) -> None:
        """Notes the subjects of sentences up to here."""
        mentions = self.cast.mentions
        while self._next < len(mentions) and mentions[self._next][0].start < end:
            mention, entity = mentions[self._next]
            self._next += 1
            if self._begins_sentence(mention.start) and (entity.type == "PERSON" or self._acts(mention)):
                self.note(mention.start, entity)

    def note(self, at: int, entity: Entity) -> None:
        """Someone is spoken of here."""
        (self.people if entity.type == "PERSON" else self.bodies).append(Turn(at, entity))

    def _begins_sentence(self, start: int) -> bool:
        start -= len(titles.before(self.cast.text, start))
        before = self.cast.text[max(0, start - 3) : start]
        if before.endswith(("The ", "the ")):
            before = self.cast.text[max(0, start - 7) : start - 4]
        return not before.strip() or before.endswith(_SENTENCE_STARTS)

    def _acts(self, body: Mention) -> bool:
        """Whether a body does something and is not in the title of someone named next: `Alder Bank head Ann Lee`."""
        if not _ACTS.match(self.cast.text, body.end):
            return False
        after = next((mention.start for mention, _ in self.cast.mentions[self._next : self._next + 1]), None)
        return after is None or after - len(titles.before(self.cast.text, after)) >= body.end

    def person(self, pronoun: Gender, at: int) -> tuple[Entity | None, float]:
        """The last subject that the pronoun fits, or the only person near, and how sure that is.

        Most people in the news are men: a woman is rather someone known to be one.
        """
        recent = [turn for turn in reversed(self.people[-_RECENT:]) if turn.at >= at - _NEAR]
        fitting = [turn for turn in recent if self.cast.fits(turn.entity, pronoun)]
        known = [turn for turn in fitting if pronoun == "he" or self.cast.gender(turn.entity)]
        for turn in [*known, *fitting]:
            lines = self._lines(turn.at, at)
            if lines < len(_SURE):
                return turn.entity, _SURE[lines]
        only = self._only(at, lambda each: self.cast.fits(each, pronoun))
        return only, 0.6 if only else 0

    def last_person(self, at: int, lines: int = 9) -> Entity | None:
        """Who was last spoken of, no more than so many paragraphs before."""
        last = self.people[-1] if self.people else None
        return last.entity if last and last.at > at - _NEAR and self._lines(last.at, at) <= lines else None

    def last_body(self, at: int, among: list[Entity] | None = None) -> Entity | None:
        """The body last spoken of, among these if they are given, or the only one near."""

        def fits(entity: Entity) -> bool:
            return entity in among if among else entity.type == "ORG"

        for turn in reversed(self.bodies[-_RECENT:]):
            if turn.at > at - _NEAR and fits(turn.entity):
                return turn.entity
        return self._only(at, fits)

    def _only(self, at: int, fits: Callable[[Entity], bool]) -> Entity | None:
        """The only one who fits in this paragraph, or else in the one before."""
        for floor in self._floors(at):
            near = {each.id: each for _, each in self.cast.within(floor, at) if fits(each)}
            if near:
                return next(iter(near.values())) if len(near) == 1 else None
        return None

    def _lines(self, start: int, end: int) -> int:
        return self.cast.text.count("\n", start, end)

    def _floors(self, at: int) -> tuple[int, int]:
        """Where this paragraph begins, and the one before."""
        least = max(0, at - _NEAR)
        line = max(least, self.cast.text.rfind("\n", least, at))
        return line, max(least, self.cast.text.rfind("\n", least, max(least, line - 1)))
