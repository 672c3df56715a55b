"""What the step `read` says to the steps behind it: the language model's view of a report."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.records import EntityType, Result, Span


class Named(Span):
    """A name that the language model sees here; `sure` is its probability."""

    type: EntityType
    sure: float


class Part(Span):
    """What the language model takes for a part of a quote; `sure` is its probability.

    `cues` are the likeliest cues that it belongs to, best first: their numbers among the parts, and the logarithm of
    their probability.
    """

    role: Literal["source", "cue", "content"]
    sure: float
    cues: list[tuple[int, float]] = Field(default=[])


class Read(Result):
    """What the language model of this name found. Other steps make quotes and entities of it."""

    private = frozenset({"model", "names", "parts"})
    passing = True

    model: str = ""
    names: list[Named] = Field(default=[])
    parts: list[Part] = Field(default=[])
