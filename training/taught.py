"""Soft targets: how probable each tag of a text is, as trained networks say. Needs no torch."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workers.text import tags

Shares = NDArray[np.float16]


class Taught(NamedTuple):
    """How probable each tag is, a row a piece; rows of zeros teach nothing."""

    quote: Shares
    entity: Shares


def nothing(size: int) -> Taught:
    """Teaches nothing about so many pieces."""
    return Taught(*(np.zeros((size, tags.count(kinds)), np.float16) for kinds in (tags.ROLES, tags.TYPES)))
