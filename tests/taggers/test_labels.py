"""What labels of other programs mean, and where texts are cut."""

from __future__ import annotations

import pytest

from workers.taggers import labels


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("PERSON", "PERSON"), ("PER", "PERSON"), ("per", "PERSON"), ("ORG", "ORG"), ("GPE", "PLACE"), ("LOC", "PLACE"),
        ("FAC", "PLACE"), ("NORP", "MISC"), ("MISC", "MISC"), ("WORK_OF_ART", "MISC"), ("DATE", None),
        ("CARDINAL", None), ("O", None), ("", None),
    ],
)  # fmt: skip
def test_labels_are_told_in_our_four_types(label: str, expected: str | None) -> None:
    assert labels.type_of(label) == expected


def test_a_tagger_must_know_one_of_them() -> None:
    labels.check(["DATE", "PER"])
    with pytest.raises(ValueError, match="its labels are DATE, X"):
        labels.check(["X", "DATE"])
    with pytest.raises(ValueError, match="its labels are none"):
        labels.check([])


def test_long_texts_are_cut_between_words_and_nothing_is_lost() -> None:
    text = "Boro Vane said so. " * 100 + "x" * 300 + " end \ud800."
    found = list(labels.windows(text, [(3, len(text))], 50))

    assert "".join(words for _, words in found) == text[3:].replace("\ud800", "\ufffd")
    assert all(text.startswith(words[:5], at) for at, words in found)
    assert max(len(words) for _, words in found) == 50
    assert all(words.endswith((". ", "x")) for _, words in found[:-1])


def test_places_are_cut_each_for_itself() -> None:
    assert list(labels.windows("one two\nthree", [(0, 7), (8, 13), (13, 13)], 50)) == [(0, "one two"), (8, "three")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (" Vane, ", "Vane"),
        ("Vane—", "Vane"),
        ("U.S.", "U.S."),
        (" , ", ""),
        ("the Alder Wire", "Alder Wire"),
        ("Theo Vane’s", "Theo Vane"),
        ("The", "The"),
        ("'s", ""),
        ("the  ", "the"),
        ("," * 50_000 + "x", "," * 50_000 + "x"),
    ],
)
def test_a_name_has_no_article_possessive_blanks_and_commas_at_its_ends(words: str, expected: str) -> None:
    text = f"x{words}x"
    found = labels.named(text, 1, 1 + len(words), "ORG", 0.5)

    assert (text[found.start : found.end] if found else "") == expected
