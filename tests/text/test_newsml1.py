"""NewsML 1, in the dialects that agencies send."""

# ruff: noqa: E501  the documents are written as they are sent
from __future__ import annotations

from base64 import b64encode

import pytest

from shared.errors import BadReport, EmptyReport
from tests.newsml import FERRY, LINES, NITF, body, component, file, item, kinds, newsml
from tests.pace import within
from tests.reading import one, several
from workers.text.formats import newsml1

OLD = newsml(
    file(
        component(
            NITF,
            """<DateLine xml:lang="en">PORT ALDER, 23 nov 2026 (AFP) -</DateLine><HeadLine>Ferry burns</HeadLine>
<SubHeadLine>Captain praised</SubHeadLine><ByLine>By Ilse Tarn</ByLine><CreditLine>AFP</CreditLine>
<KeywordLine>ferry</KeywordLine><NewsLine><NewsLineType FormalName="AdvisoryLine"/>
<NewsLineText>ADDS captain</NewsLineText></NewsLine><CopyrightLine>(c) AFP</CopyrightLine>""",
            inner="""<AdministrativeMetadata><Provider><Party FormalName="AFP"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="EN"/><Genre FormalName="Current"/><SubjectCode>
<SubjectMatter FormalName="03010000" cat="DIS"/></SubjectCode><SubjectCode><Subject FormalName="03000000"/></SubjectCode>
<Property FormalName="Keyword" Value="fire"/></DescriptiveMetadata>""",
        )
    )
)


def test_a_second_headline_that_is_the_lead_is_not_told_twice_and_the_lead_stays() -> None:
    lines = f"{LINES}<SubHeadLine><![CDATA[{FERRY[0]}]]></SubHeadLine>"
    found = one(newsml(file(component("", lines, inner=component(f"<![CDATA[<P>{FERRY[0]}</P>]]>", "")))))
    assert kinds(found) == [("headline", "Ferry burns"), ("body", FERRY[0])]


def test_newsml_1_gives_its_fields() -> None:
    found = one(OLD)
    assert (found.format, found.version, found.slug) == ("newsml-1", "2", "ferry-fire")
    assert (found.guid, found.sent_at) == ("urn:newsml:alder.example:20261123:A7:2", "2026-11-23T10:15:00.000Z")
    assert (found.publication, found.category, found.keywords) == ("usable", "DIS", ["ferry", "fire"])
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("3", 3)
    assert [each.code for each in found.subjects] == ["03000000", "03010000"]
    assert found.language is not None
    assert found.language.code == "en"
    assert found.header == {
        "service": "DGTE", "product": "ELU EUA", "priority": "4", "provider": "AFP", "credit": "AFP", "genre": "Current",
    }  # fmt: skip


def test_newsml_1_is_told_in_the_order_of_a_wire_report() -> None:
    assert kinds(one(OLD)) == [
        ("headline", "Ferry burns"),
        ("headline", "Captain praised"),
        ("advisory", "ADDS captain"),
        ("byline", "By Ilse Tarn"),
        ("dateline", "PORT ALDER, 23 nov 2026 (AFP) -"),
        ("body", FERRY[0]),
        ("body", FERRY[1]),
    ]


