"""Paragraphs that are no part of the story, by how they begin: data/notes.toml has a list for each kind."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["advisory", "correction", "embargo", "hidden", "sender", "furniture", "signoff"]
#: Longer paragraphs than this are part of the story, whatever they begin with.
_LONGEST = 600


def is_note(words: str, kind: Kind) -> bool:
    """Whether a paragraph is a note of this kind."""
    return len(words) <= _LONGEST and _patterns()[kind].match(words) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(files("workers.text").joinpath("data/notes.toml").read_text("utf-8"))
    return {kind: re.compile("|".join(f"(?:{each})" for each in shapes), re.I) for kind, shapes in table.items()}
