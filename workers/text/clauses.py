"""Who said what within one sentence, read from word order.

A sentence comes as tokens in which a quotation is one. Around each cue its shape tells where what was said stands:
`quote` beside it in quotation marks, `phrase` in marks and beyond, `that`, `whether`, `to`, `clause` and `noun` after
it, `tail` before it (`Prices will rise, Lee said.`), `middle` on both sides, `head` after `According to Lee,`. The
table of cues knows how far each cue can be trusted in each shape. All positions are token numbers but those in results.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from workers.text.cues import Cue, cues, follower, lexicon, names_someone, subject
from workers.text.sentences import QUOTATION, Sentence, words_of

Place = tuple[int, int]


class Attribution(NamedTuple):
    """What was said, and the places of the words that mark it and name its source."""

    content: list[Place]
    cue: Place | None
    source: Place | None
    shape: str
    type: Literal["direct", "mixed", "indirect"]
    kind: Literal["speech", "stance"]
    word: str
    confidence: float


def claims(text: str, sentence: Sentence) -> list[Attribution]:
    """The quotes of a sentence, in the order of their cues, with a confidence of 0 where the table warns."""
    return _Reader(text, sentence).read()


class _Reader:
    """One sentence and what has been read from it so far."""

    def __init__(self, text: str, sentence: Sentence) -> None:
        self.text, self.sentence = text, sentence
        self.stop = len(sentence)
        while self.stop and sentence[self.stop - 1].low in _ENDS:
            self.stop -= 1
        self.found: list[Attribution] = []
        self.cues = cues(sentence)
        self.subjects = [subject(text, sentence, cue) for cue in self.cues]

    def low(self, index: int) -> str:
        return self.sentence[index].low if 0 <= index < len(self.sentence) else ""

    def place(self, start: int, end: int) -> Place:
        return self.sentence[start].start, self.sentence[end - 1].end

    def read(self) -> list[Attribution]:
        for number, cue in enumerate(self.cues):
            if cue.word == "according to":
                self.according(cue)
            elif not self.inverted(cue):
                self.plain(number, cue)
        return self.found

    def add(self, cue: Cue, source: Place | None, shape: str, *content: Place) -> bool:
        """Notes a quote, from token numbers; without content, or where the table knows no such shape, nothing."""
        chunks = [chunk for chunk in (self.trimmed(*part) for part in content) if chunk]
        confidence = lexicon()[cue.word].shapes.get(shape, 0.0)
        if not chunks:
            return False
        self.found.append(
            Attribution(
                content=[self.place(*chunk) for chunk in chunks],
                cue=self.place(cue.first, cue.last + 1),
                source=self.place(*source) if source else None,
                shape=shape,
                type=_type([token.low for chunk in chunks for token in self.sentence[slice(*chunk)]]),
                kind=lexicon()[cue.word].kind,
                word=cue.word,
                confidence=confidence,
            )
        )
        return True

    def trimmed(self, start: int, end: int) -> Place | None:
        """The range without the punctuation and conjunctions at its edges; None: nothing is left."""
        while start < end and self.low(start) in _EDGES:
            start += 1
        while end > start and self.low(end - 1) in _ENDS | _EDGES:
            end -= 1
        return (start, end) if start < end else None

    def quoted_before(self, index: int) -> int | None:
        """The quotation that ends right before the token `index`, a comma or dash between them or not."""
        for at in (index - 1, index - 2):
            if self.low(at) == QUOTATION:
                return at
            if self.low(at) not in _PAUSES:
                return None
        return None

    def quote_start(self, at: int) -> int:
        """Where content begins that ends with the quotation `at`: `The plan was "a disgrace," he said.`"""
        start = at
        while start > 0 and start > at - 60 and self.low(start - 1) not in {";", ":"} | _PAUSES:
            start -= 1
        return at if any(start <= cue.head < at for cue in self.cues) else start

    def after_quote(self, end: int) -> list[Place]:
        """The quotation that goes on after `..., he said,`."""
        at = end
        while self.low(at) in _PAUSES | {":"}:
            at += 1
        return [(at, at + 1)] if self.low(at) == QUOTATION else []

    def according(self, cue: Cue) -> None:
        source = follower(self.text, self.sentence, cue.last + 1)
        if source is None:
            return
        if cue.first <= 1:
            self.add(cue, source, "head", (source[1], self.stop))
            return
        start = max(
            (index + 1 for index in range(max(0, cue.first - 60), cue.first) if self.low(index) == ";"), default=0
        )
        rest = (source[1], self.stop) if self.low(source[1]) == "," and self.stop - source[1] > 3 else (0, 0)
        self.add(cue, source, "tail", (start, cue.first), rest)

    def inverted(self, cue: Cue) -> bool:
        """`"...," said Lee` and `Prices will rise, said Lee.`"""
        source = follower(self.text, self.sentence, cue.last + 1)
        if source is None or cue.participle:
            return False
        quoted = self.quoted_before(cue.first)
        if quoted is not None:
            content = (self.quote_start(quoted), quoted + 1)
            return self.add(cue, source, "quote", content, *self.after_quote(source[1]))
        if self.low(cue.first - 1) == "," and cue.first > 3 and cue.first == cue.head and self.closes(source[1]):
            return self.add(cue, source, "tail", (0, cue.first))
        return False

    def plain(self, number: int, cue: Cue) -> None:
        source = None if cue.participle else self.subjects[number]
        if source is None or not names_someone(self.text, self.sentence, *source):
            if cue.participle or self.low(cue.first - 1) in {"and", "but", ",", "or", "then"}:
                self.borrow(number, cue)
            return
        begin, rest = source[0], cue.last + 1
        quoted = self.quoted_before(begin)
        if quoted is not None:
            content = (self.quote_start(quoted), quoted + 1)
            self.add(cue, source, "quote", content, *self.after_quote(self.skipped(cue, rest)))
        elif self.low(begin - 1) == "," and begin > 3 and self.closes(rest):
            self.add(cue, source, "tail", (0, begin))
        elif self.low(begin - 1) == "," and begin > 1 and self.low(rest) == "," and self.stop - rest > 2:
            self.add(cue, source, "middle", (0, begin), (rest, self.end(number)))
        else:
            self.forward(number, cue, source)

    def borrow(self, number: int, cue: Cue) -> None:
        """A cue without a subject of its own, `..., adding that`, takes the source of the one before it."""
        if not self.found or self.found[-1].source is None:
            if not cue.participle:
                return
            source = None
            if number == 0 and cue.first > 1:
                begin = 0
                end = next((i for i in range(min(cue.first, 12)) if self.low(i) in words_of("auxiliaries") | _EDGES), 0)
                source = (begin, end) if end and names_someone(self.text, self.sentence, begin, end) else None
            if source is None:
                return
            self.forward(number, cue, source)
            return
        before = self.found[-1].source
        if self.forward(number, cue, None):
            self.found[-1] = self.found[-1]._replace(source=before)

    def forward(self, number: int, cue: Cue, source: Place | None) -> bool:
        """What is said stands after the cue."""
        start = self.skipped(cue, cue.last + 1)
        while self.low(start) in {",", ":"}:
            start += 1
        end, low = self.until_turn(start, self.end(number)), self.low(start)
        if low == QUOTATION:
            if self.inside(start)[-1:] in ".,!?" or start + 1 >= end:
                return self.add(cue, source, "quote", (start, start + 1))
            return self.add(cue, source, "phrase", (start, end))
        if low == "by":
            return False
        shape = low if low in {"that", "to"} else "whether" if low in _QUESTIONS else self.nature(start, end)
        return self.add(cue, source, shape, (start, end))

    def nature(self, start: int, end: int) -> str:
        """Whether a stretch looks like a clause, with a verb of its own, or like a noun phrase."""
        finite = words_of("finite")
        if self.low(start) in _SUBJECTS or any(self.low(at) in finite for at in range(start, min(end, start + 14))):
            return "clause"
        return "noun"

    def skipped(self, cue: Cue, start: int) -> int:
        """Where what is said begins after `told reporters on Monday` and the like."""
        for index in range(start, min(start + 14, self.stop)):
            low = self.low(index)
            if low in words_of("finite"):
                break
            if low == "that" and (index == start or self.low(index - 1) != ","):
                return index if index == start or cue.word in _TELLING or self.low(start) in _PREPOSITIONS else start
            if low in {":", QUOTATION}:
                return index if self.low(start) in _PREPOSITIONS or low == ":" or cue.word in _TELLING else start
        if cue.word in _TELLING:
            at = start + 1
            if self.low(start) in words_of("determiners"):
                at += 1
            elif start < self.stop and self.text[self.sentence[start].start].isupper():
                while at < self.stop and self.text[self.sentence[at].start].isupper():
                    at += 1
            start = min(at, self.stop)
        while start < self.stop and self.low(start) in words_of("days"):
            start += 1
        return start

    def closes(self, start: int) -> bool:
        """Whether nothing but an adverbial follows, so that what was said stands before."""
        if start >= self.stop:
            return True
        return self.stop - start < 12 and self.low(start) in _PREPOSITIONS | words_of("days")

    def until_turn(self, start: int, end: int) -> int:
        """`end`, or the end of a quotation closed by a comma after which the sentence turns: `"...," but he`."""
        for at in range(start, min(end, start + 60) - 1):
            if self.low(at) == QUOTATION and self.low(at + 1) in _TURNS and self.inside(at).endswith(","):
                return at + 1
        return end

    def inside(self, at: int) -> str:
        """The words of a quotation without its marks."""
        return self.text[self.sentence[at].start : self.sentence[at].end].strip("\"“”«»„‘’'` ")

    def end(self, number: int) -> int:
        """Where what is said after the cue ends: at the next clause that has a cue of its own, or the stop."""
        for cue, named in zip(self.cues[number + 1 : number + 4], self.subjects[number + 1 : number + 4], strict=True):
            before = self.low(cue.first - 1)
            if before == "," and (cue.participle or cue.word == "according to"):
                return cue.first - 1
            if before in {"and", "but"} and cue.first == cue.head:
                return cue.first - 1
            if before == "," and self.low(self.cues[number].first - 1) == "who":
                return cue.first - 1
            if (
                named
                and self.low(named[0] - 1) in {"but", "while", "and", "although"}
                and self.low(named[0] - 2) == ","
            ):
                return named[0] - 2
        return self.stop


_ENDS = frozenset(".!?…;,:—–-")
_EDGES = frozenset({",", ";", ":", "—", "–", "-", "--", "and", "but", ".", "(", ")"})
_PAUSES = frozenset({",", "—", "–", "-", "--"})
_TURNS = frozenset({"but", "while", "although", "though", "as", "before", "after", "according", "when"})
_SUBJECTS = frozenset({"he", "she", "they", "it", "there", "we", "i", "you", "he’s", "it’s", "he's", "it's"})
_TELLING = frozenset({"told", "tells", "tell", "telling", "assured", "informed", "reminded", "warned", "reassured"})
_QUESTIONS = frozenset({"whether", "if", "how", "why", "what", "who", "when", "where"})
_PREPOSITIONS = frozenset(
    {"in", "on", "at", "to", "during", "after", "before", "late", "early", "when", "as", "by", "with", "from", "last"}
    | {"of", "about", "earlier", "recently", "this", "through", "via", "over", "following", "ahead", "outside"}
)


def _type(lows: list[str]) -> Literal["direct", "mixed", "indirect"]:
    if QUOTATION not in lows:
        return "indirect"
    return "mixed" if any(low != QUOTATION and low[0].isalnum() for low in lows) else "direct"
