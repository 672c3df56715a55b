"""NewsML-G2, in the dialects that agencies send."""

# ruff: noqa: E501  the documents are written as they are sent
from __future__ import annotations

from base64 import b64encode

import pytest

from shared.errors import BadReport
from shared.records import Subject
from tests.newsml import FERRY, G2, TOLD, XHTML, body, item, kinds, message
from tests.reading import one, several
from workers.text.formats import newsml_g2

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


@pytest.mark.parametrize("scheme", ["a1312cat", "awcategorycode", "dpacat", "FIEG_Categories"])
def test_a_subject_of_a_list_of_categories_is_the_category(scheme: str) -> None:
    subjects = f'<subject qcode="apsubcat:SOC"/><subject qcode="{scheme}:h"><name>harbour</name></subject>'
    assert one(item(meta=subjects)).category == "h"


def test_a_note_that_the_notepad_repeats_is_told_there() -> None:
    pad = f"""<edNote role="awrole:closing">aw it bv</edNote><edNote role="awrole:contacts">Editing by: Edda Quill</edNote>
<edNote role="awrole:notepad"><section {XHTML}><h3>Notebook</h3><ul><li>Editing by: Edda Quill</li></ul>
<p class="closingline">aw it bv</p></section></edNote><edNote>New lead</edNote>"""
    assert kinds(one(item(about=pad))) == [
        ("headline", "Ferry burns"),
        ("advisory", "New lead"),
        *(("body", each) for each in FERRY),
        ("signoff", "aw it bv"),
        ("advisory", "Notebook"),
        ("advisory", "Editing by: Edda Quill"),
    ]


def test_a_note_that_the_tagline_repeats_is_told_once() -> None:
    text = f"<p>{FERRY[0]}</p>"
    nitf = (
        f"<nitf><body><body.content>{text}</body.content><body.end><tagline>Updated.</tagline></body.end></body></nitf>"
    )
    found = one(item(f"<inlineXML>{nitf}</inlineXML>", about="<edNote>Updated.</edNote>"))
    assert kinds(found) == [("headline", "Ferry burns"), ("advisory", "Updated."), ("body", FERRY[0])]


def test_the_genre_before_the_headline_is_not_told() -> None:
    page = f"""<inlineXML><html {XHTML}><body><header><p class="genre aw-4">EXTRA</p><h1>Ferry burns</h1></header>
<section><p>{FERRY[0]}</p></section></body></html></inlineXML>"""
    assert kinds(one(item(page))) == [("headline", "Ferry burns"), ("body", FERRY[0])]
