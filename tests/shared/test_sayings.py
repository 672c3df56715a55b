"""The same quote in several reports: same, trimmed, altered, or put into another's mouth."""

from __future__ import annotations

import pytest

from shared.sayings import Appearance, compare, gather
from tests.pace import within

FIRST = Appearance("1", "We got everybody off within ten minutes, and the barge is lost", "Boro Vane")


@pytest.mark.parametrize(
    ("said", "speaker", "verdict"),
    [
        ("“We got everybody off within ten minutes, and the barge is lost.”", "Captain Boro Vane", "same"),
        ("We got everybody [of the crew] off within ten minutes, and the barge is lost", None, "same"),
        ("[W]e got everybody off within ten minutes, and the barge is lost", "Boro Vane", "same"),
        ("We got everybody off within ten minutes", "Vane", "trimmed"),
        ("We got everybody off within ten minutes ... the barge is lost", "Vane", "trimmed"),
        ("We got everybody off, and the barge is lost", "Vane", "altered"),
        ("We never got everybody off within ten minutes, and the barge is lost", "Vane", "altered"),
        ("We got everybody off within forty minutes, and the barge is lost", "Boro Vane", "altered"),
        ("We got everybody off within ten minutes, and the barge is lost", "Edda Quill", "other_speaker"),
    ],
)
def test_each_verdict(said: str, speaker: str | None, verdict: str) -> None:
    echo = compare(FIRST, Appearance("2", said, speaker))
    assert echo is not None
    assert echo.verdict == verdict


def test_the_difference_is_told_by_words_and_insertions_are_kept_apart() -> None:
    echo = compare(
        FIRST, Appearance("2", "We [the crew] got everybody off within forty minutes, and the barge is lost", None)
    )
    assert echo is not None
    assert [each for each in echo.diff if each[0] != "same"] == [("out", "ten"), ("in", "forty")]
    assert echo.inserted == ["the crew"]


def test_another_quote_is_another() -> None:
    assert compare(FIRST, Appearance("2", "The harbour would stay closed for three days at least", "Boro Vane")) is None
    assert compare(FIRST, Appearance("2", "We got everybody off his bed by noon", "Boro Vane")) is None


def test_one_id_is_one_speaker() -> None:
    one, other = Appearance("1", FIRST.said, "Leo V", ids=frozenset("q")), Appearance("2", FIRST.said, "Ann Lee")
    assert compare(one, other).verdict == "other_speaker"  # type: ignore[union-attr]
    same = Appearance("2", FIRST.said, "Ann Lee", ids=frozenset("q"))
    assert compare(one, same).verdict == "same"  # type: ignore[union-attr]


def test_quotes_that_hide_a_pattern_cost_no_time() -> None:
    said = " ".join(f"a a a a x{n}" for n in range(5_000))
    with within(1):
        compare(Appearance("1", said), Appearance("2", said.replace("x", "y")))


def test_appearances_are_gathered_and_short_ones_by_their_words() -> None:
    others = [
        Appearance("2", "I would rather lose three days than one ship", "Edda Quill"),
        Appearance("3", FIRST.said, "Boro Vane"),
        Appearance("3", "The barge is lost", "Boro Vane"),
        Appearance("4", "", "Boro Vane"),
    ]
    found = gather([FIRST, *others])
    assert [[each.report for each, _ in saying.appearances] for saying in found] == [["1", "3"], ["2"], ["3"]]


def test_indirect_speech_is_one_where_words_and_speaker_are_the_same() -> None:
    reported = "the harbour would stay closed for three days"
    given = [
        Appearance("1", "", by="Edda Quill", reported=reported, type="indirect"),
        Appearance("2", "", by="Edda Quill", reported=f"{reported.capitalize()},", type="indirect"),
        Appearance("3", "", by="Boro Vane", reported=reported, type="indirect"),
        Appearance("4", "", by="Edda Quill", reported=f"{reported} or four", type="indirect"),
        Appearance("5", reported, by="Edda Quill"),
    ]
    found = gather(given)
    assert [[each.report for each, _ in saying.appearances] for saying in found] == [["1", "2"], ["3"], ["4"], ["5"]]
    assert {echo.verdict for saying in found for _, echo in saying.appearances} == {"same"}
    assert [echo.diff for _, echo in found[0].appearances] == [
        [("same", reported)],
        [("same", f"{reported.capitalize()},")],
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the fare’s lower", "the fare's lower", True),
        ("that the fare rose", "The fare rose,", True),
        ("the fare rose by $5", "the fare rose by £5", False),
        ("it was -5 degrees", "it was 5 degrees", False),
        ("the fare rose by 5%", "the fare rose by 5", False),
        ("the fare rose", "the fares rose", False),
    ],
)
def test_indirect_speech_is_compared_by_all_that_bears_meaning(one: str, other: str, same: bool) -> None:
    given = [Appearance(at, "", by="Edda Quill", reported=said) for at, said in (("1", one), ("2", other))]
    assert (len(gather(given)) == 1) == same


def test_whose_indirect_speech_it_is_must_be_known_and_counts_once_a_report() -> None:
    reported, ids = "the fare rose", frozenset({"=q1"})
    nobody = [Appearance(at, "", reported=reported) for at in ("1", "2")]
    assert len(gather(nobody)) == 2
    linked = [Appearance(at, "", by=by, ids=ids, reported=reported) for at, by in (("1", "Quill"), ("2", "E. Quill"))]
    assert [len(each.appearances) for each in gather([*linked, linked[1]])] == [2]


def test_a_quote_that_comes_again_and_again_costs_no_time() -> None:
    with within(10):
        assert len(gather([FIRST] * 5_000)) == 1
