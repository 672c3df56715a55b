"""Reports read by `normalize` alone, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from shared.records import Normalized, Received
from shared.store import Outcome, Store
from workers.steps.normalize import normalize

#: 2025-11-24, 16:00 UTC.
NOW = 1_764_000_000_000


class Kept:
    """A door that keeps what is handed in."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.format = ""

    def hand_in(self, parent: Received, bodies: Sequence[bytes], format: str) -> list[str]:
        """As `Door.hand_in`."""
        self.bodies += bodies
        self.format = format
        return [f"{parent.id}#{number}" for number in range(2, len(bodies) + 2)]


def several(body: bytes | str, format: str | None = None, received_at: int = NOW) -> list[Normalized]:
    """All reports in these bytes, or the one when its format is given. Raises BadReport."""
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    door = Kept()
    first = normalize.run(
        received=Received(id="x", source="test", received_at=received_at, body=raw, format=format), door=door
    )
    assert isinstance(first, Normalized)
    return [first, *(each for more in door.bodies for each in several(more, door.format, received_at))]


def one(body: bytes | str, format: str | None = None, received_at: int = NOW) -> Normalized:
    """The only report in these bytes. Raises BadReport."""
    (found,) = several(body, format, received_at)
    return found


def keep(store: Store, id: str, report: Normalized) -> None:
    """Lets a report be normalised with this result."""
    taken = store.claim(id, "normalize", [], {"normalize": "1"})
    if taken:
        store.finish(taken[0], Outcome("done", report.encode()), {"normalize": "1"})


def paragraphs(*each: str) -> Normalized:
    """A report of these paragraphs."""
    return one("\n\n".join(each))
