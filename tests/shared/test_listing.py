"""Lists of reports by status, source, label, time and key, on a real Redis."""

from __future__ import annotations

import pytest

from shared.intake import prepare
from shared.records import Label, Normalized
from shared.redis_listing import Filter
from shared.redis_store import RedisStore
from shared.store import Outcome
from tests.shared.conftest import AFTER

VERSIONS = dict.fromkeys(AFTER, "1")
HOUR = 3_600_000


def report(
    store: RedisStore, key: str, *labels: tuple[str, int | None], at: int = HOUR, text: str = "", source: str = "a"
) -> str:
    """A report whose first step is done."""
    (accepted,) = store.accept([prepare(f"{key} {text}", source=source, key=key, received_at=at, max_bytes=9999)])
    claimed = store.claim(accepted.id, "normalize", ["body"], VERSIONS)
    assert claimed
    found = [Label(start=0, end=1, label=name, number=number) for name, number in labels]
    result = Normalized(raw=f"{key} {text}", format="plain", encoding="utf-8", labels=found)
    store.finish(claimed[0], Outcome("done", result.encode()), {})
    return accepted.id


@pytest.fixture
def ids(redis_store: RedisStore) -> list[str]:
    return [
        report(redis_store, "1.txt", ("RPT", None)),
        report(redis_store, "2.txt", ("UPDATE", 1), at=3 * HOUR),
        report(redis_store, "3.txt", ("UPDATE", 12), source="b", text='"label":"RPT" and "label":"RPT","number":null}'),
        report(redis_store, "2.txt", ("CORRECTED", None), ("UPDATE", 1), at=5 * HOUR, text="again"),
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), [0, 1, 2, 3]),
        (Filter(source="a"), [0, 1, 3]),
        (Filter(source="A"), []),
        (Filter(label=("RPT", None)), [0]),
        (Filter(label=("UPDATE", None)), [1, 2, 3]),
        (Filter(label=("UPDATE", 1)), [1, 3]),
        (Filter(label=("UPDATE", 2)), []),
        (Filter(label=("UPDAT", None)), []),
        (Filter(since=3 * HOUR), [1, 3]),
        (Filter(since=3 * HOUR + 1), [3]),
        (Filter(key="2.txt"), [1, 3]),
        (Filter(key="2"), []),
        (Filter(status="refused"), []),
        (Filter(status="waiting", source="b", label=("UPDATE", 12)), [2]),
    ],
)
def test_a_filter_keeps_what_it_says(redis_store: RedisStore, ids: list[str], wanted: Filter, found: list[int]) -> None:
    assert redis_store.listing.ids(wanted) == [ids[each] for each in found]


def test_a_page_ends_before_the_report_named(redis_store: RedisStore, ids: list[str]) -> None:
    listing = redis_store.listing
    assert listing.ids(newest=3) == ids[1:]
    assert listing.ids(newest=2, before=ids[2]) == ids[:2]
    assert listing.ids(Filter(source="a"), newest=1, before=ids[3]) == [ids[1]]
    assert listing.ids(before=ids[0]) == []


def test_many_are_read_in_parts(redis_store: RedisStore) -> None:
    """More reports than are looked at in one call."""
    made = [prepare(str(each), source="b" if each % 7 else "a", key=str(each), max_bytes=99) for each in range(2500)]
    ids = [each.id for each in redis_store.accept(made)]
    assert redis_store.listing.ids() == ids
    assert redis_store.listing.ids(Filter(source="a")) == ids[::7]
    assert redis_store.listing.ids(Filter(source="a"), newest=3) == ids[::7][-3:]
