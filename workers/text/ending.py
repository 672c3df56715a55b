"""What stands after the story: sign-offs and end marks, rights and contacts, and what is not for publication."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shared.records import SegmentKind
from workers.text.agencies import is_agency
from workers.text.end_marks import is_end_mark, says_more
from workers.text.notes import is_note

_EDGES = " .-=*()[]#<>\t_/©"
#: The agency, then initials and perhaps the desk: `dpa ab cd`, `SDA/ab`, `AAP RTV`.
_SIGNED = re.compile(
    r"(?P<agency>[\w-]{2,20})"
    r"(?:[ /\\]{1,3}(?:[a-zäöü]{2,4}(?:[ /][a-zäöü]{2,4}){0,5}(?: [A-Z]{2,3})?|[A-Z]{2,8}(?:[ /][A-Z]{2,4}){0,4}))?$"
)
_UPDATED = re.compile(
    r"(?:\(|this (?:story|article|report|post|item)\b|(?:editor|correction|clarification|update)[^ ]*)", re.I
)
#: Sign-offs are not looked for further from the end, and what a press release says of its sender is not longer.
_LAST = 12
_SENTENCE = re.compile(r"[.!?…][\"”»'’]*$")
#: What stands between a sign-off and the end is so short, and not more lines than these with it.
_SHORT, _TAIL = 60, 4
#: A story has more paragraphs than its headline before what is about its sender.
_FEWEST = 3


def ending(text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None]) -> tuple[int, bool]:
    """Names the kinds of the paragraphs after the story, in place.

    Returns how many paragraphs come before them, and whether another take is to follow.
    """
    lines = [text[start:end] for start, end in places]
    hidden = next((at for at in range(1, len(lines)) if is_note(lines[at], "hidden")), None)
    if hidden is None:
        begin = max(_FEWEST, len(lines) - _LAST)
        hidden = next((at for at in range(begin, len(lines)) if is_note(lines[at], "sender")), len(lines))
    more = any(says_more(line) for line in lines[hidden:])
    for at in range(hidden, len(lines)):
        kinds[at] = kinds[at] or ("signoff" if is_signoff(lines[at]) else "furniture")
    while hidden > 1 and kinds[hidden - 1] == "furniture":
        hidden -= 1
    last = hidden
    while last > 1 and hidden - last < _LAST:
        kind = kinds[last - 1] if kinds[last - 1] == "signoff" else _kind(lines[last - 1])
        if kind is None and _is_tail(lines[max(1, last - _TAIL) : last]):
            kind = "furniture"
        if kind is None:
            break
        more = more or says_more(lines[last - 1])
        kinds[last - 1] = kinds[last - 1] or kind
        last -= 1
    return last, more


def is_signoff(line: str) -> bool:
    """Whether a last paragraph only says that the report ends, and who made it."""
    if is_end_mark(line) or is_note(line, "signoff"):
        return True
    signed = _SIGNED.match(line.strip(_EDGES))
    return signed is not None and is_agency(signed["agency"])


def _is_tail(lines: Sequence[str]) -> bool:
    """Whether the last lines are short remnants after a sign-off: tags, counts of words, times."""
    signed = next((at for at, line in enumerate(lines) if is_signoff(line)), len(lines))
    after = lines[signed + 1 :]
    return bool(after) and all(len(line) < _SHORT and not _SENTENCE.search(line) for line in after)


def _kind(line: str) -> SegmentKind | None:
    """Of one of the last paragraphs; None where it is the story's."""
    if is_end_mark(line):
        return "signoff"
    if is_note(line, "furniture") or not any(map(str.isalnum, line)):
        return "furniture"
    if is_signoff(line):
        return "signoff"
    if _UPDATED.match(line):
        return "correction" if is_note(line, "correction") else "advisory" if is_note(line, "advisory") else None
    return None
