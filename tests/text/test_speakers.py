"""Speakers: how source words are led to the people they name."""

from __future__ import annotations

import re

import pytest

from shared.records import Entity, Mention, Quote, Span, Speaker
from tests.pace import within
from workers.text.speakers import resolve


def entity(text: str, name: str, *aliases: str, kind: str = "PERSON") -> Entity:
    forms = "|".join(re.escape(form) for form in (name, *aliases))
    places = [Mention(start=each.start(), end=each.end()) for each in re.finditer(rf"\b(?:{forms})\b", text)]
    return Entity.model_validate({"id": name, "type": kind, "name": name, "mentions": places, "confidence": 1})


def quote(text: str, source: str, at: int = 0) -> Quote:
    """A quote whose source is these words of the text, the first found after `at`."""
    start = text.index(source, at)
    span = Span(start=start, end=start + len(source))
    return Quote(type="indirect", content=[Span(start=len(text) - 1, end=len(text))], source=[span], confidence=1)


def speaker(
    text: str, source: str, entities: list[Entity], earlier: tuple[str, ...] = ()
) -> tuple[str, str, str | None] | None:
    quotes = [*(quote(text, each) for each in earlier), quote(text, source, text.rindex(source))]
    found = resolve(text, quotes, entities)[0][-1].speaker
    return (found.name, found.how, found.entity) if found else None


MAYOR = "The mayor of Ost, Ann Lee, met Harbour Minister Karl Ostermann on Monday. "


@pytest.mark.parametrize(
    ("rest", "source", "expected"),
    [
        pytest.param("Ann Lee said so.", "Ann Lee", ("Ann Lee", "name"), id="full name"),
        pytest.param("Lee said so.", "Lee", ("Ann Lee", "name"), id="surname"),
        pytest.param("Mayor Lee, on her part, said so.", "Mayor Lee, on her part", ("Ann Lee", "name"), id="title"),
        pytest.param(
            "The pier's director, Ann Lee, said so.", "The pier's director, Ann Lee", ("Ann Lee", "name"), id="apposed"
        ),
        pytest.param("Its head, Ann Lee, said so.", "Its head", ("Ann Lee", "name"), id="apposed behind the source"),
        pytest.param(
            "The pier's director, the engineer Ann Lee, said so.",
            "The pier's director, the engineer Ann Lee",
            ("Ann Lee", "name"),
            id="apposed with a title",
        ),
        pytest.param(
            "The pier's chief, Executive Secretary Ann Lee, said so.",
            "The pier's chief, Executive Secretary Ann Lee",
            ("Ann Lee", "name"),
            id="apposed with another office",
        ),
        pytest.param(
            "Minister for Ports, Trade and the Arts Ann Lee said so.",
            "Minister for Ports, Trade and the Arts Ann Lee",
            ("Ann Lee", "name"),
            id="an office with a comma",
        ),
        pytest.param(
            "The driver, the brother of Ann Lee, said so.",
            "The driver, the brother of Ann Lee",
            ("The driver", "description"),
            id="somebody else's brother",
        ),
        pytest.param("Its head, Ann Lee, and Moll said so.", "Its head", ("Its head", "description"), id="a list"),
        pytest.param("Its head told Ann Lee, who said so.", "Its head", ("Its head", "description"), id="told"),
        pytest.param("Ostremann said so.", "Ostremann", ("Karl Ostermann", "name"), id="letters swapped"),
        pytest.param(
            "The harbour minister said so.", "The harbour minister", ("Karl Ostermann", "description"), id="post"
        ),
        pytest.param(
            "A lawyer for Lee said so.", "A lawyer for Lee", ("A lawyer for Lee", "description"), id="unnamed"
        ),
        pytest.param("A source in Ost said so.", "A source in Ost", ("A source in Ost", "description"), id="a source"),
        pytest.param("Ida Moll said so.", "Ida Moll", ("Ida Moll", "name"), id="a name that is no entity"),
        pytest.param("Lee and Ostermann said so.", "Lee and Ostermann", None, id="two people"),
        pytest.param("They said so.", "They", None, id="they"),
    ],
)
def test_a_source_is_led_to_whom_it_names(rest: str, source: str, expected: tuple[str, str] | None) -> None:
    text = MAYOR + rest
    entities = [entity(text, "Ann Lee", "Lee"), entity(text, "Karl Ostermann", "Ostermann")]
    found = speaker(text, source, entities)

    assert (found[:2] if found else None) == expected


