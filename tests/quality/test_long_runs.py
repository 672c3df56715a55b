"""A long run of anything, anywhere in a document of any format, is read in time in proportion to its length."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from shared.errors import BadReport
from tests.pace import within
from tests.quality.fuzz import SEEDS
from tests.reading import several

LENGTH = 20_000
PLACES = 5
UNITS = (
    " ",
    "\n",
    "\t",
    "\xa0",
    "A",
    "a ",
    ".",
    "...",
    "-",
    ", ",
    "&",
    "&nbsp;",
    "<",
    "<p>",
    "<br>",
    "<!--",
    "[",
    "\0",
)


@pytest.mark.parametrize("unit", UNITS, ids=map(repr, UNITS))
@pytest.mark.parametrize("path", sorted(SEEDS.iterdir()), ids=lambda path: path.name)
def test_a_long_run_takes_no_time(path: Path, unit: str) -> None:
    body, run = path.read_bytes(), (unit * (LENGTH // len(unit))).encode()
    several(body, None)
    places = [len(body) * (2 * number + 1) // (2 * PLACES) for number in range(PLACES)]
    with within(1.5):
        for at in places:
            with contextlib.suppress(BadReport):
                several(body[:at] + run + body[at:], None)
