"""Who it is that a quote's source words name: `Lee`, `Leee`, `she`, `the mayor` are all Ann Lee.

Sources are taken in the order of the text, and each is tried by its kind: a name that an entity bears, a unique
surname, a misspelling of one, a pronoun that the last one spoken of fits, a description that fits one person alone
or the one who spoke last, a headline's description or a writer's `I` that is named below. Where several bear the name,
they are listed and none is chosen; where nothing is known, the description stands for the speaker, without entity.
Each way has its confidence, as it was measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from shared.records import Entity, Mention, Quote, Span, Speaker
from workers.text import titles
from workers.text.ahead import Ahead
from workers.text.cast import Cast, joined
from workers.text.cues import lexicon
from workers.text.gazetteer import known
from workers.text.heard import Heard
from workers.text.offices import holds_office
from workers.text.tables import rows, words_of
from workers.text.titles import PREPOSITIONS, Gender, low_words

How = Literal["name", "pronoun", "description", "continuation"]

_HEAD_ENDS = re.compile(r",| \(| who\b| whose\b| which\b| – | — | - ")
_TITLE = re.compile(r", (?:the|an?|former) [a-z]+(?: (?!who|that)[a-z]+)? ")
_JOINS = re.compile(r"\b(?:and|or)\b|&")
_AFTER = frozenset({"himself", "herself", "itself", "too", "also", "jr", "sr"})
#: Everyone knows who holds such an office: it need not be the one spoken of.
_KNOWN = frozenset({"president", "pope", "king", "queen"})
_MANY = frozenset({"many", "most", "several", "some", "few"})
_LONGEST = 14
#: So far behind a source its apposition begins.
_APPOSED = 3
#: Paragraphs over which a description that fits nobody's title goes on with whom the text was about.
_FRESH = 2
_PRONOUNS: dict[str, Gender] = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she"}


class Found(NamedTuple):
    """Whom a source names, how that was found, and how sure it is; `among`: people who all bear the name."""

    entity: Entity | None
    how: How
    sure: float
    among: Sequence[Entity] = ()


def resolve(text: str, quotes: list[Quote], entities: list[Entity]) -> tuple[list[Quote], list[Entity]]:
    """The quotes with their speakers, and the entities with misspelt ones joined; spans point into `text`."""
    cast = Cast(text, entities)
    entities = joined(cast)
    in_order = sorted(range(len(quotes)), key=lambda number: _order(quotes[number]))
    sources = [quotes[index].source[0] for index in in_order if quotes[index].source]
    finder = _Finder(cast if entities is cast.entities else Cast(text, entities), sources)
    said: dict[tuple[int, int], Speaker | None] = {}
    resolved: dict[int, Quote] = {}
    for index in in_order:
        quote = quotes[index]
        speaker = None
        if quote.source:
            key = quote.source[0].start, quote.source[-1].end
            if key not in said:
                said[key] = finder.speaker(quote.source[0])
            speaker = said[key]
            if speaker and "\n" in text[key[1] : quote.content[0].start]:
                speaker = speaker.model_copy(update={"how": "continuation"})
        resolved[index] = quote.model_copy(update={"speaker": speaker})
    return [resolved[index] for index in range(len(quotes))], entities


def _order(quote: Quote) -> int:
    return quote.source[0].start if quote.source else quote.content[0].start


class _Finder:
    """Finds speakers, source by source, in the order of the text."""

    def __init__(self, cast: Cast, sources: Sequence[Span]) -> None:
        self.cast, self.text = cast, cast.text
        self.heard, self.ahead = Heard(cast), Ahead(cast, sources)

    def speaker(self, source: Span) -> Speaker | None:
        """Who the words of `source` name."""
        self.heard.listen(source.start)
        head = self._head(source)
        words = low_words(self.text[head.start : head.end])
        if not words or self._are_several(head, words):
            return None
        found = self._find(source, head, words)
        if found.entity is None:
            return self._unlisted(head, words, found)
        self.heard.note(source.start, found.entity)
        candidates = [each.id for each in found.among if len(found.among) > 1]
        return Speaker(
            name=found.entity.name, entity=found.entity.id, how=found.how, confidence=found.sure, candidates=candidates
        )

    def _head(self, source: Span) -> Span:
        """The source without its appositions and relative clauses."""
        end = _HEAD_ENDS.search(self.text, source.start + 1, source.end)
        return Span(start=source.start, end=end.start() if end else source.end)

    def _are_several(self, head: Span, words: list[str]) -> bool:
        """Whether the head names two: `Lee and her party`, but not `general counsel and secretary Ann Lee`."""
        join = _JOINS.search(self.text, head.start, head.end)
        named = self.cast.within(head.start, head.end)
        if not join or not named or any(mention.start < join.start() < mention.end for mention, _ in named):
            return False
        people = [mention for mention, entity in named if entity.type == "PERSON"]
        return len(people) != 1 or people[0].start < join.end() or words_of("roles").isdisjoint(words)

    def _find(self, source: Span, head: Span, words: list[str]) -> Found:
        if len(words) == 1 and (found := self._pronoun(head, re.split("[’']", words[0])[0])):
            return found
        if _is_crowd(words):
            return Found(None, "description", 0)
        if named := self._named(head) or self._apposed(head, source) or self._in_office(head, source):
            return self._parted(named, words)
        for way in (self._by_surname, self._described, self._below):
            found = way(head, words)
            if found.entity or found.among:
                return found
        return Found(None, "description", 0)

    def _pronoun(self, head: Span, word: str) -> Found | None:
        """Whom a pronoun stands for; None for other words."""
        if word in _PRONOUNS:
            entity, sure = self.heard.person(_PRONOUNS[word], head.start)
            return Found(entity, "pronoun", sure)
        if word == "it":
            return Found(self.heard.last_body(head.start), "pronoun", 0.5)
        if word == "who":
            return Found(self._antecedent(head), "pronoun", 0.9)
        return Found(self.ahead.writer(head.start, word), "pronoun", 0.7) if word in {"i", "we"} else None

    def _named(self, head: Span) -> Entity | None:
        """The entity that the head names: it ends with the name, and only a title stands before."""
        for mention, entity in reversed(self.cast.within(head.start, head.end)):
            before = low_words(self.text[head.start : mention.start])
            after = low_words(self.text[mention.end : head.end])
            if self.text[mention.end : mention.end + 2] in {"'s", "’s"}:
                continue
            if entity.type == "PERSON":
                if titles.is_title(before) and (not after or after[0] in _AFTER | PREPOSITIONS):
                    return entity
            elif not after and (PREPOSITIONS | words_of("roles")).isdisjoint(before):
                return entity
        return None

    def _apposed(self, head: Span, source: Span) -> Entity | None:
        """The person whose name follows the head, with a title or without: `the line's director, Anselm Corvo,`. It may
        stand behind the source: `Its head, Edda Quill, said`.
        """
        for mention, entity in self.cast.within(head.end, source.end + _APPOSED):
            between = self.text[head.end : mention.start - len(titles.before(self.text, mention.start))]
            if entity.type != "PERSON" or (between.strip(" ,") and not _is_title(between)):
                continue
            if mention.start < source.end or _is_between_commas(self.text, source.end, mention):
                return entity
        return None

    def _in_office(self, head: Span, source: Span) -> Entity | None:
        """The person at the end of a source whose office holds the comma at which the head ends."""
        for mention, entity in self.cast.within(head.end, source.end):
            title = self.text[source.start : mention.start]
            if entity.type == "PERSON" and mention.end == source.end and holds_office(title):
                return entity
        return None

    def _antecedent(self, head: Span) -> Entity | None:
        """The person named right before `who`."""
        for mention, entity in self.cast.within(max(0, head.start - 60), head.start):
            if entity.type == "PERSON" and self.text[mention.end : head.start].strip() in {"", ","}:
                return entity
        return None

    def _parted(self, named: Entity, words: list[str]) -> Found:
        """The entity named; of several people with that surname the one whom `Mr.` or `Mrs.` tells, else the likely."""
        name = low_words(named.name)
        if named.type != "PERSON" or len(name) < 2:
            return Found(named, "name", 0.9)
        if len({*words} & {*name}) > 1:
            return Found(named, "name", 0.95)
        pronoun = titles.gender((), words)
        bearers = self.cast.bearers(words[-1])
        fitting = [each for each in bearers if self.cast.fits(each, pronoun)]
        if len(fitting) == 1:
            return Found(fitting[0], "name", 0.9)
        return Found(named, "name", 0.6 if bearers else 0.7, fitting)

    def _by_surname(self, head: Span, words: list[str]) -> Found:
        """The one person whose name has the head's last word, where no entity is marked at that place."""
        last = self.text[head.start : head.end].split()[-1]
        if not last[:1].isupper() or words[0] in words_of("determiners") or not PREPOSITIONS.isdisjoint(words):
            return Found(None, "name", 0)
        fitting = self.cast.bearers(words[-1])
        if not fitting:
            near = self.cast.spelt_like(words[-1]) or self.cast.bodies_spelt_like(words)
            return Found(near[0] if len(near) == 1 else None, "name", 0.7)
        return Found(fitting[0] if len(fitting) == 1 else None, "name", 0.8, fitting)

    def _described(self, head: Span, words: list[str]) -> Found:
        """Whom `the ...` describes: who spoke last if it fits, the only one whom it fits, the body last named."""
        none = Found(None, "description", 0)
        definite = words[0] == "the"
        words = words[1:] if definite else words
        if not words or words[0] in words_of("determiners") or not PREPOSITIONS.isdisjoint(words):
            return none
        if words_of("roles").isdisjoint(words):
            return Found(self._body(head, words) if definite else None, "description", 0.6)
        last = self.heard.last_person(head.start) if definite else None
        if last and self.cast.suits(last, words):
            return Found(last, "description", 0.8)
        fitting = self.cast.described(words) if definite or len(words) > 1 else []
        alone = {*words} <= words_of("roles") and definite
        if alone and (near := self._going_on(head, words)) and self.cast.untitled(near):
            return Found(near, "description", 0.5)
        if fitting:
            return Found(fitting[0] if len(fitting) == 1 else None, "description", 0.75)
        return Found(self._going_on(head, words) if definite else None, "description", 0.5)

    def _below(self, head: Span, words: list[str]) -> Found:
        """Whom a headline describes: the first named below as having said something, whom its line does not name."""
        sources = self.ahead.below(head, words)
        heads = ((each, self._head(each)) for each in sources)
        named = (self._named(name) or self._apposed(name, each) for each, name in heads)
        first = next((each for each in named if each and each.type == "PERSON"), None)
        fits = first and self.cast.fits(first, titles.gender((), words)) and not self.ahead.is_beside(first, head)
        return Found(first if fits else None, "description", 0.5)

    def _going_on(self, head: Span, words: list[str]) -> Entity | None:
        """Who was last spoken of, if the description may be of them."""
        last = self.heard.last_person(head.start, _FRESH)
        if not last or words[-1] not in words_of("roles") - words_of("unnamed") or {*words} <= _KNOWN:
            return None
        fits = self.cast.fits(last, titles.gender((), words)) and not self.cast.outranks(words, last)
        return last if fits else None

    def _body(self, head: Span, words: list[str]) -> Entity | None:
        """The body that `the company`, `the commission` stands for."""
        fitting = self.cast.bodies(words)
        if len(fitting) == 1:
            return fitting[0]
        any_fits = words in rows("bodies")
        return self.heard.last_body(head.start, fitting) if fitting or any_fits else None

    def _unlisted(self, head: Span, words: list[str], found: Found) -> Speaker | None:
        """A speaker as the source words have it, who is no entity: `a source in the ministry`, or a name missed."""
        empty = words_of("pronouns") | words_of("determiners")
        if (len(words) == 1 and words[0] in empty) or len(words) > _LONGEST:
            return None
        name = self.text[head.start : head.end].strip(" ,.")
        if found.among:
            return Speaker(name=name, how="name", confidence=0.3, candidates=[each.id for each in found.among])
        named = (
            1 < len(words) < 6
            and not name.isupper()
            and all(word[0].isupper() for word in name.split())
            and lexicon().keys().isdisjoint(words)
            and words[0] not in words_of("determiners")
            and not _is_crowd(words)
        )
        return Speaker(name=name, how="name" if named else "description", confidence=0.6 if named else 0.5)


def _is_title(between: str) -> bool:
    """Whether words between a description and a name are the name's title: `, the engineer `."""
    return _TITLE.fullmatch(between) is not None and PREPOSITIONS.isdisjoint(between.split())


def _is_between_commas(text: str, at: int, mention: Mention) -> bool:
    """Whether a name is the apposition of the words that end here, and no further one of a list."""
    after = text[mention.end : mention.end + 5]
    return text[at : mention.start] == ", " and after.startswith(", ") and not after.startswith((", and", ", or "))


def _is_crowd(words: list[str]) -> bool:
    """Whether these are many: `Ostian senators`, `Democrats`."""
    last, fact = words[-1], known(words[-1].title())
    people = last[:-1] in words_of("roles") or words[0] in _MANY or (fact is not None and fact.type == "MISC")
    return last.endswith("s") and people
