"""What stands after the story: sign-offs and end marks, rights and contacts, and what is not for publication."""

from __future__ import annotations

import re

from shared.records import SegmentKind
from workers.text.agencies import is_agency
from workers.text.end_marks import is_end_mark, says_more
from workers.text.notes import is_note

_EDGES = " .-=*()[]#<>\t_"
#: The agency, then initials and perhaps the desk: `dpa ab cd`, `SDA/ab`, `AAP RTV`.
_SIGNED = re.compile(
    r"(?P<agency>[\w-]{2,20})(?:[ /\\]{1,3}(?:[a-zäöü]{2,4}(?:[ /][a-zäöü]{2,4}){0,5}(?: [A-Z]{2,3})?|[A-Z]{2,8}))?$"
)
#: Sign-offs are not looked for further from the end.
_LAST = 12


def ending(text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None]) -> tuple[int, bool]:
    """Names the kinds of the paragraphs after the story, in place.

    Returns how many paragraphs come before them, and whether another take is to follow.
    """
    last = len(places)
    hidden = next((at for at in range(1, last) if is_note(text[slice(*places[at])], "hidden")), last)
    for at in range(hidden, last):
        kinds[at] = kinds[at] or "furniture"
    while hidden > 1 and kinds[hidden - 1] == "furniture":
        hidden -= 1
    last = hidden
    more = False
    while last > 1 and len(places) - last < _LAST + len(places) - hidden:
        words = text[slice(*places[last - 1])]
        if is_signoff(words):
            more = more or says_more(words)
            kinds[last - 1] = kinds[last - 1] or "signoff"
        elif is_note(words, "furniture"):
            kinds[last - 1] = kinds[last - 1] or "furniture"
        elif kinds[last - 1] != "signoff":
            break
        last -= 1
    return last, more


def is_signoff(words: str) -> bool:
    """Whether a last paragraph only says that the report ends, and who made it."""
    if is_end_mark(words) or is_note(words, "signoff"):
        return True
    signed = _SIGNED.match(words.strip(_EDGES))
    return signed is not None and is_agency(signed["agency"])
