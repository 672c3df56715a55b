"""Words that say that someone said something, and the words that name who.

A cue is a verb of the table (`said`, `has also warned`) or a phrase (`according to`). The table gives, for each
form and each shape of sentence it stands in, how often it was right in texts annotated by hand: that figure is the
confidence of the quote. Who spoke is read from the word order alone: the words before the verb as far as the clause
goes back, or those after it. All positions are token numbers of one sentence.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from workers.text.sentences import QUOTATION, Sentence, words_of

REACH = 40  # how many tokens a name and its appositions may take
_CLOSED = frozenset({",", ";", ":", "—", "–", "-", "--", "(", ")", QUOTATION})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_SINGULAR = frozenset({"a", "an", "the", "this", "his", "her", "its", "no", "any", "another"})
_PLURAL = frozenset({"people", "men", "women", "police", "media", "public", "staff", "team", "campaign"})


class Cue(NamedTuple):
    """A cue's tokens `first..last`, the one that counts (`head`) and its row of the table."""

    first: int
    head: int
    last: int
    word: str

    @property
    def participle(self) -> bool:
        """Whether it is a form such as `saying`, which takes its subject from another verb."""
        return self.word.endswith("ing")


class Weight(NamedTuple):
    """A row of the table: speech or stance, and the precision of each shape."""

    kind: Literal["speech", "stance"]
    shapes: dict[str, float]


