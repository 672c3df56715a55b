"""Joins quotes and entities: says who the speaker of each quote is, where that is clear, and who of the user's
knowledge base each entity is.
"""

from __future__ import annotations

from shared.knowledge import EMPTY
from shared.records import Entities, Normalized, Quotes, Resolved
from shared.step import Knowledge, step
from workers.text import identity, speakers


@step(version="3", after=["quotes", "entities", "dedup"])
def resolve(normalize: Normalized, quotes: Quotes, entities: Entities, knowledge: Knowledge = EMPTY) -> Resolved:
    """The quotes with their speakers, and the entities, those under a misspelt name joined to the right one."""
    text = normalize.text
    found, joined = speakers.resolve(text, quotes.quotes, entities.entities)
    return Resolved(quotes=found, entities=identity.identified(text, joined, knowledge))
