"""The tables in `data/`: read once, when first asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> list[list[str]]:
    """The lines of `data/NAME.txt`, each split into words; `#` begins a comment and `_` stands for a space."""
    table = files("workers.text").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    lines = (line.partition(" #")[0].split() for line in table.splitlines() if not line.startswith("#"))
    return [[word.replace("_", " ") for word in line] for line in lines if line]
