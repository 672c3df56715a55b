"""What two reports are to each other, judged by their sketches alone.

The verdict depends on nothing but the pair, so it is the same whichever of the two was worked on last. Editors'
labels and the sender's keys are believed before the words. Words decide by how much of each report the other
covers, by whether both begin alike, and by whether what differs is only what a form is filled in with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shared.records import Link, RelationKind, Sketch
from workers.text.fingerprints import MOST_FACTS, shared

ENGINE = "sketch-1"

#: What an editor's label says the report does to the one before it.
LABELS: dict[RelationKind, frozenset[str]] = {
    "withdrawn": frozenset({"KILL", "WITHDRAWN", "STORY WITHDRAWN", "WITHDRAWAL", "MANDATORY KILL", "ELIMINATION"}),
    "corrects": frozenset({"CORRECTED", "CORRECTION", "CORRECTIVE", "CORRECTED-OFFICIAL", "REFILE", "CLARIFICATION"}),
    "version": frozenset({"UPDATE", "LEAD", "WRITETHRU", "WRITETHROUGH", "RECAST"}),
    "repeat": frozenset({"RPT", "REPEAT"}),
}
Verdict = tuple[RelationKind, list[str]]


class Overlap(NamedTuple):
    """How two reports meet: shares from 0 to 1, and how many figures and names each has instead of the other's."""

    marks: int
    earlier: float
    later: float
    lead: float
    figures: int
    capitals: int
    kept: float


def relate(earlier: Sketch, later: Sketch) -> Link | None:
    """The link between two reports, None when they have nothing to do with each other.

    Args:
        earlier, later: the two in order of arrival.
    """
    overlap = compare(earlier, later)
    verdict = _judge(earlier, later, overlap)
    if verdict is None:
        return None
    kind, reasons = verdict
    evidence = {
        "engine": ENGINE,
        "reasons": reasons,
        "overlap": round(max(overlap.earlier, overlap.later), 3),
        "earlier_covered": round(overlap.earlier, 3),
        "later_covered": round(overlap.later, 3),
        "marks": overlap.marks,
    }
    return Link(later=later.id, earlier=earlier.id, kind=kind, evidence=evidence)


def compare(earlier: Sketch, later: Sketch) -> Overlap:
    """Measures what two reports have in common."""
    marks, *of_marks = shared(earlier.marks, later.marks)
    figures, *of_figures = shared(earlier.figures, later.figures, MOST_FACTS)
    capitals, *of_capitals = shared(earlier.capitals, later.capitals, MOST_FACTS)
    facts = min(sum(each) for each in zip(of_figures, of_capitals, strict=True))
    return Overlap(
        marks=marks,
        earlier=marks / max(1, of_marks[0]),
        later=marks / max(1, of_marks[1]),
        lead=len(set(earlier.lead) & set(later.lead)) / max(1, min(len(earlier.lead), len(later.lead))),
        figures=min(of_figures) - figures,
        capitals=min(of_capitals) - capitals,
        kept=(figures + capitals) / max(1, facts),
    )


def _judge(earlier: Sketch, later: Sketch, overlap: Overlap) -> Verdict | None:
    ties = sorted({name.partition(":")[0] for name in set(earlier.names) & set(later.names)})
    label = _label(earlier.labels, later.labels)
    if earlier.digest and earlier.digest == later.digest:
        titled = any(name.startswith("headline:") for name in (*earlier.names, *later.names))
        return _same_words(ties, label, same_headline="headline" in ties or not titled)
    if "key" in ties or "guid" in ties:
        return _named(label, "version", ties)
    if _same_form(earlier, later, overlap) and label != "version":
        return "related", [*ties, "same_form"]
    if label and label != "repeat" and "headline" in ties:
        return _named(label, "version", ties)
    return _by_words(earlier, later, overlap, ties, label)


def _label(earlier: Sequence[str], later: Sequence[str]) -> RelationKind | None:
    """What the labels say that the later report has and the earlier has not."""
    new = {each.rstrip(" 0123456789") for each in set(later) - set(earlier)}
    return next((kind for kind, names in LABELS.items() if names & new), None)


def _named(label: RelationKind | None, otherwise: RelationKind, reasons: list[str]) -> Verdict:
    if label == "repeat":
        return otherwise, [*reasons, "repeat_changed"]
    return label or otherwise, [*reasons, *(["label"] if label else [])]


def _same_words(ties: list[str], label: RelationKind | None, *, same_headline: bool) -> Verdict:
    if label:
        return label, ["same_words", "label", *ties]
    if same_headline:
        return "exact", ["same_words", *ties]
    return ("version" if ties else "near_duplicate"), ["same_words", "other_headline", *ties]


def _by_words(
    earlier: Sketch, later: Sketch, overlap: Overlap, ties: list[str], label: RelationKind | None
) -> Verdict | None:
    most, least = max(overlap.earlier, overlap.later), min(overlap.earlier, overlap.later)
    reasons = [*ties, *(["same_lead"] if overlap.lead >= 0.25 else [])]
    if _same_story(overlap, "headline" in ties):
        if label == "repeat":
            return (
                ("repeat", [*reasons, "label"]) if least >= 0.85 else ("near_duplicate", [*reasons, "repeat_changed"])
            )
        if label:
            return label, [*reasons, "label"]
        return _unlabelled(earlier, later, overlap, reasons)
    if overlap.marks >= 6 and most >= 0.35:
        return ("contains" if overlap.earlier >= overlap.later else "contained"), [*reasons, "passage"]
    return ("related", [*reasons, "passage"]) if overlap.marks >= 3 or "headline" in ties else None


def _unlabelled(earlier: Sketch, later: Sketch, overlap: Overlap, reasons: list[str]) -> Verdict:
    """A story that comes again under its headline with more in it, or with another figure, is a version."""
    if "headline" in reasons:
        if overlap.earlier >= 0.6 and later.words > 1.1 * earlier.words and overlap.lead >= 0.25:
            return "version", [*reasons, "grown"]
        if min(overlap.earlier, overlap.later) >= 0.75 and overlap.figures:
            return "version", [*reasons, "other_figure"]
    return "near_duplicate", reasons


def _same_story(overlap: Overlap, same_headline: bool) -> bool:
    """Whether both tell one story: most of both is shared, or one is the other cut, grown or put in other words."""
    least = min(overlap.earlier, overlap.later)
    begun_alike = overlap.lead >= 0.25 or same_headline
    cut = overlap.later >= 0.5
    grown = overlap.earlier >= 0.5 and (same_headline or overlap.later >= 0.45)
    reworded = least >= 0.2 and overlap.kept >= 0.85 and same_headline
    return least >= 0.6 or (begun_alike and (cut or grown or reworded))


def _same_form(earlier: Sketch, later: Sketch, overlap: Overlap) -> bool:
    """Whether the words are one form and the reports what it was filled in with twice."""
    if overlap.figures < 2 or overlap.marks < 3:
        return False
    same_length = abs(earlier.words - later.words) <= 0.05 * max(earlier.words, later.words)
    swapped = same_length and overlap.figures + overlap.capitals >= 4 and overlap.kept < 0.9
    return swapped or (overlap.figures >= 3 and overlap.kept < 0.8 and min(overlap.earlier, overlap.later) >= 0.5)
