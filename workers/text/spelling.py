"""Slips of the pen in names."""

from __future__ import annotations


def is_misspelling(word: str, name: str) -> bool:
    """Whether two names differ by a slip: one edit, or two in names of eight letters or more; same first letter."""
    shorter, longer = sorted((len(word), len(name)))
    allowed = allowance(shorter)
    return word != name and word[0] == name[0] and longer - shorter <= allowed and edits(word, name) <= allowed


def allowance(letters: int) -> int:
    """How many edits a name of so many letters may be off."""
    return 0 if letters < 5 else 1 if letters < 8 else 2


def edits(one: str, other: str) -> int:
    """Insertions, deletions, changes and swaps of neighbours that make one word the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], earlier[j - 2] + 1)
    return row[-1]
