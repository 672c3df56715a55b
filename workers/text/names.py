"""Finds names by their shape: runs of capitalised words, cut where titles, peoples and countries begin.

A name's type comes, in this order, from the gazetteer, from the words in it (`Ministry`, `River`, `Cup`), from a
title before it, and from what stands around it. What shouts (crossheads and headlines in capitals) tells nothing:
there, only names met elsewhere are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workers.text.gazetteer import EntityType, cities, common, known, table

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’&][^\W_]+)*")
_ENDS = re.compile(r"[.!?:;…\"“”«»•*|–—\n]|--|- ")
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_PARTICLES = frozenset(["de", "la", "del", "da", "das", "do", "dos", "van", "von", "der", "den", "ter", "bin", "bint", "ibn", "al", "el", "y", "e", "di", "du", "le", "ben", "abu"])
_OF = frozenset({"of", "for", "of the", "for the", "and", "on"})
_SHORT = frozenset(["st", "mr", "mrs", "ms", "dr", "gen", "sen", "rep", "gov", "lt", "col", "capt", "sgt", "maj", "prof", "jr", "sr", "rev", "hon"])
_PLACE_BEFORE = frozenset(["in", "at", "from", "near", "across", "outside", "inside", "toward", "towards", "throughout"])


class Token(NamedTuple):
    """A word of the text. `opens` is true where a sentence begins."""

    start: int
    end: int
    word: str
    gap: str
    opens: bool


class Name(NamedTuple):
    """A name found at `text[start:end]`. Without a type it is a name whose kind is not yet known.

    `sure` runs from 0 to 1; `titled` is true where a person's title stands before it.
    """

    start: int
    end: int
    words: tuple[str, ...]
    type: EntityType | None
    sure: float
    titled: bool = False


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of `text[start:end]`; an `'s` at a word's end is left out."""
    found, at, fresh = [], start, True
    for match in _WORD.finditer(text, start, end):
        word, stop = match.group(), match.end()
        if word.endswith(_POSSESSIVE) and len(word) > 2:
            word, stop = word[:-2], stop - 2
        gap = text[at : match.start()]
        abbreviated = bool(found) and gap == ". " and (len(found[-1].word) == 1 or found[-1].word.casefold() in _SHORT)
        found.append(Token(match.start(), stop, word, gap, fresh or (bool(_ENDS.search(gap)) and not abbreviated)))
        at, fresh = stop, False
    return found


def is_loud(text: str) -> bool:
    """Whether capitals tell nothing here: all words, or nearly all the longer ones, begin with one."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return text.isupper() or (len(words) > 2 and sum(word[0].isupper() for word in words) > 0.7 * len(words))


def find(line: list[Token], met: frozenset[str]) -> Iterator[Name]:
    """The names of one paragraph.

    Args:
        line: its words.
        met: words that the report writes with a capital inside a sentence, where that means something.
    """
    for run in _runs(line):
        start = _begins(line, run, met)
        if start < run.stop:
            yield from _cut(line, range(start, run.stop))


def inside(line: list[Token]) -> Iterator[str]:
    """The words of a paragraph with a capital inside a sentence."""
    return (token.word for token in line if not token.opens and _capital(token.word))


def _runs(line: list[Token]) -> Iterator[range]:
    """Stretches of capitalised words, with the small words that names are tied together by."""
    at = 0
    while at < len(line):
        if not _capital(line[at].word):
            at += 1
            continue
        start, at = at, at + 1
        while at < len(line) and (step := _joins(line, start, at)):
            at += step
        yield range(start, at)


def _joins(line: list[Token], start: int, at: int) -> int:
    """How many words from `at` on go on with the name that began at `start`."""
    if not _touches(line[at], line[at - 1]):
        return 0
    if _capital(line[at].word):
        return 1
    for size in (1, 2):
        small = line[at : at + size + 1]
        if len(small) <= size or not _capital(small[-1].word) or any(each.gap != " " for each in small[1:]):
            continue
        words = " ".join(each.word for each in small[:-1])
        if words in _PARTICLES or (words in _OF and _ties(line, start, at, words)):
            return size + 1
    return 0


def _ties(line: list[Token], start: int, at: int, words: str) -> bool:
    """Whether `of`, `for` or `and` belongs to the name: `Ministry of`, `Bank of`, `Ministry of Trade and`."""
    before = [token.word for token in line[start:at]]
    if words in ("and", "on"):
        return bool({"of", "for"} & set(before)) and not known(line[at + 1].word)
    last = before[-1]
    return (
        last in table("org_words")
        or last in table("place_words")
        or last in table("misc_words")
        or last == "University"
    )


def _touches(token: Token, before: Token) -> bool:
    """Whether two words can be of one name, by what stands between them."""
    if token.gap == " " or token.gap == " & ":
        return True
    return token.gap in (". ", ".") and (len(before.word) == 1 or before.word.casefold() in _SHORT)


def _begins(line: list[Token], run: range, met: frozenset[str]) -> int:
    """Where the name begins in a run: not with a word that is only capitalised because a sentence begins."""
    first = line[run.start]
    folded = first.word.casefold()
    if folded in ("the", "a", "an") or (first.opens and folded in table("function_words")):
        return run.start + 1
    if not first.opens or folded not in common() or first.word in met:
        return run.start
    if known(_joined(line, run)) or folded in table("titles"):
        return run.start
    ends_well = len(run) > 1 and any(line[run.stop - 1].word in table(each) for each in _KINDS.values())
    return run.start if ends_well else run.start + 1


def _cut(line: list[Token], run: range) -> Iterator[Name]:
    """One run as the names it is made of: titles and the peoples and countries before other names come off."""
    titled, start = _title_before(line, run.start), run.start
    whole = known(_joined(line, run))
    for at in run if whole is None else ():
        if _is_title(line, run, at):
            yield from _parts(line, range(start, _trimmed(line, start, at)), titled=titled)
            titled, start = True, at + 1
    yield from _parts(line, range(start, run.stop), titled=titled)


def _is_title(line: list[Token], run: range, at: int) -> bool:
    word = line[at].word
    if word.casefold() not in table("titles"):
        return False
    after = [line[each].word for each in range(at + 1, run.stop)]
    organised = bool(after) and (after[-1] in table("org_words") or after[0] in table("org_words"))
    return not (organised or (word == "General" and not after and at > run.start))


def _title_before(line: list[Token], at: int) -> bool:
    before = line[at - 1] if at else None
    return before is not None and before.word.casefold() in table("titles") and line[at].gap in (" ", ". ")


def _trimmed(line: list[Token], start: int, stop: int) -> int:
    """The end of what stands before a title, without the words that belong to the title."""
    while stop > start and line[stop - 1].word.casefold() in table("title_fillers"):
        stop -= 1
    return stop


def _parts(line: list[Token], run: range, *, titled: bool) -> Iterator[Name]:
    """A run without titles: known names at its head come off, the rest is one name."""
    while run and (head := _known_head(line, run)):
        yield _name(line, range(run.start, head), titled=False)
        run = range(head, run.stop)
        while run and line[run.start].word in _PARTICLES | {"of", "for", "and", "the", "on"}:
            run = run[1:]
    if run and (name := _name(line, run, titled=titled)).words:
        yield name


def _known_head(line: list[Token], run: range) -> int | None:
    """Where the known name at a run's head ends, when what follows is a name of its own."""
    for size in (3, 2, 1):
        if size < len(run) and (found := known(_joined(line, run[:size]))):
            rest = [line[at].word for at in run[size:]]
            if found.type == "ORG" or rest[0] in _OF | _PARTICLES:
                return None
            belongs = any(rest[-1] in table(each) for each in _KINDS.values())
            return None if belongs else run.start + size
    return None


