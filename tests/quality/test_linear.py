"""Normalize takes time in proportion to the length, whatever is repeated: no pattern backtracks beyond a paragraph.

The short form repeats each unit to 20,000 and to 80,000 characters; `WIRE_LONG=1` to 250,000 and to 1,000,000.
"""

from __future__ import annotations

import contextlib
import gc
import os
import time

import pytest

from shared.errors import BadReport
from tests.reading import one

LONG = bool(os.environ.get("WIRE_LONG"))
SHORT, TIMES = (250_000, 4) if LONG else (20_000, 4)
#: More than in proportion by so much: the machine may be busy, and memory grows slow.
SLACK = 2.0
#: Seconds that a million characters may take.
SLOWEST = 20.0
UNITS = [
    # letters, blanks and marks
    "a", "A", "é", "漢", "א", "𝒜", " ", "\t", "\n", "\r", "\u2028", "\xa0", "\u200b", "\x03", "\x16\x16\x01", "\ufffd",
    ".", "-", "–", "—", "--", "/", "(", ")", "()", "[", "{", '"', "“", "”", "'", "''", "``", "«", "„", "*", "#", "_",
    "=", "+", "|", "&", "<", ">", ":", ";", ",", "?", "!", "0", "1 ", "a ", "A ", "word ", "Word ", "-\n", " -\n",
    # datelines, dates and credits
    "LUSAKA ", "LUSAKA/", "LUSAKA, ", "LUSAKA and ", "LUSAKA (Reuters) - ", "(Reuters) - ", "(Reuters) ", "/TASS/ ",
    "Nov 24 ", "Nov ", "24 ", "24.11.", "1 de ", "Monday, ", "2025. ", "Lusaka, Nov 24 - x\n\n", "A. ", "St. ", "'s-",
    # labels, heads and notes
    "RPT-", "UPDATE 2-", "(RPT) ", "((", "2ND ", "1ST LD-", "BC-A, ", "BREAKING NEWS ", "SLUG/", "SLUG/\n\n",
    "By Ann Lee\n", "By Ann Lee and ", "Eds: x\n\n", "(Adds x)\n\n", "Keywords: a; ", "EMBARGOED UNTIL ",
    "at 6:00 GMT ", "(Corrects x to y) ", "(Corrects a from b\n\n", "to x from y ", "should read a not b ",
    "CORRECTION\n\n", "THE FIRE\n\n", "A\n\nb.\n\n",
    # ends and furniture
    "ENDS\n", "MORE\n\n", "ab/cd/", "ab-cd-", "dpa xx ", "dpa xx yy\n\n", "___\n\n", "* * * ", "(c) 2025\n\n",
    "@a.b ", "a@b.c ", "http://a", "About Alder ", "Not for publication\n\n", "contributed to ", "edited by ",
    "($1 = ",
    # tables and lists
    "a   b\n", "a   b", "a\tb\n", "a....b", "1 2 3\n", "Shr 3 cts vs 4 cts\n\n", "* a\n", "1. a\n", "   a\n",
    "      a\nb\n",
    # damage
    "that that ", "that that that\n", "Menckel Mencel Menckell ", "didnt ", "Its a ", "its ", '"a ', ' "a" ',
    '"a\n\n', '“a\n\n', 'a" ', "6'2\" ", "Ã©", "â€™", "Ã¢€ ", "&amp;", "aa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ",
]  # fmt: skip
BEFORE = {"alone": "", "in the lead": "FERRY BURNS\n\nPORT ALDER, Nov 24 (Reuters) - The ferry burned. "}


def _seconds(text: str) -> float:
    """Of processor time, without what it takes to look through all that other tests left in memory."""
    gc.disable()
    began = time.process_time()
    with contextlib.suppress(BadReport):
        one(text, "text")
    took = time.process_time() - began
    gc.enable()
    return took


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("unit", UNITS, ids=map(repr, UNITS))
def test_time_is_in_proportion(unit: str, before: str) -> None:
    short, long = (before + unit * (size // len(unit)) for size in (SHORT, SHORT * TIMES))
    _seconds(before + unit)
    shortest = took = float("inf")
    for _ in range(5):  # the shortest of some turns: others may have the machine
        shortest, took = min(shortest, _seconds(short)), min(took, _seconds(long))
        if took <= shortest * TIMES * SLACK + 0.05:
            break
    assert took <= shortest * TIMES * SLACK + 0.05
    assert took <= SLOWEST * len(long) / 1_000_000
