"""Names behind offices: neither the field of an office nor the body that someone leads is part of a person's name."""

from __future__ import annotations

import pytest

from tests import marked
from workers.text.names import Name, tokens
from workers.text.offices import parted


def names(text: str, *places: str) -> list[tuple[str, str]]:
    plain, _, found = marked.unmarked(text)
    made = [
        Name(each.start, each.end, tuple(token.word for token in tokens(plain, each.start, each.end)), each.type, 0.9)
        for each in found
    ]
    return [(each.type, plain[each.start : each.end]) for each in parted(plain, made, places)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Minister for {PERSON|Rivers Cleo Ostrandt} met", "Cleo Ostrandt"),
        ("the Minister for the {PERSON|Environment Lina Vosk} said", "Lina Vosk"),
        ("Secretary of State for Work and {PERSON|Pensions Boro Vane} said", "Boro Vane"),
        ("Minister for Tourism, Culture and {PERSON|Sport Nella Rowan} came", "Nella Rowan"),
        ("commissioner for {ORG|Trade Ilse Tarn} said", "Ilse Tarn"),
        ("Special Envoy for {ORG|Climate Hana Brook} said", "Hana Brook"),
        ("Minister for {ORG|Lakes Ostrandt} spoke", "Ostrandt"),
        ("Minister of {PERSON|Home Affairs Jan van der Maas} spoke", "Jan van der Maas"),
        ("Minister for {PERSON|Women Grace Ostrandt} spoke", "Grace Ostrandt"),
        ("Under-Secretary-General for {PERSON|Peace Operations Odo Kessel} flew", "Odo Kessel"),
    ],
)
def test_the_field_of_an_office_is_no_name(text: str, name: str) -> None:
    assert names(text) == [("PERSON", name)]


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for {PERSON|Ana Maria Quill} said",
        "A lawyer for {PERSON|Rose Marie Harlow} said",
        "Minister for Women {PERSON|Grace Ostrandt} spoke",
        "Secretary of State {PERSON|Hana Brook} spoke",
        "Minister {PERSON|Rivers Ostrandt} spoke",
        "an under-secretary of the {ORG|Harbour Ministry for Administrative Affairs} spoke",
        "the Secretary for {ORG|International Trade Affairs}",
        "the envoy for {PLACE|North Korea} spoke",
        "the leader of the {ORG|Ostian Communist Party} spoke",
        "chairman of the {ORG|Port Alder Securities Association}",
        "Head of {ORG|Human Rights Watch} {PERSON|Odo Kessel} spoke",
    ],
)
def test_a_name_without_an_office_in_it_stays_as_it_is(text: str) -> None:
    plain, _, found = marked.unmarked(text)

    assert names(text, "PORT ALDER") == [(each.type, plain[each.start : each.end]) for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mayor of {PLACE|Port Alder Edda} {PERSON|Quill} said", [("PLACE", "Port Alder"), ("PERSON", "Edda Quill")]),
        ("Mayor of {PERSON|Port Alder Edda Quill} said", [("PLACE", "Port Alder"), ("PERSON", "Edda Quill")]),
        (
            "{ORG|Tessel Line} fell. Chairman of {ORG|Tessel Line Anselm Corvo} spoke",
            [("ORG", "Tessel Line"), ("ORG", "Tessel Line"), ("PERSON", "Anselm Corvo")],
        ),
        ("Chairman of {PERSON|Tessel Line Anselm Corvo} spoke", [("ORG", "Tessel Line"), ("PERSON", "Anselm Corvo")]),
        ("the premier of {PERSON|France Odo Kessel} spoke", [("PLACE", "France"), ("PERSON", "Odo Kessel")]),
        ("{PERSON|Briton Boro Vane} won", [("MISC", "Briton"), ("PERSON", "Boro Vane")]),
        ("{PERSON|German Vane} won", [("PERSON", "German Vane")]),
        ("{PERSON|France Boro Vane} won", [("PERSON", "France Boro Vane")]),
        ("Mayor of {PLACE|Port Alder Harbour} said", [("PLACE", "Port Alder Harbour")]),
        ("Mayor of {PLACE|Cape Mora Edda} said", [("PLACE", "Cape Mora Edda")]),
    ],
)
def test_a_known_place_or_body_is_parted_from_who_leads_it(text: str, found: list[tuple[str, str]]) -> None:
    assert names(text, "PORT ALDER") == found
