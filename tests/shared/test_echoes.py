"""Quotes met again: the same on Redis and in memory, whatever order reports are worked on in."""

from __future__ import annotations

import pytest

from shared.echoes import SAYS, fingerprints, quoted
from shared.finding import names_of
from shared.intake import prepare
from shared.memory import MemoryStore
from shared.record import record
from shared.records import Entity, Normalized, Quote, Resolved, Span, Speaker
from shared.redis_store import RedisStore
from shared.step import HEAD
from shared.store import Outcome
from tests.reading import NOW
from tests.shared.conftest import AFTER, MINE

SAID = "We got everybody off within ten minutes, and the barge is lost"
TRIMMED = "We got everybody off within ten minutes"
Store = RedisStore | MemoryStore


@pytest.fixture(params=["redis", "memory"])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        return MemoryStore(AFTER)
    found: RedisStore = request.getfixturevalue("redis_store")
    return found


def results(said: str, name: str = "Boro Vane") -> tuple[Normalized, Resolved]:
    text = f"The fire is out. “{said}”, {name} said."
    start = text.index("“")
    quote = Quote(
        type="direct",
        content=[Span(start=start, end=start + len(said) + 2)],
        speaker=Speaker(name=name, entity=f"person-{name}", how="name", confidence=0.9),
        confidence=1,
    )
    who = Entity(id=f"person-{name}", type="PERSON", name=name, mentions=[], confidence=1)
    return Normalized(raw=text, format="plain", encoding="utf-8"), Resolved(quotes=[quote], entities=[who])


def take(store: Store, key: str, at: int = NOW) -> str:
    (accepted,) = store.accept([prepare(key, source="test", key=key, max_bytes=100, received_at=at)])
    return accepted.id


def work(store: Store, id: str, said: str, name: str = "Boro Vane") -> None:
    """Runs all that waits of a report in which this was said."""
    head, says = results(said, name)
    given = {HEAD: Outcome("done", head.encode())}
    given[SAYS] = Outcome("done", says.encode(), names=names_of(says), said=fingerprints(head.text, says))
    taken = store.claim(id, HEAD, [], MINE) or store.claim(id, SAYS, [], MINE)
    assert taken
    claim = taken[0]
    while claim:
        finished = store.finish(claim, given.get(claim.step, Outcome("done", b"{}")), MINE)
        assert finished
        claim = finished.following  # type: ignore[assignment]


def give(store: Store, key: str, said: str, name: str = "Boro Vane", at: int = NOW) -> str:
    id = take(store, key, at)
    work(store, id, said, name)
    return id


def earlier(store: Store, id: str) -> list[tuple[str, str]]:
    (quote,) = record(store.load([id])[0], AFTER)["quotes"]
    return [(each["key"], each["verdict"]) for each in quote["earlier"]]


@pytest.mark.parametrize(
    ("said", "name", "verdict"),
    [
        (SAID, "Vane", "same"),
        (TRIMMED, "Boro Vane", "trimmed"),
        (SAID.replace("ten", "forty"), "Boro Vane", "altered"),
        (SAID, "Edda Quill", "other_speaker"),
    ],
)
def test_a_quote_met_again_leads_to_the_report_before(store: Store, said: str, name: str, verdict: str) -> None:
    first, second = give(store, "a", SAID), give(store, "b", said, name)
    assert earlier(store, first) == []
    assert earlier(store, second) == [("a", verdict)]


def test_it_shows_where_it_stood_who_said_it_and_what_is_different(store: Store) -> None:
    first = give(store, "a", SAID)
    second = give(store, "b", SAID.replace("everybody", "everybody [of the crew]").replace("ten", "forty"))
    (quote,) = record(store.load([second])[0], AFTER)["quotes"]
    (met,) = quote["earlier"]
    assert [each["text"] for each in met["of"]] == [f"“{SAID}”"]
    assert (met["report"], met["speaker"], met["inserted"]) == (first, "Boro Vane", ["of the crew"])
    assert [each for each in met["diff"] if each[0] != "same"] == [["out", "ten"], ["in", "forty"]]


def test_the_order_of_the_reports_decides_not_that_of_work(store: Store) -> None:
    late, early = take(store, "late", NOW + 1000), take(store, "early")
    work(store, late, SAID)
    work(store, early, TRIMMED)
    assert earlier(store, early) == []
    assert earlier(store, late) == [("early", "trimmed")]


