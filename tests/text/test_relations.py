"""Relations: what two sketches are to each other, and nothing else decides."""

from __future__ import annotations

import random
from typing import Any

import pytest

from shared.records import Sketch
from workers.text import fingerprints
from workers.text.relations import relate

WORDS = [f"{a}{b}{c}" for a in "klmnprst" for b in "aeiou" for c in ("na", "ter", "lo", "rim")]


def prose(seed: int, length: int = 120) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))  # noqa: S311 - a seeded sample, no secret


def sketch(number: int, body: str, headline: str = "", **more: Any) -> Sketch:
    tokens = fingerprints.words(body)
    names = [f"headline:{headline}"] if headline else []
    return Sketch(
        id=f"r{number}",
        order=f"{number:04}",
        digest=fingerprints.digest(tokens),
        words=len(tokens),
        marks=fingerprints.marks(tokens),
        lead=fingerprints.marks(tokens[:50]),
        figures=fingerprints.figures(body),
        capitals=fingerprints.capitals(body),
        **{"names": names, **more},
    )


STORY = prose(1)
FORM = (
    "{} Ltd said on {} it bought {} of its shares at {} pence, {} in all, under the authority of its meeting. "
    + prose(3)
)


@pytest.mark.parametrize(
    ("earlier", "later", "kind"),
    [
        (sketch(1, STORY, "h"), sketch(2, STORY.upper(), "h"), "exact"),
        (sketch(1, STORY), sketch(2, STORY), "exact"),
        (sketch(1, STORY, "h"), sketch(2, STORY, "other"), "near_duplicate"),
        (sketch(1, STORY, "h"), sketch(2, STORY, "h", labels=["RPT"]), "repeat"),
        (sketch(1, STORY, "h", labels=["RPT"]), sketch(2, STORY, "h", labels=["RPT"]), "exact"),
        (sketch(1, STORY, "h"), sketch(2, STORY, "h", labels=["KILL"]), "withdrawn"),
        (sketch(1, STORY, "h"), sketch(2, "do not use this story", "h", labels=["WITHDRAWN"]), "withdrawn"),
        (sketch(1, STORY, "h"), sketch(2, STORY + " addition", "h", labels=["CORRECTED"]), "corrects"),
        (sketch(1, STORY, "h"), sketch(2, STORY + " addition", "h", labels=["REFILE"]), "corrects"),
        (sketch(1, STORY, "h"), sketch(2, STORY + prose(9, 60), "i", labels=["UPDATE 1"]), "version"),
        (
            sketch(1, STORY, "h", labels=["UPDATE 1"]),
            sketch(2, STORY + prose(9, 9), "h", labels=["UPDATE 2"]),
            "version",
        ),
        (sketch(1, STORY, "h"), sketch(2, STORY + " " + prose(9, 60), "h"), "version"),
        (sketch(1, STORY), sketch(2, " ".join(STORY.split()[:70])), "near_duplicate"),
        (sketch(1, STORY), sketch(2, prose(5, 90) + " " + STORY + " " + prose(6, 90)), "contains"),
        (sketch(1, prose(5, 90) + " " + STORY + " " + prose(6, 90)), sketch(2, STORY), "contained"),
        (sketch(1, STORY), sketch(2, prose(7, 150) + " " + " ".join(STORY.split()[40:75])), "related"),
        (sketch(1, "one thing", names=["key:a"]), sketch(2, "quite another", names=["key:a"]), "version"),
        (
            sketch(1, "one thing", names=["guid:a"]),
            sketch(2, "no", names=["guid:a"], labels=["CORRECTION"]),
            "corrects",
        ),
    ],
)
def test_each_relation_is_told_from_the_others(earlier: Sketch, later: Sketch, kind: str) -> None:
    link = relate(earlier, later)
    assert link is not None
    assert (link.kind, link.earlier, link.later) == (kind, "r1", "r2")


def test_reports_with_nothing_in_common_are_not_linked() -> None:
    assert relate(sketch(1, STORY, "h"), sketch(2, prose(2), "i")) is None


def test_two_reports_without_words_are_not_the_same() -> None:
    assert relate(sketch(1, ""), sketch(2, "")) is None


def test_a_form_filled_in_twice_is_related_and_no_duplicate() -> None:
    one = sketch(1, FORM.format("Harlo", "2 May", "40,100", "318", "7,215,300"))
    other = sketch(2, FORM.format("Brenn", "3 May", "11,250", "97", "988,410"))
    link = relate(one, other)
    assert link is not None
    assert link.kind == "related"
    assert "same_form" in link.evidence["reasons"]


def test_a_repeat_with_other_words_says_so() -> None:
    link = relate(sketch(1, STORY, names=["key:a"]), sketch(2, STORY + " more", names=["key:a"], labels=["RPT"]))
    assert link is not None
    assert "repeat_changed" in link.evidence["reasons"]


def test_the_evidence_tells_how_much_of_each_is_covered_and_by_which_engine() -> None:
    link = relate(sketch(1, STORY), sketch(2, " ".join(STORY.split()[:70])))
    assert link is not None
    assert link.evidence["later_covered"] > 0.9
    assert 0.4 < link.evidence["earlier_covered"] < 0.8
    assert link.evidence["overlap"] == max(link.evidence["earlier_covered"], link.evidence["later_covered"])
    assert link.evidence["engine"] == "sketch-1"
    assert link.evidence["reasons"] == ["same_lead"]
