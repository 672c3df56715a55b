"""What ties two reports together whatever their words, and what an editor's label says of the later one."""

from __future__ import annotations

from shared.records import RelationKind
from shared.stories import CORRECTIONS, KILLS, REPEATS, UPDATES, Node
from workers.text.views import View, is_figure

#: Bulletins of fewer words look alike whatever they say.
SHORT = 110


def ties_of(one: View, other: View, label: RelationKind | None) -> list[str]:
    """What ties an earlier and a later report together whatever their words; `label` as from `label_of`."""
    found = [kind for kind, name in other.names.items() if one.names.get(kind) == name]
    if one.names.get("headline") in other.named:
        found.append("names_headline")
    if "headline" not in found and _alike(one, other, label):
        found.append("like_headline")
    if one.code and one.code == other.code and label == "corrects" and _about(one, other):
        found.append("code")
    return found


def _alike(one: View, other: View, label: RelationKind | None) -> bool:
    """Whether one headline has all words of the other, and no figure more unless it corrects."""
    few, many = titles(one, other)
    return len(few) >= 4 and few <= many and (label == "corrects" or not any(is_figure(word) for word in many - few))


def _about(one: View, other: View) -> bool:
    """Whether two short reports share half of the words of the shorter, and of its headline: a code alone names a
    company, of which there may be other news.
    """
    if max(len(one.words), len(other.words)) >= SHORT:
        return False
    pairs = titles(one, other), sorted((frozenset(one.words), frozenset(other.words)), key=len)
    return all(len(few & many) >= 0.5 * len(few) for few, many in pairs)


def titles(one: View, other: View) -> list[frozenset[str]]:
    """The words of both headlines, the shorter first."""
    return sorted((one.titled, other.titled), key=len)


def label_of(earlier: Node, later: Node) -> RelationKind | None:
    """What the labels say that the later report has and the earlier has not."""
    new = later.kinds - earlier.kinds
    if new & KILLS:
        return "withdrawn"
    if later.number > earlier.number or (later.number == earlier.number and new & UPDATES):
        return "version"
    if new & CORRECTIONS:
        return "corrects"
    return "repeat" if new & REPEATS and later.number == earlier.number else None
