"""What changed from one text to the next, for reading: paragraphs that differ, with the words taken out and put in.

`[-out-]` and `{+in+}`, in colours where there are any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rich.text import Text

_OUT, _IN, _SAME = "red strike", "green", "dim"
#: Of a long paragraph only what is near a change is shown.
_AROUND = 8


def lines(old: str, new: str) -> Iterator[Text]:
    """The changes in order, one paragraph a line; nothing when there are none."""
    before, after = old.splitlines(), new.splitlines()
    for what, a, a_end, b, b_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        gone, come = before[a:a_end], after[b:b_end]
        for one, other in zip(gone, come, strict=False):
            yield words(one, other)
        rest = min(len(gone), len(come))
        yield from (Text.assemble(("- ", _OUT), (each, _OUT)) for each in gone[rest:])
        yield from (Text.assemble(("+ ", _IN), (each, _IN)) for each in come[rest:])


def words(old: str, new: str) -> Text:
    """Both in one line: what is in both, what was taken out, what was put in."""
    before, after = old.split(), new.split()
    found = Text("~ ")
    parts = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for at, (what, a, a_end, b, b_end) in enumerate(parts):
        if what == "equal":
            found.append(_short(before[a:a_end], first=at == 0, last=at == len(parts) - 1) + " ", _SAME)
            continue
        if a < a_end:
            found.append(f"[-{' '.join(before[a:a_end])}-]", _OUT)
            found.append(" ")
        if b < b_end:
            found.append(f"{{+{' '.join(after[b:b_end])}+}}", _IN)
            found.append(" ")
    found.rstrip()
    return found


def _short(same: Sequence[str], *, first: bool, last: bool) -> str:
    """The words that stand next to a change."""
    head = [] if first else same[:_AROUND]
    tail = [] if last else same[-_AROUND:]
    if len(same) <= len(head) + len(tail):
        return " ".join(same)
    return " ".join([*head, "...", *tail])
