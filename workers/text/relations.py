"""What two reports are to each other, and why.

Editors' labels and the feed's own names are believed before the words. Words decide by how much of each report the
other covers, by whether both begin alike, and by whether what differs is only what a form is filled in with. The
verdict depends on nothing but the two and what is boilerplate, so it is the same whichever was worked on last.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.evidence import ENGINE, ENGINES
from shared.records import RelationKind
from shared.relations import JOINING, Link
from shared.stories import CORRECTIONS, by_marks
from workers.text.alerts import follows
from workers.text.evidence import evidence
from workers.text.overlap import Overlap
from workers.text.ties import SHORT, titles
from workers.text.views import View, is_figure

Verdict = tuple[RelationKind, list[str]]
_AT = ENGINES[ENGINE]
#: What ties a report to the one that its label is about.
_TITLES = frozenset({"headline", "names_headline", "like_headline", "slug", "code"})
#: Words of a beginning that two reports share when they begin alike.
_LEAD = 20
#: Fewer words than these are formulas.
_FEW = 8
#: Even shorter ones are known by their headlines.
_BRIEF = 60
_EIGHT_HOURS = 8 * 3_600_000


def relate(own: View, common: bytes, met: Sequence[tuple[View, str]]) -> list[Link]:
    """The links between a report and those that it met, strongest first.

    Args:
        own: the report.
        common: 1 for each of its words that is boilerplate.
        met: the others, each with the story it belongs to so far.
    """
    overlaps = [(_overlap(own, common, other), story) for other, story in met if other.node.id != own.node.id]
    found = []
    for overlap, story in overlaps:
        others = [each for each, its in overlaps if its != story and each.later is own]
        several = overlap.later is own and any(_apart(overlap, each) for each in others)
        in_order, verdict = _judged(overlap, several=several)
        if verdict:
            found.append((in_order, verdict))
    found.sort(key=lambda each: (each[1][0] not in JOINING, -min(each[0].shares), each[0].earlier.node.id))
    return [_link(overlap, kind, reasons) for overlap, (kind, reasons) in found]


def _overlap(own: View, common: bytes, other: View) -> Overlap:
    """The two in order of arrival."""
    first = (own.node.order, own.node.id) < (other.node.order, other.node.id)
    return Overlap(own, other, (common, b"")) if first else Overlap(other, own, (b"", common))


def _judged(overlap: Overlap, *, several: bool) -> tuple[Overlap, Verdict | None]:
    """The verdict on two in order of arrival; in the other order where editors' marks say so."""
    verdict = judge(overlap, several=several)
    if verdict and by_marks(overlap.later.node, overlap.earlier.node) < 0 and _one_story(overlap, verdict):
        turned = overlap.turned()
        other = judge(turned)
        if other and (other[0] in JOINING or verdict[0] in JOINING):
            return turned, other
    return overlap, verdict


def _one_story(overlap: Overlap, verdict: Verdict) -> bool:
    """Whether editors' marks count: they order the reports of one story."""
    return verdict[0] in JOINING or "template" in verdict[1] or bool(overlap.ties)


def _link(overlap: Overlap, kind: RelationKind, reasons: list[str]) -> Link:
    made = evidence(overlap, kind, reasons)
    return Link(later=overlap.later.node, earlier=overlap.earlier.node, kind=kind, evidence=made)


def _apart(one: Overlap, other: Overlap) -> bool:
    """Whether the later report holds another story too, in a part of its own."""
    if one.distinct < 25 or other.distinct < 40 or other.shares[0] < 0.2:
        return False
    start, end = one.runs[0].b, one.runs[-1].b + one.runs[-1].length
    return sum(run.length for run in other.runs if start <= run.b < end) < 0.3 * other.words


