"""How mails are worded: subjects with what mailers and lists put before them, and the lines around a mail's text.

The words of many languages are in data/mail.toml.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from workers.text.labels import labels

Sent = Literal["reply", "forward"]

_TAG = re.compile(r"\[([^\[\]]{1,60})\]\s*")
_MOST_TAGS = 10


class Words(NamedTuple):
    """The patterns made of data/mail.toml."""

    reply: re.Pattern[str]
    forward: re.Pattern[str]
    behind: re.Pattern[str]
    marker: re.Pattern[str]
    field: re.Pattern[str]
    attribution: re.Pattern[str]
    greeting: re.Pattern[str]
    farewell: re.Pattern[str]
    furniture: re.Pattern[str]


def subject(value: str) -> tuple[str, Sent | None]:
    """(a subject without `Re:`, `Fwd:` and a list's `[name]`, what the outermost of these says it is)."""
    known = words()
    sent: Sent | None = None
    for _ in range(_MOST_TAGS):
        tag = _TAG.match(value)
        mark = known.reply.match(value) or known.forward.match(value)
        if mark:
            sent = sent or ("reply" if mark.re is known.reply else "forward")
        elif tag is None or tag.end() == len(value) or labels(tag[1], 0, len(tag[1]))[1] == len(tag[1]):
            break
        value = value[(mark or tag).end() :]  # type: ignore[union-attr]
    behind = known.behind.search(value[-20:])
    if behind:
        value = value[: -len(behind[0])]
    return value.strip(), sent or ("forward" if behind else None)


@cache
def words() -> Words:
    """The table, read once."""
    table: dict[str, Any] = tomllib.loads(files("workers.text").joinpath("data/mail.toml").read_text("utf-8"))

    def any_of(name: str) -> str:
        return "|".join(re.escape(each) for each in sorted(table[name], key=len, reverse=True))

    above = "|".join(rf"{re.escape(first)}\b[\s\S]{{0,300}}\b{last}\b" for first, last in table["attributions"])
    count = r"(?:\s?[\[(^]?\d{1,3}[\])]?)?\s?[:：]\s*"
    shapes = {
        "reply": rf"(?:{any_of('replies')}){count}",
        "forward": rf"(?:{any_of('forwards')}){count}",
        "behind": rf"\s*(?:{any_of('sent_on')})\s*$",
        "marker": rf"-{{2,}}\s*(?:{any_of('markers')})\b[^\n]{{0,80}}$|(?:{any_of('markers')})\s*:?$",
        "field": rf"\**(?:{any_of('fields')})\s?:\**(?:\s|$)",
        "attribution": rf"(?:{above})[^>\n]{{0,60}}:?\s*\Z",
        "greeting": rf"(?:{any_of('greetings')})\b(?:[^.!?\n]{{0,80}}[,!:]|(?: [\w-]{{1,20}})?)\s*\Z",
        "farewell": rf"(?:{any_of('farewells')})\s*[,.!]?\s*(?:\n|\Z)",
        "furniture": "|".join(f"(?:{each})" for each in table["furniture"]),
    }
    return Words(**{name: re.compile(shape, re.I) for name, shape in shapes.items()})
