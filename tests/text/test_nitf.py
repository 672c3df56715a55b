"""NITF in the dialects of agencies and archives."""

# ruff: noqa: E501  the documents are written as they are sent
from __future__ import annotations

import pytest

from shared.records import Normalized
from tests.reading import one

LEAD = "Ilse Tarn has put a lamp in every window."


def nitf(content: str = f"<p>{LEAD}</p>", begin: str = "<hedline><hl1>A lamp</hl1></hedline>", head: str = "") -> str:
    """A document of NITF."""
    return f"<nitf><head>{head}</head><body><body.head>{begin}</body.head><body.content>{content}</body.content></body></nitf>"


def told(found: Normalized) -> list[tuple[str, str]]:
    """The segments as (kind, text)."""
    return [(each.kind, found.text[each.start : each.end]) for each in found.segments]


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("By BORO VANE<byttl>AW Harbour Writer</byttl>", "BORO VANE, AW Harbour Writer"),
        ("By<person>Boro Vane</person><byttl>Alder Wire</byttl>", "Boro Vane, Alder Wire"),
        ("<person>Boro</person> Vane, <byttl>Alder Wire</byttl>", "Boro Vane, Alder Wire"),
        ("<byttl>Alder Wire</byttl>", "Alder Wire"),
        ("By Edda Lundby Quill", "Edda Lundby Quill"),
    ],
)
def test_a_byline_is_set_apart_from_the_title(byline: str, name: str) -> None:
    assert one(nitf(begin=f"<byline>{byline}</byline>")).byline == name


def test_a_byline_in_two_orders_is_told_once() -> None:
    begin = "<byline class='print'>By BORO VANE and EDDA QUILL</byline><byline>Vane, Boro; Quill, Edda</byline>"
    assert told(one(nitf(begin=begin))) == [("byline", "By BORO VANE and EDDA QUILL"), ("body", LEAD)]


@pytest.mark.parametrize(
    ("stated", "places", "region", "date"),
    [
        ("<location>Port Alder</location>", ["Port Alder"], None, None),
        ("<location><city>Port Alder</city><state>N.H.</state></location>", ["Port Alder"], "N.H.", None),
        ("<location>PORT ALDER</location><story.date>Nov 20</story.date>", ["PORT ALDER"], None, "2025-11-20"),
        ("PORT ALDER, N.H., Nov. 20", ["PORT ALDER"], "N.H.", "2025-11-20"),
        ("Port Alder / New Harlan", ["Port Alder", "New Harlan"], None, None),
        ("奥尔德港", ["奥尔德港"], None, None),
    ],
)
def test_a_dateline_of_its_own_needs_no_agency(
    stated: str, places: list[str], region: str | None, date: str | None
) -> None:
    found = one(nitf(begin=f"<dateline>{stated}</dateline>")).dateline
    assert found is not None
    assert (found.places, found.region, found.date) == (places, region, date)


@pytest.mark.parametrize(
    "stated",
    [
        "<story.date norm='20251120T101500+0000'>20251120T101500+0000</story.date>", "20/11/2025", "November 20, 2025",
        "2025-11-20 10:15:00 GMT+00:00", "20.11.2025 10:15:00 EEST",
    ],
)  # fmt: skip
def test_a_date_alone_is_no_dateline(stated: str) -> None:
    assert told(one(nitf(begin=f"<dateline>{stated}</dateline>"))) == [("body", LEAD)]


def test_a_dateline_that_the_text_begins_with_is_told_there() -> None:
    found = one(nitf("<p>PORT ALDER (AP) _ A lamp burned.</p>", "<dateline><location>PORT ALDER</location></dateline>"))
    assert told(found) == [("body", "PORT ALDER (AP) _ A lamp burned.")]
    assert found.dateline is not None
    assert found.dateline.credits == ["AP"]


def test_a_year_that_is_left_out_is_that_of_the_issue() -> None:
    head = "<docdata><date.issue norm='20170103T080000Z'/></docdata>"
    found = one(nitf("<p>PORT ALDER, Jan 2 (AP) - A lamp burned.</p>", head=head))
    assert found.dateline is not None
    assert found.dateline.date == "2017-01-02"


def test_a_lead_in_a_block_of_its_own_is_told_once() -> None:
    lead, more = f"<p>{LEAD}</p>", "<p>''It was dark,'' she said.</p>"
    found = one(nitf(f"<block class='lead'>{lead}</block><block class='full_text'>{lead}{more}</block>"))
    assert [text for kind, text in told(found) if kind == "body"] == [LEAD, '"It was dark," she said.']


def test_blocks_of_different_texts_are_all_told() -> None:
    found = one(nitf(f"<block><p>{LEAD}</p></block><block><p>{LEAD}</p></block><block><p>No one asked.</p></block>"))
    assert [text for kind, text in told(found) if kind == "body"] == [LEAD, "No one asked."]