def test_a_pronoun_is_the_last_subject_it_fits() -> None:
    text = "Ann Lee said no. Karl Moll said yes. She said it was late. He said it was not."
    entities = [entity(text, "Ann Lee"), entity(text, "Karl Moll")]

    assert speaker(text, "She", entities, ("Ann Lee", "Karl Moll")) == ("Ann Lee", "pronoun", "Ann Lee")
    assert speaker(text, "He", entities, ("Ann Lee", "Karl Moll", "She")) == ("Karl Moll", "pronoun", "Karl Moll")


def test_a_pronoun_far_from_any_person_stays_unknown() -> None:
    text = "Ann Lee left.\n" + "It rained for days.\n" * 3 + "She said so."

    assert speaker(text, "She", [entity(text, "Ann Lee")]) is None


def test_a_surname_that_two_people_share_names_them_both_and_is_less_sure() -> None:
    text = "Ann Lee met Bob Lee. Lee said so."
    alone, shared = [entity(text, "Ann Lee", "Lee")], [entity(text, "Ann Lee", "Lee"), entity(text, "Bob Lee")]
    (sure, *_), (unsure, *_) = (resolve(text, [quote(text, "Lee", 20)], each)[0] for each in (alone, shared))

    assert sure.speaker
    assert unsure.speaker
    assert (sure.speaker.candidates, unsure.speaker.candidates) == ([], ["Ann Lee", "Bob Lee"])
    assert sure.speaker.confidence > unsure.speaker.confidence


def test_a_surname_that_two_people_share_and_no_entity_has_stays_unknown() -> None:
    text = "Ann Lee met Bob Lee. Lee said so."
    found = resolve(text, [quote(text, "Lee", 20)], [entity(text, "Ann Lee"), entity(text, "Bob Lee")])[0][0].speaker

    assert found
    assert (found.name, found.entity, found.candidates) == ("Lee", None, ["Ann Lee", "Bob Lee"])


def test_a_description_that_two_people_fit_stays_without_entity() -> None:
    text = "It began when Finance Minister Ann Lee and Harbour Minister Bob Ray met. The minister said so."
    entities = [entity(text, "Ann Lee"), entity(text, "Bob Ray")]

    assert speaker(text, "The minister", entities) == ("The minister", "description", None)


def test_a_broad_description_is_the_one_who_spoke_last() -> None:
    text = "Port Security Secretary Ann Lee met Harbour Minister Bob Ray. Lee said no. The port official said yes."
    entities = [entity(text, "Ann Lee", "Lee"), entity(text, "Bob Ray")]

    assert speaker(text, "The port official", entities, ("Lee",)) == ("Ann Lee", "description", "Ann Lee")


def test_an_organisation_may_speak() -> None:
    text = "The Harbour Office said so."

    assert speaker(text, "The Harbour Office", [entity(text, "Harbour Office", kind="ORG")]) == (
        "Harbour Office",
        "name",
        "Harbour Office",
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("The company", "Alder Foods Ltd"),
        ("It", "Alder Foods Ltd"),
        ("The commission", "Commission on Harbours"),
        ("The airline", "Tarn Airways"),
        ("The newspaper", None),
        ("The law", None),
        ("Members of the commission", None),
    ],
)
def test_a_body_is_known_by_what_it_is(source: str, expected: str | None) -> None:
    text = f"The Commission on Harbours met. Tarn Airways won. Alder Foods Ltd lost. {source} said so."
    names = "Commission on Harbours", "Tarn Airways", "Alder Foods Ltd"
    bodies = [entity(text, name, kind="ORG") for name in names]
    found = speaker(text, source, bodies)

    assert (found[2] if found else None) == expected


