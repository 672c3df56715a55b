"""Joins quotes and entities: says who the speaker of each quote is, where that is clear."""

from __future__ import annotations

from shared.records import Entities, Normalized, Quotes, Resolved
from shared.step import step
from workers.text import speakers


@step(version="1", after=["quotes", "entities", "dedup"])
def resolve(normalize: Normalized, quotes: Quotes, entities: Entities) -> Resolved:
    """The quotes with their speakers, and the entities, those under a misspelt name joined to the right one."""
    found, joined = speakers.resolve(normalize.text, quotes.quotes, entities.entities)
    return Resolved(quotes=found, entities=joined)
