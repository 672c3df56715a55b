"""Who signs is a person, whatever the model found; agencies, desks and places beside the name are not."""

from __future__ import annotations

import pytest

from shared.records import SegmentKind
from tests.marked import report
from workers.steps.entities import entities
from workers.text.signed import writers


def found(*lines: tuple[SegmentKind, str]) -> list[tuple[str, str, list[str]]]:
    """The entities of a report of these lines: type, name, mentions."""
    made, seen = report(*lines)
    given = entities.run(normalize=made, read=seen).entities
    return [(each.type, each.name, [made.text[at.start : at.end] for at in each.mentions]) for each in given]


def signed(kind: SegmentKind, line: str, *places: str) -> list[str]:
    made, _ = report((kind, line))
    return [made.text[start:end] for start, end in writers(made.text, made.pieces, places)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ilse Tarn", ["Ilse Tarn"]),
        ("BY ILSE TARN", ["ILSE TARN"]),
        ("Ilse Tarn", ["Ilse Tarn"]),
        ("(By Ilse Tarn)", ["Ilse Tarn"]),
        ("Von Ilse Tarn", ["Ilse Tarn"]),
        ("Por María de la Vosk", ["María de la Vosk"]),
        ("By Ilse Tarn and Hugo Lind", ["Ilse Tarn", "Hugo Lind"]),
        ("By Ilse Tarn, Hugo Lind and A. K. Rowan", ["Ilse Tarn", "Hugo Lind", "A. K. Rowan"]),
        ("By Ilse Tarn, Political Editor", ["Ilse Tarn"]),
        ("By Ilse Tarn, Cape Mora", ["Ilse Tarn"]),
        ("By Ilse Tarn in Cape Mora and Jan van der Maas in New Harlan", ["Ilse Tarn", "Jan van der Maas"]),
        ("By Ilse Tarn | Alder Wire", ["Ilse Tarn"]),
        ("By Alder Wire Staff", []),
        ("By Port Alder", []),
        ("By New York", []),
        ("By our correspondent", []),
        ("By Tarn", []),
    ],
)
def test_a_byline_names_people(line: str, names: list[str]) -> None:
    assert signed("byline", line, "PORT ALDER") == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("(Reporting by Ilse Tarn; Editing by Hugo Lind)", ["Ilse Tarn", "Hugo Lind"]),
        (
            "Reporting by Ilse Tarn, Boro Vane in Cape Mora; writing by Hugo Lind.",
            ["Ilse Tarn", "Boro Vane", "Hugo Lind"],
        ),
        ("(Additional reporting by New Harlan newsroom and Ilse Tarn)", ["Ilse Tarn"]),
        ("(Reporting and writing by Ilse Tarn. Editing by: Boro Vane)", ["Ilse Tarn", "Boro Vane"]),
        ("(Reporting by Port Alder, San Miro newsroom)", []),
        ("Ilse Tarn is a columnist.", []),
    ],
)
def test_a_sign_off_names_people(line: str, names: list[str]) -> None:
    assert signed("signoff", line, "PORT ALDER") == names


@pytest.mark.parametrize("kind", ["PLACE", "ORG", "MISC", "PERSON"])
def test_whoever_signs_is_a_person_wherever_named(kind: str) -> None:
    assert found(
        ("byline", "By {" + kind + "|Ilse Tarn}"),
        ("body", "The barge sank as {" + kind + "|Ilse Tarn} stood by. {PLACE|Tarn Bay} is deep."),
        ("body", "Later {" + kind + "|Kestrel Quay} came, and Ilse Tarn went."),
        ("signoff", "(Reporting by Ilse Tarn; Editing by Kestrel Quay)"),
    ) == [
        ("PERSON", "Ilse Tarn", ["Ilse Tarn", "Ilse Tarn", "Ilse Tarn"]),
        ("PLACE", "Tarn Bay", ["Tarn Bay"]),
        ("PERSON", "Kestrel Quay", ["Kestrel Quay"]),
    ]


@pytest.mark.parametrize(
    "byline", ["By Ilse {ORG|Tarn}", "By Ilse Tarn", "{MISC|By Ilse Tarn}", "By {PERSON|Ilse} Tarn"]
)
def test_a_name_in_a_byline_is_whole(byline: str) -> None:
    assert found(("byline", byline), ("body", "It rained.")) == [("PERSON", "Ilse Tarn", ["Ilse Tarn"])]


def test_what_else_stands_in_a_byline_stays() -> None:
    assert found(("byline", "By Ilse Tarn, {ORG|Alder Wire}")) == [
        ("PERSON", "Ilse Tarn", ["Ilse Tarn"]),
        ("ORG", "Alder Wire", ["Alder Wire"]),
    ]
