"""Damage is said and never mended."""

from __future__ import annotations

import pytest

from shared.records import Segment
from tests.reading import one
from workers.text.damage import damage

TABLE = {
    "lost character": ("It cost 5 \ufffd there.", [("replacement_character", "\ufffd", None)]),
    "lost dash": ("We left \ufffd They stayed.", [("replacement_character", "\ufffd", "–")]),
    "lost apostrophe": ("We don\ufffdt go.", [("replacement_character", "\ufffd", "’")]),
    "lost letters": ("In S\ufffd\ufffd Miro.", [("replacement_character", "\ufffd\ufffd", None)]),
    "apostrophe": ("We didnt go. Dont ask. Thats all.", [
        ("dropped_apostrophe", "didnt", "didn't"), ("dropped_apostrophe", "Dont", "Don't"),
        ("dropped_apostrophe", "Thats", "That's"),
    ]),
    "its for certain": ("Its a ship. They say its been sold.", [
        ("dropped_apostrophe", "Its", "It's"), ("dropped_apostrophe", "its", "it's"),
    ]),
    "doubled": ("He said that that was all.", [("doubled_word", "that that", "that")]),
    "doubled, a capital first": ("The the ship sank.", [("doubled_word", "The the", "The")]),
    "swapped letters": ("Ostrandt spoke. Ostrandt left. Ostrnadt ran.", [("misspelt_name", "Ostrnadt", "Ostrandt")]),
    "lost letter": ("Menckel spoke. Menckel left. Mencel ran.", [("misspelt_name", "Mencel", "Menckel")]),
    "doubled letter": ("Menckel spoke. Menckel left. Menckkel ran.", [("misspelt_name", "Menckkel", "Menckel")]),
    "changed letter": ("Ilse Tarnow-Menckel, Menckel and Manckel.", [("misspelt_name", "Manckel", "Menckel")]),
    "capitals": ("Menckel spoke. Menckel left. MEnckel ran.", [("misspelt_name", "MEnckel", "Menckel")]),
    "straight quote": ('He said "no and left.', [("unbalanced_quote", '"', None)]),
    "curly quote": ("He said “no and left.", [("unbalanced_quote", "“", None)]),
    "closed twice": ("He said “no” and ” left.", [("unbalanced_quote", "”", None)]),
    "turned the wrong way": ("He said “no“ and left.", [("unbalanced_quote", "“", "”")]),
    "one of two": ('"No," he said. Yes," she said.', [("unbalanced_quote", '"', None)]),
    "for an apostrophe": ('The harbour"s end, they said.', [("unbalanced_quote", '"', "'")]),
    "mojibake": ("The longÃ¢€term plan.", [("mojibake", "longÃ¢€term", None)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE.values(), ids=TABLE)
def test_damage_is_found(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = damage(text, [Segment(start=0, end=len(text), kind="body")])
    assert [(each.kind, text[each.start : each.end], each.suggestion) for each in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        '"No," he said. "I won\'t."',
        "“No,” he said. “I won’t.”",
        "“He said ‘no’,” she said. “And ‘yes’.”",
        "\"He said 'no'\", she said.",
        "He said “he called it “mad”.”",
        'The door is 6\'2" high and the mast 12" wide.',
        "They went to Pago Pago and had had enough.",
        "It was very very cold, no no, so so cold.",
        "Blah blah blah.",
        "Knock knock, said the clip clip-on man.",
        "Its end was its own. Cant is a word, and so is wont.",
        "DONT WALK, said the sign at ALDER ALDER.",
        "Kestrel and Kestrel. The Kestrels won. A Kestrelian lost.",
        "Mohamed Tarn and Mohamed Tarn met Mohammed Vane.",
        "Guantanamo, Guantanamo, Guantánamo.",
        "Brazil, Brazil and the Banco do Brasil.",
        "Menckel and Menckel. MENCKEL ran.",
        "naïve façade in São Paulo, Łódź, Kraków – środa, привет, “Ä”",
        "",
    ],
)
def test_good_text_has_none(text: str) -> None:
    assert damage(text, [Segment(start=0, end=len(text), kind="body")]) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le maire, dont nous nous souvenons, ne peut pas. Vous vous trompez, weve, dit-il en en riant."),
        ("de", "Der Mann, der der Frau half, sagte, dass die die Schiffe sahen, die sie sie nannten."),
        ("nl", "Hij zei dat dat schip die die haven zag."),
        ("es", "No no, dijo, y muy muy tarde."),
        ("id", "Kata dia dia, orang orang tua."),
    ],
)
def test_what_is_good_in_another_language_is_no_damage(language: str, text: str) -> None:
    assert damage(text, [Segment(start=0, end=len(text), kind="body")], language) == []


def test_doubled_words_are_found_in_german_and_french_too() -> None:
    for language, text, words in (("de", "Er kam und und ging.", "und und"), ("fr", "Il est est parti.", "est est")):
        (found,) = damage(text, [Segment(start=0, end=len(text), kind="body")], language)
        assert text[found.start : found.end] == words


STORY = "FERRY BURNS\n\nPORT ALDER (Alder Wire) - The ferry burned off Port Alder on Monday, they said.\n\n{}"


@pytest.mark.parametrize(
    "paragraphs",
    [
        '"It rained.\n\n"And then it snowed."',
        "“It rained.\n\n“It blew.\n\n“And then it snowed,” he said.",
        '"It rained.\n\nAnd then it snowed," he said.',
        '"It rained.\n\nIt blew, and the ship was in the roads.\n\nAnd then it snowed," he said.',
        "« Il pleut.\n\n« Et il neige », dit-il.",
        "« Il pleut.\n\n» Et il neige », dit-il.",
        "»Es regnet.\n\n»Und es schneit«, sagte er.",
        "„Es regnet.\n\n„Und es schneit“, sagte er. „Viel.“",
        "``It rained.\n\n``And then it snowed,'' he said.",
        "``He said `no' and `I said: 'Yes,''' she told him. ``That was all.''",
    ],
)
def test_a_quote_that_goes_on_in_the_next_paragraph_is_no_damage(paragraphs: str) -> None:
    assert one(STORY.format(paragraphs)).damage == []


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        ("« Il pleut, dit-il.\n\nEt il neige.", "“Il pleut"),
        ("»Es regnet, sagte er.\n\nUnd es schneit.", "“Es regnet"),
        ("„Es regnet, sagte er.\n\nUnd es schneit.", "“Es regnet"),
        ("``It rained, he said.\n\nThen it snowed.", "“It rained"),
        ("It rained,'' he said.\n\nThen ``it'' snowed.", '" he said'),
        ('"It rained, he said.\n\nThen it "snowed" a lot.', '"It rained'),
    ],
)
def test_marks_of_all_kinds_miss_their_partners(paragraphs: str, words: str) -> None:
    (found,) = one(STORY.format(paragraphs)).damage
    assert found.kind == "unbalanced_quote"
    text = one(STORY.format(paragraphs)).text
    assert text[found.start :].startswith(words)