_KINDS: dict[EntityType, str] = {"ORG": "org_words", "PLACE": "place_words", "MISC": "misc_words"}


def _name(line: list[Token], run: range, *, titled: bool) -> Name:
    words = tuple(line[at].word for at in run)
    end = line[run.stop - 1].end
    if words[-1].casefold() in ("jr", "sr") or len(words[-1]) == 1:
        end = line[run.stop - 1].end
    kind, sure = _type(words, titled=titled)
    if kind is None and sure < 0:
        words = ()
    if kind is None and len(words) == 1:
        kind, sure = _around(line, run)
    return Name(line[run.start].start, end, words, kind, sure, titled)


def _type(words: tuple[str, ...], *, titled: bool) -> tuple[EntityType | None, float]:
    """What a name is by itself; below 0 where it is none."""
    name = " ".join(words)
    if found := known(name):
        return found.type, 0.95
    if name in table("ignore") or (len(words) == 1 and (len(name) == 1 or name[0].isdigit())):
        return None, -1
    if len(words) > 1 and (kind := _by_words(words)):
        return kind, 0.8
    if titled and len(words) < 5 and not name.isupper():
        return "PERSON", 0.9
    if cities(name):
        return "PLACE", 0.75
    if len(words) == 1:
        if words[0].casefold() in common() or words[0].casefold() in table("titles"):
            return (None, -1) if not name.isupper() or len(name) > 6 else ("ORG", 0.5)
        return ("ORG", 0.6) if name.isupper() and len(name) < 8 else (None, 0)
    strange = sum(word.casefold() not in common() for word in words)
    if words[0].isupper() and len(words[0]) > 2:
        return "ORG", 0.5
    return ("PERSON", 0.7 if strange == len(words) else 0.55) if strange else ("MISC", 0.35)


def _by_words(words: tuple[str, ...]) -> EntityType | None:
    head = next((words[at - 1] for at, word in enumerate(words) if at and word in ("of", "for")), words[-1])
    for kind, each in _KINDS.items():
        if head in table(each) or words[-1] in table(each):
            return kind
    return "PLACE" if words[0] in ("Mount", "Lake", "Port", "Fort", "Cape", "Gulf", "Isle") else None


def _around(line: list[Token], run: range) -> tuple[EntityType | None, float]:
    """What the words beside a name make of it."""
    before = line[run.start - 1].word if run.start and line[run.start].gap == " " else ""
    after = line[run.stop].word if run.stop < len(line) and line[run.stop].gap in (" ", ", ") else ""
    if after.casefold() in table("person_verbs"):
        return "PERSON", 0.6
    if before in _PLACE_BEFORE:
        return "PLACE", 0.5
    return None, 0.3


def _joined(line: list[Token], run: Iterable[int]) -> str:
    return " ".join(line[at].word for at in run)


def _capital(word: str) -> bool:
    """Whether a word is written as a name: `Riga`, `al-Assad`, `eBay`, `U.S.`."""
    return word[0].isupper() or (
        not word[0].isdigit() and len(word) > 2 and not word.islower() and word[1:] != word[1:].lower()
    )
