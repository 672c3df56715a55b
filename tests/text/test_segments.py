"""What each paragraph is for."""

from __future__ import annotations

import pytest

from shared.records import Normalized
from tests.reading import one

LEAD = "PORT ALDER, Nov 24 (Reuters) - A ferry burned off Port Alder on Monday, the harbour master said."
NEXT = "No one was hurt, and the ship was towed to its berth before noon."


def kinds(*paragraphs: str) -> list[str]:
    return [each.kind for each in report(*paragraphs).segments]


def report(*paragraphs: str) -> Normalized:
    return one("\n\n".join(paragraphs))


@pytest.mark.parametrize(
    "mark",
    [
        "REUTER", "Reuter...", "reuter", "ENDS", "-30-", "(END)", "###", "NNNN", "==Kyodo", "dpa", "dpa xx yy zz",
        "dpa xx yy ZZ", "iba/kv/rt", "abc-def/gh", "(Reporting by Ilse Tarn; Editing by Boro Vane)",
        "Reporting by Ilse Tarn; Editing by Boro Vane", "(Additional reporting by Ilse Tarn)", "Redaktion: Edda Quill",
        "AP-NY-11-24-25 1015EST<", "241015 Nov 25", "1015 GMT", "(MORE)", "Fortsetzung folgt",
    ],
)  # fmt: skip
def test_the_end_is_told_from_the_story(mark: str) -> None:
    assert kinds("FERRY BURNS", LEAD, NEXT, mark) == ["headline", "body", "body", "signoff"]


@pytest.mark.parametrize(
    "last", ["The end.", "He said no more.", "Reuters reported it first.", "A/B testing goes on.", "30.", "0"]
)
def test_a_last_sentence_is_no_end_mark(last: str) -> None:
    assert kinds("FERRY BURNS", LEAD, NEXT, last) == ["headline", "body", "body", "body"]


@pytest.mark.parametrize(
    "note",
    [
        "Copyright 2025 Alder Wire. All rights reserved.", "(c) 2025 Alder Wire", "Our Standards: The Alder Principles",
        "Read more: the ferry's last year", "* * * *", "Contact: desk@alder.example",
    ],
)  # fmt: skip
def test_furniture_is_told_from_the_story(note: str) -> None:
    assert kinds("FERRY BURNS", LEAD, NEXT, note) == ["headline", "body", "body", "furniture"]


@pytest.mark.parametrize(
    "opening",
    [
        "# dpa-Notizblock", "# Notizblock", "The following information is not for publication",
        "Folgende Angaben sind nicht zur Veröffentlichung bestimmt:",
    ],
)  # fmt: skip
def test_what_is_not_for_publication_is_furniture_to_the_end(opening: str) -> None:
    found = kinds("FERRY BURNS", LEAD, NEXT, opening, "## Phone", "Harbour office, +99 555 0199", "dpa xx yy")
    assert found[:3] == ["headline", "body", "body"]
    assert set(found[3:]) <= {"furniture", "signoff"}


@pytest.mark.parametrize(
    "note",
    [
        "Eds: updates with the harbour master", "Eds: Pictures follow", "ATTENTION EDITORS - a picture follows",
        "(Adds details, background)", "(Recasts, adds quotes)", "(Updates with comments in paragraphs 3-4)",
        "[With pictures]",
        "Adds details in paragraph 4", "Editor's note: this replaces the earlier item", "(Neu: Einzelheiten)",
    ],
)  # fmt: skip
def test_lines_to_editors_are_advisories(note: str) -> None:
    assert kinds("FERRY BURNS OFF PORT ALDER", note, LEAD, NEXT) == ["headline", "advisory", "body", "body"]


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Ilse Tarn", "Ilse Tarn"), ("BY ILSE TARN, Reuters", "ILSE TARN, Reuters"),
        ("By Staff Writer", "Staff Writer"),
        ("Von Ilse Tarn und Boro Vane, dpa =", None), ("Von Ilse Tarn, dpa =", "Ilse Tarn, dpa"),
        ("Par Ilse TARN", "Ilse TARN"), ("Por Ilse Tarn", "Ilse Tarn"), ("(By Ilse Tarn)", "Ilse Tarn"),
        ("By a staff reporter", "a staff reporter"),
        ("By Ilse O'Tarn-Vane and J.R. Quill", "Ilse O'Tarn-Vane and J.R. Quill"),
    ],
)  # fmt: skip
def test_bylines_are_read(line: str, byline: str | None) -> None:
    found = report("Ferry burns off Port Alder", line, LEAD, NEXT)
    assert found.byline == (byline or "Ilse Tarn und Boro Vane, dpa")
    assert [each.kind for each in found.segments] == ["headline", "byline", "body", "body"]


