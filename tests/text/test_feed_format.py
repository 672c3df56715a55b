"""RSS and Atom: one report an entry."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import BadReport, EmptyReport
from shared.records import Normalized
from tests.reading import one, several
from workers.text.formats import feed
from workers.text.formats._feed_dates import moment

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


def item(inside: str, channel: str = "", root: str = "") -> Normalized:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    )
    return one(f"<rss version='2.0' {spaces} {root}><channel>{channel}<item>{inside}</item></channel></rss>")


def entry(inside: str, feed: str = "") -> Normalized:
    return one(f"<feed xmlns='http://www.w3.org/2005/Atom'>{feed}<entry>{inside}</entry></feed>")


def told(found: Normalized) -> list[tuple[str, str]]:
    return [(each.kind, found.text[each.start : each.end]) for each in found.segments]


BODY = "<p>PORT ALDER (aw) - A ferry burned on Monday.</p><p>No one was hurt.</p>"
PARTS = [("body", "PORT ALDER (aw) - A ferry burned on Monday."), ("body", "No one was hurt.")]


@pytest.mark.parametrize(
    "summary",
    [
        "PORT ALDER (aw) - A ferry burned on Monday.",
        "<![CDATA[<p>PORT ALDER (aw) – A ferry burned on Mon […]</p>]]>",
        "PORT ALDER (aw) - A ferry burned...",
        "<![CDATA[A ferry burned on Monday. <a href='x'>Read more</a>]]>",
        "<![CDATA[<p>A ferry burned [&#8230;]</p><p>The post <a>X</a> appeared first on <a>Y</a>.</p>]]>",
        "",
    ],
)
def test_a_summary_that_begins_the_text_is_not_told_twice(summary: str) -> None:
    found = item(f"<description>{summary}</description><content:encoded><![CDATA[{BODY}]]></content:encoded>")
    assert told(found) == PARTS


def test_a_summary_of_its_own_is_kept_as_furniture() -> None:
    found = item(
        "<title>Fire</title><description>A fire at sea.</description>"
        f"<content:encoded><![CDATA[{BODY}]]></content:encoded>"
    )
    assert told(found) == [("headline", "Fire"), ("furniture", "A fire at sea."), *PARTS]


@pytest.mark.parametrize(
    "tail",
    [
        "<p>The post <a href='x'>Fire at sea</a> appeared first on <a href='y'>Alder Wire</a>.</p>",
        "<p>Der Beitrag Brand erschien zuerst auf Alder Wire.</p>",
        "<p><a href='x'>Read more</a></p>",
        "<p>Continue reading →</p>",
        "<div>[Read more...]</div>",
        "<p>Weiterlesen »</p>",
    ],
)
def test_what_feeds_put_after_a_text_is_furniture(tail: str) -> None:
    found = item(f"<title>Fire</title><description><![CDATA[{BODY}{tail}]]></description>")
    assert [each.kind for each in found.segments] == ["headline", "body", "body", "furniture"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A ferry burned. The post Fire appeared first on Alder Wire.", ["body", "furniture"]),
        ("A ferry burned on Monday […] Read more", ["body", "furniture"]),
        ("Children read more than they did, a study said.", ["body"]),
        ("Read more books, the minister said.", ["body"]),
        ("It was the post that appeared first on the list of targets.", ["body"]),
    ],
)
def test_a_tail_is_taken_from_a_paragraph_only_where_it_is_certain(text: str, kinds: list[str]) -> None:
    found = item(f"<title>Fire</title><description>{text}</description>")
    assert [each.kind for each in found.segments] == ["headline", *kinds]
    assert found.text == f"Fire\n{text}".replace(". The post", ".\nThe post").replace("] Read", "]\nRead")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<description>&lt;p&gt;One &amp;amp; two.&lt;/p&gt;</description>", "One & two."),
        ("<description>&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two.</description>", "One.\nTwo."),
        ("<description><![CDATA[<![CDATA[<p>One.</p>]]]]><![CDATA[>]]></description>", "One."),
        ("<description><p>One.</p><p>Two <b>three</b>.</p></description>", "One.\nTwo three."),
        ("<description>One < two & three.</description>", "One < two & three."),
        ("<description>Caf&eacute;&nbsp;one.</description>", "Café one."),
        ("<description>One.<br>Two.<img src=x></description><link>x</link>", "One. Two."),
        ("<title>A</title><description><![CDATA[<img src='x.png' width='1'/>]]></description>", "A"),
        ("<title/><description>One.</description>", "One."),
        ("<title> </title><title>A</title>", "A"),
        ("<title>A &amp;amp; B&amp;quot;s &amp;lt;i&amp;gt;C&amp;lt;/i&amp;gt;</title>", 'A & B"s C'),
        ("<title>AT&amp;amp;amp;T</title>", "AT&T"),
        ("<media:title>No</media:title><media:description>One.</media:description><title>Yes</title>", "Yes\nOne."),
        ("<media:group><media:description>A lamp.</media:description></media:group>", "A lamp."),
        ("<title>A</title><media:content><media:description>A lamp.</media:description></media:content>", "A"),
        ("<title>A</title><itunes:title>B</itunes:title><itunes:summary>C.</itunes:summary>", "A\nC."),
        ("<title>A</title><body xmlns='http://www.w3.org/1999/xhtml'><p>One.</p></body>", "A\nOne."),
        ("<title>Fire</title><content:encoded><![CDATA[<h1>Fire!</h1><p>One.</p>]]></content:encoded>", "Fire\nOne."),
        ("<description>A fire at sea that burned long.</description><content:encoded>Ad</content:encoded>",
         "Ad\nA fire at sea that burned long."),
    ],
)  # fmt: skip
def test_text_is_found_however_it_is_packed(inside: str, text: str) -> None:
    assert item(inside).text == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (
            "<title type='html'>A &lt;b&gt;B&lt;/b&gt;</title><content type='html'>&lt;p&gt;One.&lt;/p&gt;</content>",
            "A B\nOne.",
        ),
        ("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <b>B</b></div></title>", "A B"),
        ("<title>A</title><content src='x.html' type='text/html'/><summary>One.</summary>", "A\nOne."),
        ("<title>A</title><content type='image/png'>iVBORw0KGgo</content><summary>One.</summary>", "A\nOne."),
        ("<title>A</title><content type='text/html' mode='base64'>PHA+T25lLjwvcD4=</content>", "A\nOne."),
        ("<title>A</title><content type='application/xml'><p>One.</p></content>", "A\nOne."),
        ("<title>A</title><summary type='text'>One is &lt; two.</summary>", "A\nOne is < two."),
    ],
)
def test_all_kinds_of_atom_content_are_read(inside: str, text: str) -> None:
    assert entry(inside).text == text


@pytest.mark.parametrize(
    ("inside", "byline"),
    [
        ("<author>tarn@alder.example (Ilse Tarn)</author>", "Ilse Tarn"),
        ("<author>Ilse Tarn &lt;tarn@alder.example&gt;</author>", "Ilse Tarn"),
        ("<author>tarn@alder.example</author>", None),
        ("<author>tarn@alder.example</author><dc:creator>By Ilse Tarn</dc:creator>", "Ilse Tarn"),
        ("<dc:creator><![CDATA[Ilse Tarn]]></dc:creator><dc:creator>Boro Vane</dc:creator>", "Ilse Tarn, Boro Vane"),
        ("<itunes:author>Ilse Tarn</itunes:author>", "Ilse Tarn"),
        ("<author><name>Ilse Tarn</name><email>t@a.example</email></author>", "Ilse Tarn"),
        ("<author>https://alder.example/tarn</author>", None),
    ],
)
def test_a_byline_is_a_name(inside: str, byline: str | None) -> None:
    assert item(f"<title>A ferry burned</title>{inside}").byline == byline


@pytest.mark.parametrize(
    ("inside", "guid"),
    [
        ("<guid isPermaLink='false'> 77 at https://alder.example </guid><link>x</link>", "77 at https://alder.example"),
        ("<guid/><link>https://alder.example/1</link>", "https://alder.example/1"),
        ("<link>/news/1</link>", "https://alder.example/news/1"),
        ("<link rel='self' href='https://alder.example/a'/><link href='2'/>", "https://alder.example/2"),
        ("<dc:identifier>id-9</dc:identifier>", "id-9"),
        ("<link>http://[</link>", "http://["),
        ("<media:content><guid>no</guid></media:content>", None),
    ],
)
def test_the_name_of_an_entry_stays_the_same(inside: str, guid: str | None) -> None:
    body = f"<rss><channel><link>https://alder.example/</link><item><title>A</title>{inside}</item></channel></rss>"
    declared = body.replace("<rss>", "<rss xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:media='media'>")
    for each in (body, declared):
        (part,) = feed.split(each.encode())
        assert feed.name_of(part) == guid
        assert feed.parse(part).fields.get("guid") == guid
        assert feed.split(part) == [part]


def test_categories_are_subjects_with_a_scheme_and_keywords_without() -> None:
    found = item(
        "<title>A</title><category domain='medtop'>20000139</category><category>fire &amp;amp; sea</category>"
        "<category>fire &amp;amp; sea</category><dc:subject>ships</dc:subject>"
        "<media:keywords>ferry, port</media:keywords>"
    )
    assert [(each.scheme, each.code, each.name) for each in found.subjects] == [("medtop", "20000139", None)]
    assert found.keywords == ["fire & sea", "ships", "ferry", "port"]
    assert found.category is None


@pytest.mark.parametrize(
    ("channel", "root", "inside", "code"),
    [
        ("<language>sv-SE</language>", "", "", "sv"),
        ("<dc:language>fi</dc:language>", "", "", "fi"),
        ("", "xml:lang='de'", "", "de"),
        ("<language>sv</language>", "", "<dc:language>nb</dc:language>", "nb"),
    ],
)
def test_a_declared_language_stays_with_the_entry(channel: str, root: str, inside: str, code: str) -> None:
    item_ = f"<item><title>A</title>{inside}</item>"
    body = f"<rss xmlns:dc='http://purl.org/dc/elements/1.1/' {root}><channel>{channel}{item_}{item_}</channel></rss>"
    for part in feed.split(body.encode()):
        assert feed.parse(part).fields["language"].code == code


def test_an_atom_author_is_the_author_of_the_entries() -> None:
    assert entry("<title>A ferry burned</title>", "<author><name>Ilse &amp; Co</name></author>").byline == "Ilse & Co"


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("Mon, 24 Nov 2025 10:15:00 GMT", "2025-11-24T10:15:00.000Z"),
        ("Mon, 24 Nov 2025 10:15:00 EST", "2025-11-24T15:15:00.000Z"),
        ("24 Nov 25 10:15 UT", "2025-11-24T10:15:00.000Z"),
        ("Monday, 24 November 2025 10:15 +0100", "2025-11-24T09:15:00.000Z"),
        ("Mon, 24 Nov 2025 10:15:00 GMT+0200", "2025-11-24T08:15:00.000Z"),
        ("Mon, 24 Nov 2025 10:15:00 +01:00", "2025-11-24T09:15:00.000Z"),
        ("Mon 24 Nov 2025 10:15:00", "2025-11-24T10:15:00.000Z"),
        ("Thu, 4 Sept 2025 24:00:00 Z", "2025-09-05T00:00:00.000Z"),
        ("Nov 24, 2025 10:15 PM EST", "2025-11-25T03:15:00.000Z"),
        ("Mo, 24 Nov 2025 10:15:00 MEZ", "2025-11-24T09:15:00.000Z"),
        ("24-Nov-2025 10:15:00 GMT", "2025-11-24T10:15:00.000Z"),
        ("2025-11-24T10:15+01", "2025-11-24T09:15:00.000Z"),
        ("2025-11-24 10:15:00.123456789 +0100", "2025-11-24T09:15:00.000Z"),
        ("2025-11-24", "2025-11-24"),
        ("1764000000", "2025-11-24T16:00:00.000Z"),
        ("Mon, 24 Nov 2025 10:15:00 IST", "2025-11-24"),
        ("Mon, 24 Nov 2025 99:99:99 GMT", "2025-11-24"),
        ("Mon, 31 Feb 2025 10:00:00 GMT", None),
        ("Mon, 1 Jan 0000 10:00:00 -9900", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_read_in_every_shape(words: str, at: str | None) -> None:
    assert moment(words) == at


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
