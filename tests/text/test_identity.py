"""Who of the knowledge base an entity is: each way to be linked has a name, where two may be meant nobody is, and the
type of who is named exactly is the knowledge base's.
"""

from __future__ import annotations

from typing import Any

import pytest

from shared.knowledge import MOST_ALIKE, MemoryKnowledge, Row
from shared.records import Entity, EntityType, Mention
from workers.text.grouping import entity_id
from workers.text.identity import METHODS, candidates, filed, linked, typed

ROWS = [
    Row(id="Q1", name="Boro Vane", aliases=["Captain Vane", "Vane the Younger"], type="PERSON"),
    Row(id="Q2", name="Nikolai Anselm Patrushev", type="PERSON"),
    Row(id="Q3", name="Alder Shipping Ltd.", aliases=["ASL"], type="ORG"),
    Row(id="Q4", name="Edda Quill", type="PERSON"),
    Row(id="Q5", name="Edda Quill", type="PERSON"),
    Row(id="Q6", name="Søren Łask", aliases=["S. Łask"]),
    Row(id="Q7", name="J. K. Tarnowska", type="PERSON"),
    Row(id="Q8", name="Port Alder", type="PLACE"),
    Row(id="Q9", name="Harlan Kestrelworks"),
    Row(id="Q10", name="Oren Vale", type="PERSON"),
    Row(id="Q11", name="Olla Vale", type="PERSON"),
    Row(id="Q12", name="Corvo", type="PERSON"),
    Row(id="Q13", name="Anselm Corvo", type="PERSON"),
    Row(id="Q14", name="RISE", type="ORG"),
    Row(id="Q15", name="May", type="PERSON"),
    Row(id="Q16", name="Ostra", type="PLACE"),
    Row(id="Q17", name="Ostra", type="PERSON"),
]
KNOWN = MemoryKnowledge(map(filed, ROWS))


def identified(text: str, entities: list[Entity], known: MemoryKnowledge = KNOWN) -> list[Entity]:
    """The entities of a text as they are typed and linked."""
    found = candidates(text, entities, known)
    return linked(text, typed(entities, found), found)


def one(name: str, kind: str = "PERSON", *others: str, known: MemoryKnowledge = KNOWN) -> Entity:
    """The entity of this name, mentioned by it and the others."""
    text = "\n".join((name, *others))
    starts = [text.index(each) for each in (name, *others)]
    mentions = [Mention(start=at, end=at + len(each)) for at, each in zip(starts, (name, *others), strict=True)]
    made = Entity.model_validate({"id": "e", "type": kind, "name": name, "mentions": mentions, "confidence": 1})
    return identified(text, [made], known)[0]


@pytest.mark.parametrize(
    ("name", "kind", "id", "method"),
    [
        ("Boro Vane", "PERSON", "Q1", "name"),
        ("BORO VANE", "PERSON", "Q1", "name"),
        ("Captain Vane", "PERSON", "Q1", "alias"),
        ("B. Vane", "PERSON", "Q1", "initials"),
        ("B Vane", "PERSON", "Q1", "initials"),
        ("Boro Emil Vane", "PERSON", "Q1", "middle_name"),
        ("Nikolai Patrushev", "PERSON", "Q2", "middle_name"),
        ("Nikolai Anselm Partushev", "PERSON", "Q2", "misspelling"),
        ("Alder Shipping", "ORG", "Q3", "legal_form"),
        ("Alder Shipping Inc", "ORG", "Q3", "legal_form"),
        ("the Alder Shipping Ltd", "ORG", "Q3", "name"),
        ("A.S.L.", "ORG", "Q3", "alias"),
        ("Soren Lask", "ORG", "Q6", "name"),
        ("J.K. Tarnowska", "PERSON", "Q7", "name"),
        ("Port Alder", "PLACE", "Q8", "name"),
        ("Harlan Kestrelwroks", "ORG", "Q9", "misspelling"),
        ("Corvo", "PERSON", "Q12", "name"),
    ],
)
def test_every_link_states_its_method(name: str, kind: str, id: str, method: str) -> None:
    found = one(name, kind)
    why = found.evidence["kb"]

    assert (found.links["kb"], why["method"]) == (id, method)
    assert 0 < why["confidence"] <= METHODS[method]
    assert name.rsplit(maxsplit=1)[-1].strip(".") in why["reason"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Vane", "PERSON"),  # a surname that is nobody's alias
        ("Boro Vale", "PERSON"),  # a slip in so short a word is another name
        ("B. Vane", "PLACE"),
        ("Nikolai Patrusheva", "PERSON"),  # another ending is another form, or another person
        ("B. Shipping", "ORG"),
        ("B. K. Vane", "PERSON"),  # another initial, perhaps somebody else
        ("Boro-emil Vane-lim", "PERSON"),
        ("Boro Emil-Vane", "PERSON"),  # Emil-Vane is one name
        ("Tarn", "MISC"),
        ("...", "PERSON"),
        ("\ud800", "ORG"),
    ],
)
def test_what_is_too_little_links_nobody(name: str, kind: str) -> None:
    found = one(name, kind)

    assert (found.links, found.evidence) == ({}, {})


@pytest.mark.parametrize(("name", "ids"), [("Edda Quill", ["Q4", "Q5"]), ("O. Vale", ["Q10", "Q11"])])
def test_where_two_may_be_meant_nobody_is_linked_and_that_is_said(name: str, ids: list[str]) -> None:
    found = one(name)
    why = found.evidence["kb"]

    assert found.links == {}
    assert (why["method"], why["confidence"], why["candidates"]) == ("ambiguous", 0, ids)
    assert all(id in why["reason"] for id in ids)


