"""What stands above the story: headline, labels, byline, slug, keywords, embargo, take."""

from __future__ import annotations

import pytest

from tests.reading import one
from tests.reading import paragraphs as report

LEAD = "PORT ALDER, Nov 24 (Reuters) - A ferry burned off Port Alder on Monday, the harbour master said."
NEXT = "No one was hurt, and the ship was towed to its berth before noon."


def kinds(*paragraphs: str) -> list[str]:
    return [each.kind for each in report(*paragraphs).segments]


def test_labels_on_a_line_of_their_own_below_the_headline_are_labels() -> None:
    found = report("ALDER FIRE", "(Ampliación)", "Arde un transbordador", LEAD)
    assert (found.headline, [each.label for each in found.labels]) == ("ALDER FIRE", ["UPDATE"])


def test_rights_may_stand_above_the_headline() -> None:
    found = report("© 2025 Alder Wire", "Ferry burns off Port Alder", LEAD)
    assert (found.segments[0].kind, found.headline) == ("furniture", "Ferry burns off Port Alder")


@pytest.mark.parametrize("mark", ["(CORRECTION)", "[RPT]", "CORRECTED:", "(CORRECTION) -"])
def test_a_label_in_brackets_does_not_make_the_headline_a_notice(mark: str) -> None:
    found = report(f"{mark} FERRY COMPANY REPORTS A LOSS", LEAD, NEXT)
    assert (found.headline, len(found.labels), found.notices) == ("FERRY COMPANY REPORTS A LOSS", 1, [])


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


@pytest.mark.parametrize(
    ("first", "headline"),
    [
        ("Ferry Burns Off Port Alder While Thousands Watch.", True),
        ("Ferry burns off Port Alder, thousands watch", True),
        ("A ferry burned off Port Alder on Monday, and thousands watched it.", False),
        ("Captain Boro Vane Of The Ferry Aster said no.", False), ("Why did the ferry burn?", True),
    ],
)  # fmt: skip
def test_a_first_line_is_a_headline_unless_it_is_a_sentence(first: str, headline: bool) -> None:
    assert kinds(first, NEXT, NEXT) == ["headline" if headline else "body", "body", "body"]


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


def test_a_flash_behind_stars_is_a_headline() -> None:
    found = one("******Ferry owner says will buy four ships for one billion\nNot much more is known.")
    assert found.headline == "Ferry owner says will buy four ships for one billion"
