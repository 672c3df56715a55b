"""IPTC 7901 as European agencies send it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import BadReport
from tests.pace import within
from tests.reading import one, several
from workers.text.formats import iptc7901

FERRY = (
    "\x01eca0003 3 i 380  dpa 0045\r\n\r\nAlder/ferry/sea/\r\n\x021ST LEAD\r\nFerry burns off Port Alder\r\n"
    "Eds: Adds captain\r\nBy Ilse Tarn, dpa  =\r\n \r\nPort Alder (dpa) - A ferry burned\r\n"
    "off Port Alder on Monday.\r\n\r\nNo one was hurt.\r\n\r\n# Notebook\r\n\r\n## Note to editors\r\n"
    "- adds quotes\r\n\r\n* * * *\r\n"
    "The following information is not intended for publication\r\n\r\n- Editing by: Boro Vane\r\n\r\ndpa it bv\r\n\r\n"
    "\x03212322 GMT Nov 18\r\n\x04"
)


def framed(head: str, text: str = "Ferry burns =\r\n\r\nPort Alder (ats) A ferry burned.\r\n", stamp: str = "") -> str:
    """A report with that header line."""
    return f"\x01{head}\r\nFerry/\r\n\x02{text}\x03{stamp}\r\n\x04"


def test_the_header_and_the_stamp_give_their_fields() -> None:
    found = one(FERRY)
    assert (found.format, found.slug, found.category) == ("iptc7901", "Alder/ferry/sea", "i")
    assert found.keywords == ["Alder", "ferry", "sea"]
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("3", 3)
    assert found.sent_at == "2018-11-21T23:22:00.000Z"
    assert found.header == {
        "service": "eca", "number": "0003", "words": "380", "optional": "dpa 0045", "trailer": "212322 GMT Nov 18",
    }  # fmt: skip


def test_the_lines_above_the_text_are_told_apart() -> None:
    found = one(FERRY)
    assert (found.headline, found.byline) == ("Ferry burns off Port Alder", "Ilse Tarn, dpa")
    assert [(each.label, each.number) for each in found.labels] == [("LEAD", 1)]
    assert found.dateline is not None
    assert found.dateline.places == ["Port Alder"]
    kinds = [each.kind for each in found.segments]
    assert kinds[:5] == ["headline", "advisory", "byline", "body", "body"]


def test_what_is_for_editors_only_is_no_body() -> None:
    found = one(FERRY)
    told = {each.kind: found.text[each.start : each.end] for each in found.segments}
    assert told["advisory"] == "- adds quotes"
    assert told["furniture"] == "- Editing by: Boro Vane"
    assert told["signoff"] == "dpa it bv"
    assert found.raw == FERRY


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        ("REFILE\r\n1ST LEAD", [("REFILE", None), ("LEAD", 1)]),
        ("2ND LEAD\r\n3RD NET", [("LEAD", 2), ("NET", 3)]),
        ("URGENT", [("URGENT", None)]),
    ],
)
def test_labels_stand_on_lines_of_their_own(lines: str, labels: list[tuple[str, int | None]]) -> None:
    found = one(
        framed("eca0003 3 i 380", f"{lines}\r\nFerry burns off Port Alder =\r\n\r\nPort Alder (dpa) - It burned.\r\n")
    )
    assert (found.headline, [(each.label, each.number) for each in found.labels]) == (
        "Ferry burns off Port Alder",
        labels,
    )


@pytest.mark.parametrize("last", ["(SDA/mf ba)", "(SDA\\/sj)", "dpa it bv", "APA RED"])
def test_the_last_line_says_who_made_it(last: str) -> None:
    found = one(framed("bsf037 4 su 174", f"Le bac =\r\n\r\nSion (ats) Le bac a brul\xe9.\r\n\r\n{last}\r\n\r\n"))
    assert [each.kind for each in found.segments] == ["headline", "body", "signoff"]


def test_austrian_copy_has_a_second_title_and_repeats_its_number() -> None:
    found = one(
        "APA0345 4 CI 0189                      Do, 02.Jän 2020\r\n\r\nVerkehr/Schiff/Alder\r\n\r\n"
        "Fähre vor Alder gesunken\r\nUtl.: Alle Passagiere wurden gerettet =\r\n\r\n"
        "   Alder (APA/dpa) - Eine Fähre ist am Donnerstag vor Alder gesunken. Die\r\nUrsache war unklar.\r\n\r\n"
        "(Schluss) bov/ilt\r\n\r\nAPA0345    2020-01-02/10:01\r\n\r\n021001 MEZ Jän 20\r\n"
    )
    assert (found.headline, found.slug, found.category) == ("Fähre vor Alder gesunken", "Verkehr/Schiff/Alder", "CI")
    assert [each.kind for each in found.segments] == ["headline", "headline", "body", "signoff", "signoff"]
    assert found.sent_at == "2020-01-02T09:01:00.000Z"


def test_contacts_after_the_text_are_furniture() -> None:
    contacts = "~\r\nRückfragehinweis:\r\n   Hafenamt Alder\r\n   Ilse Tarn\r\n~\r\n"
    found = one(framed("OTS0123 5 II 0298", f"Fähre =\r\n\r\n   Alder (OTS) - Sie brannte.\r\n\r\n{contacts}"))
    assert {each.kind for each in found.segments[2:]} == {"furniture"}
    assert found.dateline is not None


def test_points_of_a_list_may_go_on_set_in() -> None:
    report = FERRY.replace(
        "- Editing by: Boro Vane\r\n", "- Reporting by: Ilse Tarn\r\n  and Edda Quill\r\n- Editing by: Boro Vane\r\n"
    )
    found = one(report)
    furniture = [found.text[each.start : each.end] for each in found.segments if each.kind == "furniture"]
    assert furniture[-2:] == ["- Reporting by: Ilse Tarn and Edda Quill", "- Editing by: Boro Vane"]


@pytest.mark.parametrize(
    ("head", "service", "number", "priority", "category", "words"),
    [
        ("eca0003 3 i 380  dpa 0045", "eca", "0003", "3", "i", "380"),
        ("bsf037 4 su 174 gef 1388", "bsf", "037", "4", "su", "174"),
        ("bdt0123 2 pl 87 Schiff/Brand/", "bdt", "0123", "2", "pl", "87"),
        ("AFP123 1 POL 12", "AFP", "123", "1", "POL", "12"),
        ("apa0001 5 AI 0200 vid", "apa", "0001", "5", "AI", "0200"),
        ("rus 4711 4 wi 99 ots", "rus", "4711", "4", "wi", "99"),
        ("bel054   6   spo   300", "bel", "054", "6", "spo", "300"),
    ],
)
def test_header_lines_in_many_styles(
    head: str, service: str, number: str, priority: str, category: str, words: str
) -> None:
    found = one(framed(head))
    assert (found.header["service"], found.header["number"], found.header["words"]) == (service, number, words)
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == (priority, int(priority))
    assert (found.category, found.headline) == (category, "Ferry burns")


def test_priority_zero_has_no_value() -> None:
    found = one(framed("eca0003 0 i 380"))
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("0", None)


def test_keywords_may_stand_in_the_header_line() -> None:
    found = one("\x01aws0123 3 pl 87 Schiff/Brand/\r\n\x02Ferry burns =\r\nPort Alder (aws) - A ferry burned.\r\n\x03")
    assert (found.slug, found.keywords) == ("Schiff/Brand", ["Schiff", "Brand"])


@pytest.mark.parametrize(
    ("stamp", "sent"),
    [
        ("101137 GMT Dez 18", "2018-12-10T11:37:00.000Z"),
        ("101137 MEZ Mai 18", "2018-05-10T10:37:00.000Z"),
        ("101137 MESZ Jul 2018", "2018-07-10T09:37:00.000Z"),
        ("010030 CET jan 20", "2019-12-31T23:30:00.000Z"),
        ("101137GMT Feb 99", "1999-02-10T11:37:00.000Z"),
        ("211005 jan 19", None),
        ("311005 GMT feb 19", None),
        ("212599 GMT feb 19", None),
        ("211005 XYZ feb 19", None),
    ],
)
def test_only_a_stamp_with_a_known_zone_says_when_it_was_sent(stamp: str, sent: str | None) -> None:
    found = one(framed("eca0003 3 i 380", stamp=stamp))
    assert found.sent_at == sent
    assert found.header["trailer"] == stamp
    assert stamp not in found.text


@pytest.mark.parametrize(
    "damaged",
    [
        FERRY.replace("\x03", ""),
        FERRY.replace("\x04", ""),
        FERRY.replace("\x02", ""),
        FERRY.replace("\r\n", "\n"),
        "".join(each for each in FERRY if each >= " " or each in "\r\n"),
        "\x16\x16\x00" + FERRY + "\x7f" * 40,
        "\r\n\r\n" + FERRY.replace("\x01", "\x01\x01"),
    ],
)
def test_a_damaged_frame_is_read_all_the_same(damaged: str) -> None:
    found = one(damaged)
    assert (found.format, found.slug, found.sent_at) == ("iptc7901", "Alder/ferry/sea", "2018-11-21T23:22:00.000Z")
    assert (found.headline, found.byline) == ("Ferry burns off Port Alder", "Ilse Tarn, dpa")
    assert "A ferry burned off Port Alder on Monday." in found.text


@pytest.mark.parametrize("joint", ["", "\r\n", "\x7f\x7f\x16\x16"])
def test_several_frames_are_several_reports_in_order(joint: str) -> None:
    found = several(joint.join([FERRY, FERRY.replace("0003", "0004"), FERRY.replace("0003", "0005")]))
    assert [each.header["number"] for each in found] == ["0003", "0004", "0005"]
    assert {each.headline for each in found} == {"Ferry burns off Port Alder"}


def test_a_headline_may_have_two_lines() -> None:
    found = one(
        framed("bsf037 4 su 174", "Frais: \r\nL'affaire du port = \r\n\r\nSion (ats) Le bac a br\xfbl\xe9.\r\n")
    )
    assert found.headline == "Frais: L'affaire du port"
    assert found.dateline is not None
    assert found.dateline.places == ["Sion"]


def test_a_report_without_heading_marks_is_left_to_the_layout() -> None:
    found = one(framed("afp037 4 POL 20", "FERRY BURNS\r\n   PORT ALDER, Nov 23 (AFP) - A ferry burned.\r\n"))
    assert found.headline == "FERRY BURNS"
    assert found.dateline is not None


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "Eine Fähre ist „dort“ verbrannt."),
        ("latin-1", "Die Fähre liegt schräg."),
        ("utf-8", "Die Fähre – groß."),
    ],
)
def test_western_code_pages(encoding: str, words: str) -> None:
    body = framed("bdt0123 3 pl 87", f"Schiff brennt =\r\n\r\nPort Alder (dpa) - {words}\r\n").encode(encoding)
    assert words.split()[1] in one(body).text


def test_iso_6937_puts_its_marks_before_the_letters() -> None:
    lead = b"Port Alder (dpa) - Eine F\xc8ahre brennt, gro\xfb, caf\xc2e."
    found = one(b"\x01bdt0123 3 pl 87\r\n\x02Schiff brennt =\r\n\r\n" + lead + b"\r\n\x03")
    assert found.encoding == "iso6937"
    assert "Eine Fähre brennt, groß, café." in found.text


@pytest.mark.parametrize(
    "plain",
    ["eca0003 3 i\nferry", "A ferry 3 i 380\n", "\x01\x02 3 i 380", "In 2018 3 men and 4 women", "abc 12 3 ships"],
)
def test_other_text_is_not_taken_for_it(plain: str) -> None:
    assert not iptc7901.detect(plain.encode())


@pytest.mark.parametrize("unit", ["\x01", "^", " ", "=\n", "/\n", "\x01eca0003 3 i", "#\n", "d 1 a 1 ", "REFILE\n"])
def test_hostile_repeats_take_no_time(unit: str) -> None:
    body = (FERRY[:30] + unit * (1_000_000 // len(unit))).encode()
    with within(4):
        iptc7901.detect(body[:4096])
        with suppress(BadReport):
            iptc7901.split(body)
            iptc7901.parse(body)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*"\x01\x02\x03\x04\x16=/\n ", *FERRY.splitlines()]) | st.text(max_size=9)),
    st.binary(max_size=9),
)
def test_nothing_but_a_refusal_is_raised(pieces: list[str], more: bytes) -> None:
    body = "\n".join(pieces).encode("utf-8", "surrogatepass") + more
    iptc7901.detect(body)
    for each in iptc7901.split(body):
        with suppress(BadReport):
            found = iptc7901.parse(each)
            assert all(0 <= block.start <= block.end <= len(found.raw) for block in found.blocks)
