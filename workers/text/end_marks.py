"""Lines that end a report or a take: `ENDS`, `-30-`, `(MORE)`, `REUTER...`."""

from __future__ import annotations

from functools import cache

from workers.text.tables import words

_EDGES = " .-–—=*()[]#<>\t_"


def is_end_mark(line: str) -> bool:
    """Whether a line is only an end mark, in whatever dress."""
    if len(line) > 40:
        return False
    bare = line.strip(_EDGES).lower()
    if bare.isdigit():
        return bare in _ends() and line[0] in "-–—"
    return bare in _ends() or bare in _more() or (not bare and "###" in line)


def says_more(line: str) -> bool:
    """Whether an end mark says that another take is to follow."""
    return line.strip(_EDGES).lower() in _more()


@cache
def _ends() -> frozenset[str]:
    return frozenset(each.strip(_EDGES) for each in words("end_marks"))


@cache
def _more() -> frozenset[str]:
    return frozenset(words("more_marks"))
