"""The step `resolve`: quotes and entities come together."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from shared.reading import Read
from shared.records import Entities, Entity, Mention, Normalized, Quote, Quotes, Resolved
from tests import marked
from tests.reading import one
from workers import weights
from workers.steps import graph
from workers.steps.quotes import quotes
from workers.steps.resolve import resolve

DATA = Path(os.environ.get("WIRE_CORPORA", Path(__file__).parents[2].parent / "shared" / "data"))
SEED = DATA / "sputnik-2018-08-24-review.txt"

MARKED = """\
Harbour Minister Karl Ostermann met Ann Lee, the mayor of Ost, on Monday.
{q1|"We will build the pier,"} {s1|Ostermann} {c1|said}.
{s2|Ostremann} {c2|added} {q2|that work would begin in May}.
{s3|Lee} {c3|said} {q3|that the city "cannot wait" for it}.
{s4|She} {c4|warned} {q4|that boats were leaving}."""
NORMAL, READ = marked.report(*(("body", line) for line in MARKED.split("\n")))
REPORT = NORMAL.text


def entity(name: str, *forms: str) -> Entity:
    found = re.finditer("|".join(rf"\b{form}\b" for form in (name, *forms)), REPORT)
    mentions = [Mention(start=each.start(), end=each.end()) for each in found]
    return Entity(id=name.lower(), type="PERSON", name=name, mentions=mentions, confidence=0.9)


def found_in(normal: Normalized, read: Read) -> Quotes:
    result = quotes.run(normal, read)

    assert isinstance(result, Quotes)
    return result


def resolved(normal: Normalized, found: Quotes, entities: Entities) -> Resolved:
    result = resolve.run(normal, found, entities)

    assert isinstance(result, Resolved)
    return result


def test_each_quote_gets_its_speaker_and_how_it_was_found() -> None:
    entities = Entities(entities=[entity("Karl Ostermann", "Ostermann"), entity("Ann Lee", "Lee"), entity("Ostremann")])
    after = resolved(NORMAL, found_in(NORMAL, READ), entities)
    speakers = [each.speaker for each in after.quotes]

    assert [(each.name, each.how, each.entity) for each in speakers if each] == [
        ("Karl Ostermann", "name", "karl ostermann"),
        ("Karl Ostermann", "name", "karl ostermann"),
        ("Ann Lee", "name", "ann lee"),
        ("Ann Lee", "pronoun", "ann lee"),
    ]
    assert [each.name for each in after.entities] == ["Karl Ostermann", "Ann Lee"]


def test_quotes_keep_all_but_their_speaker() -> None:
    before = found_in(NORMAL, READ)
    after = resolved(NORMAL, before, Entities())

    assert [each.model_copy(update={"speaker": None}) for each in after.quotes] == before.quotes


def test_a_report_without_quotes_keeps_its_entities() -> None:
    entities = Entities(entities=[entity("Ann Lee", "Lee")])

    assert resolved(NORMAL, Quotes(), entities).entities == list(entities.entities)


@pytest.fixture(scope="module")
def real() -> tuple[Normalized, Resolved]:
    """A real report, with its quotes and entities."""
    if not SEED.exists():
        pytest.skip(f"the report {SEED} is not here; WIRE_CORPORA names its folder")
    normal = one(SEED.read_bytes(), received_at=0)
    read = graph()["read"].run(normal, weights.load())
    entities = graph()["entities"].run(normal, read)

    assert isinstance(read, Read)
    assert isinstance(entities, Entities)
    return normal, resolved(normal, found_in(normal, read), entities)


@pytest.mark.parametrize(
    ("type", "speakers"),
    [
        ("direct", ["John Bolton"] * 2 + ["Nikolai Patrushev"] * 4),
        ("mixed", ["John Bolton", "a source in one of the delegations"]),
    ],
)
def test_a_real_report_has_all_its_direct_and_mixed_quotes(
    real: tuple[Normalized, Resolved], type: str, speakers: list[str]
) -> None:
    found = [each.speaker.name if each.speaker else "" for each in real[1].quotes if each.type == type]

    assert sorted(found) == speakers


def test_a_real_report_has_most_of_its_indirect_quotes(real: tuple[Normalized, Resolved]) -> None:
    named = {each.id: each.name for each in real[1].entities if each.type == "PERSON"}
    speakers = [each.speaker for each in real[1].quotes if each.type == "indirect" and each.kind == "speech"]
    found = [named.get(each.entity or "") for each in speakers if each]

    assert found.count("Nikolai Patrushev") >= 6
    assert found.count("John Bolton") >= 2
    assert {"Dmitry Peskov", "Mike Pompeo"} < {*found}


@pytest.mark.parametrize(
    ("source", "name", "how"),
    [
        ("Partushev", "Nikolai Patrushev", "name"),
        ("He", "Nikolai Patrushev", "pronoun"),
        ("the Russian security chief", "Nikolai Patrushev", "description"),
        ("The US official", "John Bolton", "description"),
    ],
)
def test_whom_words_mean_in_a_real_report(real: tuple[Normalized, Resolved], source: str, name: str, how: str) -> None:
    normal, after = real
    speakers = [each.speaker for each in after.quotes if said_by(normal, each) == source]

    assert speakers
    assert {(each.name, each.how) if each else None for each in speakers} == {(name, how)}


GERMAN = """\
Hafenminister zweifelt an der Brücke

PORT ALDER, 24. Nov (AW) - Der Hafenminister von Ostland, Karl Ostermann, hat am Montag den Bau der Brücke verteidigt.
„Wir werden die Brücke im nächsten Jahr bauen“, sagte Ostermann vor Journalisten. Die Bürgermeisterin Ilse Tarn
kritisierte den Plan. „Das Geld fehlt uns an allen Ecken und Enden“, erklärte sie.
"""


def test_in_another_language_there_are_quotations_without_speakers_and_names_that_are_not_sure() -> None:
    normal = one(GERMAN, "text", received_at=0)
    read = graph()["read"].run(normal, weights.load())
    entities = graph()["entities"].run(normal, read)

    assert isinstance(read, Read)
    assert isinstance(entities, Entities)
    after = resolved(normal, found_in(normal, read), entities)
    assert normal.language
    assert normal.language.code == "de"
    assert [(each.type, each.speaker, each.confidence <= 0.5) for each in after.quotes] == [("direct", None, True)] * 2
    assert "Karl Ostermann" in {each.name for each in after.entities}
    assert all(each.confidence <= 0.65 for each in after.entities)


def said_by(normal: Normalized, quote: Quote) -> str:
    return normal.text[quote.source[0].start : quote.source[-1].end] if quote.source else ""
