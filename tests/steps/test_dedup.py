"""The step `dedup`: who meets whom, in which direction, and how small the sketch is."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import permutations

import pytest

from shared.records import Dateline, Label, Normalized, Received, Segment
from shared.relations import Meeting, Trace
from tests.bench.streams import Listening
from tests.pace import within
from workers.steps.dedup import trace

WORDS = [f"{a}{b}{c}" for a in "klmnprst" for b in "aeiou" for c in ("na", "ter", "lo", "rim")]


def prose(seed: int, length: int = 120) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))  # noqa: S311 - a seeded sample, no secret


def received(number: int, key: str | None = None) -> Received:
    return Received(id=f"r{number}", source="tarvik", key=key, received_at=number, order=f"{number:04}")


def report(body: str, headline: str = "Tarvik council votes again", labels: Iterable[str] = ()) -> Normalized:
    start = len(headline) + 1
    segments = [
        Segment(start=0, end=start - 1, kind="headline"),
        Segment(start=start, end=start + len(body), kind="body"),
    ]
    return Normalized(
        raw=f"{headline}\n{body}",
        format="text",
        encoding="utf-8",
        headline=headline,
        labels=[Label(start=0, end=0, label=each) for each in labels],
        segments=segments,
    )


def said(given: Iterable[tuple[Received, Normalized]]) -> set[tuple[str, str, str]]:
    """The links that are found when reports are worked on in this order."""
    relations = Listening()
    links = [link for one, normalized in given for link in relations.compare(one, normalized)]
    return {(each.later.id, each.kind, each.earlier.id) for each in links}


def links_of(order: Iterable[int], reports: dict[int, Normalized]) -> set[tuple[str, str, str]]:
    return said((received(number), reports[number]) for number in order)


def test_links_are_the_same_in_whichever_order_reports_are_worked_on() -> None:
    story = prose(1)
    reports = {
        1: report(story),
        2: report(story, labels=["RPT"]),
        3: report(story + " " + prose(2, 60)),
        4: report(prose(3)),
    }
    expected = links_of([1, 2, 3, 4], reports)
    assert {("r2", "repeat", "r1"), ("r3", "version", "r1"), ("r3", "version", "r2")} <= expected
    assert all(links_of(order, reports) == expected for order in permutations(reports))


def test_the_same_key_with_other_bytes_is_a_version() -> None:
    bodies = ((1, "Votes are being counted."), (2, "All has been counted now."))
    given = [(received(number, key="item-7"), report(body, f"Title {number}")) for number, body in bodies]
    assert said(given) == {("r2", "version", "r1")}


def test_the_same_key_of_another_source_ties_nothing() -> None:
    ours, theirs = received(1, key="item-7"), received(2, key="item-7").model_copy(update={"source": "brenn"})
    assert not set(trace(ours, report("a", "b")).names) & set(trace(theirs, report("c", "d")).names)


def test_working_on_a_report_again_changes_nothing() -> None:
    reports = {1: report(prose(1)), 2: report(prose(1))}
    assert links_of([1, 2, 2, 1, 2], reports) == links_of([1, 2], reports) == {("r2", "exact", "r1")}


def test_a_dateline_makes_no_difference() -> None:
    plain = report(prose(1))
    line = "TARVIK, May 3 (Brenn) - "
    start = plain.segments[1].start
    dated = report(line + prose(1)).model_copy(update={"dateline": Dateline(start=start, end=start + len(line))})
    assert links_of([1, 2], {1: plain, 2: dated}) == {("r2", "exact", "r1")}


@pytest.mark.parametrize("body", ["", "...", "\ud800", "Short."])
def test_a_report_with_hardly_a_word_is_known_by_its_headline(body: str) -> None:
    made = trace(received(1), report(body))
    assert [name.partition(":")[0] for name in made.names] == ["headline"]
    assert links_of([1, 2], {1: report(body), 2: report(body)}) == {("r2", "exact", "r1")}


def test_what_is_filed_of_a_report_is_bounded_however_long_it_is() -> None:
    long = " ".join(f"Word{word} {number}" for number, word in enumerate(prose(4, 200_000).split()))
    made = trace(received(1, key="k" * 60), report(long, labels=["UPDATE", "RPT"]))
    assert len(made.marks) <= 256


def test_a_megabyte_in_one_line_takes_a_few_seconds_at_most() -> None:
    with within(4):
        trace(received(1), report(prose(5, 170_000)))


def test_forms_filled_in_again_and_again_are_no_duplicates() -> None:
    notice = prose(6, 200)
    names = ["Harlo", "Brenn", "Tarvik", "Ostrel", "Quill", "Ledra", "Somme", "Vane"]
    reports = {
        number: report(
            f"{name} Ltd bought {number + 3}17 shares at {number * 7 + 11} pence on {number + 1} May. {notice}"
        )
        for number, name in enumerate(names)
    }
    assert {kind for _, kind, _ in links_of(range(8), reports)} == {"related"}


def test_what_another_version_wrote_is_left_alone() -> None:
    class Older(Listening):
        def meet(self, trace: Trace) -> Meeting:
            found = super().meet(trace)
            return found._replace(candidates=[each._replace(body=b'{"words":[]}') for each in found.candidates])

    relations = Older()
    assert [relations.compare(received(number), report(prose(1))) for number in (1, 2)] == [[], []]


TABLE = "Shr {0} cts vs {1} cts Net {2},019 vs {3},745 Revs {4},543 vs {5},700"


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
def test_a_correction_that_shares_hardly_a_word_finds_the_report_with_its_code(order: tuple[int, ...]) -> None:
    reports = {
        1: report(TABLE.format(1, 5, 50, 161, 478, 1048), "Tarvik Tugs Inc <TVT> 3rd qtr net"),
        2: report("A dry dock is bought.", "Tarvik Tugs Inc <TVT> to buy a dock from Brenn"),
        3: report(TABLE.format(5, 1, 161, 50, 1048, 478), "Tarvik Tugs <TVT> 3rd qtr", labels=["CORRECTED"]),
    }
    assert links_of(order, reports) == {("r3", "corrects", "r1")}
