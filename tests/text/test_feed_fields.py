"""What a feed states about an entry: who wrote it, its name, its topics, language and date."""

from __future__ import annotations

import pytest

from tests.feeds import entry, item
from workers.text.formats import feed
from workers.text.formats._feed_dates import moment


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