@pytest.mark.parametrize(
    "components",
    [
        pytest.param(component(NITF), id="a component"),
        pytest.param(component("", inner=component(NITF, "")), id="the text one deeper than its headline"),
        pytest.param(component("", "", inner=component("", "", inner=component(NITF))), id="three deep"),
        pytest.param(component(f"<html><body><p>{FERRY[0]}</p><p>{FERRY[1]}</p></body></html>"), id="XHTML"),
        pytest.param(component(f"<p>{FERRY[0]}</p><p>{FERRY[1]}</p>"), id="paragraphs"),
        pytest.param(component(f"{FERRY[0]}\n\n{FERRY[1]}"), id="plain text"),
        pytest.param(component(f"<![CDATA[<p>{FERRY[0]}</p><p>{FERRY[1]}</p>]]>"), id="HTML in CDATA"),
        pytest.param(
            component(
                "<nitf><body><body.head><hedline><hl1>Ferry burns</hl1></hedline></body.head><body.content>"
                f"<p>{FERRY[0]}</p><p>{FERRY[1]}</p></body.content></body></nitf>",
                "",
            ),
            id="the headline in the NITF alone",
        ),
        pytest.param(
            component(NITF)
            .replace("<DataContent>", "<Encoding Notation='Base64'><DataContent>")
            .replace(NITF, b64encode(NITF.encode()).decode())
            .replace("</DataContent>", "</DataContent></Encoding>"),
            id="base64",
        ),
        pytest.param(
            component(
                "",
                inner="".join(
                    component(text, "").replace("<NewsLines>", f'<Role FormalName="{role}"/><NewsLines>')
                    for role, text in (("Title", "Ferry burns"), ("Lead", FERRY[0]), ("Body", FERRY[1]))
                ),
            ),
            id="pieces: title, lead, body",
        ),
        pytest.param(
            component(
                NITF,
                inner='<NewsComponent><Role FormalName="Photo"/><ContentItem Href="1.jpg"><MediaType FormalName="Photo"/>'
                '</ContentItem><NewsComponent><Role FormalName="Caption"/><NewsLines><HeadLine>A ship</HeadLine></NewsLines>'
                "<ContentItem><DataContent><p>A ship at sea.</p></DataContent></ContentItem></NewsComponent></NewsComponent>",
            ),
            id="a text with its picture",
        ),
        pytest.param(
            component(
                "", inner=component(NITF) + component(f"{FERRY[0]} {FERRY[1]}"), attributes='EquivalentsList="yes"'
            ),
            id="equivalents",
        ),
        pytest.param(component("").replace("Ferry burns", "") + component(NITF), id="an empty component first"),
    ],
)
def test_a_text_of_newsml_1_is_read_once_wherever_it_stands(components: str) -> None:
    found = one(newsml(file(components)))
    assert (found.format, found.headline, body(found)) == ("newsml-1", "Ferry burns", FERRY)
    assert len(found.segments) == 3


def test_each_item_of_a_file_is_a_report() -> None:
    found = several(newsml(file(component(NITF)), file(component(NITF), number=8)))
    assert [each.guid for each in found] == [
        "urn:newsml:alder.example:20261123:A7:2",
        "urn:newsml:alder.example:20261123:A8:2",
    ]
    assert [each.header["service"] for each in found] == ["DGTE", "DGTE"]


def test_the_languages_of_an_item_are_reports_of_their_own() -> None:
    dutch = (
        "<nitf><body><body.content><p>Een veerboot brandde maandag uit voor de haven.</p></body.content></body></nitf>"
    )
    inner = component(NITF, attributes='xml:lang="en" Duid="c1"')
    inner += component(dutch, "<HeadLine>Veerboot brandt</HeadLine>", 'xml:lang="nl" Duid="c2"')
    lines = "<HeadLine>Ferry</HeadLine><KeywordLine>FIRE</KeywordLine>"
    found = several(newsml(file(component("", lines, inner=inner))))
    assert [(each.headline, each.language and each.language.code) for each in found] == [
        ("Ferry burns", "en"),
        ("Veerboot brandt", "nl"),
    ]
    assert [each.guid for each in found] == [f"urn:newsml:alder.example:20261123:A7:2#c{n}" for n in (1, 2)]
    assert [each.keywords for each in found] == [["FIRE"], ["FIRE"]]


