"""XML as agencies send it, with their dialects' mistakes."""

from __future__ import annotations

import pytest

from shared.errors import BadReport
from tests.reading import one

NITF = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf><head><title>Ferry</title>
<tobject><tobject.subject tobject.subject.refnum="03000000" tobject.subject.type="Disaster"/></tobject>
<docdata management-status="embargoed"><doc-id id-string="alder:77"/><urgency ed-urg="3"/>
<date.issue norm="20261123T101500+0100"/><date.release norm="20261124T060000Z"/>
<ed-msg info="Adds the captain in paragraph 2"/><du-key key="ferry-fire" version="2"/>
<key-list><keyword key="ferry"/><keyword key="fire"/></key-list></docdata></head>
<body><body.head><hedline><hl1>UPDATE 2-Ferry burns off Port Alder</hl1></hedline>
<byline>By <person>Ilse Tarn</person></byline></body.head>
<body.content><block><p>PORT ALDER, Nov 23 (Reuters) - A ferry burned on <chron>Monday</chron>.</p>
<hl2>No one hurt</hl2><p>"We are all here," captain Boro Vane said.<br/></p>
<media><media-caption>A ship at sea</media-caption></media>
<table><tr><td>Crew</td><td>9</td></tr></table></block></body.content>
<body.end><tagline>Editing by Edda Quill</tagline></body.end></body></nitf>"""


def test_nitf_gives_its_fields_and_the_kind_of_each_part() -> None:
    found = one(NITF)
    assert (found.format, found.guid, found.version, found.slug) == ("nitf", "alder:77", "2", "ferry-fire")
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("3", 3)
    assert (found.sent_at, found.embargo) == ("2026-11-23T09:15:00.000Z", "2026-11-24T06:00:00.000Z")
    assert found.keywords == ["ferry", "fire"]
    assert [(each.code, each.name) for each in found.subjects] == [("03000000", "Disaster")]
    assert (found.headline, found.byline) == ("Ferry burns off Port Alder", "Ilse Tarn")
    assert [(each.label, each.number) for each in found.labels] == [("UPDATE", 2)]
    assert found.dateline is not None
    assert (found.dateline.places, found.dateline.credits) == (["PORT ALDER"], ["Reuters"])
    kinds = [each.kind for each in found.segments]
    assert kinds == ["headline", "advisory", "byline", "body", "crosshead", "body", "table", "signoff"]
    assert "A ship at sea" not in found.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<?xml version="1.0"?><note><p>Caf&eacute; &amp; Sons&nbsp;Ltd</p></note>', "Café & Sons Ltd"),
        ('<?xml version="1.0"?><note><p>Tarn & Vane</p></note>', "Tarn & Vane"),
        ('<?xml version="1.0"?><note><p>One<i>two</p><p>three</i></p></note>', "Onetwo\nthree"),
        ('<?xml version="1.0"?><note><p>Port\x07 Alder</p></note>', "Port Alder"),
        ('<?xml version="1.0"?><note><![CDATA[Tarn & Vane]]></note>', "Tarn & Vane"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><note><p>Świt “here”</p></note>', "Świt “here”"),
    ],
)
def test_what_is_certain_is_forgiven(body: str, text: str) -> None:
    assert one(body).text == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_an_encoding_is_found_whatever_is_declared(encoding: str) -> None:
    body = '<?xml version="1.0" encoding="utf-8"?><note><p>Żółw naked</p></note>'.encode(encoding)
    assert one(body).text == "Żółw naked"


def test_a_declared_code_page_is_used() -> None:
    assert one('<?xml version="1.0" encoding="windows-1251"?><n>Привет</n>'.encode("cp1251")).text == "Привет"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'<?xml version="1.0"?><nitf><body><p>Half', "broken"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "declares entities"),
        (b'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf>&x;</nitf>', "declares entities"),
        (
            b'<?xml version="1.0"?><!DOCTYPE nitf [<!ELEMENT a "]"><!ENTITY x "y">]><nitf>&x;</nitf>',
            "declares entities",
        ),
        (b'<!-- x --><!DOCTYPE nitf [<!ENTITY % x SYSTEM "http://h/a.dtd"> %x;]><nitf>x</nitf>', "declares entities"),
        (b'<?xml version="1.0"?><!DOCTYPE nitf [<!-- ]> --><!ENTITY x "y">]><nitf>&x;</nitf>', "broken"),
        (b'<?xml version="1.0"?><a ' + b" ".join(b'a%d="1"' % n for n in range(2000)) + b">x</a>", "attributes"),
        (b'<?xml version="1.0"?><r><a></r>' + b"<!---->" * 400 + b"x", "broken"),
        (b'<?xml version="1.0"?>' + b"<a>" * 5000 + b"x" + b"</a>" * 5000, "broken"),
        (b'<?xml version="1.0"?><nitf/>', "no text"),
    ],
)
def test_what_is_hostile_or_cut_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(BadReport, match=why):
        one(body)


def test_a_story_may_speak_of_entities() -> None:
    speech = "<![CDATA[<p>Write &lt;!DOCTYPE a [ and &lt;!ENTITY lamp.</p><!DOCTYPE html>]]>"
    assert one(f"<rss><channel><item><description>{speech}</description></item></channel></rss>").text == (
        "Write <!DOCTYPE a [ and <!ENTITY lamp."
    )
