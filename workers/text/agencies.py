"""News agencies, by the names that datelines and sign-offs give them: data/agencies.txt."""

from __future__ import annotations

import re
from functools import cache

from workers.text.tables import words

_JOINTS = re.compile(r"\s*[/,;&+]\s*|\s+(?:and|und|et|y|e)\s+")
_CORRESPONDENT = re.compile(r"\s+(?:correspondent|special correspondent|corr\.|Korr\.)\s.*", re.I)


def is_agency(name: str) -> bool:
    """Whether there is an agency of this name."""
    return name.lower() in _known()


def named(credit: str) -> list[str]:
    """The agencies in a credit: `tns/dpa`, `AP and Reuters`, `ats afp`. Words that are none of ours stay together."""
    found: list[str] = []
    for part in [credit] if is_agency(credit) else _JOINTS.split(_CORRESPONDENT.sub("", credit)):
        words = [part] if is_agency(part) else re.split(r"[\s-]+", part)
        found += words if all(map(is_agency, words)) else [part]
    return [each for each in found if each]


@cache
def _known() -> frozenset[str]:
    return frozenset(words("agencies"))