def test_a_picture_beside_a_text_is_no_report_although_it_has_a_title() -> None:
    picture = """<NewsComponent xml:lang="en"><Role FormalName="Picture"/><NewsLines><HeadLine>Ferry burns</HeadLine></NewsLines>
<NewsComponent><Role FormalName="Title"/><ContentItem><DataContent>Ferry burns</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Image"/><ContentItem Href="1.jpg"/></NewsComponent></NewsComponent>"""
    text = component(NITF).replace("<NewsLines>", '<Role FormalName="Original"/><NewsLines>')
    assert body(one(newsml(file(component("", inner=text + picture))))) == FERRY
    with pytest.raises(EmptyReport):
        one(newsml(file(picture)))


def test_line_breaks_count_in_text_with_marks_inside_its_lines_only() -> None:
    text = "\n\tA ferry &lt;b&gt;burned&lt;/b&gt; off the harbour.\n\tNo one was hurt &amp;amp; all are well, the captain said.\n"
    found = one(newsml(file(component(text))))
    assert body(found) == [FERRY[0], "No one was hurt & all are well, the captain said."]


def test_xml_of_an_agencys_own_is_read_by_its_names() -> None:
    own = """<inlineXML><BODY xmlns=""><TEXT><RUBRIK>Ferry burns</RUBRIK><DAT><ORT>EU</ORT><SOURCE>Alder, TT</SOURCE></DAT>
<INGRESS><P>A ferry burned.</P></INGRESS><BRODTEXT><CITAT>All is well, he said.</CITAT><MELLIS>Praised</MELLIS>
<P>No one was hurt.</P></BRODTEXT><BYLINE>Ilse Tarn/TT</BYLINE><BILD><BILDTEXT><P>A ship.</P></BILDTEXT></BILD></TEXT></BODY>
</inlineXML>"""
    found = one(item(own, "<headline>Ferry burns</headline><located literal='EU'/>", attributes='xml:lang="swe"'))
    assert kinds(found) == [
        ("headline", "Ferry burns"),
        ("dateline", "EU, Alder, TT"),
        ("body", "A ferry burned."),
        ("body", "All is well, he said."),
        ("crosshead", "Praised"),
        ("body", "No one was hurt."),
        ("byline", "Ilse Tarn/TT"),
    ]


@pytest.mark.parametrize(
    ("managed", "publication", "embargo"),
    [
        ('<Status FormalName="USABLE"/>', "usable", None),
        ('<Status FormalName="Canceled"/>', "canceled", None),
        ('<Status FormalName="Withheld"/>', "withheld", None),
        (
            '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
            "<DateAndTime>20261124T060000Z</DateAndTime></StatusWillChange>",
            None,
            "2026-11-24T06:00:00.000Z",
        ),
        ('<Status FormalName="Embargoed"/>', None, "indefinite"),
    ],
)
def test_the_state_of_an_item_is_told(managed: str, publication: str | None, embargo: str | None) -> None:
    found = one(newsml(file(component(NITF), managed=managed)))
    assert (found.publication, found.embargo) == (publication, embargo)


def test_urgency_may_be_written_as_text_and_is_the_envelopes_priority_otherwise() -> None:
    for managed, raw in (("<Urgency>2</Urgency>", "2"), ("<Status FormalName='Usable'/>", "4")):
        found = one(newsml(file(component(NITF), managed=managed)))
        assert found.urgency is not None
        assert found.urgency.raw == raw


def test_an_identifier_that_is_the_same_for_a_whole_service_is_not_taken() -> None:
    text = newsml(file(component(NITF))).replace("urn:newsml:alder.example:20261123:A7:2", "urn:newsml:alder.example")
    assert one(text).guid == "urn:newsml:alder.example:20261123:A7"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (newsml(), "none of its items"),
        (newsml(file(component("", ""))), "none of its items"),
        (newsml(file('<NewsComponent><ContentItem Href="1.xml"/></NewsComponent>')), "only says where"),
        (newsml(file(component(NITF)))[:-9], "broken"),
        (newsml(file(component(NITF))).replace('SYSTEM "nitf-3-0.dtd"', '"x"'), "declares entities"),
        (newsml(file(component(NITF))).replace("nitf-3-0.dtd", "file:///etc/passwd"), "declares entities"),
    ],
)
def test_newsml_1_without_a_text_or_with_entities_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadReport, match=why):
        one(text)


