"""What wires do to a text costs little: the same articles, damaged, against the articles as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest

from shared.offsets import Offsets
from tests.quality import scoring

#: What full F1 of quotes and F1 of names may lose. Measured on all 84 and 111 articles, which have 0.740 and 0.856
#: undamaged: wraps 0.003, 0.002; capitals 0.010, 0.029; small letters 0.009, 0.028; straight quotes 0.000, 0.003;
#: dashes 0.002, 0.002; apostrophes 0.002, 0.015.
MOST = {
    "hard wraps at 65 columns": (0.01, 0.01),
    "all capitals": (0.017, 0.032),
    "capitals lost": (0.017, 0.032),
    "straight quotes": (0.01, 0.01),
    "U+FFFD for dashes": (0.01, 0.01),
    "dropped apostrophes": (0.01, 0.021),
}
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")

Edits = list[tuple[int, int, str]]


def wrapped(text: str) -> str:
    """Lines of 65 columns, as a wire sends them."""
    made, column = list(text), 0
    for at, letter in enumerate(text):
        column = 0 if letter == "\n" else column + 1
        if letter == " " and column + len(re.match(r"\S*", text[at + 1 :])[0]) > 65:  # type: ignore[index]
            made[at], column = "\n", 0
    return "".join(made)


def recased(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "".join(new if len(new := change(each)) == 1 else each for each in text)


SAME_LENGTH: dict[str, Callable[[str], str]] = {
    "hard wraps at 65 columns": wrapped,
    "all capitals": recased(str.upper),
    "capitals lost": recased(str.lower),
    "straight quotes": lambda text: text.translate(_STRAIGHT),
    "U+FFFD for dashes": lambda text: re.sub("[–—]", "\ufffd", text),
}


def without_apostrophes(text: str) -> Offsets:
    return Offsets(text, [(found.start(), found.end(), "") for found in re.finditer(r"(?<=\w)[’'](?=\w)", text)])


def moved(documents: Iterable[dict[str, Any]], change: Callable[[str], Offsets]) -> list[dict[str, Any]]:
    """The documents with their text changed and their annotations carried along."""
    made = []
    for each in documents:
        offsets = change(each["text"])
        document = each | {"text": offsets.text}
        if "quotes" in each:
            roles = ("source", "cue", "content")
            document["quotes"] = [
                quote | {role: [offsets.to_text(*span) for span in quote[role]] for role in roles}
                for quote in each["quotes"]
            ]
        for entity in each.get("entities", []):
            entity["start"], entity["end"] = offsets.to_text(entity["start"], entity["end"])
        made.append(document)
    return made


def damaged(documents: list[dict[str, Any]], damage: str) -> list[dict[str, Any]]:
    if damage == "dropped apostrophes":
        return moved(documents, without_apostrophes)
    return [each | {"text": SAME_LENGTH[damage](each["text"])} for each in documents]


def figures(damage: str | None) -> tuple[float, float]:
    """Full F1 of quotes, and F1 of names."""
    said, named = scoring.corpus("polnear-dev"), scoring.corpus("ner-worldwide-dev")
    if damage:
        said, named = damaged(said, damage), damaged(named, damage)
    return scoring.quotes(said)["full"]["f1"], scoring.entities(named)["all"]


@cache
def whole() -> tuple[float, float]:
    return figures(None)


@pytest.mark.parametrize("damage", MOST)
def test_damage_costs_little(damage: str) -> None:
    before, after = whole(), figures(damage)
    print(f"{damage}: quotes {before[0]:.3f} -> {after[0]:.3f}, names {before[1]:.3f} -> {after[1]:.3f}")

    assert all(old - new <= most for old, new, most in zip(before, after, MOST[damage], strict=True))
