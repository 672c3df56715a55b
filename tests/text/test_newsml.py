"""NewsML of both generations, in the dialects that agencies send."""

# ruff: noqa: E501  the documents are written as they are sent
from __future__ import annotations

from base64 import b64encode
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import BadReport, EmptyReport
from shared.records import Normalized, Subject
from tests.reading import one, several
from workers.text.formats import newsml1, newsml_g2

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
TOLD = f"<inlineXML><html {XHTML}><body><p>A ferry burned off the harbour.</p><p>No one was hurt.</p></body></html></inlineXML>"


def item(
    content: str = TOLD, meta: str = "", about: str = "", attributes: str = 'guid="urn:alder:1" version="2"'
) -> str:
    """A news item of text."""
    return (
        f'<newsItem {G2} {attributes}><itemMeta><itemClass qcode="ninat:text"/>{about}</itemMeta>'
        f"<contentMeta>{meta or '<headline>Ferry burns</headline>'}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    """Items in a message."""
    return f"<newsMessage {G2}><header><sent>2026-11-23T10:00:00Z</sent></header><itemSet>{''.join(items)}</itemSet></newsMessage>"


def kinds(found: Normalized) -> list[tuple[str, str]]:
    """The segments as (kind, text)."""
    return [(each.kind, found.text[each.start : each.end]) for each in found.segments]


def body(found: Normalized) -> list[str]:
    """The paragraphs of the body."""
    return [text for kind, text in kinds(found) if kind == "body"]


FERRY = ["A ferry burned off the harbour.", "No one was hurt."]
FULL = item(
    about="""<provider qcode="nprov:Alder"><name>Alder Press</name></provider>
<versionCreated>2026-11-23T11:15:00+01:00</versionCreated><embargoed>2026-11-24T06:00:00Z</embargoed>
<pubStatus qcode="stat:withheld"/><edNote>Adds the captain</edNote><signal qcode="sig:correction"/>
<signal qcode="sig:update"/>""",
    meta="""<urgency>3</urgency><slugline separator="-">ferry-fire</slugline><keyword>ferry</keyword><keyword>fire</keyword>
<subject qcode="medtop:03000000"><name role="nrol:mnemonic">DIS</name><name role="nrol:display">Disaster</name></subject>
<subject uri="http://cv.iptc.org/newscodes/mediatopic/20000145/"/><subject literal="x1"><name>Boats</name></subject>
<headline role="hld:subHeadline">Captain praised</headline><headline role="hld:main">Ferry burns off Port Alder</headline>
<by>By Ilse Tarn</by><dateline>PORT ALDER, Nov 23 (Alder) -</dateline><language tag="en-GB"/>
<creditline>Alder/AP</creditline><infoSource literal="Coast Guard"/><genre qcode="genre:Current"/>""",
)


def test_an_item_of_g2_gives_its_fields() -> None:
    found = one(FULL)
    assert (found.format, found.guid, found.version, found.slug) == ("newsml-g2", "urn:alder:1", "2", "ferry-fire")
    assert (found.sent_at, found.embargo) == ("2026-11-23T10:15:00.000Z", "2026-11-24T06:00:00Z".replace("Z", ".000Z"))
    assert found.publication == "withheld"
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("3", 3)
    assert found.keywords == ["ferry", "fire"]
    assert found.subjects == [
        Subject(scheme="medtop", code="03000000", name="Disaster"),
        Subject(scheme="medtop", code="20000145"),
        Subject(code="x1", name="Boats"),
    ]
    assert found.language is not None
    assert found.language.code == "en"
    assert found.header == {
        "provider": "Alder Press", "source": "Coast Guard", "credit": "Alder/AP", "genre": "Current",
        "signal": "sig:correction sig:update",
    }  # fmt: skip


def test_an_item_of_g2_is_told_in_the_order_of_a_wire_report() -> None:
    found = one(FULL)
    assert kinds(found) == [
        ("headline", "Ferry burns off Port Alder"),
        ("headline", "Captain praised"),
        ("advisory", "Adds the captain"),
        ("byline", "By Ilse Tarn"),
        ("dateline", "PORT ALDER, Nov 23 (Alder) -"),
        ("body", FERRY[0]),
        ("body", FERRY[1]),
    ]
    assert (found.headline, found.byline) == ("Ferry burns off Port Alder", "Ilse Tarn")
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.credits) == (["PORT ALDER"], ["Alder"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TOLD, id="a whole page of XHTML"),
        pytest.param(f"<inlineXML><body {XHTML}><p>{FERRY[0]}</p><p>{FERRY[1]}</p></body></inlineXML>", id="its body"),
        pytest.param(f"<inlineXML><p>{FERRY[0]}</p><p>{FERRY[1]}</p></inlineXML>", id="paragraphs alone"),
        pytest.param(
            f"<inlineXML><n:nitf xmlns:n='urn:n'><n:body><n:body.content><n:p>{FERRY[0]}</n:p><n:p>{FERRY[1]}</n:p>"
            "</n:body.content></n:body></n:nitf></inlineXML>",
            id="NITF with a namespace",
        ),
        pytest.param(
            f"<inlineXML><nitf xmlns=''><body><body.head><hedline><hl1>Ferry burns</hl1></hedline></body.head>"
            f"<body.content><block><p>{FERRY[0]}</p><p>{FERRY[1]}</p></block></body.content></body></nitf></inlineXML>",
            id="NITF with the headline again",
        ),
        pytest.param(
            f"<inlineXML><a:story xmlns:a='urn:a'><a:par>{FERRY[0]}</a:par><a:par>{FERRY[1]}</a:par></a:story></inlineXML>",
            id="XML of its own",
        ),
        pytest.param(f'<inlineData contenttype="text/plain">{FERRY[0]}\n\n{FERRY[1]}\n</inlineData>', id="plain text"),
        pytest.param(
            f"<inlineData contenttype='text/plain'><![CDATA[\n<p>\n     A ferry burned off\nthe harbour.\n     {FERRY[1]}\n</p>]]></inlineData>",
            id="set-in lines in one paragraph element",
        ),
        pytest.param(f"<inlineData><![CDATA[<p>{FERRY[0]}</p><p>{FERRY[1]}</p>]]></inlineData>", id="HTML in CDATA"),
        pytest.param(
            f"<inlineData>&lt;div&gt;&lt;p&gt;{FERRY[0]}&lt;/p&gt;&lt;p&gt;{FERRY[1]}&lt;/p&gt;&lt;/div&gt;</inlineData>",
            id="escaped HTML",
        ),
        pytest.param(
            f"<inlineData><![CDATA[<?xml version='1.0' encoding='utf-16'?><nitf><body><body.content><p>{FERRY[0]}</p>"
            f"<p>{FERRY[1]}</p></body.content></body></nitf>]]></inlineData>",
            id="a document in CDATA that declares an encoding",
        ),
        pytest.param(
            '<inlineData contenttype="text/html" encoding="http://cv.iptc.org/newscodes/encodingtype/base64">'
            + b64encode(f"<p>{FERRY[0]}</p><p>{FERRY[1]}</p>".encode()).decode()
            + "</inlineData>",
            id="base64",
        ),
        pytest.param(
            f"<inlineData contenttype='text/plain'>{FERRY[0]} {FERRY[1]}</inlineData>{TOLD}", id="plain and XHTML"
        ),
        pytest.param(
            f"<inlineXML rendition='rnd:short'><p>A ferry.</p></inlineXML>{TOLD}"
            "<inlineData contenttype='image/jpeg' encoding='base64'>/9j/4AAQSkZJRgABAQEASABIAAD</inlineData>"
            "<remoteContent href='http://example.org/1.jpg'/>",
            id="a short rendition, the text and pictures",
        ),
        pytest.param(
            "<inlineXML xml:lang='de'><p>Eine Fähre brannte am Montag vor dem Hafen von Alder aus.</p></inlineXML>"
            + TOLD.replace("<inlineXML>", "<inlineXML xml:lang='en'>"),
            id="another language",
        ),
    ],
)
def test_a_text_is_read_once_however_it_is_carried(content: str) -> None:
    found = one(item(content, attributes='guid="urn:alder:1" xml:lang="en"'))
    assert (found.headline, body(found)) == ("Ferry burns", FERRY)
    assert len(found.segments) == 3


def test_a_page_with_a_header_of_metadata_tells_its_headline_once() -> None:
    page = f"""<inlineXML><html {XHTML}><head><title>F</title></head><body><header><ul class="slugline"><li>Unglück</li></ul>
<time class="publicationDate">23.11.2026</time><h1>Fähre brennt</h1></header><section>
<p class="byline">Von Ilse Tarn, dpa</p><p><span class="dateline">Alder <span>(dpa)</span> - </span>Eine Fähre brannte.</p>
<h2>Kapitän gelobt</h2><p>Niemand wurde verletzt.</p></section></body></html></inlineXML>"""
    found = one(item(page, "<headline rank='1'>Fähre brennt</headline><dateline>Alder (dpa) - </dateline>"))
    assert kinds(found) == [
        ("headline", "Fähre brennt"),
        ("byline", "Von Ilse Tarn, dpa"),
        ("body", "Alder (dpa) - Eine Fähre brannte."),
        ("crosshead", "Kapitän gelobt"),
        ("body", "Niemand wurde verletzt."),
    ]
    assert found.dateline is not None
    assert (found.dateline.places, found.byline) == (["Alder"], "Ilse Tarn, dpa")


def test_a_headline_with_its_label_in_the_text_takes_the_place_of_the_one_without() -> None:
    nitf = (
        "<nitf xmlns=''><body><body.head><hedline><hl1>UPDATE 2-Ferry burns</hl1></hedline></body.head><body.content>"
    )
    found = one(item(f"<inlineXML>{nitf}<p>{FERRY[0]}</p></body.content></body></nitf></inlineXML>"))
    assert (found.headline, [(each.label, each.number) for each in found.labels]) == ("Ferry burns", [("UPDATE", 2)])
    assert len(found.segments) == 2


def test_editors_notes_are_advisories_and_the_closing_line_is_the_signoff() -> None:
    notes = f"""<edNote role="x:notepad"><section {XHTML}><h3>Notizblock</h3><ul><li>Foto folgt</li></ul></section></edNote>
<edNote role="x:closingline">dpa it yy n1</edNote><edNote>Neu: Kapitän</edNote>"""
    assert [each for each in kinds(one(item(about=notes))) if each[0] in ("advisory", "signoff")] == [
        ("advisory", "Neu: Kapitän"),
        ("advisory", "Notizblock"),
        ("advisory", "Foto folgt"),
        ("signoff", "dpa it yy n1"),
    ]


def test_each_text_item_of_a_message_is_a_report_and_keeps_what_it_stood_in() -> None:
    picture = item('<remoteContent href="x.jpg"/>').replace("ninat:text", "ninat:picture")
    concept = f'<conceptItem {G2} guid="c"><concept><name>Port Alder</name></concept></conceptItem>'
    french = item(attributes='guid="urn:alder:2" version="1"', content=TOLD.replace("A ferry", "A second ferry"))
    text = message(picture, item(), concept, french).replace("<newsMessage ", '<newsMessage xml:lang="fr" ')
    found = several(text)
    assert [(each.guid, body(each)[0]) for each in found] == [
        ("urn:alder:1", FERRY[0]),
        ("urn:alder:2", "A second ferry burned off the harbour."),
    ]
    for part in newsml_g2.split(text.encode()):
        assert newsml_g2.parse(part).fields["language"].code == "fr"


@pytest.mark.parametrize("root", ["newsMessage", "itemSet"])
def test_an_only_item_is_read_in_whatever_it_stands(root: str) -> None:
    text = f"<{root} {G2}>{item()}</{root}>".encode()
    assert newsml_g2.split(text) == [text]
    assert one(text).guid == "urn:alder:1"


def test_an_item_with_a_prefix_for_its_namespace_is_read_and_split() -> None:
    own = item().replace(G2, "").replace("<html ", "<h:html ")
    own = f'<n:newsMessage xmlns:n="http://iptc.org/std/nar/2006-10-01/" xmlns:h="urn:h"><n:itemSet>{own}{own}</n:itemSet></n:newsMessage>'
    own = own.replace("</html>", "</h:html>")
    assert [body(each) for each in several(own)] == [FERRY, FERRY]


def test_an_alert_of_a_headline_alone_is_a_report() -> None:
    found = one(item("", "<headline>Ferry on fire off Port Alder - coast guard</headline><urgency>1</urgency>"))
    assert kinds(found) == [("headline", "Ferry on fire off Port Alder - coast guard")]
    assert found.urgency is not None
    assert found.urgency.value == 1


def test_a_package_alone_is_read_for_its_own_text() -> None:
    text = item().replace("newsItem", "packageItem").replace("contentSet", "groupSet")
    text = text.replace("</headline>", "</headline><description>Ten texts on the fire.</description>")
    assert kinds(one(text)) == [("headline", "Ferry burns"), ("body", "Ten texts on the fire.")]


@pytest.mark.parametrize(
    ("meta", "dateline"),
    [
        ("<dateline>Alder, Nov 23 (AFP) -</dateline>", "Alder, Nov 23 (AFP) -"),
        ("<located qcode='city:1'><name>Port Alder</name></located>", "Port Alder"),
        ("<located><name>Rome</name></located><dateline>PORT ALDER</dateline>", "PORT ALDER"),
    ],
)
def test_a_dateline_is_told_where_the_text_has_none(meta: str, dateline: str) -> None:
    assert ("dateline", dateline) in kinds(one(item(meta=f"<headline>Ferry</headline>{meta}")))


@pytest.mark.parametrize(
    "lead",
    [
        "PORT ALDER, Nov 23 (Reuters) - A ferry burned.",
        "Port Alder, 23 nov (EFE).- Un ferry.",
        "(ANSA) - Port Alder, November 23 - A ferry burned.",
        "Port Alder - A ferry burned.",
    ],
)
def test_a_dateline_that_the_text_has_is_not_doubled(lead: str) -> None:
    meta = "<headline>Ferry</headline><located><name>Port Alder</name></located>"
    assert [kind for kind, _ in kinds(one(item(f"<inlineXML><p>{lead}</p></inlineXML>", meta)))] == ["headline", "body"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (message(), "no item"),
        (message(item('<remoteContent href="http://example.org/1"/>')), "only says where"),
        (f"<conceptItem {G2}><concept><name>Port Alder</name></concept></conceptItem>", "none of its items"),
        (item("", "<headline/>"), "none of its items"),
        (item("<inlineData encoding='base64'>!!</inlineData>", "<headline/>"), "none of its items"),
        (item().replace("ninat:text", "ninat:video").replace(TOLD, ""), "none of its items"),
        (item()[:300], "broken"),
    ],
)
def test_what_has_no_text_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(BadReport, match=why):
        one(text)


def test_an_indefinite_embargo_and_a_missing_status_are_told_as_they_are() -> None:
    found = one(item(about="<embargoed/>"))
    assert (found.embargo, found.publication) == ("indefinite", None)
    assert one(item(about='<embargoed/><pubStatus qcode="stat:usable"/>')).embargo is None


def test_characters_escaped_twice_and_html_in_a_headline_are_read() -> None:
    found = one(
        item(
            "<inlineXML><p>&amp;quot;All is well,&amp;quot; he said at five o&amp;#39;clock.</p></inlineXML>",
            "<headline>Ferry &lt;b&gt;burns&lt;/b&gt; &amp;amp; sinks</headline>",
        )
    )
    assert found.headline == "Ferry burns & sinks"
    assert body(found) == ['"All is well," he said at five o\'clock.']


def test_a_second_headline_that_is_the_lead_is_not_told_twice_and_the_lead_stays() -> None:
    lines = f"{LINES}<SubHeadLine><![CDATA[{FERRY[0]}]]></SubHeadLine>"
    found = one(newsml(file(component("", lines, inner=component(f"<![CDATA[<P>{FERRY[0]}</P>]]>", "")))))
    assert kinds(found) == [("headline", "Ferry burns"), ("body", FERRY[0])]


LINES = "<HeadLine>Ferry burns</HeadLine>"


def component(content: str, lines: str = LINES, attributes: str = "", inner: str = "") -> str:
    """A component with a text."""
    content = (
        content and f'<ContentItem><MediaType FormalName="Text"/><DataContent>{content}</DataContent></ContentItem>'
    )
    return f"<NewsComponent {attributes}><NewsLines>{lines}</NewsLines>{content}{inner}</NewsComponent>"


def file(*components: str, managed: str = "", number: int = 7) -> str:
    """One item of NewsML 1.2."""
    return f"""<NewsItem><Identification><NewsIdentifier><ProviderId>alder.example</ProviderId><DateId>20261123</DateId>
<NewsItemId>A{number}</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
<PublicIdentifier>urn:newsml:alder.example:20261123:A{number}:2</PublicIdentifier></NewsIdentifier>
<NameLabel>ferry-fire</NameLabel></Identification><NewsManagement><ThisRevisionCreated>20261123T111500+0100
</ThisRevisionCreated>{managed or '<Status FormalName="Usable"/><Urgency FormalName="3"/>'}</NewsManagement>{"".join(components)}</NewsItem>"""


def newsml(*items: str) -> str:
    """A file of NewsML 1.2 with its usual DOCTYPE, which names the schema of its texts."""
    return f"""<?xml version="1.0" encoding="ISO-8859-15"?>
<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20031010:NewsMLv1.2.dtd:1" "NewsML-1.2.dtd"
[<!ENTITY % nitf SYSTEM "nitf-3-0.dtd"> %nitf; ]>
<NewsML Version="1.2"><Catalog Href="x.xml"/><NewsEnvelope><DateAndTime>20261123T101600Z</DateAndTime>
<NewsService FormalName="DGTE"/><NewsProduct FormalName="ELU"/><NewsProduct FormalName="EUA"/><Priority FormalName="4"/>
</NewsEnvelope>{"".join(items)}</NewsML>"""


NITF = f"<nitf><body><body.content><p>{FERRY[0]}</p><p>{FERRY[1]}</p></body.content></body></nitf>"
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


@pytest.mark.parametrize("many", [message(*[item()] * 1500), newsml(*[file(component(NITF))] * 700)])
def test_a_file_of_many_reports_is_told_apart_in_time(many: str) -> None:
    reader = newsml1 if "<NewsML" in many else newsml_g2
    begun = perf_counter()
    found = reader.split(many.encode())
    assert perf_counter() - begun < 5
    assert len(found) in (1500, 700)


SAMPLES = [
    text.encode() for text in (FULL, message(item(), FULL), OLD, newsml(file(component(NITF)), file(component(NITF))))
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), sample=st.sampled_from(SAMPLES))
def test_whatever_happens_to_a_document_it_is_read_or_refused(data: st.DataObject, sample: bytes) -> None:
    """Parts are cut, moved, doubled and overwritten."""
    body = sample
    for _ in range(data.draw(st.integers(1, 4))):
        a, b, c = sorted(data.draw(st.integers(0, len(body))) for _ in range(3))
        change = data.draw(st.sampled_from(["cut", "swap", "double", "noise"]))
        noise = data.draw(st.binary(max_size=12))
        body = {
            "cut": body[:a] + body[b:],
            "swap": body[:a] + body[b:c] + body[a:b] + body[c:],
            "double": body[:b] + body[a:],
            "noise": body[:a] + noise + body[a + len(noise) :],
        }[change]
    for reader in (newsml_g2, newsml1):
        reader.detect(body[:4096])
        try:
            for part in reader.split(body):
                reader.parse(part)
        except BadReport:
            pass


def test_what_is_no_newsml_is_not_taken_for_it() -> None:
    for head in (b"", b"NewsML", b"<nitf/>", b"<rss/>", b"\xff\xfe<", b"<newsItemX/>"):
        assert not newsml_g2.detect(head)
        assert not newsml1.detect(head)
    with pytest.raises(EmptyReport):
        newsml_g2.parse(b"<newsItem/>")