def test_a_body_in_someone_s_title_has_not_spoken() -> None:
    text = "Alder Foods Ltd lost. Tarn Bank head Ann Lee left. The company said so."
    entities = [entity(text, name, kind="ORG") for name in ("Alder Foods Ltd", "Tarn Bank")] + [entity(text, "Ann Lee")]

    assert speaker(text, "The company", entities) == ("Alder Foods Ltd", "description", "Alder Foods Ltd")


@pytest.mark.parametrize("crowd", ["Democrats", "Ostian senators", "Many Ostians", "current and former officials"])
def test_a_crowd_has_no_name(crowd: str) -> None:
    text = f"It rained. {crowd} said so."

    assert speaker(text, crowd, [entity(text, crowd)]) == (crowd, "description", None)


@pytest.mark.parametrize(
    "source", ["Counsel and vice president Ann Lee", "Del. Ann Lee of the Bay Islands", "chief Ann Lee, 50,"]
)
def test_a_person_among_titles(source: str) -> None:
    text = f"It rained. {source} said so."
    entities = [entity(text, "Ann Lee"), entity(text, "Bay Islands", kind="PLACE")]

    assert speaker(text, source, entities) == ("Ann Lee", "name", "Ann Lee")


def test_a_description_goes_on_with_the_one_the_text_is_about_and_is_not_sure() -> None:
    text = "Ann Lee spoke for an hour. The senator said it was late."
    (found,), _ = resolve(text, [quote(text, "The senator")], [entity(text, "Ann Lee")])

    assert found.speaker == Speaker(name="Ann Lee", entity="Ann Lee", how="description", confidence=0.5)


def test_the_president_need_not_be_the_one_the_text_is_about() -> None:
    text = "Ann Lee spoke for an hour. The president said it was late."

    assert speaker(text, "The president", [entity(text, "Ann Lee")]) == ("The president", "description", None)


def test_a_bare_post_is_rather_who_was_last_spoken_of_than_someone_far_who_holds_such_a_one() -> None:
    text = "It began when Gov. Bob Ray left. It rained. Ann Lee stayed. The governor said so."

    assert speaker(text, "The governor", [entity(text, "Ann Lee"), entity(text, "Bob Ray")]) == (
        "Ann Lee",
        "description",
        "Ann Lee",
    )


def test_a_deputy_is_not_the_one_whose_deputy_it_is() -> None:
    text = "Port Vice President Bob Ray left. It rained. The port president said so."

    assert speaker(text, "The port president", [entity(text, "Bob Ray")]) != ("Bob Ray", "description", "Bob Ray")


@pytest.mark.parametrize(
    ("headline", "source", "expected"),
    [
        ("Harbour chief urges calm", "Harbour chief", "Ann Lee"),
        ("Calm urged\nMember of council says so", "Member of council", "Ann Lee"),
        ("Harbour chief defends Ann Lee", "Harbour chief", None),
        ("A harbour chief urges calm", "A harbour chief", None),
        ("Harbour news urges calm", "Harbour news", None),
        ("Calm\nIt\nis\nurged\nHarbour chief says", "Harbour chief", None),
    ],
)
def test_a_headline_describes_who_is_named_below(headline: str, source: str, expected: str | None) -> None:
    text = f"{headline}\nOn Monday Ann Lee said so, and Karl Ostermann said so too."
    people = [entity(text, "Ann Lee"), entity(text, "Karl Ostermann")]
    quotes = [quote(text, each, text.rindex(each)) for each in (source, "Ann Lee", "Karl Ostermann")]
    found = resolve(text, quotes, people)[0][0].speaker
    assert found is not None
    assert found.entity == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("I know the sea.\nIt is cold.\nAnn Lee.", "I", "Ann Lee"),
        ("We know the sea.\nAnn Lee\nI know it too.\nBo Moll", "We", "Ann Lee"),
        ("We know the sea.\nAnn Lee\nI know it too.\nBo Moll", "I", "Bo Moll"),
        ("By Ann Lee\nI know the sea.", "I", "Ann Lee"),
        ("I know the sea.\nAnn Lee is a pilot.", "I", "Ann Lee"),
        ("By Ann Lee\nWe know the sea.", "We", None),
        ('By Ann Lee\n"I know the sea," it was said.', "I", None),
        ("By Ann Lee\nMOLL: I know the sea.", "I", None),
        ("Ann Lee came.\nI know the sea.", "I", None),
        ("I know the sea.", "I", None),
    ],
)
def test_a_writer_is_named_beside_the_text(text: str, word: str, expected: str | None) -> None:
    found = speaker(text, word, [entity(text, name) for name in ("Ann Lee", "Bo Moll") if name in text])
    assert (found and found[2]) == expected


