"""Who it is that a quote's source words name: `Lee`, `Leee`, `she`, `the mayor` are all Ann Lee.

Sources are taken in the order of the text, and each is tried by its kind: a name that an entity bears, a unique
surname, a misspelling of one, a pronoun that the last one spoken of fits, a description that fits one person alone
or the one who spoke last. Where two fit, the speaker stays unknown. A misspelt name that was taken for an entity of
its own is joined to the right one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal, NamedTuple

from shared.records import Entity, Mention, Quote, Span, Speaker
from workers.text import titles
from workers.text.cues import lexicon
from workers.text.spelling import is_misspelling
from workers.text.tables import words_of
from workers.text.titles import PREPOSITIONS, low_words

How = Literal["name", "pronoun", "description", "continuation"]

NEAR = 1200  # how far back, in characters, a pronoun may look
_HEAD_ENDS = re.compile(r",| \(| who\b| whose\b| which\b| – | — | - ")
_JOINS = re.compile(r"\b(?:and|or)\b|&")
_SENTENCE_STARTS = ("\n", ". ", "? ", "! ", '" ', "” ", "'' ", ") ", "; ", ": ")


class Turn(NamedTuple):
    """Someone is named as a subject here, so that a pronoun may mean them."""

    at: int
    entity: Entity


def resolve(text: str, quotes: list[Quote], entities: list[Entity]) -> tuple[list[Quote], list[Entity]]:
    """The quotes with their speakers, and the entities with misspelt ones joined; spans point into `text`."""
    cast = _Cast(text, entities)
    joined = cast.joined()
    if joined is not entities:
        cast = _Cast(text, joined)
    said: dict[tuple[int, int], Speaker | None] = {}
    resolved: dict[int, Quote] = {}
    for index in sorted(range(len(quotes)), key=lambda number: _order(quotes[number])):
        quote = quotes[index]
        speaker = None
        if quote.source:
            key = quote.source[0].start, quote.source[-1].end
            if key not in said:
                said[key] = cast.speaker(quote.source[0])
            speaker = said[key]
            if speaker and "\n" in text[key[1] : quote.content[0].start]:
                speaker = speaker.model_copy(update={"how": "continuation"})
        resolved[index] = quote.model_copy(update={"speaker": speaker})
    return [resolved[index] for index in range(len(quotes))], joined


def _order(quote: Quote) -> int:
    return quote.source[0].start if quote.source else quote.content[0].start


class _Cast:
    """The people and bodies of a report, and who was last spoken of."""

    def __init__(self, text: str, entities: list[Entity]) -> None:
        self.text, self.entities = text, entities
        self.people = [each for each in entities if each.type == "PERSON"]
        named = [
            (mention, each)
            for each in entities
            for mention in each.mentions
            if each.type in {"PERSON", "ORG", "PLACE"} and mention.kind in {"name", "acronym"}
        ]
        self.mentions = sorted(named, key=lambda pair: pair[0].start)
        self.starts = [mention.start for mention, _ in self.mentions]
        self.by_word: dict[str, dict[str, Entity]] = {}
        self.by_shape: dict[tuple[str, int], list[Entity]] = {}
        for each in self.people:
            words = low_words(each.name) or ["?"]
            for word in words:
                self.by_word.setdefault(word, {})[each.id] = each
            if len(words) > 1:
                self.by_shape.setdefault((words[-1][0], len(words[-1])), []).append(each)
        self.titles = {
            each.id: titles.title_words(text, ((place.start, place.end) for place in each.mentions[:12]))
            for each in self.people
        }
        self.by_title: dict[str, dict[str, Entity]] = {}
        for each in self.people:
            for word in self.titles[each.id]:
                self.by_title.setdefault(word, {})[each.id] = each
        self.turns: list[Turn] = []
        self.next_mention = 0

    def joined(self) -> list[Entity]:
        """The entities, people under a misspelt surname joined to those whose name it is."""
        into = {each.id: right.id for each in self.people if (right := self._misspelt(each))}
        if not into:
            return self.entities
        extra: dict[str, list[Mention]] = {}
        for each in self.entities:
            if each.id in into:
                extra.setdefault(into[each.id], []).extend(each.mentions)
        return [
            each.model_copy(update={"mentions": sorted(each.mentions + extra[each.id], key=lambda m: m.start)})
            if each.id in extra
            else each
            for each in self.entities
            if each.id not in into
        ]

    def speaker(self, source: Span) -> Speaker | None:
        """Who the words of `source` name; sources are asked for in the order of the text."""
        self._listen(source.start)
        head = self._head(source)
        words = low_words(self.text[head.start : head.end])
        if not words or _JOINS.search(self.text, head.start, head.end):
            return None
        entity, how = self._find(head, words)
        if entity is None and (entity := self._apposed(head, source)):
            how = "name"
        if entity is None:
            return self._unlisted(head, words)
        self.turns.append(Turn(source.start, entity))
        return Speaker(name=entity.name, entity=entity.id, how=how)

    def _find(self, head: Span, words: list[str]) -> tuple[Entity | None, How]:
        if words[0] in {"he", "she", "who", "he’s", "she’s"} and len(words) == 1:
            return (
                self._antecedent(head)
                if words[0] == "who"
                else self._pronoun(re.split("[’']", words[0])[0], head.start)
            ), "pronoun"
        named = self._named(head) or self._by_surname(head, words)
        if named:
            return self._honoured(named, words), "name"
        return self._described(head, words), "description"

    def _apposed(self, head: Span, source: Span) -> Entity | None:
        """The person whose name follows the head: `the line's director, Anselm Corvo,`."""
        for mention, entity in self._within(head.end, source.end):
            if entity.type == "PERSON" and not self.text[head.end : mention.start].strip(" ,"):
                return entity
        return None

    def _unlisted(self, head: Span, words: list[str]) -> Speaker | None:
        """A speaker as the source words have it, who is no entity: `a source in the ministry`, or a name missed."""
        if len(words) == 1 and words[0] in words_of("pronouns") | words_of("determiners"):
            return None
        name = self.text[head.start : head.end].strip(" ,.")
        if not words_of("unnamed").isdisjoint(words) and len(words) < 12:
            return Speaker(name=name, how="description")
        named = 1 < len(words) < 6 and all(word[0].isupper() for word in name.split()) and words[-1] not in self.by_word
        return Speaker(name=name, how="name") if named and lexicon().keys().isdisjoint(words) else None

    def _head(self, source: Span) -> Span:
        """The source without its appositions and relative clauses."""
        end = _HEAD_ENDS.search(self.text, source.start + 1, source.end)
        return Span(start=source.start, end=end.start() if end else source.end)

    def _within(self, start: int, end: int) -> list[tuple[Mention, Entity]]:
        first = bisect_left(self.starts, start)
        return self.mentions[first : bisect_left(self.starts, end)]

    def _named(self, head: Span) -> Entity | None:
        """The entity that the head names: it ends with the name, and only a title stands before."""
        for mention, entity in reversed(self._within(head.start, head.end)):
            rest = self.text[mention.end : head.end].strip(" .’'\"”").lower()
            before = low_words(self.text[head.start : mention.start])
            if rest not in {"", "himself", "herself", "too", "jr", "sr"} or not titles.is_title(before):
                continue
            if self.text[mention.end : mention.end + 2] in {"'s", "’s"}:
                continue
            if entity.type == "PERSON" or not before or before in (["the"], ["a"], ["but", "the"]):
                return entity
        return None

    def _by_surname(self, head: Span, words: list[str]) -> Entity | None:
        """The one person whose name has the head's last word, where no entity is marked at that place."""
        last = self.text[head.start : head.end].split()[-1]
        if not last[:1].isupper() or words[0] in words_of("determiners") or not PREPOSITIONS.isdisjoint(words):
            return None
        fitting = list(self.by_word.get(words[-1], {}).values()) or self._spelt_like(words[-1])
        return fitting[0] if len(fitting) == 1 else None

    def _spelt_like(self, word: str) -> list[Entity]:
        """The people with a full name whose surname `word` may be meant to be."""
        lengths = range(len(word) - 2, len(word) + 3)
        near = [each for length in lengths for each in self.by_shape.get((word[0], length), [])]
        return [each for each in near if is_misspelling(word, low_words(each.name)[-1])]

    def _misspelt(self, person: Entity) -> Entity | None:
        """The person whose surname `person`, named by one rare word, misspells; None if none or several."""
        words = low_words(person.name)
        if len(words) != 1 or len(person.mentions) > 2:
            return None
        fitting = [each for each in self._spelt_like(words[0]) if len(each.mentions) > len(person.mentions)]
        return fitting[0] if len(fitting) == 1 else None

    def _listen(self, end: int) -> None:
        """Notes the people who are subjects of sentences up to here."""
        while self.next_mention < len(self.mentions) and self.starts[self.next_mention] < end:
            mention, entity = self.mentions[self.next_mention]
            self.next_mention += 1
            if entity.type == "PERSON" and self._begins_sentence(mention.start):
                self.turns.append(Turn(mention.start, entity))

    def _begins_sentence(self, start: int) -> bool:
        start -= len(titles.before(self.text, start))
        before = self.text[max(0, start - 3) : start]
        return not before.strip() or before.endswith(_SENTENCE_STARTS)

    def _pronoun(self, pronoun: str, at: int) -> Entity | None:
        """The last subject that the pronoun fits, or the only person near; at most one paragraph back."""
        floor = max(0, at - NEAR)
        line = self.text.rfind("\n", floor, at)
        floor = max(floor, self.text.rfind("\n", floor, max(floor, line - 1))) if line >= 0 else floor
        for turn in reversed(self.turns[-8:]):
            if turn.at >= floor and self._fits(turn.entity, pronoun):
                return turn.entity
        near = {
            entity.id: entity
            for _, entity in self._within(floor, at)
            if entity.type == "PERSON" and self._fits(entity, pronoun)
        }
        return next(iter(near.values())) if len(near) == 1 else None

    def _antecedent(self, head: Span) -> Entity | None:
        """The person named right before `who`."""
        for mention, entity in self._within(max(0, head.start - 60), head.start):
            if entity.type == "PERSON" and self.text[mention.end : head.start].strip() in {"", ","}:
                return entity
        return None

    def _fits(self, entity: Entity, pronoun: str) -> bool:
        gender = titles.gender([*low_words(entity.name), *sorted(self.titles.get(entity.id, ()))])
        return entity.type == "PERSON" and gender in {None, pronoun}

    def _honoured(self, named: Entity, words: list[str]) -> Entity | None:
        """`named`, or where `Mr.` or `Mrs.` says otherwise, the one person of that surname whom it fits."""
        honorific = next((word for word in words if word in titles.HONORIFICS), None)
        pronoun = titles.gender([honorific]) if honorific else None
        if pronoun is None or self._fits(named, pronoun):
            return named
        fitting = [each for each in self.by_word.get(words[-1], {}).values() if self._fits(each, pronoun)]
        return fitting[0] if len(fitting) == 1 else None

    def _described(self, head: Span, words: list[str]) -> Entity | None:
        """The person whom `the ...` describes: the last who spoke if it fits, else the only one whom it fits."""
        if words[0] != "the" or len(words) < 2 or not PREPOSITIONS.isdisjoint(words):
            return None
        loose = titles.alike(words[1:]) - words_of("roles")
        if words_of("roles").isdisjoint(words):
            return None
        last = self.turns[-1] if self.turns and self.turns[-1].at > head.start - NEAR else None
        if last and last.entity.id in self.titles and self._suits(last.entity, words[-1], loose):
            return last.entity
        rarest = min((self.by_title.get(word, {}) for word in loose), key=len, default={})
        fitting = [each for each in rarest.values() if self._suits(each, words[-1], loose)]
        return fitting[0] if len(fitting) == 1 else None

    def _suits(self, person: Entity, role: str, loose: set[str]) -> bool:
        title = self.titles[person.id]
        return loose <= title and bool(title) and (role in title or (role in _BROAD and bool(loose)))


_BROAD = frozenset({"official", "chief", "leader", "head", "politician", "diplomat", "boss", "executive"})
