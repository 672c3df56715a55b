"""Lines that end a report or a take: `ENDS`, `-30-`, `(MORE)`, `REUTER...`."""

from __future__ import annotations

from functools import cache

from workers.text.tables import rows

_EDGES = " .-–—=*()[]#<>\t_"


def is_end_mark(words: str) -> bool:
    """Whether a line is only an end mark, in whatever dress."""
    if len(words) > 40:
        return False
    bare = words.strip(_EDGES).lower()
    if bare.isdigit():
        return bare in _ends() and words[0] in "-–—"
    return bare in _ends() or bare in _more() or (not bare and "###" in words)


def says_more(words: str) -> bool:
    """Whether an end mark says that another take is to follow."""
    return words.strip(_EDGES).lower() in _more()


@cache
def _ends() -> frozenset[str]:
    return frozenset(word.strip(_EDGES).lower() for row in rows("end_marks") for word in row if word.strip(_EDGES))


@cache
def _more() -> frozenset[str]:
    return frozenset(word for row in rows("more_marks") for word in row)