@pytest.mark.parametrize(
    ("name", "kind", "id", "type"),
    [
        ("Boro Vane", "ORG", "Q1", "PERSON"),
        ("BORO VANE", "MISC", "Q1", "PERSON"),
        ("Captain Vane", "PLACE", "Q1", "PERSON"),
        ("Port Alder", "ORG", "Q8", "PLACE"),
        ("the Alder Shipping Ltd", "PLACE", "Q3", "ORG"),
        ("ASL", "PERSON", "Q3", "ORG"),
        ("Corvo", "PLACE", "Q12", "PERSON"),
        ("RISE", "MISC", "Q14", "ORG"),
    ],
)
def test_who_is_named_exactly_is_of_the_type_of_its_row(name: str, kind: EntityType, id: str, type: EntityType) -> None:
    found = one(name, kind)
    why = found.evidence["kb"]

    assert (found.type, found.id, found.links) == (type, entity_id(type, name), {"kb": id})
    assert (why["method"] in {"name", "alias"}, why["tagger_type"]) == (True, kind)
    assert why["reason"].endswith(f"; the type is the knowledge base's, the tagger found {kind}")


@pytest.mark.parametrize(
    ("name", "kind", "method", "said"),
    [
        ("Soren Lask", "PLACE", "other_type", "“Soren Lask” is no PLACE but Q6 (Søren Łask, PERSON or ORG)"),
        ("boro vane", "ORG", "other_type", "“boro vane” is no ORG but Q1 (Boro Vane, PERSON)"),
        ("Rise", "PERSON", "other_type", "“Rise” is no PERSON but Q14 (RISE, ORG)"),
        ("May", "MISC", "other_type", "“May” is no MISC but Q15 (May, PERSON)"),
        ("Ostra", "ORG", "ambiguous", "“Ostra” may be Q16 (Ostra, PLACE) or Q17 (Ostra, PERSON)"),
    ],
)
def test_a_common_word_and_a_name_of_two_types_keep_the_taggers_type(
    name: str, kind: str, method: str, said: str
) -> None:
    found = one(name, kind)

    assert (found.id, found.type, found.links) == ("e", kind, {})
    assert (found.evidence["kb"]["method"], found.evidence["kb"]["reason"]) == (method, said)


def test_the_taggers_type_tells_which_of_two_rows_is_meant() -> None:
    assert one("Ostra", "PLACE").links == {"kb": "Q16"}
    assert one("Ostra", "PERSON").links == {"kb": "Q17"}
    assert "tagger_type" not in one("Ostra", "PERSON").evidence["kb"]


def test_two_rows_of_one_type_give_it_though_it_is_open_which_is_meant() -> None:
    found = one("Edda Quill", "PLACE")

    assert (found.type, found.id, found.links) == ("PERSON", entity_id("PERSON", "Edda Quill"), {})
    assert (found.evidence["kb"]["method"], found.evidence["kb"]["candidates"]) == ("ambiguous", ["Q4", "Q5"])


def test_links_of_a_place_go_with_its_type_and_two_entities_of_one_name_become_one() -> None:
    text = "ASL sank. Port of ASL. The ASL said"
    places = [Mention(start=at, end=at + 3, kind="acronym") for at in (0, 18, 27)]
    why: dict[str, Any] = {"geonames": {"method": "population"}}
    city = Entity(
        id="a", type="PLACE", name="ASL", mentions=places[:2], links={"geonames": "1"}, evidence=why, confidence=0.5
    )
    body = Entity(id=entity_id("ORG", "ASL"), type="ORG", name="ASL", mentions=places[2:], confidence=0.8)
    for both in ([city, body], [body, city]):
        (found,) = identified(text, both)
        assert (found.id, found.type, found.confidence) == (body.id, "ORG", 0.8)
        assert (found.mentions, found.links) == (places, {"kb": "Q3"})
        assert found.evidence["kb"]["tagger_type"] == "PLACE"
    assert "geonames" not in found.evidence


def test_one_word_is_a_weak_sign_of_a_person_though_not_of_a_body() -> None:
    assert one("Corvo").evidence["kb"]["confidence"] < one("Anselm Corvo").evidence["kb"]["confidence"]
    assert one("ASL", "ORG").evidence["kb"]["confidence"] == METHODS["alias"]


def test_other_full_forms_are_tried_after_the_name_but_parts_of_it_are_not() -> None:
    assert one("Harbour Shipping Agency", "ORG", "ASL").links == {"kb": "Q3"}
    assert one("Vane Boro", "PERSON", "Captain Vane").links == {"kb": "Q1"}
    assert one("Emil Corvo", "PERSON", "Corvo").links == {}


def test_other_links_and_their_evidence_stay() -> None:
    why: dict[str, Any] = {"geonames": {"method": "population"}}
    city = Entity(
        id="e", type="PLACE", name="Port Alder", mentions=[], links={"geonames": "1"}, evidence=why, confidence=1
    )
    (found,) = identified("", [city], KNOWN)

    assert found.links == {"geonames": "1", "kb": "Q8"}
    assert {name: each["method"] for name, each in found.evidence.items()} == {"geonames": "population", "kb": "name"}


def test_a_common_outline_of_a_name_tells_nothing() -> None:
    letters = "abcdefghijklmnopqrstuvwxyzæðþñß012345"[: MOST_ALIKE + 1]
    many = [Row(id=each, name=f"Ilse Kar{each}enov", type="PERSON") for each in letters]

    assert one("Ilse Karaenov", known=MemoryKnowledge(map(filed, many[:2]))).links == {"kb": "a"}
    assert one("Ilse Karaennov", known=MemoryKnowledge(map(filed, many[:1]))).evidence["kb"]["method"] == "misspelling"
    assert one("Ilse Karaennov", known=MemoryKnowledge(map(filed, many))).evidence == {}
