"""Alignment: passages that both share, each word once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.pace import within
from workers.text.align import SHORTEST, Run, align

LINE = "the harbour of port alder was closed on monday after a barge burned there for six hours"
ONE = LINE.split(" ")


def test_the_same_words_are_one_run() -> None:
    assert align(ONE, ONE) == [Run(0, 0, len(ONE))]


def test_a_changed_word_parts_two_align() -> None:
    other = [*ONE[:7], "tuesday", *ONE[8:]]
    assert align(ONE, other) == [Run(0, 0, 7), Run(8, 8, len(ONE) - 8)]


def test_words_put_in_between_and_passages_that_changed_places_are_found() -> None:
    new = ["nobody", "was", "hurt", "the", "mayor", "said"]
    assert align(ONE, [*ONE[:8], *new, *ONE[8:]]) == [Run(0, 0, 8), Run(8, 14, len(ONE) - 8)]
    assert align(ONE, [*ONE[8:], *ONE[:8]]) == [Run(8, 0, 9), Run(0, 9, 8)]


def test_short_runs_say_nothing() -> None:
    assert align(ONE, ["in", "port", "alder", "was", "never", "there", "for", "six"]) == []


@given(st.lists(st.sampled_from("abcd"), max_size=60), st.lists(st.sampled_from("abcd"), max_size=60))
def test_every_run_is_the_same_on_both_sides_and_no_word_is_in_two(one: list[str], other: list[str]) -> None:
    found = align(one, other)
    for run in found:
        assert run.length >= SHORTEST
        assert one[run.a : run.a + run.length] == other[run.b : run.b + run.length]
    for side in ("a", "b"):
        words = [getattr(run, side) + at for run in found for at in range(run.length)]
        assert len(words) == len(set(words))
    assert found == sorted(found, key=lambda run: run.b)


def test_words_that_come_again_and_again_cost_no_time() -> None:
    with within(2):
        align(["a", "b"] * 3000, ["a"] * 3000 + ["a", "b"] * 1500)
        align(["a"] * 6000, ["a", "a", "a", "b"] * 1500)
