"""Evidence: small where it is kept, whole when it is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.evidence import CHANGES, ENGINES, REASONS, Evidence, Pair
from shared.offsets import Offsets

PLACES = st.integers(0, 100_000)
PAIRS = st.builds(Pair, PLACES, PLACES, PLACES, PLACES)
SHARES = st.integers(0, 1000).map(lambda n: n / 1000)


@given(
    st.builds(
        Evidence,
        reasons=st.lists(st.sampled_from(REASONS), max_size=6),
        earlier_covered=SHARES,
        later_covered=SHARES,
        shared_words=PLACES,
        passages=st.lists(PAIRS, max_size=80),
        changed=st.lists(st.tuples(st.sampled_from(CHANGES), PAIRS), max_size=9),
        boilerplate=st.lists(st.tuples(PLACES, PLACES), max_size=4),
        engine=st.sampled_from(list(ENGINES)),
    )
)
def test_nothing_is_lost_when_it_is_kept(evidence: Evidence) -> None:
    assert Evidence.decode(evidence.encode()) == evidence


def test_ten_passages_and_changes_take_few_bytes() -> None:
    pairs = [Pair(at, at + 90, at + 20, at + 110) for at in range(0, 1000, 100)]
    changed = [("figure", Pair(at + 91, at + 94, at + 111, at + 114)) for at in range(0, 1000, 100)]
    made = Evidence(["headline", "same_lead", "label"], 0.91, 0.875, 150, pairs, changed, [])
    assert len(made.encode()) < 140


def test_places_are_shown_in_text_and_raw_and_what_is_empty_is_left_out() -> None:
    this, of = Offsets("x  grain", [(1, 3, " ")]), Offsets("grain")
    made = Evidence(["cut"], 1.0, 0.5, 1, [Pair(2, 7, 0, 5)], [], []).shown(this, of)
    assert made["passages"] == [
        {
            "this": {"start": 2, "end": 7, "raw_start": 3, "raw_end": 8},
            "of": {"start": 0, "end": 5, "raw_start": 0, "raw_end": 5},
        }
    ]
    assert not {"changed", "corrected", "boilerplate"} & set(made)