def test_a_body_may_be_misspelt() -> None:
    text = "Equatorial Lines Co met Karl Ostermann. Equitorial said so."
    entities = [entity(text, "Equatorial Lines Co", kind="ORG"), entity(text, "Karl Ostermann")]
    assert speaker(text, "Equitorial", entities) == ("Equatorial Lines Co", "name", "Equatorial Lines Co")


def test_a_woman_is_rather_someone_known_to_be_one() -> None:
    text = "Anna Moll left. Obi came. She said so. He said no."
    entities = [entity(text, "Anna Moll"), entity(text, "Obi")]

    assert speaker(text, "She", entities) == ("Anna Moll", "pronoun", "Anna Moll")
    assert speaker(text, "He", entities) == ("Obi", "pronoun", "Obi")


def test_a_quote_whose_source_stands_a_paragraph_before_is_a_continuation() -> None:
    text = 'Ann Lee said no.\n"We tried."'
    later = quote(text, "Ann Lee").model_copy(update={"content": [Span(start=17, end=28)]})

    assert resolve(text, [later], [entity(text, "Ann Lee")])[0][0].speaker == Speaker(
        name="Ann Lee", entity="Ann Lee", how="continuation", confidence=0.95
    )


def test_a_misspelt_person_is_joined_to_the_right_one() -> None:
    text = "Karl Ostermann met Ann Lee. Ostermann left. Ostremann stayed."
    entities = [entity(text, "Karl Ostermann", "Ostermann"), entity(text, "Ann Lee"), entity(text, "Ostremann")]
    _, joined = resolve(text, [], entities)

    assert [each.name for each in joined] == ["Karl Ostermann", "Ann Lee"]
    assert [text[each.start : each.end] for each in joined[0].mentions] == ["Karl Ostermann", "Ostermann", "Ostremann"]


def test_entities_stay_as_they_are_when_none_is_misspelt() -> None:
    text = "Karl Ostermann met Ann Lee."
    entities = [entity(text, "Karl Ostermann"), entity(text, "Ann Lee")]

    assert resolve(text, [], entities) == ([], entities)


def test_an_honorific_parts_people_of_one_surname() -> None:
    text = "Anna Moll met Karl Moll. Mr. Moll left. Mrs. Moll said so."
    wrong = [entity(text, "Anna Moll"), entity(text, "Karl Moll", "Mr. Moll", "Moll")]

    assert speaker(text, "Mrs. Moll", wrong) == ("Anna Moll", "name", "Anna Moll")


@pytest.mark.parametrize("name", ["Ann Lee", "Ann{} Lee", "Minister Ann{} L{}ee"])
def test_thousands_of_speakers_take_seconds(name: str) -> None:
    names = [name.format(*(at,) * name.count("{}")) for at in range(3_000)]
    text = "\n".join(f"{each} said so. The minister said no. Lee said yes. He left." for each in names)
    places = re.finditer("|".join(sorted({*names}, key=len, reverse=True)), text)
    mentions: dict[str, list[Mention]] = {}
    for each in places:
        mentions.setdefault(each[0], []).append(Mention(start=each.start(), end=each.end()))
    entities = [
        Entity(id=each, type="PERSON", name=each, mentions=found, confidence=1) for each, found in mentions.items()
    ]
    words = re.finditer(r"\b(?:The minister|Lee(?= said yes)|He)\b", text)
    spans = [Span(start=each.start(), end=each.end()) for each in words]
    quotes = [Quote(type="indirect", content=[each], source=[each], confidence=1) for each in spans]

    with within(8):
        found, _ = resolve(text, quotes, entities)

    assert len(found) == 9_000
