"""Relations: what two reports are to each other, and why."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest

from shared.evidence import Evidence
from shared.offsets import Offsets
from shared.records import Label, Normalized, Notice, Received, Segment, Span
from shared.relations import Link
from workers.text.relations import relate
from workers.text.views import View, view

WORDS = [f"{a}{b}{c}" for a in "klmnprst" for b in "aeiou" for c in ("na", "ter", "lo", "rim")]
TITLE = "Tarvik council votes again on harbour"


def prose(seed: int, length: int = 120) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))  # noqa: S311 - a seeded sample, no secret


def report(
    number: int,
    body: str,
    headline: str = TITLE,
    labels: Sequence[str] = (),
    *,
    slug: str | None = None,
    guid: str | None = None,
    version: str | None = None,
    source: str = "tarvik",
    notice: tuple[str, str] | None = None,
) -> View:
    """A report that came in as the `number`-th, a minute after the one before."""
    lines = [headline, *([f"(Corrects to {notice[1]}, not {notice[0]})"] if notice else []), body]
    kinds = ["headline", *(["correction"] if notice else []), "body"]
    text, segments, at = "\n".join(lines), [], 0
    for kind, line in zip(kinds, lines, strict=True):
        segments.append(Segment(start=at, end=at + len(line), kind=kind))  # type: ignore[arg-type]
        at += len(line) + 1
    made = Normalized(
        raw=text,
        format="text",
        encoding="utf-8",
        headline=headline,
        slug=slug,
        guid=guid,
        version=version,
        labels=[_label(each) for each in labels],
        segments=segments,
        notices=[_notice(text, segments[1], notice)] if notice else [],
    )
    order = f"{1_764_000_000_000 + number * 60_000:014d}.{number:010d}"
    return view(Received(id=f"r{number}", source=source, received_at=number, order=order), made)


def _notice(text: str, segment: Segment, words: tuple[str, str]) -> Notice:
    wrong, right = (text.index(each, segment.start) for each in words)
    spans = [Span(start=at, end=at + len(each)) for at, each in zip((wrong, right), words, strict=True)]
    return Notice(start=segment.start, end=segment.end, kind="CORRECTED", wrong=spans[0], right=spans[1])


def _label(text: str) -> Label:
    name, _, number = text.rpartition(" ")
    numbered = bool(name) and number.isdigit()
    return Label(start=0, end=0, label=name if numbered else text, number=int(number) if numbered else None)


def link(one: View, other: View) -> Link | None:
    """The relation of two; the same whichever is worked on last, and kept without loss."""
    found = [relate(a, b"", [(b, "story")]) for a, b in ((one, other), (other, one))]
    assert found[0] == found[1]
    assert all(Evidence.decode(each.evidence.encode()) == each.evidence for each in found[0])
    return found[0][0] if found[0] else None


STORY = prose(1)
GROWN = " ".join([*STORY.split()[:60], prose(9, 60), *STORY.split()[60:]])
ROUNDUP = prose(5, 90) + " " + STORY + " " + prose(6, 90)


@pytest.mark.parametrize(
    ("earlier", "later", "kind"),
    [
        (report(1, STORY), report(2, STORY.upper(), TITLE.upper()), "exact"),
        (report(1, STORY), report(2, STORY, "Quite another title for this story"), "near_duplicate"),
        (report(1, STORY), report(2, STORY, labels=["RPT"]), "repeat"),
        (report(1, STORY), report(2, STORY, "Other words above the same story", ["RPT"]), "repeat"),
        (report(1, STORY), report(2, STORY + " addition", labels=["RPT"]), "version"),
        (report(1, STORY, labels=["RPT"]), report(2, STORY, labels=["RPT"]), "exact"),
        (report(1, STORY), report(2, STORY, labels=["KILL"]), "withdrawn"),
        (report(1, STORY), report(2, "do not use this story", labels=["WITHDRAWN"]), "withdrawn"),
        (report(1, STORY, slug="BC-TARVIK"), report(2, "kill it", "x", ["KILL"], slug="tarvik/"), "withdrawn"),
        (report(1, STORY), report(2, STORY + " addition", labels=["CORRECTED"]), "corrects"),
        (report(1, STORY), report(2, STORY, labels=["REFILE"]), "corrects"),
        (report(1, STORY), report(2, GROWN, "Another title", ["UPDATE 1"]), "version"),
        (report(1, STORY, labels=["UPDATE 1"]), report(2, GROWN, labels=["UPDATE 2"]), "version"),
        (report(1, STORY, labels=["UPDATE 1"]), report(2, STORY + " x", labels=["UPDATE 1", "CORRECTED"]), "corrects"),
        (report(1, STORY), report(2, GROWN, labels=["UPDATE 1", "CORRECTED"]), "version"),
        (report(1, STORY, labels=["LEAD 1"]), report(2, GROWN, labels=["LEAD 2"]), "version"),
        (report(1, STORY), report(2, GROWN, labels=["WRITETHRU"]), "version"),
        (report(1, STORY), report(2, GROWN), "version"),
        (report(1, STORY), report(2, " ".join(STORY.split()[:70])), "near_duplicate"),
        (report(1, STORY), report(2, ROUNDUP, "Quite other matters of today"), "contains"),
        (report(1, ROUNDUP, "Quite other matters of today"), report(2, STORY), "contained"),
        (report(1, STORY), report(2, STORY + prose(5, 40), labels=["WRAPUP 1"]), "contains"),
        (report(1, STORY + prose(5, 40), "Evening news round-up"), report(2, STORY), "contained"),
        (report(1, STORY), report(2, f"{prose(7, 150)} {' '.join(STORY.split()[40:75])}", "Other"), "related"),
        (report(1, STORY, guid="a", version="1"), report(2, prose(3), "Other", guid="a", version="2"), "version"),
        (report(1, STORY, guid="a"), report(2, "no", "Other", ["CORRECTED"], guid="a"), "corrects"),
    ],
)
def test_each_relation_is_told_from_the_others(earlier: View, later: View, kind: str) -> None:
    found = link(earlier, later)
    assert found is not None
    assert (found.kind, found.earlier.id, found.later.id) == (kind, "r1", "r2")


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (report(1, GROWN, labels=["UPDATE 1"]), report(2, STORY), "version"),
        (report(1, GROWN, labels=["UPDATE 2"]), report(2, STORY, labels=["UPDATE 1"]), "version"),
        (report(1, STORY + " x", labels=["CORRECTED"]), report(2, STORY), "corrects"),
        (report(1, STORY, labels=["RPT"]), report(2, STORY), "repeat"),
        (report(1, GROWN, guid="a", version="2"), report(2, STORY, guid="a", version="1"), "version"),
        (report(1, GROWN, guid="a", version="10"), report(2, STORY, guid="a", version="9"), "version"),
    ],
)
def test_what_came_late_is_still_the_earlier_one_when_the_editors_say_so(first: View, second: View, kind: str) -> None:
    found = link(first, second)
    assert found is not None
    assert (found.kind, found.earlier.id, found.later.id) == (kind, "r2", "r1")


def test_editors_marks_of_another_source_say_nothing() -> None:
    found = link(report(1, STORY, labels=["RPT"]), report(2, STORY, source="brenn"))
    assert found is not None
    assert (found.kind, found.later.id) == ("exact", "r2")


def test_reports_with_nothing_in_common_are_not_linked() -> None:
    assert link(report(1, STORY), report(2, prose(2), "Another thing altogether")) is None


def test_two_reports_without_words_are_not_the_same() -> None:
    assert link(report(1, "...", "!"), report(2, "...", "!")) is None


FORM = (
    "{} Ltd said on {} it bought {} of its shares at {} pence, {} in all, under the authority of its meeting. "
    + prose(3)
)


def test_a_form_filled_in_twice_is_related_and_no_duplicate() -> None:
    one = report(
        1, FORM.format("Harlo", "2 May", "40,100", "318", "7,215,300"), "Purchase of own shares by the company"
    )
    other = report(2, FORM.format("Brenn", "3 May", "11,250", "97", "988,410"), "Purchase of own shares by the company")
    found = link(one, other)
    assert found is not None
    assert found.kind == "related"
    assert {"template", "figures_differ"} <= set(found.evidence.reasons)


def test_a_correction_of_one_form_does_not_correct_others_with_its_headline() -> None:
    one = report(1, FORM.format("Harlo", "2 May", "40,100", "318", "7,215,300"))
    other = report(2, FORM.format("Brenn", "3 May", "11,250", "97", "988,410"), labels=["CORRECTED"])
    for common in (b"", bytes(at > 8 for at in range(len(other.words)))):
        assert [each.kind for each in relate(other, common, [(one, "s")])] == ["related"]


def test_a_code_ties_a_short_correction_to_the_report_it_is_about_and_to_no_other_news() -> None:
    table = "Shr {} cts vs {} cts Net {},019 vs {},745"
    code = "Tarvik Tugs Inc <TVT> 3rd qtr net"
    right = report(3, table.format(5, 1, 161, 50), "Tarvik Tugs <TVT> 3rd qtr", ["CORRECTED"])
    for other, kind in (
        (report(1, table.format(1, 5, 50, 161), code), "corrects"),
        (report(1, "A dry dock is bought.", "Tarvik Tugs Inc <TVT> to buy a dock"), None),
        (report(1, table.format(1, 5, 50, 161), code, source="brenn"), None),
    ):
        found = link(other, right)
        assert (found and found.kind) == kind


def test_a_repeat_with_other_words_says_so() -> None:
    found = link(report(1, STORY), report(2, STORY + " more", labels=["RPT"]))
    assert found is not None
    assert "repeat_changed" in found.evidence.reasons


def evidence(one: View, other: View) -> dict[str, Any]:
    found = link(one, other)
    assert found is not None
    return found.evidence.shown(Offsets(other.text), Offsets(one.text))


def test_a_correction_links_the_wrong_words_with_the_right_ones() -> None:
    old = report(1, "The barge held 900 tonnes of grain. " + STORY)
    new = report(
        2, "The barge held 90 tonnes of grain. " + STORY, labels=["CORRECTED"], notice=("900 tonnes", "90 tonnes")
    )
    made = evidence(old, new)
    for name, (right, wrong) in (("changed", ("90", "900")), ("corrected", ("90 tonnes", "900 tonnes"))):
        (pair,) = made[name]
        for side, text, expected in (("this", new, right), ("of", old, wrong)):
            span = pair[side]
            assert span["text"] == expected
            assert text.text[span["start"] : span["end"]] == expected
    assert made["changed"][0]["kind"] == "figure"


def test_the_evidence_shows_the_shared_passages_in_both_and_how_much_they_cover() -> None:
    old, new = report(1, STORY), report(2, GROWN)
    made = evidence(old, new)
    assert made["engine"] == "aligned-1"
    assert made["thresholds"]["both"] == 0.7
    assert made["earlier_covered"] == made["overlap"] == 1.0
    assert 0.6 < made["later_covered"] < 0.75
    assert {"headline", "same_lead", "inserted_between"} == set(made["reasons"])
    passages = made["passages"]
    assert len(passages) == 2
    for pair in passages:
        mine, theirs = (text.text[slice(*list(pair[side].values())[:2])] for side, text in (("this", new), ("of", old)))
        assert mine == theirs


def test_a_report_of_several_stories_holds_them_and_joins_none() -> None:
    parts = [prose(seed, 80) for seed in (11, 12, 13)]
    own = report(9, "\n".join(" ".join(each.split()[:50]) for each in parts), "What else happened today")
    others = [(report(at, each, f"Title {at} of its own here"), f"s{at}") for at, each in enumerate(parts)]
    links = relate(own, b"", others)
    assert [(each.kind, each.joins) for each in links] == [("contains", False)] * 3


def test_boilerplate_counts_for_nothing() -> None:
    notice = prose(30, 200)
    own, other = report(2, prose(31, 30) + " " + notice, "Own"), report(1, prose(32, 30) + " " + notice, "Other")
    assert [each.kind for each in relate(own, b"", [(other, "s")])] == ["near_duplicate"]
    common = bytes(at >= 31 for at in range(len(own.words)))
    (link,) = relate(own, common, [(other, "s")]) or [None]
    assert link is None or link.kind == "related"


@pytest.mark.parametrize(
    "body", ["", "\ud800 \udfff", "مرحبا بالعالم", "東京で会議が開かれた", "𝒜𝒷𝒸 😀", "a\u0307 İ ß ﬁ"]
)
def test_any_text_is_found_to_be_itself(body: str) -> None:
    found = link(report(1, body), report(2, body))
    assert found is not None
    assert found.kind == "exact"