def test_another_quote_or_one_from_long_before_is_not_met(store: Store) -> None:
    give(store, "other", "I would rather lose three days than one ship")
    give(store, "short", "We got everybody off")
    give(store, "old", SAID, at=NOW - 3 * 4 * 86_400_000)
    assert earlier(store, give(store, "a", SAID)) == []


def test_of_many_reports_the_first_and_some_of_the_last_are_kept(store: Store) -> None:
    ids = [give(store, f"{n:02}", SAID, at=NOW + n) for n in range(40)]
    assert [key for key, _ in earlier(store, ids[-1])] == [f"{n:02}" for n in range(8)]
    if isinstance(store, RedisStore):
        rings = [ring for key in postings(store) for ring in store.client.hvals(key)]
        assert max(map(len, rings)) <= 64
        noted = [store.client.hmget(f"wire:r:{id}", ["earlier", "later"]) for id in ids]
        assert max(len((each or b"").split()) for pair in noted for each in pair) <= 16


def postings(store: RedisStore) -> list[bytes]:
    return sorted(store.client.scan_iter("wire:q:*"))


def dump(store: RedisStore) -> dict[bytes, dict[bytes, bytes]]:
    return {key: store.client.hgetall(key) for key in postings(store)}


def test_what_is_worked_on_again_replaces_what_was_filed_before(redis_store: RedisStore) -> None:
    first, second = give(redis_store, "a", SAID), give(redis_store, "b", SAID)
    before = dump(redis_store)
    redis_store.rerun(second, [SAYS], forget=False)
    work(redis_store, second, SAID)
    assert dump(redis_store) == before
    assert earlier(redis_store, second) == [("a", "same")]

    redis_store.rerun(first, [HEAD, SAYS], forget=False)
    work(redis_store, first, "I would rather lose three days than one ship", "Edda Quill")
    assert earlier(redis_store, second) == []
    assert redis_store.finding.named([['"quill']]) == [first]
    assert redis_store.finding.named([['"boro', '"vane']]) == [second]


def test_with_a_report_all_that_was_filed_of_it_goes(redis_store: RedisStore) -> None:
    first, second = give(redis_store, "a", SAID), give(redis_store, "b", TRIMMED)
    assert redis_store.finding.sharing([second]) == [first, second]
    redis_store.delete(first)
    assert earlier(redis_store, second) == []
    assert redis_store.client.hget(f"wire:r:{second}", "earlier") == b""
    redis_store.delete(second)
    assert list(redis_store.client.scan_iter("wire:q:*")) == list(redis_store.client.scan_iter("wire:name:*")) == []


def test_every_key_of_the_index_has_its_time(redis_store: RedisStore) -> None:
    give(redis_store, "a", SAID)
    window = redis_store.settings.window * 1000
    assert postings(redis_store)
    assert all(window < redis_store.client.pttl(key) <= 2 * window for key in postings(redis_store))


def test_a_lost_index_is_written_anew(redis_store: RedisStore) -> None:
    id, before = give(redis_store, "a", SAID), dump(redis_store)
    redis_store.client.delete(*postings(redis_store), *redis_store.client.scan_iter("wire:name:*"))
    head, says = results(SAID)
    assert redis_store.finding.index(id, names_of(says) or (), fingerprints(head.text, says))
    assert dump(redis_store) == before
    assert redis_store.finding.named([['"=person-boro vane']]) == [id]
    assert not redis_store.finding.index("gone", [], [])
    assert not redis_store.known("gone")


@pytest.mark.parametrize(
    ("line", "content", "expected"),
    [
        ('He said it "would never again" work, not "with them".', 'would never again" work, not "with them', True),
        ("He said it “would never again” work, not “with them”.", "it “would never again” work, not “with them”", True),
        ("He said it would never again.", "would never again", False),
    ],
)
def test_of_a_mixed_quote_the_words_in_marks_are_taken(line: str, content: str, expected: bool) -> None:
    text = f'A "headline" here\n{line}\n'
    start = text.index(content)
    said = quoted(text, "mixed", [(start, start + len(content))])
    assert said == ("would never again with them" if expected else "")


def test_a_very_long_report_is_filed_by_its_first_quotes() -> None:
    text = "\n".join(f"“{n} we got everybody off within {n} minutes and the barge is lost {n}”" for n in range(1_000))
    starts = [0, *(at + 1 for at, each in enumerate(text) if each == "\n")]
    spans = [Span(start=start, end=text.index("”", start)) for start in starts]
    says = Resolved(quotes=[Quote(type="direct", content=[each], confidence=1) for each in spans])
    found = fingerprints(text, says)
    assert 1_000 <= sum(map(len, found)) < 1_020
