"""The user's knowledge base: rows brought in, and texts tried on them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from shared.errors import UsageError
from shared.intake import prepare
from shared.knowledge import MOST_ROWS, MemoryKnowledge, Row
from shared.records import Entity, EntityType, Mention
from shared.settings import Settings
from shared.step import Knowledge
from workers.desk.options import complain, count
from workers.desk.reading import Reading
from workers.desk.rows import read
from workers.desk.system import System
from workers.text.identity import LINK, candidates, filed, linked

_FEW = 20


def imported(here: System, rows: Sequence[Row], *, replace: bool) -> tuple[int, int, int]:
    """Takes rows in, known ids updated; returns the version, how many rows there are, and how many are new.

    Raises UsageError while somebody else imports, and where there would be too many.
    """
    with here.store.knowledge.alone() as alone:
        if not alone:
            raise UsageError("somebody else is importing a knowledge base; try again when it is done")
        known = {} if replace else {each.id: each for each in here.store.knowledge.rows()}
        merged = known | {each.id: each for each in rows}
        if len(merged) > MOST_ROWS:
            raise UsageError(f"these are {len(merged):,} rows; a knowledge base has at most {MOST_ROWS:,}")
        version = here.store.knowledge.replace([filed(each) for each in merged.values()])
    return version, len(merged), len(merged) - len(known)


def rows_of(file: BinaryIO) -> list[Row]:
    """The rows of a file; ends the command, naming each line, when some cannot be used."""
    rows, problems = read(file)
    if problems:
        complain(f"{file.name}: {each}" for each in problems[:_FEW])
        more = f"{count(len(problems) - _FEW, 'more line')} wrong. " if len(problems) > _FEW else ""
        complain([f"{file.name}: {more}Nothing was taken in"])
        sys.exit(1)
    if not rows:
        raise UsageError(f"{file.name}: there is no row in it, so nothing was taken in")
    return rows


def knowledge_of(file: BinaryIO) -> Knowledge:
    """A knowledge base of this file alone."""
    return MemoryKnowledge(filed(each) for each in rows_of(file))


def tried(settings: Settings, text: str, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The entities in the text, as a report's are read and linked; where the knowledge base has none of them, the text
    as one name as well. Each is name, type, id in the knowledge base, and evidence.
    """
    reading = Reading(settings, ["resolve"], knowledge)
    id, *_ = reading.take(prepare(text, source="test", max_bytes=settings.max_bytes))
    found: list[dict[str, Any]] = reading.record(id)["entities"]
    if not any(LINK in each["evidence"] for each in found):
        found = [*found, *(each.model_dump() for each in _as_name(text, knowledge))]
    unknown = Entity(id="", type="PERSON", name=text, mentions=[], confidence=1)
    return [
        {
            "name": each["name"],
            "type": each["type"],
            "id": each["links"].get(LINK),
            "evidence": each["evidence"].get(LINK),
        }
        for each in found or [unknown.model_dump()]
    ]


def _as_name(text: str, knowledge: Knowledge) -> list[Entity]:
    """The text as one name, once for each type of which it leads to rows."""
    mention = [Mention(start=0, end=len(text))]
    types: tuple[EntityType, ...] = ("PERSON", "ORG", "PLACE", "MISC")
    names = [Entity(id="", type=each, name=text, mentions=mention, confidence=1) for each in types]
    tried = linked(text, names, candidates(text, names, knowledge))
    whys = ((each, each.evidence[LINK]) for each in tried if each.evidence)
    told = {why["reason"]: each for each, why in whys if each.links or why["method"] == "ambiguous"}
    return [each for each in told.values() if each.links] or list(told.values())


def line(row: Row) -> str:
    """A row for people."""
    aliases = f"  ({', '.join(row.aliases)})" if row.aliases else ""
    return f"{row.id}  {(row.type or 'PERSON or ORG')}  {row.name}{aliases}"


def verdict(found: dict[str, Any]) -> str:
    """What was tried, and whether and why it is linked."""
    id, why = found["id"], found["evidence"]
    name = f"{found['name']} ({found['type']}): "
    if why is None:
        return name + "not in the knowledge base"
    method = why["method"].replace("_", " ")
    sure = f"{id}, {method}, {why['confidence']:.2f}" if id else f"not linked, {method}"
    return f"{name}{sure}: {why['reason']}"
