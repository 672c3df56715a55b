"""ANPA 1312 as agencies send it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import BadReport
from shared.records import Take
from tests.pace import within
from tests.reading import one, several
from workers.text.formats import anpa

FERRY = (
    "\x16\x16\x01a0123\x1falder\r\nu i\x13\x11BC-Ferry-Fire, 1st Ld-Writethru   11-23 0416\r\n\x02"
    "^BC-Ferry-Fire, 1st Ld-Writethru,416<\r\n^Ferry burns off Port Alder<\r\n^AW Photo PA101, PA102<\r\n"
    "^Eds: Updates with captain. With AW Photos.<\r\n"
    "^A ferry burned off Port Alder on Monday and all aboard were taken to the harbour.<\r\n"
    "^By ILSE TARN=\r\n^Alder Wire Writer=\r\n"
    "\t   PORT ALDER (AP) _ A ferry burned off Port Alder\r\non Monday, the harbour master said.\r\n"
    "\t   ``We are all here,'' captain Boro Vane said.\r\n\t   ___\r\n^WHAT FOLLOWS=\r\n"
    "\t   The wreck will be towed to New Harlan on Tuesday.\r\n\r\n\x03\r\nAP-NH-11-23-26 1015EST<\r\n\x04"
)
CORE = "LAMP WORKS CLOSES\r\n    NEW HARLAN, Nov 24 - The last lamp left the works at noon.\r\n"


def framed(second: str, story: str = CORE, after: str = "\x03\r\n") -> str:
    """A report with that second line."""
    return f"\x16\x16\x01a0124\x1falder\r\n{second}\r\n\x02{story}{after}"


def test_the_header_gives_its_fields() -> None:
    found = one(FERRY)
    assert (found.format, found.slug, found.category) == ("anpa1312", "BC-Ferry-Fire, 1st Ld-Writethru", "i")
    assert (found.version, found.keywords) == ("1st Ld-Writethru", ["Ferry-Fire"])
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("u", 3)
    assert found.header == {
        "service": "a", "number": "0123", "selector": "alder", "date": "11-23", "words": "0416",
        "keyword": "BC-Ferry-Fire, 1st Ld-Writethru,416", "trailer": "AP-NH-11-23-26 1015EST",
    }  # fmt: skip
    assert found.sent_at == "2026-11-23T15:15:00.000Z"


def test_the_heading_lines_are_told_apart() -> None:
    found = one(FERRY)
    assert (found.headline, found.byline) == ("Ferry burns off Port Alder", "ILSE TARN")
    assert found.dateline is not None
    assert found.dateline.places == ["PORT ALDER"]
    kinds = [each.kind for each in found.segments]
    assert kinds == [
        "headline", "furniture", "advisory", "furniture", "byline", "byline", "body", "body", "furniture", "crosshead",
        "body",
    ]  # fmt: skip
    assert "“We are all here,” captain Boro Vane said." in found.text
    assert "^" not in found.text
    assert "<" not in found.text


def test_the_received_text_is_kept_unchanged() -> None:
    found = one(FERRY)
    assert found.raw == FERRY
    for each in found.segments:
        start, end = found.offsets.to_raw(each.start, each.end)
        assert found.offsets.normalise(start, end) == found.text[each.start : each.end]


@pytest.mark.parametrize(
    ("second", "slug", "category", "raw", "value"),
    [
        ("f f BC-LAMPS   11-24 0020", "BC-LAMPS", "f", "f", 1),
        ("b a AM-LAMPS 1STLD  11-24 0020", "AM-LAMPS 1STLD", "a", "b", 2),
        ("R I PM-Lamps   11-24 0020", "PM-Lamps", "I", "R", 4),
        ("d f BC-LAMPS-<LMP>-INC-   11-24 0020", "BC-LAMPS-<LMP>-INC-", "f", "d", 5),
        ("d f BC-LAMP-WORKS-CO-LTD-<   11-24 0020", "BC-LAMP-WORKS-CO-LTD-<", "f", "d", 5),
        ("s sr\x14\x12AP-Lamps     02-09 ", "AP-Lamps", "sr", "s", 8),
        ("z e\x13\x11bc-lamps   02-09 0121", "bc-lamps", "e", "z", 6),
        ("a i BC-Lamps, Adv 28   11-24 0020", "BC-Lamps, Adv 28", "i", "a", 7),
        ("q i BC-LAMPS   11-24 0020", "BC-LAMPS", "i", "q", None),
        ("r i BC-LAMPS", "BC-LAMPS", "i", "r", None),
        ("u f AM-REAGAN (SCHEDULED)  03-04 0110", "AM-REAGAN (SCHEDULED)", "f", "u", 3),
    ],
)
def test_second_lines_in_many_styles(second: str, slug: str, category: str, raw: str, value: int | None) -> None:
    found = one(framed(second))
    assert (found.slug, found.category) == (slug, category)
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == (raw, value if raw != "r" else 4)
    assert found.headline == "LAMP WORKS CLOSES"


@pytest.mark.parametrize(
    ("stamp", "sent"),
    [
        ("AP-WF-02-20-16 0337GMT<", "2016-02-20T03:37:00.000Z"),
        ("AP-NY-08-24-18 1015EDT<", "2018-08-24T14:15:00.000Z"),
        ("08-24-18 1015EDT", "2018-08-24T14:15:00.000Z"),
        ("08-24-87 2355CST", "1987-08-25T05:55:00.000Z"),
        ("AP-NY-08-24-18 1015<", None),
        ("AP-NY-08-24-18 1015XXT<", None),
        ("AP-NY-18-44-18 1015EDT<", None),
        ("AP-NY-08-24-18 2515EDT<", None),
    ],
)
@pytest.mark.parametrize("mark", ["\x03\r\n", "\r\n\x03", ""])
def test_only_a_stamp_with_a_known_zone_says_when_it_was_sent(stamp: str, sent: str | None, mark: str) -> None:
    found = one(framed("r i BC-LAMPS   11-24 0020", after=f"{mark}{stamp}\r\n"))
    assert found.sent_at == sent
    assert found.header["trailer"] == stamp.rstrip("<")
    assert stamp.rstrip("<") not in found.text


@pytest.mark.parametrize(
    ("slug", "last", "take"),
    [
        ("BC-Lamps", "MORE", Take(more=True)),
        ("BC-Lamps", "-more-", Take(more=True)),
        ("BC-Lamps", "(MORE)", Take(more=True)),
        ("BC-Lamps, 1st Add", "Tarn was there.", Take(number=2)),
        ("BC-Lamps-2ndadd", "MORE", Take(number=3, more=True)),
        ("BC-Lamps, 2 Takes", "Tarn was there.", Take(number=1, more=True)),
        ("BC-Lamps", "Tarn was there.", None),
    ],
)
def test_takes(slug: str, last: str, take: Take | None) -> None:
    found = one(framed(f"r i {slug}   11-24 0020", f"{CORE}    {last}\r\n"))
    assert found.take == take


def test_several_frames_are_several_reports_in_order() -> None:
    found = several(FERRY + FERRY.replace("0123", "0124") + framed("r s BC-LAMPS   11-24 0020", after="\x03"))
    assert [each.header["number"] for each in found] == ["0123", "0124", "0124"]
    assert [each.headline for each in found] == ["Ferry burns off Port Alder"] * 2 + ["LAMP WORKS CLOSES"]


def test_a_frame_without_its_end_ends_where_the_next_begins() -> None:
    cut = framed("r s BC-LAMPS   11-24 0020", after="")
    found = several(f"\x05\x05\x05C T\n{cut}\x05\x05\x05RM C G L M T\n{cut}")
    assert [each.text for each in found] == [found[0].text] * 2
    assert "C T" not in found[0].text
    assert "RM C" not in found[0].raw


@pytest.mark.parametrize(
    "damaged",
    [
        FERRY.replace("\x02", "", 1),
        FERRY.replace("\x03", "", 1),
        FERRY.replace("\x16", ""),
        FERRY.replace("\x1f", ""),
        FERRY.replace("\r\n", "\n"),
        "".join(each for each in FERRY if each >= " " or each in "\t\r\n"),
        "\r\n\x00\x00" + FERRY + "\x7f" * 40,
        FERRY.replace("(AP)", "\x0e(AP)\x0f").replace("harbour", "har\x07bour"),
    ],
)
def test_a_damaged_frame_is_read_all_the_same(damaged: str) -> None:
    found = one(damaged)
    assert (found.format, found.slug) == ("anpa1312", "BC-Ferry-Fire, 1st Ld-Writethru")
    assert (found.headline, found.byline, found.category) == ("Ferry burns off Port Alder", "ILSE TARN", "i")
    assert found.sent_at == "2026-11-23T15:15:00.000Z"
    assert "the harbour master said" in found.text


def test_headings_alone_are_the_text() -> None:
    story = "^*9006< ^AP-Top-News,0176<\r\n^Top news at noon<\r\n^Ferry burns, crew safe\r\n^Lamp works closes\r\n"
    found = one(framed("r e AP-Top-News   02-09 0121", story))
    assert found.headline == "Top news at noon"
    assert [each.kind for each in found.segments] == ["headline", "body", "body"]


def test_lines_of_a_table_stay_apart() -> None:
    story = "^BC-Standings,20<\r\n^Standings<\r\n\b Herons 73 52 .584\r\n\b Owls 71 52 .577\r\n"
    found = one(framed("r s\x14\x12BC-Standings   08-18 0020", story))
    assert [each.kind for each in found.segments] == ["headline", "table", "table"]


@pytest.mark.parametrize(
    "rows", [" Herons 73  52  .584\r\n Owls 71  52  .577\r\n", "Herons;73;52;.584\r\nOwls;71;52;.577\r\n"]
)
@pytest.mark.parametrize("head", [" W   L   Pct", ";W;L;Pct;GB"])
def test_rows_without_their_mark_are_told_from_paragraphs(rows: str, head: str) -> None:
    story = f"^BC-Standings,20<\r\n^Standings=\r\n^{head}\r\n{rows}\t   ___=\r\n\t   Games go on\r\non Tuesday.\r\n"
    found = one(framed("r s BC-Standings   08-18 0020", story))
    assert [each.kind for each in found.segments] == ["headline", "table", "table", "table", "furniture", "body"]
    assert found.text.endswith("Games go on on Tuesday.")


@pytest.mark.parametrize(
    ("slug", "line", "keyword"),
    [
        ("BC-LT--Ferry-FireAtSe", "BC-LT--Ferry-Fire At Sea,466", "Ferry-Fire At Sea"),
        ("BC-FBO--Herons-Owls 1stLd-Writethru", "BC-FBO--Herons-Owls, 1st Ld-Writethru,416", "Herons-Owls"),
        ("AP-Top-News-Headli", "*9006< ^AP-Top-News-Headlines,0176", "Top-News-Headlines"),
        ("BC-10ThingstoKnow", "BC-10 Things to Know", "10 Things to Know"),
    ],
)
def test_the_keyword_is_taken_from_the_line_that_has_it_whole(slug: str, line: str, keyword: str) -> None:
    found = one(
        framed(f"r i {slug}   11-24 0020", f"^{line}<\r\n^Lamps go out<\r\n\t   NEW HARLAN (AW) _ Lamps went out.\r\n")
    )
    assert (found.slug, found.keywords, found.headline) == (slug, [keyword], "Lamps go out")


def test_a_story_without_marks_may_repeat_the_slug_and_end_its_headline_with_plus() -> None:
    story = (
        "BC-Rowing-Lake-Cup\r\nRowing: Herons claim 7th Lake Cup by\r\nbeating Owls+\r\n"
        "     NEW HARLAN, Alderland, Dec. 9 Kyodo - The Herons won +the cup+\r\non Sunday.\r\n==Kyodo\r\n"
    )
    found = one(framed("u s\x14\x12 BC-Rowing-Lake-Cup   09-12 0344", story, "\x03NHS-21:37-09-12-18\r\n"))
    assert [each.kind for each in found.segments] == ["furniture", "headline", "body", "signoff"]
    assert found.headline == "Rowing: Herons claim 7th Lake Cup by beating Owls"
    assert (found.header["trailer"], found.sent_at) == ("NHS-21:37-09-12-18", None)


def test_the_year_of_the_dateline_is_that_of_the_transmission() -> None:
    found = one(framed("r i BC-LAMPS   11-24 0020", after="\x03\r\nAW-NH-11-25-87 0015GMT<\r\n"))
    assert found.dateline is not None
    assert (found.dateline.date, found.dateline.date_inferred) == ("1987-11-24", True)


def test_a_line_before_the_first_frame_is_no_report() -> None:
    assert len(several(f"ALDER WIRE DESK 4\r\n{FERRY}")) == 1


@pytest.mark.parametrize(
    "plain",
    [
        "a0123 is a number\nr i BC- is not\n\nPORT ALDER, Nov 23 - A ferry burned.",
        "\x01\x02\x03 Port Alder",
        "^Head<\nText.",
    ],
)
def test_other_text_is_not_taken_for_it(plain: str) -> None:
    assert not anpa.detect(plain.encode())


@pytest.mark.parametrize("unit", ["\x01", "^", " ", "<", "\x05", "\x01a0123", "^a<\n", "a1234\n", "\x16", "01-01 "])
def test_hostile_repeats_take_no_time(unit: str) -> None:
    body = (FERRY[:80] + unit * (1_000_000 // len(unit))).encode()
    with within(4):  # a megabyte may be 250,000 headings
        anpa.detect(body[:4096])
        with suppress(BadReport):
            anpa.split(body)
            anpa.parse(body)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*"\x01\x02\x03\x04\x16\x1f^<\n\t \b", *FERRY.splitlines()]) | st.text(max_size=9)))
def test_nothing_but_a_refusal_is_raised(pieces: list[str]) -> None:
    body = "\n".join(pieces).encode("utf-8", "surrogatepass")
    anpa.detect(body)
    for each in anpa.split(body):
        with suppress(BadReport):
            found = anpa.parse(each)
            assert all(0 <= block.start <= block.end <= len(found.raw) for block in found.blocks)