def judge(overlap: Overlap, *, several: bool = False) -> Verdict | None:
    """What the later report is to the earlier, with the reasons; None when they have nothing to do with each other.

    Args:
        overlap: the two.
        several: the later report holds other stories too.
    """
    one, other = overlap.earlier, overlap.later
    ties, label = overlap.ties, overlap.label
    if one.words and one.words == other.words:
        return _same_words(label, ties)
    if summary := _summary(overlap):
        return summary
    named = label in ("withdrawn", "corrects") and "names_headline" in ties
    if label and (named or (label == "withdrawn" and (ties or _same_story(overlap)))):
        return label, [*ties, "label"]
    same = "key" in ties or "guid" in ties
    if same or follows(one, other):
        return _named(label, ties) if same else ("version", [*ties, "alert"])
    hardly = _few(overlap, overlap.distinct)
    if not _few(overlap, overlap.words) and not _meant(overlap) and (form := _form(overlap)):
        return "related", [*ties, *form]
    reasons = [*ties, *(["same_lead"] if overlap.lead >= _LEAD else [])]
    return _hardly(overlap, reasons) if hardly else _by_words(overlap, reasons, several=several)


def _few(overlap: Overlap, words: int) -> bool:
    """Whether so many words that both share are next to nothing."""
    least = 0.3 * max(len(overlap.earlier.words), len(overlap.later.words))
    return words < _AT["passage"] and words <= max(least, _FEW)


def _titled(overlap: Overlap) -> bool:
    """Whether a headline, a slug or a code ties the two."""
    return not _TITLES.isdisjoint(overlap.ties)


def _marked(overlap: Overlap) -> bool:
    """Whether the label names the earlier report by its headline or slug."""
    return overlap.label in ("version", "corrects") and _titled(overlap)


def _same_words(label: RelationKind | None, ties: list[str]) -> Verdict:
    return (label, ["same_words", "label", *ties]) if label else ("exact", ["same_words", *ties])


def _summary(overlap: Overlap) -> Verdict | None:
    """A report of several stories holds them and is no version of any."""
    old, new = overlap.earlier.summary, overlap.later.summary
    if old == new or overlap.distinct < _AT["passage"]:
        return None
    return ("contains" if new else "contained"), ["summary"]


def _named(label: RelationKind | None, ties: list[str]) -> Verdict:
    if label == "repeat":
        return "version", [*ties, "repeat_changed"]
    return label or "version", [*ties, *(["label"] if label else [])]


def _form(overlap: Overlap) -> list[str]:
    """Whether the words are one form and the reports what it was filled in with twice; the reasons."""
    same, changed = overlap.figures
    figures, early, names = changed / max(1, same + changed), overlap.early, overlap.names
    if changed >= 3 and (figures >= 0.4 or early >= 3 or (figures >= 0.2 and early >= 2 and names + changed >= 5)):
        return ["template", "figures_differ"]
    if changed >= 2 and figures >= 0.5 and (early or names):
        return ["template", "figures_differ"]
    length = max(len(overlap.earlier.words), len(overlap.later.words))
    label = overlap.label
    if label and (label != "repeat" or length < SHORT):  # a long report that is repeated keeps its names
        return []
    if changed >= 3 and overlap.filled:
        return ["template", "only_figures_differ"]
    least, most = sorted(overlap.shares)
    if names >= max(3 if length < SHORT else 4, 0.02 * length) and early >= 2 and most < 0.95 and least < 0.8:
        return ["template", "names_differ"]
    return _bulletin(overlap) if length < SHORT else []


def _bulletin(overlap: Overlap) -> list[str]:
    """Of short reports, which look alike whatever they say: whether a figure or a name makes them different ones."""
    changed, names = overlap.figures[1], overlap.names
    if changed and _hours_apart(overlap):
        return ["template", "figures_differ", "later_session"]
    if _titled(overlap):
        return []
    brief = max(len(overlap.earlier.words), len(overlap.later.words)) < _BRIEF
    if names and (brief or (names >= 2 and overlap.early >= 2)):
        return ["template", "names_differ"]
    return ["template", "other_headline"] if brief and _other_title(overlap.earlier, overlap.later) else []


def _other_title(one: View, other: View) -> bool:
    """Whether both have a headline, and less than half of the shorter is in the other."""
    few, many = titles(one, other)
    return bool(few) and len(few & many) < 0.5 * len(few)


