"""A step is a plain function; `@step` says what it comes after and names its version.

Parameters named after earlier steps receive their results, `received` the report as it came in, and a
parameter typed `Neighbours` or `Door` a port to other reports, one typed `Model` the language model, one typed
`Knowledge` the user's knowledge base. The graph is read from these lines alone.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, get_type_hints

from shared.knowledge import Found
from shared.reading import Named
from shared.records import Received, Result
from shared.relations import Link, Meeting, Trace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

HEAD = "normalize"


class Neighbours(Protocol):
    """What a step may ask and say about other reports."""

    def meet(self, trace: Trace) -> Meeting:
        """Files the trace and returns, in the same instant, reports of the last days that share marks or names.

        Two copies that meet at once can therefore not miss each other. Asking again is harmless.
        """

    def link(self, links: Iterable[Link]) -> None:
        """Writes down how reports are related, strongest first. Saying the same again is harmless."""


class Door(Protocol):
    """Where a step hands in further reports that it found in the bytes of its own."""

    def hand_in(self, parent: Received, bodies: Sequence[bytes], format: str) -> list[str]:
        """Takes them in as `KEY#2`, `KEY#3` ... of the parent's key or id; returns their ids.

        Saying the same again is harmless.
        """


class Tagger(Protocol):
    """Another program that finds names."""

    name: str

    def names(self, text: str, places: Sequence[tuple[int, int]]) -> list[Named]:
        """The names at these places of the text, in order."""


class Model(Protocol):
    """The language model; with a `tagger`, that one finds the names in its place."""

    name: str
    tokenizer: Tokenizer
    tagger: Tagger | None

    def scores(self, pieces: NDArray[np.int64], kinds: NDArray[np.int64]) -> Sequence[NDArray[np.float32]]:
        """What it says of one window: quote tags, links to cues, entity tags; one row a piece."""


class Knowledge(Protocol):
    """The user's knowledge base."""

    def find(self, keys: Iterable[str]) -> Found:
        """The rows filed under any of these keys."""


_PORTS = (Neighbours, Door, Model, Knowledge)


@dataclass(frozen=True)
class Step:
    """A step's function and what the runner has to know of it."""

    name: str
    run: Callable[..., Result]
    after: tuple[str, ...]
    version: str
    inputs: Mapping[str, type] = field(default_factory=dict)
    output: type[Result] = Result
    ports: Mapping[str, type] = field(default_factory=dict)


def step(*, version: str, after: Iterable[str] = ()) -> Callable[[Callable[..., Any]], Step]:
    """Makes a function a step, named after the function.

    Args:
        version: changes whenever the same input may give another result.
        after: the steps that must be done before it.
    """

    def declare(function: Callable[..., Any]) -> Step:
        hints = get_type_hints(function)
        output = hints.pop("return")
        ports = {name: hint for name, hint in hints.items() if hint in _PORTS}
        inputs = {name: hints[name] for name in inspect.signature(function).parameters if name not in ports}
        return Step(function.__name__, function, tuple(after), version, inputs, output, ports)

    return declare


class Graph:
    """All steps in an order in which they can run.

    Raises ValueError when a step comes after an unknown one or itself, asks for a result it does not come after,
    or when another step than `normalize` comes first.
    """

    def __init__(self, steps: Iterable[Step]) -> None:
        waiting = {each.name: each for each in steps}
        self.steps: dict[str, Step] = {}
        while waiting:
            ready = sorted(name for name, each in waiting.items() if set(each.after) <= set(self.steps))
            if not ready:
                raise ValueError(f"steps {sorted(waiting)} wait for each other or for steps that do not exist")
            self.steps |= {name: waiting.pop(name) for name in ready}
        if [name for name, each in self.steps.items() if not each.after] != [HEAD]:
            raise ValueError(f"exactly one step, {HEAD}, may come after nothing")
        for each in self.steps.values():
            unknown = set(each.inputs) - self.ancestors(each.name) - {"received"}
            if unknown:
                raise ValueError(f"step {each.name} asks for {sorted(unknown)}, which it does not come after")

    def __getitem__(self, name: str) -> Step:
        return self.steps[name]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps.values())

    def names(self) -> list[str]:
        """The steps' names in order."""
        return list(self.steps)

    def ancestors(self, name: str) -> set[str]:
        """Everything that `name` comes after, near or far."""
        near = set(self.steps[name].after)
        return near.union(*(self.ancestors(each) for each in near))

    def needed(self, wanted: Iterable[str]) -> set[str]:
        """The wanted steps and all they need. KeyError names an unknown one."""
        names = set(wanted)
        return names.union(*(self.ancestors(each) for each in names))

    def after(self) -> dict[str, list[str]]:
        """Each step's direct predecessors, in running order."""
        return {name: list(each.after) for name, each in self.steps.items()}