def test_a_writer_s_title_goes_with_the_byline() -> None:
    assert kinds("FERRY BURNS", "By ILSE TARN", "Associated Press Writer", LEAD) == [
        "headline",
        "byline",
        "byline",
        "body",
    ]


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ("FERRY-FIRE/", "FERRY-FIRE/"), ("ALDER-FERRY/ (UPDATE 2)", "ALDER-FERRY/"), ("alder-ferry/", "alder-ferry/"),
        ("Slug: FERRY-FIRE", "FERRY-FIRE"),
        ("BC-Ferry-Fire, 1st Ld-Writethru", "BC-Ferry-Fire, 1st Ld-Writethru"),
    ],
)  # fmt: skip
def test_a_slug_line_is_not_the_headline(line: str, slug: str) -> None:
    found = report(line, "Ferry burns off Port Alder", LEAD, NEXT)
    assert (found.slug, found.headline) == (slug, "Ferry burns off Port Alder")


def test_a_label_alone_on_its_line_has_the_headline_after_it() -> None:
    found = report("RPT-UPDATE 2-", "Ferry burns off Port Alder", LEAD, NEXT)
    assert found.headline == "Ferry burns off Port Alder"
    assert [(each.label, each.number) for each in found.labels] == [("RPT", None), ("UPDATE", 2)]


@pytest.mark.parametrize("headline", ["FERRY SUBSIDY TO END JULY 1 - MINISTER", "ALDER PACIFIC (CP) CONFIRMS EARNINGS"])
def test_a_headline_may_look_like_a_dateline(headline: str) -> None:
    found = report(headline, "PORT ALDER, March 5 - The subsidy ends.", NEXT)
    assert found.headline == headline
    assert found.dateline is not None
    assert found.dateline.places == ["PORT ALDER"]


@pytest.mark.parametrize("rule", ["___", "* * *"])
def test_a_cross_head_may_stand_under_a_rule(rule: str) -> None:
    found = kinds(
        "FERRY BURNS", LEAD, NEXT, rule, "WHAT FOLLOWS", "The wreck will be towed to New Harlan on Tuesday.", NEXT
    )
    assert found == ["headline", "body", "body", "furniture", "crosshead", "body", "body"]


def test_keywords_are_read() -> None:
    found = report("Keywords: ferry, fire; harbour", "Ferry burns off Port Alder", LEAD)
    assert found.keywords == ["ferry", "fire", "harbour"]


@pytest.mark.parametrize(
    ("line", "embargo"),
    [
        ("EMBARGOED UNTIL 0600 GMT, NOV 26", "2025-11-26T06:00:00.000Z"),
        ("Sperrfrist: 26. November 2025, 6.00 Uhr", None),
        ("Sperrfrist: 26. November 2025, 06:00 Uhr MEZ", "2025-11-26T05:00:00.000Z"),
        ("For release at 6:30 a.m. EST, Wednesday, November 26, 2025", "2025-11-26T11:30:00.000Z"),
        ("(Not for publication before Thursday evening)", "Not for publication before Thursday evening"),
    ],
)
def test_an_embargo_is_an_instant_where_it_names_one(line: str, embargo: str | None) -> None:
    found = report("FERRY COMPANY REPORTS A LOSS", line, LEAD)
    assert found.embargo == (embargo or line)
    assert found.segments[1].kind == "advisory"


def test_a_take_says_that_more_follows() -> None:
    found = report("FERRY BURNS", LEAD, NEXT, "MORE")
    assert found.take is not None
    assert (found.take.number, found.take.more) == (1, True)
    assert report("FERRY BURNS", LEAD, NEXT).take is None


def test_an_end_mark_behind_the_last_sentence_is_a_line_of_its_own() -> None:
    lead, following = (text.replace(" the ", "\nthe ") for text in (LEAD, NEXT))
    found = one(f"FERRY BURNS\n    {lead}\n    {following}        REUTER\n\x03")
    assert [each.kind for each in found.segments] == ["headline", "body", "body", "signoff"]


def test_a_flash_behind_stars_is_a_headline() -> None:
    found = one("******Ferry owner says will buy four ships for one billion\nNot much more is known.")
    assert found.headline == "Ferry owner says will buy four ships for one billion"
