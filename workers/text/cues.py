"""Words that say that someone said something, and whether they tell of speech or of a stance."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from workers.text.tables import rows

Kind = Literal["speech", "stance"]


@cache
def lexicon() -> dict[str, Kind]:
    """The table of cues, by form."""
    return {word: "speech" if kind == "speech" else "stance" for word, kind in rows("cues")}


def kind_of(words: Iterable[str], *, quoted: bool) -> Kind:
    """What a cue of these words tells of; one that is not in the table tells of speech where there are quotation marks.

    Args:
        words: in lower case.
        quoted: whether what was said stands in quotation marks, if only in part.
    """
    kinds = {lexicon()[word] for word in words if word in lexicon()}
    return "speech" if "speech" in kinds or (quoted and not kinds) else "stance"
