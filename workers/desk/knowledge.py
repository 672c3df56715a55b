"""Commands about the user's knowledge base: bring one in, look at it, try it."""

from __future__ import annotations

import sys
from typing import Any, BinaryIO

import click

from shared.errors import UsageError
from shared.intake import prepare
from shared.knowledge import MOST_ROWS, MemoryKnowledge, Row
from shared.records import Entity, EntityType, Mention
from shared.settings import Settings
from shared.step import Knowledge
from workers.desk.options import compact, complain, json_option, printable, with_settings
from workers.desk.rows import read
from workers.desk.system import system
from workers.text.identity import LINK, candidates, filed, linked

_FEW = 20


@click.group()
def kb() -> None:
    """Import people, organisations and places to link to, and try them."""


@kb.command(name="import")
@with_settings
@click.argument("file", type=click.File("rb"))
@click.option("--replace", is_flag=True, help="Keep nothing but what is in FILE.")
def import_(settings: Settings, file: BinaryIO, replace: bool) -> None:
    """Take in rows of id, name, aliases and type, from CSV or JSON lines; known ids are updated.

    An entity that has exactly the name or alias of a row is of the row's type, whatever the language model found.
    Reports that come in from now on are linked; `wireroom replay --all --step resolve` links the others.
    """
    rows = rows_of(file)
    with system(settings, "wireroom kb import") as here, here.store.knowledge.alone() as alone:
        if not alone:
            raise UsageError("somebody else is importing a knowledge base; try again when it is done")
        known = {} if replace else {each.id: each for each in here.store.knowledge.rows()}
        merged = known | {each.id: each for each in rows}
        if len(merged) > MOST_ROWS:
            raise UsageError(f"these are {len(merged):,} rows; a knowledge base has at most {MOST_ROWS:,}")
        version = here.store.knowledge.replace([filed(each) for each in merged.values()])
    new = len(merged) - len(known)
    click.echo(f"version {version}: {len(merged):,} rows, {new:,} new, {len(rows) - new:,} updated")


@kb.command(name="list")
@with_settings
@click.option("--limit", default=0, help="The first so many; 0: all.")
@json_option
def list_(settings: Settings, limit: int, as_json: bool) -> None:
    """Its rows, in the order of import."""
    with system(settings, "wireroom kb list") as here:
        about = here.store.knowledge.about()
        if not as_json:
            click.echo(f"version {about['version']}: {about['rows']:,} rows" if about else "there is no knowledge base")
        for number, row in enumerate(here.store.knowledge.rows(), 1):
            click.echo(compact(row.model_dump()) if as_json else printable(_line(row)))
            if number == limit:
                break


@kb.command()
@with_settings
@click.argument("text")
@json_option
def test(settings: Settings, text: str, as_json: bool) -> None:
    """What would be linked in TEXT (a sentence or a name alone), and why.

    Its entities are found and linked as in a report; where none of them is known, TEXT is tried as one name too.
    """
    with system(settings, "wireroom kb test") as here:
        if not here.store.knowledge.about():
            raise UsageError("there is no knowledge base; bring one in with `wireroom kb import FILE`")
        found = _tried(settings, text, here.store.knowledge)
    for each in found:
        id, why = each["links"].get(LINK), each["evidence"].get(LINK)
        if as_json:
            click.echo(compact({"name": each["name"], "type": each["type"], "id": id, "evidence": why}))
        else:
            click.echo(printable(f"{each['name']} ({each['type']}): {_said(id, why)}"))


def rows_of(file: BinaryIO) -> list[Row]:
    """The rows of a file; ends the command, naming each line, when some cannot be used."""
    rows, problems = read(file)
    if problems:
        name = printable(file.name)
        complain(f"{name}: {printable(each)}" for each in problems[:_FEW])
        more = f"{len(problems) - _FEW} lines more are wrong. " if len(problems) > _FEW else ""
        complain([f"{name}: {more}Nothing was taken in"])
        sys.exit(1)
    return rows


def knowledge_of(file: BinaryIO) -> Knowledge:
    """A knowledge base of this file alone."""
    return MemoryKnowledge(filed(each) for each in rows_of(file))


def _tried(settings: Settings, text: str, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The entities in the text, as a report's are read and linked; where the knowledge base has none of them, the text
    as one name as well.
    """
    from workers.desk.reading import Reading  # noqa: PLC0415  the steps' tables take a while to import

    reading = Reading(settings, ["resolve"], knowledge)
    id, *_ = reading.take(prepare(text, source="test", max_bytes=settings.max_bytes))
    found: list[dict[str, Any]] = reading.record(id)["entities"]
    if not any(LINK in each["evidence"] for each in found):
        found = [*found, *(each.model_dump() for each in _as_name(text, knowledge))]
    unknown = Entity(id="", type="PERSON", name=text, mentions=[], confidence=1)
    return found or [unknown.model_dump()]


def _as_name(text: str, knowledge: Knowledge) -> list[Entity]:
    """The text as one name, once for each type of which it leads to rows."""
    mention = [Mention(start=0, end=len(text))]
    types: tuple[EntityType, ...] = ("PERSON", "ORG", "PLACE", "MISC")
    names = [Entity(id="", type=each, name=text, mentions=mention, confidence=1) for each in types]
    tried = linked(text, names, candidates(text, names, knowledge))
    whys = ((each, each.evidence[LINK]) for each in tried if each.evidence)
    told = {why["reason"]: each for each, why in whys if each.links or why["method"] == "ambiguous"}
    return [each for each in told.values() if each.links] or list(told.values())


def _line(row: Row) -> str:
    aliases = f"  ({', '.join(row.aliases)})" if row.aliases else ""
    return f"{row.id}  {(row.type or 'PERSON or ORG')}  {row.name}{aliases}"


def _said(id: str | None, why: dict[str, Any] | None) -> str:
    if why is None:
        return "not in the knowledge base"
    method = why["method"].replace("_", " ")
    return (
        f"{id}, {method}, {why['confidence']:.2f}: {why['reason']}" if id else f"not linked, {method}: {why['reason']}"
    )