@cache
def lexicon() -> dict[str, Weight]:
    """The table of cues, by form."""
    table: dict[str, Weight] = {}
    for line in files("workers.text").joinpath("data/cues.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, kind, *shapes = line.split()
            table[word.replace("_", " ")] = Weight(
                "speech" if kind == "speech" else "stance",
                {name: float(value) for name, _, value in (shape.partition("=") for shape in shapes)},
            )
    return table


def cues(sentence: Sentence) -> list[Cue]:
    """The cues of a sentence, in order."""
    table, helpers = lexicon(), words_of("auxiliaries")
    found: list[Cue] = []
    for index, token in enumerate(sentence):
        if token.low == "according" and _low(sentence, index + 1) == "to":
            found.append(Cue(index, index, index + 1, "according to"))
        elif token.low in table and not _is_noun(sentence, index):
            first = index
            while first > 0 and (sentence[first - 1].low in helpers or _is_adverb(sentence[first - 1].low)):
                first -= 1
            passive = token.low.endswith("ed") and any(part.low in _BE for part in sentence[first:index])
            if not passive and not (found and found[-1].last >= first):
                found.append(Cue(first, index, index, token.low))
    return found


def subject(text: str, sentence: Sentence, cue: Cue) -> tuple[int, int] | None:
    """The tokens before the cue that name who speaks, with their appositions; None: there is no such name."""
    end = cue.first
    limit = max(0, end - REACH)
    if end > limit and sentence[end - 1].low == ",":
        return _apposed(text, sentence, limit, end - 1)
    start = end
    while start > limit and not _bounds(sentence, start - 1, end):
        start -= 1
    start = _trim(text, sentence, start, end)
    return (start, end) if start < end else None


def follower(text: str, sentence: Sentence, start: int) -> tuple[int, int] | None:
    """The tokens from `start` on that name who speaks, as in `said Ann Lee, a lawyer`, or None."""
    stops = words_of("breaks")
    limit = min(len(sentence), start + REACH)
    end = start
    while end < limit:
        low = sentence[end].low
        if end > start and (low in words_of("finite") or low in lexicon()) and not _has_comma(sentence, start, end):
            return None
        ends = low in _CLOSED or low in stops or (low in ".!?" and end + 1 == len(sentence))
        if ends and not (low == "," and _is_apposition(sentence, end + 1)):
            break
        end += 1
    while end > start and sentence[end - 1].low in {",", ".", "and"}:
        end -= 1
    return (start, end) if start < end and names_someone(text, sentence, start, end) else None


def names_someone(text: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether these tokens can name who speaks: a capital, a pronoun, a determiner or a number of people."""
    first = sentence[start].low
    if first in words_of("pronouns") or first in words_of("determiners"):
        return True
    return any(text[token.start].isupper() for token in sentence[start:end]) or (
        sentence[end - 1].low.endswith("s") and first not in words_of("breaks")
    )


def _low(sentence: Sentence, index: int) -> str:
    return sentence[index].low if 0 <= index < len(sentence) else ""


def _has_comma(sentence: Sentence, start: int, end: int) -> bool:
    return any(token.low == "," for token in sentence[start:end])


def _is_bare(low: str) -> bool:
    """Whether a verb's form is also that of a singular noun: `call`, `report`."""
    return not low.endswith(("ed", "s", "ing")) and low not in {
        "said",
        "told",
        "wrote",
        "thought",
        "saw",
        "found",
        "felt",
    }


def _is_adverb(low: str) -> bool:
    return low.endswith("ly") and low not in {"family", "only", "italy", "july", "ally", "assembly", "rally"}


def _is_noun(sentence: Sentence, index: int) -> bool:
    """Whether the word is a noun or an infinitive here: `the claims`, `his call`, `to say`."""
    before = _low(sentence, index - 1)
    if before == "to":
        return _low(sentence, index - 2) != "on"
    if before.endswith(("'s", "’s")) and before[:-2] not in words_of("pronouns") | {"it", "that", "there"}:
        return True
    earlier = _low(sentence, index - 2)
    if earlier in _SINGULAR and not before.endswith("s") and before not in _PLURAL and _is_bare(sentence[index].low):
        return True
    return before in words_of("determiners") or before in {"of", "for", "by", "in", "with", "from", "at"}


def _bounds(sentence: Sentence, index: int, end: int) -> bool:
    """Whether a subject that ends before `end` cannot reach back over this token."""
    low = sentence[index].low
    if low in words_of("finite"):
        return True
    if low in _CLOSED or low in words_of("breaks"):
        return low not in {"of", "for", "in", "on", "at", "to", "with", "from", "by"}
    if low == "and":
        following = _low(sentence, index + 1)
        return following in words_of("pronouns") or index + 1 == end
    return False


def _trim(text: str, sentence: Sentence, start: int, end: int) -> int:
    """Where the name itself begins in a stretch that may open with an adverbial: `In May the minister`."""
    low = sentence[start].low if start < end else ""
    if low in {"in", "on", "at", "by", "from", "with", "for", "to", "of", "but", "and", "yet", "so"} or _is_adverb(low):
        for index in range(end - 1, start, -1):
            name = text[sentence[index].start].isupper()
            if sentence[index].low in words_of("pronouns") or sentence[index].low in words_of("determiners"):
                return index
            if name and not text[sentence[index - 1].start].isupper() and sentence[index - 1].low != "of":
                return index
    return start


def _apposed(text: str, sentence: Sentence, limit: int, end: int) -> tuple[int, int] | None:
    """The subject before `, said`: `Ann Lee, a lawyer for the city, said`."""
    start = end
    while True:
        while start > limit and sentence[start - 1].low not in _CLOSED - {"(", ")"}:
            start -= 1
        if start >= end:
            return None
        if start <= limit or sentence[start - 1].low != "," or not _is_apposition(sentence, start):
            break
        start -= 1
    begin = start
    for index in range(start, end):
        if sentence[index].low in words_of("breaks") and index < end - 1:
            begin = index + 1
        if sentence[index].low == ",":
            break
    begin = _trim(text, sentence, begin, end)
    return (begin, end) if names_someone(text, sentence, begin, end) else None


def _is_apposition(sentence: Sentence, index: int) -> bool:
    """Whether what follows a comma tells more about the name before it."""
    low = _low(sentence, index)
    if low in {"who", "whose", "which", "of", "on", "for", "jr", "sr", "an", "a", "the", "his", "her", "another", "in"}:
        return True
    if low.isdigit() or (low.endswith("ing") and len(low) > 5):
        return True
    return low.startswith(("former", "director", "president", "head", "chief", "senior", "professor"))
