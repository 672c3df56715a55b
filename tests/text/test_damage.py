"""Damage is said and never mended."""

from __future__ import annotations

import pytest

from shared.records import Segment
from workers.text.damage import damage

TABLE = {
    "lost character": ("It cost 5 \ufffd there.", [("replacement_character", "\ufffd", None)]),
    "apostrophe": ("We didnt go. Dont ask.", [
        ("dropped_apostrophe", "didnt", "didn't"), ("dropped_apostrophe", "Dont", "Don't"),
    ]),
    "doubled": ("He said that that was all.", [("doubled_word", "that that", "that")]),
    "names may double": ("They went to Pago Pago and had had enough.", []),
    "swapped letters": ("Ostrandt spoke. Ostrandt left. Ostrnadt ran.", [("misspelt_name", "Ostrnadt", "Ostrandt")]),
    "lost letter": ("Menckel spoke. Menckel left. Mencel ran.", [("misspelt_name", "Mencel", "Menckel")]),
    "forms of a word": ("Kestrel and Kestrel. The Kestrels won.", []),
    "quote": ('He said "no and left.', [("unbalanced_quote", '"', None)]),
    "good": ('"No," he said. "I won\'t."', []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE.values(), ids=TABLE)
def test_damage_is_found(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = damage(text, [Segment(start=0, end=len(text), kind="body")])
    assert [(each.kind, text[each.start : each.end], each.suggestion) for each in found] == expected


def test_a_quote_that_goes_on_in_the_next_paragraph_is_no_damage() -> None:
    text = '"It rained.\n"And then it snowed."'
    segments = [Segment(start=0, end=11, kind="body"), Segment(start=12, end=len(text), kind="body")]
    assert damage(text, segments) == []
