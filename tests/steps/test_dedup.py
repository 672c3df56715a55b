"""The step `dedup`: who meets whom, in which direction, and how small the sketch is."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from itertools import permutations

import pytest

from shared.records import Dateline, Label, Link, Normalized, Received, Segment, Sketch
from workers.steps.dedup import dedup, sketch

WORDS = [f"{a}{b}{c}" for a in "klmnprst" for b in "aeiou" for c in ("na", "ter", "lo", "rim")]


class Memory:
    """Neighbours in this process."""

    def __init__(self) -> None:
        self.sketches: dict[str, Sketch] = {}
        self.links: set[tuple[str, str, str]] = set()

    def meet(self, sketch: Sketch) -> list[Sketch]:
        own = {*sketch.marks, *sketch.names}
        met = [each for each in self.sketches.values() if each.id != sketch.id and own & {*each.marks, *each.names}]
        self.sketches[sketch.id] = sketch
        return met

    def link(self, links: Iterable[Link]) -> None:
        self.links |= {(each.later, each.kind, each.earlier) for each in links}


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
        labels=[Label(start=0, end=1, label=each) for each in labels],
        segments=segments,
    )


def links_of(order: Iterable[int], reports: dict[int, Normalized]) -> set[tuple[str, str, str]]:
    memory = Memory()
    for number in order:
        dedup.run(received=received(number), normalize=reports[number], neighbours=memory)
    return memory.links


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
    memory = Memory()
    for number, body in ((1, "Votes are being counted."), (2, "All has been counted now.")):
        dedup.run(received=received(number, key="item-7"), normalize=report(body, f"Title {number}"), neighbours=memory)
    assert memory.links == {("r2", "version", "r1")}


def test_the_same_key_of_another_source_ties_nothing() -> None:
    ours, theirs = received(1, key="item-7"), received(2, key="item-7").model_copy(update={"source": "brenn"})
    assert not set(sketch(ours, report("a", "b")).names) & set(sketch(theirs, report("c", "d")).names)


def test_working_on_a_report_again_changes_nothing() -> None:
    reports = {1: report(prose(1)), 2: report(prose(1))}
    assert links_of([1, 2, 2, 1, 2], reports) == links_of([1, 2], reports) == {("r2", "exact", "r1")}


def test_a_dateline_makes_no_difference() -> None:
    plain = report(prose(1))
    line = "TARVIK, May 3 (Brenn) - "
    start = plain.segments[1].start
    dated = report(line + prose(1)).model_copy(update={"dateline": Dateline(start=start, end=start + len(line))})
    assert sketch(received(1), dated).digest == sketch(received(2), plain).digest


@pytest.mark.parametrize("body", ["", "...", "\ud800", "Short."])
def test_a_report_with_hardly_a_word_is_known_by_its_headline(body: str) -> None:
    made = sketch(received(1), report(body))
    assert made.digest
    assert [name.partition(":")[0] for name in made.names] == ["headline"]


def test_a_sketch_stays_below_two_kilobytes_however_long_the_report() -> None:
    long = " ".join(f"Word{word} {number}" for number, word in enumerate(prose(4, 20_000).split()))
    made = sketch(received(1, key="k" * 60), report(long, labels=["UPDATE", "RPT"]))
    assert len(made.model_dump_json()) < 2_000


def test_a_megabyte_in_one_line_takes_a_few_seconds_at_most() -> None:
    start = time.perf_counter()
    sketch(received(1), report(prose(5, 170_000)))
    assert time.perf_counter() - start < 4
