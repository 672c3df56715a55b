"""Editors' marks before a headline: `RPT: REVIEW - `, `UPDATE 2-`, `1STLD-`. The list is data/labels.toml.

They are read from the left while they are known; an unknown capital word is never taken for one. A mark must be
set off from what follows: by `:`, `-`, `/`, its number, brackets around it, or by being the only capital word.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from shared.records import Label

#: How urgent a label says a report is, from 1.
URGENCY = {"FLASH": 1, "ALERT": 1, "SNAP": 1, "BULLETIN": 2, "URGENT": 3}
_SEPARATOR = re.compile(r"\s*(?::|--|[-–—/])\s*")
_CLOSES = {"[": "]", "(": ")"}
_SPACE = re.compile(r"\s+")
_STARS = re.compile(r"\s*\*+\s*")


def labels(text: str, start: int, end: int) -> tuple[list[Label], int]:
    """The labels of the headline `text[start:end]` in order, and where the headline itself begins."""
    found: list[Label] = []
    at = start
    stars = _STARS.match(text, at, end)
    if stars:
        at = stars.end()
    while match := _pattern().match(text, at + text.startswith(("[", "("), at, end), end):
        name, number = _named(match)
        stop = match.end()
        if match.start() > at:
            if text[stop : stop + 1] != _CLOSES[text[at]]:
                break
            stop += 1
        after = _SEPARATOR.match(text, stop, end)
        if after is None and stop == match.end() < end and not _set_off(text, match, end):
            break
        found.append(Label(start=match.start(), end=match.end(), label=name, number=number))
        space = after or _SPACE.match(text, stop, end)
        at = space.end() if space else stop
        if at >= end:
            break
    return found, at


def _set_off(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a mark without a separator is one: all capitals before a word that is not."""
    following = text[match.end() : end].split(None, 1)[0]
    return match[0].isupper() and not following.isupper() and text[match.end()].isspace()


def _named(match: re.Match[str]) -> tuple[str, int | None]:
    name = _names()[_SPACE.sub(" ", (match["numbered"] or match["plain"]).upper())]
    number = match["before"] or match["after"]
    return name, int(number) if number else None


@cache
def _names() -> dict[str, str]:
    table = tomllib.loads(resources.files("workers.text").joinpath("data/labels.toml").read_text("utf-8"))
    return {spelling: name for part in table.values() for name, all_ in part.items() for spelling in all_}


@cache
def _pattern() -> re.Pattern[str]:
    table = tomllib.loads(resources.files("workers.text").joinpath("data/labels.toml").read_text("utf-8"))

    def either(part: str) -> str:
        spellings = sorted((each for all_ in table[part].values() for each in all_), key=len, reverse=True)
        return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in spellings)

    return re.compile(
        rf"(?:(?:(?P<before>\d{{1,2}})(?:ST|ND|RD|TH)\s?)?(?P<numbered>{either('numbered')})(?:\s+(?P<after>\d{{1,3}}))?"
        rf"|(?P<plain>{either('plain')}))(?![\w'’])",
        re.IGNORECASE,
    )