def _meant(overlap: Overlap) -> bool:
    """Whether the label is about the earlier report, however many figures differ: by its headline or slug, or since
    hardly anything else does. A correction changes a few.
    """
    if overlap.label not in ("version", "corrects"):
        return False
    same, changed = overlap.figures
    if changed >= 4 and (changed >= same or overlap.label == "corrects"):
        return overlap.label == "version" and _titled(overlap)
    least, most = sorted(overlap.shares)
    return _titled(overlap) or (overlap.lead >= _LEAD and most >= 0.8 and least >= 0.5)


def _hours_apart(overlap: Overlap) -> bool:
    return abs(overlap.later.at - overlap.earlier.at) > _EIGHT_HOURS


def _by_words(overlap: Overlap, reasons: list[str], *, several: bool) -> Verdict:
    (old, new), label = overlap.shares, overlap.label
    if several and new < 0.8:
        return ("contains" if overlap.words >= 35 or old >= 0.5 else "related"), [*reasons, "several_stories"]
    if _same_story(overlap):
        return _same(overlap, reasons)
    if _marked(overlap) or (label == "corrects" and new >= (0.5 if overlap.lead >= _LEAD else 0.6)):
        return label or "version", [*reasons, "label"]
    kind: RelationKind = "related"
    if max(old, new) >= 0.5 or (old >= 0.3 and overlap.words >= 60):
        kind = "contained" if new > old and new >= 0.5 else "contains"
    return kind, [*reasons, "passage"]


def _hardly(overlap: Overlap, reasons: list[str]) -> Verdict | None:
    """Of two that share hardly a word."""
    if _marked(overlap) and ("headline" in reasons or "code" in reasons or overlap.distinct >= 12):
        return overlap.label or "version", [*reasons, "label"]
    return ("related", [*reasons, "title"]) if "headline" in reasons else None


def _corrected_again(overlap: Overlap) -> bool:
    """Whether both are labelled as corrections, and little more than a figure or a name is another."""
    both = overlap.earlier.node.kinds & overlap.later.node.kinds & CORRECTIONS
    return bool(both) and min(overlap.shares) >= 0.9 and bool(overlap.figures[1] + overlap.names)


def _same_story(overlap: Overlap) -> bool:
    """Whether both tell one story: most of both is shared, or one is the other cut or grown."""
    least, most = sorted(overlap.shares)
    titled = "_with_title" if _titled(overlap) else "_with_lead"
    if overlap.lead >= _LEAD and least >= _AT["both" + titled] and most >= _AT["one" + titled]:
        return True
    short = max(len(overlap.earlier.words), len(overlap.later.words)) < SHORT
    cut = most >= _AT["cut_short" if short else "cut"] and least >= 0.12
    return least >= _AT["both"] or (overlap.lead >= _LEAD and cut)


def _same(overlap: Overlap, reasons: list[str]) -> Verdict:
    (old, new), label = overlap.shares, overlap.label
    if label == "repeat":
        return ("repeat", [*reasons, "label"]) if _unchanged(overlap) else ("version", [*reasons, "repeat_changed"])
    if label:
        return label, [*reasons, "label"]
    if _corrected_again(overlap):
        return "corrects", [*reasons, "label", "again"]
    if overlap.inserted >= 0.1 * len(overlap.earlier.words) and overlap.inserted and old >= 0.8:
        return "version", [*reasons, "inserted_between"]
    grown = len(overlap.later.words) > 1.1 * len(overlap.earlier.words)
    if grown and old >= 0.8 and "headline" in reasons and overlap.earlier.node.source == overlap.later.node.source:
        return "version", [*reasons, "grown"]
    return "near_duplicate", [*reasons, "cut" if new >= 0.9 > old else "mostly_shared"]


def _unchanged(overlap: Overlap) -> bool:
    """Whether the bodies are the same, but for letters lost on the way."""
    one, other = (each.words[each.title :] for each in (overlap.earlier, overlap.later))
    if len(one) != len(other):
        return False
    changed = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(changed) <= 0.03 * len(one) and not any(is_figure(word) for pair in changed for word in pair)
