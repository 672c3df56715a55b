"""One glyph for one thing, undone by the map."""

from __future__ import annotations

import pytest

from tests.pace import within
from tests.reading import one


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("``Yes,'' she said.", "“Yes,” she said."),
        ("''Yes,'' she said.", '"Yes," she said.'),
        ("« Oui », dit-il.", "“Oui”, dit-il."),
        ("«\xa0\xa0Oui\xa0», dit-il.", "“Oui”, dit-il."),
        ("„Ja“, sagte er. „Nein“, sagte sie.", "“Ja”, sagte er. “Nein”, sagte sie."),
        ("»Ja«, sagte er.", "“Ja”, sagte er."),
        ("rock ‹n› roll ― half‑done − 5", "rock ‘n’ roll — half-done - 5"),
        ("l´été", "l’été"),
        ('He said "no" -- twice.', 'He said "no" -- twice.'),
        ("a ’tis “here” – and — there…", "a ’tis “here” – and — there…"),
    ],
)
def test_marks_are_made_uniform(raw: str, text: str) -> None:
    assert one(raw).text == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("sâ€™il cafÃ© Ã©tÃ©", "s’il café été"),
        ("SÃ£o Paulo, Â£5", "São Paulo, £5"),
        ("ÅšwiÄ™t to", "Święt to"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ there", "привет there"),
        ("it\x92s \x93so\x94", "it’s “so”"),
    ],
)
def test_what_was_decoded_twice_is_put_right(raw: str, text: str) -> None:
    found = one(raw)
    assert found.text == text
    assert found.raw == raw
    assert found.offsets.to_raw(0, len(text)) == (0, len(raw))


@pytest.mark.parametrize("text", ["naïve façade in São Paulo", "Š Ž", "Łódź, Kraków – środa", "ÄÖÜ", "привет"])
def test_good_text_is_left_alone(text: str) -> None:
    assert one(text).text == text


@pytest.mark.parametrize("piece", ["â€™", "«", "``", "''", "É", "Ã© ", "a\xa0«\xa0 ", "„", "\x93 "])
def test_hostile_repeats_take_no_time(piece: str) -> None:
    with within(3):
        one("Ann Lee said. " + piece * (300_000 // len(piece)), "text")
