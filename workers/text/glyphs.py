"""One glyph for one thing: quotation marks, apostrophes and dashes, and characters decoded twice.

Marks whose direction is written are made “ ” ‘ ’, hyphens -, longer dashes – and —. A straight " stays: which way it
faces is not in the text; so does --. What was decoded in the wrong code page (`â€™`) is put right where ftfy's
statistics are certain that it was and the bytes say what it must be. Each is an edit, so the map to `raw` undoes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ftfy import bad_codecs, badness

_ONE = {
    "‟": "“", "″": "”", "＂": '"', "〝": "“", "〞": "”", "❝": "“", "❞": "”", "‹": "‘", "›": "’", "‛": "‘", "ʼ": "’",
    "＇": "'", "‐": "-", "‑": "-", "−": "-", "﹣": "-", "－": "-", "‒": "–", "―": "—", "﹘": "—", "\x91": "‘",
    "\x92": "’", "\x93": "“", "\x94": "”", "\x96": "–", "\x97": "—",
}  # fmt: skip
_MANY = re.compile(
    rf"(?P<one>[{''.join(_ONE)}])|(?P<low>„[ \xa0\u202f]?)"
    r"|(?P<ticks>(?<!`)``(?!`)[ ]?|(?<!`)``(?=`\w))|(?P<close>(?<!')''(?!')|(?<=(?<!')')''(?!'))"
    r"|(?P<left>[ \xa0\u202f]?«[ \xa0\u202f]?)|(?P<right>[ \xa0\u202f]?»[ \xa0\u202f]?)|(?P<high>“)"
    r"|(?P<acute>(?<=[^\W\d_])[´`](?=[^\W\d_]))"
)
#: Characters that UTF-8's first byte can look like in a code page of one byte; the next one is never ASCII.
_WORD = re.compile(r"\S+")
_TWICE = re.compile(r"[^\x00-\x7f]{2,}")
_PAGES = ("sloppy-windows-1252", "latin-1", "sloppy-windows-1251", "sloppy-windows-1250", "macroman")

bad_codecs.ok()  # registers the code pages called sloppy


def glyphs(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The edits that make `text[start:end]`, one paragraph, uniform; in order, never overlapping."""
    words = text[start:end]
    if words.isascii() and "``" not in words and "''" not in words:
        return []
    repaired = list(_repaired(words))
    taken = {at for first, last, _ in repaired for at in range(first, last)}
    found = [each for each in _uniform(words) if taken.isdisjoint(range(each[0], each[1]))]
    return [(start + first, start + last, new) for first, last, new in sorted(repaired + found)]


def _uniform(words: str) -> Iterator[tuple[int, int, str]]:
    low = False
    outward = words.find("«") > words.find("»") >= 0
    again = words.find("»") if "«" not in words and words.lstrip().startswith("»") else -1
    for found in _MANY.finditer(words):
        kind, whole = found.lastgroup, found[0]
        if kind == "one":
            yield found.start(), found.end(), _ONE[whole]
        elif kind in ("ticks", "low"):
            low = kind == "low" or low
            yield found.start(), found.end(), "“"
        elif kind == "close":
            yield found.start(), found.end(), "”" if "``" in words else '"'
        elif kind == "high" and low:
            low = False
            yield found.start(), found.end(), "”"
        elif kind in ("left", "right"):
            # a quote that goes on may begin its next paragraph with a closing mark
            yield _guillemet(found, opens=(kind == "left") != outward or found.start() <= again < found.end())
        elif kind == "acute":
            yield found.start(), found.end(), "’"


def _guillemet(found: re.Match[str], *, opens: bool) -> tuple[int, int, str]:
    """The mark with the space that French sets inside it."""
    whole = found[0]
    start = found.start() + (opens and whole[0] not in "«»")
    end = found.end() - (not opens and whole[-1] not in "«»")
    return start, end, "“" if opens else "”"


def _repaired(words: str) -> Iterator[tuple[int, int, str]]:
    """What was decoded twice, character by character."""
    for word in _WORD.finditer(words):
        if word[0].isascii() or not badness.is_bad(word[0]):
            continue
        for run in _TWICE.finditer(words, *word.span()):
            yield from next(filter(None, (_decoded(run, page) for page in _PAGES)), [])


def _decoded(run: re.Match[str], page: str) -> list[tuple[int, int, str]]:
    """The run's characters as UTF-8 that was read in a code page; none when it cannot have been that."""
    try:
        right = run[0].encode(page).decode("utf-8")
    except UnicodeError:
        return []
    edits, at = [], run.start()
    for letter in right:
        size = len(letter.encode("utf-8"))
        edits.append((at, at + size, letter))
        at += size
    return edits
