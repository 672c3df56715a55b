"""What stands beside a name shows that it is a company's or a river's, in all its mentions."""

from __future__ import annotations

import pytest

from tests import marked
from workers.text.name_types import shown
from workers.text.names import Name, tokens


def types(text: str, sure: float = 0.9) -> list[str]:
    plain, _, found = marked.unmarked(text)
    made = [
        Name(each.start, each.end, tuple(token.word for token in tokens(plain, each.start, each.end)), each.type, sure)
        for each in found
    ]
    return [each.type for each in shown(plain, made)]


@pytest.mark.parametrize(
    "text",
    [
        "a barge of the {PLACE|Tessel Line} burned",
        "the {PLACE|Tessel Line}'s director, Anselm Corvo, spoke",
        "the {PLACE|Tessel Line}’s two ferries sank",
        "Fire broke out at the {PLACE|Tessel Line} on Monday. The company said nothing.",
        'It was near {PLACE|Harlan Works}. "We are sorry," the firm said.',
        "{PLACE|Harlan Lines} sails again",
        "two ferries of {PLACE|Marrow Ferries} collided",
        "a train of the {PLACE|Kestrel Valley Railway} left the rails",
        "a spokeswoman for {MISC|Kestrel Air} said",
        "shares of {PERSON|Alder Deep} fell",
        "{PERSON|Alder Deep}'s chief executive left",
        "{PLACE|Blue Anchor} shares rose. {PLACE|Blue Anchor}'s shares rose again",
        "a ship owned by {PLACE|Blue Anchor} sank",
    ],
)
def test_a_company_is_shown_by_what_it_has_and_how_it_is_called(text: str) -> None:
    assert set(types(text)) == {"ORG"}


@pytest.mark.parametrize(
    "text",
    [
        "trenches along the {PLACE|Vosk Line} were shelled",
        "the {PLACE|Green Line} between the two halves was quiet",
        "the {PLACE|Victoria Line} was closed. The city said so.",
        "a ship of {PLACE|Port Alder} sank. The company said nothing.",
        "{PLACE|Port Alder}'s two ferries sank",
        "the spokesman for {PERSON|Ana Quill} left",
        "shares in {PLACE|Norway} fell",
        "investors of {PERSON|Falk Marrow}'s bank left",
        "the chief executive of {PLACE|New York} left",
        "the bridge over the {PLACE|Kestrel} opened",
    ],
)
def test_places_and_people_stay(text: str) -> None:
    found = marked.unmarked(text)[2]
    assert types(text) == [each.type for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "to share the water of the {MISC|Kestrel} for five years",
        "the banks of the {ORG|Ostra} were dry, and the {ORG|Ostra} itself",
        "a bridge across the {PERSON|Vosk}",
        "the rivers the {MISC|Vosk}",
    ],
)
def test_a_river_is_shown_by_its_banks_and_bridges(text: str) -> None:
    assert set(types(text, 0.5)) == {"PLACE"}


def test_a_sure_body_or_person_is_no_river() -> None:
    text = "a bridge over the {ORG|Kestrel Works}"
    assert types(text) == ["ORG"]
    assert types("the waters of the {MISC|Russian} coast") == ["MISC"]
