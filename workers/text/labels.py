"""Editors' marks before a headline: `RPT: REVIEW - `, `UPDATE 2-`, `1STLD-`, `(2nd LD)`. The list is data/labels.toml.

They are read from the left while they are known; an unknown capital word is never taken for one. A mark must be set
off from what follows: by `:`, `-`, `/` or brackets, or by being the only word in capitals. What could as well be a
word of the headline is left in it: `Lead-free petrol`, `SNAP-ON RECALLS TOOLS`.
"""

from __future__ import annotations

import re
from functools import cache

from shared.records import Label
from workers.text.gazetteer import plain
from workers.text.tables import sections

#: How urgent a label says a report is, from 1.
URGENCY = {"FLASH": 1, "ALERT": 1, "SNAP": 1, "BULLETIN": 2, "URGENT": 3}
#: Labels are looked for in so many characters.
_LONGEST = 300
_DRESS = re.compile(r"[*+=\s]+")
_SEPARATOR = re.compile(r"\s*(?::|-{1,3}|[–—/|]|\++|\*+|(?<=\s)[?\ufffd](?=\s))[\s:-]*")
_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"\d+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,40})[)\]]")
_BEFORE = r"\d{1,2}(?:ST|ND|RD|TH|[EÈ]?RE?|E|[ÈE]ME|NDE?|[ªº°A]|\.)"


def labels(text: str, start: int, end: int) -> tuple[list[Label], int]:
    """The labels of the headline `text[start:end]` in order, and where the headline itself begins."""
    end = min(end, start + _LONGEST)
    found: list[Label] = []
    dress = _DRESS.match(text, start, end)
    at = dress.end() if dress else start
    while at < end:
        more, after = _bracketed(text, at, end) or _bare(text, at, end) or ([], at)
        if not more:
            break
        found += more
        at = after
    return found, at


def _bracketed(text: str, at: int, end: int) -> tuple[list[Label], int] | None:
    """Brackets with nothing but labels in them."""
    brackets = _BRACKETS.match(text, at, end)
    if brackets is None:
        return None
    found, after = labels(text, *brackets.span(1))
    return (found, _past(text, brackets.end(), end)) if found and after == brackets.end(1) else None


def _bare(text: str, at: int, end: int) -> tuple[list[Label], int] | None:
    match = _pattern().match(text, at, end)
    if match is None:
        return None
    name, number, stop = match["numbered"] or match["plain"], match["before"] or match["after"], match.end()
    if match["after"] and _is_headline_s(text, stop, end):
        number, stop = match["before"], match.end("numbered")
    if stop < end and not _set_off(text, at, stop, end, name=None if number else name.upper()):
        return None
    label = _names()[_SPACE.sub(" ", name.upper())]
    return [Label(start=at, end=stop, label=label, number=_number(number))], _past(text, stop, end)


def _is_headline_s(text: str, stop: int, end: int) -> bool:
    """Whether the number before `text[stop:end]` is the headline's: `UPDATE 2 dead`."""
    return not _SEPARATOR.match(text, stop, end) and text[stop:end].lstrip()[:1].islower()


def _set_off(text: str, at: int, stop: int, end: int, name: str | None) -> bool:
    """Whether the words `text[at:stop]` are a mark before a headline and no part of it; `name`: one without number."""
    words, following = text[at:stop], text[stop:end].split(None, 1)[0]
    separator = _SEPARATOR.match(text, stop, end)
    if separator is None:
        capitals = words.isupper() and not following.isupper() and text[stop].isspace()
        return capitals and name not in sections("labels")["common"]["acronyms"]
    if separator[0] not in ("-", "/"):
        return not words[0].islower()
    rest = text[separator.end() : end]
    if name is None or _pattern().match(rest):
        return True
    if name in sections("labels")["common"]["words"]:
        return words.isupper() and not rest[:1].islower() and not rest.split(None, 1)[0].isupper()
    return words.isupper() or not rest[:1].islower()


def _number(words: str | None) -> int | None:
    digits = _DIGITS.match(words) if words else None
    return int(digits[0]) if digits else None


def _past(text: str, at: int, end: int) -> int:
    after = _SEPARATOR.match(text, at, end) or _SPACE.match(text, at, end)
    return after.end() if after else at


def _spellings(part: str) -> dict[str, str]:
    """The spellings in one part of the list, with and without accents, and the names they mean."""
    return {
        form.upper(): name
        for name, spellings in sections("labels")[part].items()
        for spelling in spellings
        for form in (spelling, plain(spelling))
    }


@cache
def _names() -> dict[str, str]:
    return _spellings("plain") | _spellings("numbered")


@cache
def _pattern() -> re.Pattern[str]:
    def either(part: str) -> str:
        return "|".join(
            re.escape(each).replace(r"\ ", r"\s+") for each in sorted(_spellings(part), key=len, reverse=True)
        )

    number = r"[ -]?\(?(?P<after>\d{1,3})(?:\s+OF\s+\d{1,3})?\)?"
    return re.compile(
        rf"(?:(?P<before>{_BEFORE})[ -]?)?"
        rf"(?:(?P<numbered>{either('numbered')})(?:{number})?|(?P<plain>{either('plain')}))(?![\w'’])",
        re.IGNORECASE,
    )