@pytest.mark.parametrize(
    ("abstract", "before"),
    [
        (f"<p>{LEAD}</p>", []),
        (
            f"{LEAD} No one asked her to, and so on until it was c",
            [("furniture", f"{LEAD} No one asked her to, and so on until it was c")],
        ),
        ("<p>A report about light</p>", [("furniture", "A report about light")]),
    ],
)
def test_a_summary_is_furniture_unless_it_begins_the_text(abstract: str, before: list[tuple[str, str]]) -> None:
    assert told(one(nitf(begin=f"<abstract>{abstract}</abstract>"))) == [*before, ("body", LEAD)]


def test_a_summary_is_the_text_where_there_is_no_other() -> None:
    assert told(one(nitf("", f"<abstract><p>{LEAD}</p></abstract>"))) == [("body", LEAD)]


def test_a_headline_that_is_repeated_is_told_once() -> None:
    begin = "<hedline><hl1>A lamp</hl1><hl2 class='online'>A Lamp</hl2><hl2>Dark otherwise</hl2></hedline>"
    found = one(nitf(f"<block><hl2>A lamp</hl2></block><p>{LEAD}</p>", begin))
    assert told(found) == [("headline", "A lamp"), ("headline", "Dark otherwise"), ("body", LEAD)]


def test_what_dialects_keep_in_meta_is_found() -> None:
    metas = {"anpa-category": "i", "anpa-keyword": "Lamp-Windows", "article-keywords": "lamp, window", "language": "en"}
    found = one(nitf(head="".join(f'<meta name="{name}" content="{value}"/>' for name, value in metas.items())))
    assert (found.category, found.slug, found.keywords) == ("i", "Lamp-Windows", ["lamp", "window"])


def test_classifiers_and_subjects_keep_their_scheme() -> None:
    head = """<tobject><tobject.subject tobject.subject.ipr="IPTC" tobject.subject.refnum="06000000" tobject.subject.type="Light"/>
<tobject.subject tobject.subject.ipr="AW" tobject.subject.refnum="F1" tobject.subject.matter="LAMPS"/></tobject>
<docdata><identified-content><classifier type="descriptor">Windows</classifier>
<classifier type="awcategorycode" value="h"/></identified-content></docdata>
<pubdata date.publication="20251120T000000Z"/>"""
    found = one(nitf(head=head))
    assert [(each.scheme, each.code, each.name) for each in found.subjects] == [
        ("iptc-subject-code", "06000000", "Light"), ("AW", "F1", "LAMPS"), ("descriptor", None, "Windows"),
        ("awcategorycode", "h", None),
    ]  # fmt: skip
    assert (found.category, found.sent_at) == ("h", "2025-11-20T00:00:00.000Z")


def test_a_row_of_a_table_is_one_line_whatever_its_cells_hold() -> None:
    rows = "<tr><td/><td><p>Crew</p></td></tr><tr><td><p>Ilse<br/>Tarn</p></td><td><p>captain</p>\n<p>(since 2001)</p></td></tr>"
    found = one(nitf(f"<p>{LEAD}</p><table>{rows}</table>"))
    assert [text for kind, text in told(found) if kind == "table"] == ["Crew", "Ilse Tarn captain (since 2001)"]


def test_a_page_set_in_a_table_is_no_table() -> None:
    cell = "".join(f"<p>{LEAD} {number}. No one had asked her to do it.</p>" for number in range(9))
    assert len(one(nitf(f"<table><tr><td>{cell}</td></tr></table>")).segments) == 10


def test_markup_that_was_escaped_is_read_as_markup() -> None:
    found = one(
        nitf(
            f"<p>{LEAD}</p><p>&lt;div id='x'&gt;&lt;/div&gt;&lt;script&gt;go()&lt;/script&gt;</p><p>&lt;p&gt;One.&lt;br&gt;Two.&lt;/p&gt;</p>"
        )
    )
    assert [text for kind, text in told(found) if kind == "body"] == [LEAD, "One. Two."]


def test_who_reported_and_edited_is_the_signoff_also_behind_the_last_sentence() -> None:
    note = "(Reporting by Boro Vane; Editing by Edda Quill (New Harlan))"
    found = one(nitf(f"<p>{LEAD}</p><p>No one asked.\n{note}</p>"))
    assert told(found)[-2:] == [("body", "No one asked."), ("signoff", note)]


def test_a_rule_between_paragraphs_is_furniture() -> None:
    found = one(nitf(f"<p>{LEAD}</p><p>___</p><p>Edda Quill contributed from New Harlan.</p>"))
    assert [kind for kind, _ in told(found)] == ["headline", "body", "furniture", "body"]


def test_a_note_before_the_dateline_is_a_note() -> None:
    found = one(
        nitf("<p>New report, replaces: Lamp burns</p><p>PORT ALDER (AP) - A lamp burned.</p><p>It was one.</p>")
    )
    assert [kind for kind, _ in told(found)] == ["headline", "advisory", "body", "body"]
    assert found.dateline is not None
    assert found.dateline.places == ["PORT ALDER"]


def test_the_credit_may_come_before_the_place() -> None:
    found = one(nitf("<p>(ANSA) - PORT ALDER, NOV 20 - A lamp burned.</p>")).dateline
    assert found is not None
    assert (found.places, found.credits, found.date) == (["PORT ALDER"], ["ANSA"], "2025-11-20")
