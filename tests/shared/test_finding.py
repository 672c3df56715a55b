"""Reports are found by what they name, as long as they are kept and as they were read last."""

from __future__ import annotations

from typing import Literal

import pytest

from shared.finding import id_name, names_of, words
from shared.intake import prepare
from shared.records import Entities, Entity, Quote, Resolved, Speaker
from shared.redis_store import RedisStore
from shared.store import Outcome
from tests.shared.conftest import MINE


def finish(store: RedisStore, id: str, *names: str) -> None:
    """Runs all that waits; the last step tells these names."""
    taken = store.claim(id, "normalize", [], MINE) or store.claim(id, "resolve", [], MINE)
    assert taken is not None
    claim = taken[0]
    while claim:
        told = frozenset(names) if claim.step == "resolve" else None
        finished = store.finish(claim, Outcome("done", b"{}", names=told), MINE)
        assert finished is not None
        claim = finished.following  # type: ignore[assignment]


def give(store: RedisStore, raw: str, *names: str) -> str:
    (accepted,) = store.accept([prepare(raw, source="test", max_bytes=100)])
    finish(store, accepted.id, *names)
    return accepted.id


def test_reports_are_found_by_all_names_of_a_way_in_order_of_intake(redis_store: RedisStore) -> None:
    one = give(redis_store, "one", "boro", "vane", "=q1")
    two = give(redis_store, "two", "ilse", "vane")

    assert redis_store.finding.named([["vane"]]) == [one, two]
    assert redis_store.finding.named([["boro", "vane"]]) == [one]
    assert redis_store.finding.named([["=q1"], ["ilse"]]) == [one, two]
    assert redis_store.finding.named([["boro", "ilse"], ["nobody"]]) == []


def test_what_is_read_again_is_found_by_what_it_names_now(redis_store: RedisStore) -> None:
    id = give(redis_store, "one", "boro", "vane")
    redis_store.rerun(id, ["resolve"], forget=False)
    assert redis_store.finding.named([["boro"]]) == [id]
    finish(redis_store, id, "ilse", "vane")

    assert redis_store.finding.named([["boro"]]) == []
    assert redis_store.finding.named([["ilse", "vane"]]) == [id]


def test_with_a_report_all_its_names_go(redis_store: RedisStore) -> None:
    one, two = give(redis_store, "one", "boro", "vane"), give(redis_store, "two", "vane")
    redis_store.delete(one)
    assert redis_store.finding.named([["vane"]]) == [two]
    redis_store.delete(two)

    assert list(redis_store.client.scan_iter("wire:name:*")) == []


def test_a_report_may_have_very_many_names(redis_store: RedisStore) -> None:
    names = [f"name{n}" for n in range(20_000)]
    id = give(redis_store, "one", *names)

    assert redis_store.finding.named([[names[-1]]]) == [id]
    redis_store.delete(id)
    assert list(redis_store.client.scan_iter("wire:name:*")) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("J.K. Tarn", ["jk", "tarn"]),
        ("O'Vane-Łask", ["o", "vane", "lask"]),
        ("  ÉDDA\nQuill_x ", ["edda", "quill", "x"]),
        ("U.S.", ["us"]),
        ("東京 İzmir Straße", ["東京", "izmir", "strasse"]),
        ("\ud800 ...", []),
    ],
)
def test_names_are_compared_without_case_accents_and_marks(name: str, expected: list[str]) -> None:
    assert words(name) == expected


def test_a_report_is_found_by_words_ids_and_links_of_its_entities() -> None:
    vane = Entity(id="person-1", type="PERSON", name="Boro Vane", mentions=[], links={"kb": "Q1 X"}, confidence=1)

    assert names_of(Resolved(entities=[vane])) == {"boro", "vane", "=person-1", "=q1 x"}
    assert names_of(Resolved()) == frozenset()
    assert names_of(Entities(entities=[vane])) is None
    assert id_name(" q1  X") == "=q1 x"


@pytest.mark.parametrize("type", ["direct", "mixed", "indirect"])
def test_a_speaker_finds_what_is_quoted_in_any_way(type: Literal["direct", "mixed", "indirect"]) -> None:
    speaker = Speaker(name="Edda Quill", how="name", confidence=1)
    said = Quote(type=type, content=[], speaker=speaker, confidence=1)
    assert names_of(Resolved(quotes=[said])) == {'"edda', '"quill'}
