"""Finds names by their shape: runs of capitalised words, cut where titles, peoples and countries begin.

A name's type comes, in this order, from the gazetteer, from the words in it (`Ministry`, `River`, `Cup`), from a
title before it, and from what stands around it. What shouts (crossheads and headlines in capitals) tells nothing:
there, only names met elsewhere are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from workers.text.gazetteer import EntityType, common, known, table
from workers.text.kinds import NO_NAME, ends_as, kind_of

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’&][^\W_]+)*")
_ENDS = re.compile(r"[.!?:;…\"“”«»•*|–—\n]|--|- ")
_LONGEST = 12  # words of one name
_CONTRACTED = re.compile(r"(?:I|You|He|She|We|They|It|That|There|Who|What|Let)['’]", re.IGNORECASE)
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_OF = frozenset({"of", "for", "of the", "for the", "and", "on"})


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
    found: list[Token] = []
    at, fresh = start, True
    for match in _WORD.finditer(text, start, end):
        for begin, word in _pieces(match.group(), match.start()):
            gap = text[at:begin]
            short = bool(found) and gap == ". " and _is_short(found[-1].word)
            opens = fresh or (bool(_ENDS.search(gap)) and not short)
            at, fresh = begin + len(word), False
            found.append(Token(begin, at, word, gap, opens))
    return found


def _pieces(word: str, start: int) -> list[tuple[int, str]]:
    """A word without `'s`, without `anti-` or `-based`; two where a hyphen joins two countries or peoples."""
    if word.endswith(_POSSESSIVE) and len(word) > 2:
        word = word[:-2]
    head, hyphen, tail = word.rpartition("-")
    if not hyphen:
        return [(start, word)]
    if tail in table("suffixes"):
        return [(start, head)]
    if head.casefold() in table("prefixes"):
        return [(start + len(head) + 1, tail)]
    return [(start, head), (start + len(head) + 1, tail)] if known(head) and known(tail) else [(start, word)]


def _is_short(word: str) -> bool:
    return len(word) == 1 or word.casefold() in table("abbreviated")


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
        if not _capital(line[at].word) or line[at].word == "I":
            at += 1
            continue
        start, at = at, at + 1
        while at < min(len(line), start + _LONGEST) and (step := _joins(line, start, at)):
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
        if words in table("particles") or (words in _OF and _ties(line, start, at, words)):
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
    if token.gap in {" ", " & "}:
        return True
    return token.gap in (". ", ".") and _is_short(before.word)


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
    return run.start if len(run) > 1 and ends_as((line[run.stop - 1].word,)) else run.start + 1


def _cut(line: list[Token], run: range) -> Iterator[Name]:
    """One run as the names it is made of: titles and the peoples and countries before other names come off."""
    start = _after_office(line, run)
    titled = start > run.start or _title_before(line, start)
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


def _after_office(line: list[Token], run: range) -> int:
    """Where the name begins after `Secretary of State` or `Minister of Foreign Affairs`."""
    start = run.start
    if start > 1 and line[start - 1].word == "of" and line[start - 2].word.casefold() in table("titles"):
        while start < run.stop and line[start].word.casefold() in table("title_fillers"):
            start += 1
    return start


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
        if name := _name(line, range(run.start, head), titled=False):
            yield name
        run = range(head, run.stop)
        while run and not _capital(line[run.start].word):
            run = run[1:]
    if run and (name := _name(line, run, titled=titled)):
        yield name


def _known_head(line: list[Token], run: range) -> int | None:
    """Where the known name at a run's head ends, when what follows is a name of its own."""
    for size in () if known(_joined(line, run)) else (3, 2, 1):
        if size < len(run) and (found := known(_joined(line, run[:size]))):
            rest = tuple(line[at].word for at in run[size:])
            belongs = found.type == "ORG" or not _capital(rest[0]) or ends_as(rest)
            return None if belongs else run.start + size
    return None


def _name(line: list[Token], run: range, *, titled: bool) -> Name | None:
    words = tuple(line[at].word for at in run)
    before = line[run.start - 1].word if run.start and line[run.start].gap == " " else ""
    after = line[run.stop].word if run.stop < len(line) and line[run.stop].gap in (" ", ", ") else ""
    kind = kind_of(words, before.casefold(), after.casefold(), titled=titled)
    if kind == NO_NAME or (after == "" and run.stop < len(line) and line[run.stop].gap == "$"):
        return None
    return Name(line[run.start].start, line[run.stop - 1].end, words, *kind, titled)


def _joined(line: list[Token], run: Iterable[int]) -> str:
    return " ".join(line[at].word for at in run)


def _capital(word: str) -> bool:
    """Whether a word is written as a name: `Riga`, `al-Assad`, `eBay`, `U.S.`, but not `I'm` or `We're`."""
    if _CONTRACTED.match(word):
        return False
    return word[0].isupper() or (
        not word[0].isdigit() and len(word) > 2 and not word.islower() and word[1:] != word[1:].lower()
    )
