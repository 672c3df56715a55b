"""The step `read`: what it is given, and that what it finds in a report depends on that report alone."""

from __future__ import annotations

from typing import Any

import pytest

from shared.reading import Read
from shared.records import Normalized, SegmentKind
from tests.marked import report
from workers import weights
from workers.steps.read import read

STORIES = [
    report(
        ("headline", "PORT ALDER COUNCIL CLOSES BRIDGE"),
        ("body", "Ilse Tarn, the mayor of Port Alder, said on Monday that the bridge would close."),
        ("body", '"We have no choice," she told reporters. "It is old and it is cold."'),
    )[0],
    report(("body", "Boro Vane said rents would rise."))[0],
    report(("body", "It rained in Norway."))[0],
]


def found_in(normal: Normalized) -> Read:
    result = read.run(normalize=normal, model=weights.load())

    assert isinstance(result, Read)
    return result


def words(normal: Normalized, found: Read, role: str) -> list[str]:
    return [normal.text[each.start : each.end] for each in found.parts if each.role == role]


def test_parts_of_quotes_and_names_are_found_in_one_pass() -> None:
    normal = STORIES[0]
    found = found_in(normal)

    assert "she" in words(normal, found, "source")
    assert any(each.startswith("told") for each in words(normal, found, "cue"))
    assert ("Ilse Tarn", "PERSON") in [(normal.text[each.start : each.end], each.type) for each in found.names]
    assert all(found.parts[cue].role == "cue" for each in found.parts for cue, _ in each.cues)


def test_what_is_found_does_not_depend_on_what_was_read_before() -> None:
    alone = [found_in(each) for each in STORIES]
    backwards = [found_in(each) for each in reversed(STORIES)][::-1]

    assert alone == backwards
    assert alone == [found_in(each) for each in STORIES]


@pytest.mark.parametrize("kind", ["advisory", "dateline", "crosshead", "correction", "signoff", "furniture"])
def test_what_is_no_sentence_is_not_read(kind: SegmentKind) -> None:
    assert found_in(report((kind, "Ilse Tarn said it rained."))[0]).names == []


def test_headlines_name_people_but_quote_nobody() -> None:
    found = found_in(report(("headline", "Ilse Tarn said it rained in Norway"))[0])

    assert found.names
    assert found.parts == []


def test_a_long_report_is_read_to_its_end_and_its_links_stay_near() -> None:
    line = "Boro Vane said that rents would rise."
    normal = report(*[("body", line)] * 700)[0]
    found = found_in(normal)

    assert len(words(normal, found, "cue")) > 650
    for number, each in enumerate(found.parts):
        assert not each.cues or abs(each.cues[0][0] - number) < 20


class Counted:
    """The model, and how many windows it has scored."""

    def __init__(self) -> None:
        self.model = weights.load()
        self.windows = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def scores(self, *given: Any) -> Any:
        self.windows += 1
        return self.model.scores(*given)


@pytest.mark.parametrize(("lines", "windows"), [((0, 1, 2), 1), ((0,), 2), ((0, 3, 3), 2), ((0, 3, 2), 1)])
def test_where_most_words_have_lost_their_case_they_are_read_twice(lines: tuple[int, ...], windows: int) -> None:
    told = [
        "PORT ALDER COUNCIL CLOSES BRIDGE",
        "Ilse Tarn, the mayor of Port Alder, said on Monday that the bridge would close.",
        "The Tarvik Bridge Council has kept the bridge for years, and says that it cannot do so any longer.",
        "the tarvik bridge council said so.",
    ]
    model = Counted()
    read.run(normalize=report(*[("body", told[each]) for each in lines])[0], model=model)

    assert model.windows == windows


@pytest.mark.parametrize("text", ["", "\ud800", "\0", "…", "東京で会議"])
def test_any_text_can_be_read(text: str) -> None:
    found_in(report(("body", text))[0])


def test_the_result_is_dropped_when_the_report_is_over_and_stays_out_of_the_record() -> None:
    assert Read.passing
    assert Read.private == {"model", "names", "parts"}
    assert Read.decode(found_in(STORIES[0]).encode()) == found_in(STORIES[0])