def test_items_that_share_too_much_cannot_be_told_apart() -> None:
    shared = "<Property FormalName='x' Value='" + "y" * 20_000 + "'/>"
    text = newsml(file(component("", inner=shared + component(NITF) * 400)))
    with pytest.raises(BadReport, match="apart"):
        newsml1.split(text.encode())


def test_style_sheets_are_no_text_and_contacts_stand_behind_it() -> None:
    def piece(role: str, text: str, mime: str = "text/xhtml") -> str:
        held = f'<MimeType FormalName="{mime}"/><DataContent>{text}</DataContent>'
        return f'<NewsComponent><Role FormalName="{role}"/><ContentItem>{held}</ContentItem></NewsComponent>'

    pieces = [
        piece("Abstract", "A ferry burns", "text/plain"),
        piece("StyleSheet", ".c { text-align: center }", "text/css"),
        piece("HeadLine", "<p><b>Ferry burns</b></p>"),
        piece("Contact", "<p>Alder Wire<br/>desk@alder.example</p>"),
        piece("Body", f"<p>{FERRY[0]}</p><p>{FERRY[1]}</p>"),
        piece("TweetText", "A ferry burns, says Alder"),
    ]
    found = one(newsml(file(component("", inner=component("", inner="".join(pieces))))))
    assert kinds(found) == [
        ("headline", "Ferry burns"),
        *(("body", each) for each in FERRY),
        ("furniture", "Alder Wire desk@alder.example"),
    ]


def test_keywords_are_lines_and_properties_and_may_be_lists() -> None:
    more = """<DescriptiveMetadata><Property FormalName="Keyword" Value="harbour;BRIEF"/></DescriptiveMetadata>
<Metadata><MetadataType FormalName="Keywords"/><Property FormalName="AWIndustryKeywords" Value="Shipping"/></Metadata>"""
    found = one(newsml(file(component(NITF, f"{LINES}<KeywordLine>ferry; fire</KeywordLine>", inner=more))))
    assert found.keywords == ["ferry", "fire", "harbour", "BRIEF", "Shipping"]


def test_a_category_is_marked_or_is_of_a_list_of_categories() -> None:
    codes = '<SubjectCode><Subject Vocabulary="urn:alder:AlderCatCodes" FormalName="HAR"/></SubjectCode>'
    found = one(newsml(file(component(NITF, inner=f"<DescriptiveMetadata>{codes}</DescriptiveMetadata>"))))
    assert found.category == "HAR"


def test_html_in_a_string_within_marks_is_read() -> None:
    text = f"<body><body.content><![CDATA[{FERRY[0]}<BR>{FERRY[1]}]]></body.content></body>"
    assert one(newsml(file(component(text)))).text == f"Ferry burns\n{FERRY[0]} {FERRY[1]}"


@pytest.mark.parametrize("line", ["3.6.2025 10:00:01 EEST", "4/4/2025", "2025-06-03T10:00:00Z", "June 3"])
def test_a_dateline_of_a_date_alone_is_not_told(line: str) -> None:
    assert kinds(one(newsml(file(component(NITF, f"{LINES}<DateLine>{line}</DateLine>")))))[1] == ("body", FERRY[0])


def test_a_dateline_in_any_letters_gives_its_places() -> None:
    line = "<DateLine>بنوم بنه (كمبوديا) (أ ف ب)</DateLine>"
    found = one(newsml(file(component(NITF, LINES + line))).encode("utf-8")).dateline
    assert found is not None
    assert (found.places, found.region, found.credits) == (["بنوم بنه"], "كمبوديا", ["أ ف ب"])


def test_an_item_of_many_components_is_told_apart_in_time() -> None:
    with within(10):
        assert len(newsml1.split(newsml(file(component(NITF) * 3000)).encode())) == 3000
