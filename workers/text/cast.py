"""Whom a report names: its people and bodies by place, by a word of their name, by what is said of them."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import islice

from shared.records import Entity, Mention
from workers.text import titles
from workers.text.gazetteer import table
from workers.text.spelling import is_misspelling
from workers.text.tables import rows, words_of
from workers.text.titles import PREPOSITIONS, Gender, low_words

#: A description may name these where the title is narrower: `the security chief` of a secretary of the council.
_BROAD = frozenset({"official", "chief", "leader", "head", "politician", "diplomat", "boss", "executive"})
#: Who is one of these is not the one whose title has no such word.
_LESSER = frozenset({"vice", "deputy", "former", "ex", "acting", "assistant", "interim"})
#: Mentions of a person whose surroundings are looked at for titles.
_MOST = 12
#: People who are compared; more with one name or title are a crowd.
_CROWD = 30


class Cast:
    """The people and bodies of a report."""

    def __init__(self, text: str, entities: list[Entity]) -> None:
        self.text, self.entities = text, entities
        self.people = [each for each in entities if each.type == "PERSON"]
        named = [
            (mention, each)
            for each in entities
            for mention in each.mentions
            if each.type != "MISC" and mention.kind in {"name", "acronym"}
        ]
        self.mentions = sorted(named, key=lambda pair: pair[0].start)
        self._starts = [mention.start for mention, _ in self.mentions]
        self._by_word: dict[str, dict[str, Entity]] = {}
        self._by_shape: dict[tuple[str, int], list[Entity]] = {}
        self._by_title: dict[str, dict[str, Entity]] = {}
        self._bodies: dict[str, dict[str, Entity]] = {}
        self._titles: dict[str, set[str]] = {}
        self._genders: dict[str, Gender | None] = {}
        for each in entities:
            if each.type == "PERSON":
                self._enter(each)
            elif each.type == "ORG":
                for word in _heads(low_words(each.name)):
                    self._bodies.setdefault(word, {})[each.id] = each

    def _enter(self, person: Entity) -> None:
        words = low_words(person.name) or ["?"]
        for word in words:
            self._by_word.setdefault(word, {})[person.id] = person
        if len(words) > 1:
            self._by_shape.setdefault((words[-1][0], len(words[-1])), []).append(person)
        places = ((place.start, place.end) for place in person.mentions[:_MOST])
        self._titles[person.id] = titles.title_words(self.text, places)
        self._genders[person.id] = titles.gender(words[:-1] or words, sorted(self._titles[person.id]))
        for word in self._titles[person.id]:
            self._by_title.setdefault(word, {})[person.id] = person

    def within(self, start: int, end: int) -> list[tuple[Mention, Entity]]:
        """The mentions of people and bodies that begin in `text[start:end]`."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def bearers(self, word: str) -> list[Entity]:
        """The people who have this word in their name, the first of them."""
        return list(islice(self._by_word.get(word, {}).values(), _CROWD))

    def spelt_like(self, word: str) -> list[Entity]:
        """The people with a full name whose surname `word` may be meant to be."""
        lengths = range(len(word) - 2, len(word) + 3)
        near = (each for length in lengths for each in self._by_shape.get((word[0], length), []))
        return [each for each in near if is_misspelling(word, low_words(each.name)[-1])]

    def bodies_spelt_like(self, words: list[str]) -> list[Entity]:
        """The bodies that one word, the first of their names, may be meant to be."""
        if len(words) > 1:
            return []
        bodies = islice((each for each in self.entities if each.type == "ORG"), _CROWD)
        return [each for each in bodies if (name := low_words(each.name)) and is_misspelling(words[0], name[0])]

    def gender(self, person: Entity) -> Gender | None:
        """He or she, where first name or title tell."""
        return self._genders.get(person.id)

    def fits(self, entity: Entity, pronoun: Gender | None) -> bool:
        """Whether `he` or `she` may be this entity; anyone may be neither."""
        return entity.type == "PERSON" and (pronoun is None or self.gender(entity) in {None, pronoun})

    def described(self, words: list[str]) -> list[Entity]:
        """The people whose titles hold what these words say: `harbour minister`."""
        loose = titles.alike(words) - words_of("roles") or {words[-1]}
        rarest = min((self._by_title.get(word, {}) for word in loose), key=len)
        return [each for each in islice(rarest.values(), _CROWD) if self.suits(each, words)]

    def suits(self, person: Entity, words: list[str]) -> bool:
        """Whether a person's titles hold what these words say."""
        title, said = self._titles[person.id], titles.alike(words)
        loose, role = said - words_of("roles"), words[-1]
        if not loose <= title or not said & _LESSER >= title & _LESSER:
            return False
        return role in title or (role in _BROAD and bool(loose))

    def untitled(self, person: Entity) -> bool:
        """Whether nothing is said of what a person is."""
        return self._titles[person.id].isdisjoint(words_of("roles"))

    def outranks(self, words: list[str], person: Entity) -> bool:
        """Whether these words are of another rank than a person's title: `president` than `vice president`."""
        title, said = self._titles[person.id], {*words}
        return words[-1] in title and said & _LESSER != title & _LESSER

    def bodies(self, words: list[str]) -> list[Entity]:
        """The bodies whose names hold these words: `commission`, or what is in the name of such: `Airways`."""
        heads = [words[-1]] if len(words) > 1 else [words[-1], *_kinds().get(words[-1], ())]
        near = {each.id: each for head in heads for each in islice(self._bodies.get(head, {}).values(), _CROWD)}
        return [each for each in near.values() if len(words) == 1 or {*words} <= {*low_words(each.name)}]


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    return {kind: names for kind, *rest in rows("bodies") if (names := tuple(rest))}


def _heads(words: list[str]) -> set[str]:
    """What a body is by its name: a commission the Commission on Harbours and the Harbour Commission."""
    last = next((at for at, word in enumerate(words) if word in PREPOSITIONS), len(words))
    return {*words[last - 1 : last]} - table("legal")


def joined(cast: Cast) -> list[Entity]:
    """The entities, people under a misspelt surname joined to those whose name it is."""
    into = {each.id: right.id for each in cast.people if (right := _misspelt(cast, each))}
    if not into:
        return cast.entities
    extra: dict[str, list[Mention]] = {}
    for each in cast.entities:
        if each.id in into:
            extra.setdefault(into[each.id], []).extend(each.mentions)
    return [
        each.model_copy(update={"mentions": sorted(each.mentions + extra[each.id], key=lambda m: m.start)})
        if each.id in extra
        else each
        for each in cast.entities
        if each.id not in into
    ]


def _misspelt(cast: Cast, person: Entity) -> Entity | None:
    """The person whose surname `person`, named by one rare word, misspells; None if none or several."""
    words = low_words(person.name)
    if len(words) != 1 or len(person.mentions) > 2:
        return None
    fitting = [each for each in cast.spelt_like(words[0]) if len(each.mentions) > len(person.mentions)]
    return fitting[0] if len(fitting) == 1 else None
