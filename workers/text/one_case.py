"""Names in lines of one case, all capitals or all small letters: nothing tells there where a name begins and ends.

So what stands beside it is weighed, by lists that were made by counting which words are written large beside the names
of the training texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from workers.text.gazetteer import Known, cities, known, recased, regions, table
from workers.text.names import Name, Token, tokens

#: The words behind a people or a country, as far as the name of a body may go on.
_BEHIND = re.compile(r"(?: [^\W\d_]+){1,5}")
_ARTICLE = re.compile(r"\ban? $", re.IGNORECASE)
_OWNS = re.compile(r"['’]s ", re.IGNORECASE)


def fact(name: str) -> Known | None:
    """What is known of a name in such a line."""
    return known(name) or recased(name)


def within(lines: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a place is in one of these stretches, which are in order."""
    before = bisect_right(lines, at, key=lambda each: each[0])
    return before > 0 and at < lines[before - 1][1]


def mended(text: str, lines: Sequence[tuple[int, int]], found: Iterable[Name]) -> list[Name]:
    """The names in order, those in these lines as long as they are likely to be.

    Args:
        text: the text.
        lines: the stretches of it that have one case, in order.
        found: names anywhere.
    """
    names = sorted(found)
    if not lines or not names:
        return names
    ends = [*(each.start for each in names[1:]), len(text)]
    return [
        part
        for name, end in zip(names, ends, strict=True)
        for part in (_mended(text, name, end) if within(lines, name.start) else [name])
    ]


def _mended(text: str, name: Name, end: int) -> Iterator[Name]:
    name = _body(text, name, end)
    if name.type == "PLACE" and len(name.words) > 1 and not fact(name.written) and not regions(name.written.title()):
        name = _place(text, name)
    line = tokens(text, name.start, name.end)
    while len(line) > 1 and line[-1].word.casefold() in table("joins"):
        line.pop()
    owner = _OWNS.search(text, name.start, name.end) if name.type == "PLACE" else None
    if owner:
        yield _cut(name, [each for each in line if each.start < owner.start()])
        line = [each for each in line if each.start >= owner.end()]
    yield _cut(name, line) if len(line) < len(name.words) else name


def _body(text: str, name: Name, end: int) -> Name:
    """`Tarvikian Football Federation` where `Tarvikian` was found, up to `end`."""
    about = fact(name.written) if name.type in {"MISC", "PLACE"} else None
    behind = _BEHIND.match(text, name.end, end)
    if not about or not (about.iso or about.type == "MISC") or not behind:
        return name
    if _ARTICLE.search(text, max(0, name.start - 4), name.start):
        return name
    words: list[str] = []
    for each in tokens(text, name.end, behind.end()):
        low = each.word.casefold()
        if low in table("stops") or (low in table("joins") and not words):
            break
        words.append(each.word)
        if low in table("bodies"):
            return name._replace(end=each.end, words=(*name.words, *words), type="ORG")
    return name


def _place(text: str, name: Name) -> Name:
    """A place without the side of a country, and without what lies there."""
    line = tokens(text, name.start, name.end)
    rest = " ".join(name.words[1:])
    if name.words[0].casefold() in table("sides") and (fact(rest) or cities(rest.title())):
        return _cut(name, line[1:])
    return _cut(name, line[:-1]) if name.words[-1].casefold() in table("grounds") else name


def _cut(name: Name, line: Sequence[Token]) -> Name:
    """The name made of these words alone."""
    return name._replace(start=line[0].start, end=line[-1].end, words=tuple(each.word for each in line))
