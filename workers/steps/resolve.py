"""Joins quotes and entities: gives entities the types of the user's knowledge base, says who the speaker of each quote
is, where that is clear, and links entities to rows of the knowledge base.
"""

from __future__ import annotations

from shared.knowledge import EMPTY
from shared.records import Entities, Normalized, Quotes, Resolved
from shared.step import Knowledge, step
from workers.text import identity, speakers


@step(version="4", after=["quotes", "entities", "dedup"])
def resolve(normalize: Normalized, quotes: Quotes, entities: Entities, knowledge: Knowledge = EMPTY) -> Resolved:
    """The quotes with their speakers, and the entities, those under a misspelt name joined to the right one.

    Types come before speakers, since only a person or a body is looked for as one.
    """
    text = normalize.text
    known = identity.candidates(text, entities.entities, knowledge)
    found, joined = speakers.resolve(text, quotes.quotes, identity.typed(entities.entities, known))
    return Resolved(quotes=found, entities=identity.linked(text, joined, known))
