"""RSS and Atom: one report an entry."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import BadReport, EmptyReport
from tests.feeds import BODY, PARTS, told
from tests.reading import one, several
from workers.text.formats import feed

RSS = """<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Alder Wire</title><link>https://alder.example/</link><language>en-us</language>
<lastBuildDate>{built}</lastBuildDate>
<item><title>UPDATE 2-Ferry burns off Port&nbsp;Alder &amp; sinks</title><link>https://alder.example/1</link>
<guid isPermaLink="false">alder:1</guid>
<pubDate>Mon, 24 Nov 2025 10:15:00 EST</pubDate><dc:creator>Ilse Tarn</dc:creator>
<category domain="iptc">disaster</category><description>A ferry burned …</description>
<content:encoded><![CDATA[<p>PORT ALDER, Nov 24 (Reuters) - A ferry burned on <b>Monday</b>.</p><h2>No one hurt</h2>
<p>&ldquo;We are all here,&rdquo; captain Boro Vane said.</p><img src="x.png"/>]]></content:encoded></item>
<item><title><![CDATA[Lamp works <i>closes</i>]]></title>
<description>&lt;p&gt;The last lamp left.&lt;/p&gt;&lt;p&gt;It was Monday.&lt;/p&gt;</description>
<author>tarn@alder.example (Ilse Tarn)</author></item>
<item><title>Only a headline</title>
<pubDate>2025-11-24T10:15:00+01:00</pubDate><author>desk@alder.example</author></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Alder</title>
<updated>2025-11-24T10:00:00Z</updated>
<entry><id>tag:alder,1</id><title type="html">F&amp;auml;hre brennt</title>
<published>2025-11-24T09:00:00+01:00</published>
<link rel="self" href="https://alder.example/self"/><author><name>Ilse Tarn</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Die Fähre brannte am Montag.</p>
<p>Niemand starb.</p></div></content>
<category term="04" label="Unglück"/></entry>
<entry><title>Zweite</title><link href="https://alder.example/2"/><summary>Kurz.</summary></entry></feed>"""


def test_an_rss_entry_gives_its_fields_and_full_text() -> None:
    first, second, third = several(RSS.replace("&nbsp;", "&#160;").format(built="now"))
    assert first.format == "feed"
    assert first.headline == "Ferry burns off Port Alder & sinks"
    assert [(each.label, each.number) for each in first.labels] == [("UPDATE", 2)]
    assert (first.guid, first.sent_at, first.byline) == ("alder:1", "2025-11-24T15:15:00.000Z", "Ilse Tarn")
    assert [each.kind for each in first.segments] == ["headline", "byline", "body", "crosshead", "body"]
    assert first.dateline is not None
    assert first.dateline.places == ["PORT ALDER"]
    assert [(each.scheme, each.name) for each in first.subjects] == [("iptc", "disaster")]
    assert (second.headline, second.byline) == ("Lamp works closes", "Ilse Tarn")
    assert second.text.split("\n")[-2:] == ["The last lamp left.", "It was Monday."]
    assert (third.headline, third.text, third.byline) == ("Only a headline", "Only a headline", None)
    assert third.sent_at == "2025-11-24T09:15:00.000Z"


def test_atom_entries_are_read() -> None:
    first, second = several(ATOM)
    assert (first.headline, first.guid, first.byline) == ("Fähre brennt", "tag:alder,1", "Ilse Tarn")
    assert first.text.split("\n")[-2:] == ["Die Fähre brannte am Montag.", "Niemand starb."]
    assert [(each.code, each.name) for each in first.subjects] == [("04", "Unglück")]
    assert first.language is not None
    assert first.language.code == "de"
    assert (second.headline, second.guid) == ("Zweite", "https://alder.example/2")


def test_an_entry_has_the_same_bytes_whenever_it_is_fetched() -> None:
    a, b = (feed.split(RSS.replace("&nbsp;", " ").format(built=built).encode()) for built in ("now", "then"))
    assert a == b
    assert [feed.name_of(each) for each in a] == ["alder:1", None, None]


@pytest.mark.parametrize(
    "body",
    [
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/>"
        "<item rdf:about='x:1'><title>Ferry burns</title><description>It burned.</description></item></rdf:RDF>",
        "<rss version='0.91'><channel><item><title>Ferry burns</title><description>It burned.</description>",
        "<!-- made by hand --><rss><channel><item><title>Ferry burns</title>"
        "<description>It burned.</description></item></channel></rss>",
        "<rss xmlns:m='urn:m'><channel><item><m:title>Ferry burns</m:title>"
        "<m:description><![CDATA[It burned.]]></m:description><m:guid></m:guid></item></channel></rss>",
    ],
)
def test_dialects_are_read(body: str) -> None:
    if "</rss>" not in body and "RDF>" not in body:
        with pytest.raises(BadReport, match="broken"):
            one(body)
        return
    assert one(body).text == "Ferry burns\nIt burned."


def test_a_feed_without_entries_is_refused() -> None:
    with pytest.raises(BadReport, match="no entry"):
        one("<rss version='2.0'><channel><title>x</title></channel></rss>")


def test_an_entry_within_an_entry_is_part_of_it() -> None:
    nested = "<entry><title>a</title>" * 40 + "<summary>b</summary>" + "</entry>" * 40
    assert len(several(f"<feed>{nested}{nested}</feed>")) == 2


def test_what_changes_from_poll_to_poll_is_left_out() -> None:
    def polled(count: int, built: str) -> list[bytes]:
        return feed.split(
            f"<rss xmlns:slash='http://purl.org/rss/1.0/modules/slash/' xmlns:media='http://search.yahoo.com/mrss/' "
            f"xmlns:x{count}='urn:{count}'><channel><title>{built}</title><lastBuildDate>{built}</lastBuildDate><item>"
            f"<title>A</title><slash:comments>{count}</slash:comments><media:group><media:community>"
            f"<media:statistics views='{count}'/></media:community></media:group></item></channel></rss>".encode()
        )

    assert polled(1, "now") == polled(2, "then")


def test_entries_without_words_are_left_out() -> None:
    body = b"<rss><channel><item/><item><link/></item><item><title>A</title></item></channel></rss>"
    assert len(feed.split(body)) == 1
    with pytest.raises(EmptyReport):
        feed.split(b"<rss><channel><item/></channel></rss>")


def test_prefixes_that_were_never_declared_are_known() -> None:
    found = one(
        "<rss><channel><item><title>A</title><media:title>B</media:title><dc:creator>Ilse Tarn</dc:creator>"
        f"<content:encoded><![CDATA[{BODY}]]></content:encoded></item></channel></rss>"
    )
    assert told(found) == [("headline", "A"), ("byline", "Ilse Tarn"), *PARTS]


def test_a_break_left_open_does_not_swallow_the_next_entry() -> None:
    broken = "<item><title>A</title><description>One.<br>Two.<img src='x'></description></item>"
    assert len(several(f"<rss><channel>{broken}{broken}</channel></rss>")) == 2


@pytest.mark.parametrize(
    ("head", "is_it"),
    [
        (b"<rss version='2.0'>", True),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>", True),
        ("<?xml version='1.0'?><rss>".encode("utf-16"), True),
        (b"<rdf:RDF xmlns='http://my.netscape.com/rdf/simple/0.9/'>", True),
        (b"<rdf:RDF xmlns:foaf='http://xmlns.com/foaf/0.1/'>", False),
        (b"<html><body><rss>", False),
        (b"PORT ALDER (Reuters) - <rss>", False),
        (b"", False),
    ],
)
def test_feeds_are_known_by_their_root(head: bytes, is_it: bool) -> None:
    assert feed.detect(head) is is_it


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([RSS.replace("&nbsp;", " "), RSS, ATOM]), st.data())
def test_damaged_feeds_raise_nothing_but_bad_report(document: str, data: st.DataObject) -> None:
    body = bytearray(document.encode())
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(body)))
        body[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=6))
    feed.detect(bytes(body[:4096]))
    try:
        for part in feed.split(bytes(body)):
            feed.name_of(part)
            feed.parse(part)
    except BadReport:
        pass
