"""XML that agencies and publishers made for themselves, and news formats in envelopes of another kind."""

# ruff: noqa: E501  the documents are written as they are sent
from __future__ import annotations

import pytest

from shared.records import Normalized
from tests.pace import within
from tests.reading import one, several

STORY = """<item nr="7"><newsId>aw-7</newsId><published>24.11.2025 10:15</published><priority>3</priority>
<section>Harbour</section><headline>Ferry burns off Port Alder</headline><subtitle>No one hurt</subtitle>
<town>Port Alder</town><byLine>Edda Lundby Quill</byLine><slugLine>ferry-fire</slugLine><keywords>ferry, fire</keywords>
<ingress>A ferry burned on Monday.</ingress>
<content>&lt;p&gt;It burned for an hour &amp;amp; more.&lt;/p&gt;&lt;p&gt;"We are here," Boro Vane said.&lt;/p&gt;</content>
<contacts>Alder Wire, desk@alder.example</contacts><lang>en</lang><flag>false</flag>
<images><image><caption>A ferry at sea, seen from a hill</caption><text>A picture of the ferry at sea</text></image></images>
</item>"""


def told(found: Normalized) -> list[tuple[str, str]]:
    """The segments as (kind, text)."""
    return [(each.kind, found.text[each.start : each.end]) for each in found.segments]


def test_what_stands_beside_a_text_is_read_by_name() -> None:
    found = one(f'<?xml version="1.0"?><answer><error>0</error><items>{STORY}</items></answer>')
    assert told(found) == [
        ("headline", "Ferry burns off Port Alder"),
        ("headline", "No one hurt"),
        ("byline", "Edda Lundby Quill"),
        ("dateline", "Port Alder"),
        ("body", "A ferry burned on Monday."),
        ("body", "It burned for an hour & more."),
        ("body", '"We are here," Boro Vane said.'),
        ("furniture", "Alder Wire, desk@alder.example"),
    ]
    assert (found.format, found.guid, found.slug, found.category) == ("xml", "aw-7", "ferry-fire", "Harbour")
    assert (found.byline, found.keywords) == ("Edda Lundby Quill", ["ferry", "fire"])
    assert found.sent_at == "2025-11-24T10:15:00.000Z"
    assert found.urgency is not None
    assert found.urgency.value == 3
    assert found.dateline is not None
    assert found.dateline.places == ["Port Alder"]


def test_each_item_is_a_report() -> None:
    other = "<item><newsId>aw-8</newsId><title>Lamps go out</title><body>The lamps went out on Monday.</body></item>"
    found = several(f'<?xml version="1.0"?><feed7><items>{STORY}{other}</items></feed7>')
    assert [(each.guid, each.headline) for each in found] == [
        ("aw-7", "Ferry burns off Port Alder"),
        ("aw-8", "Lamps go out"),
    ]
    assert found[1].keywords == []


@pytest.mark.parametrize(
    "document",
    [
        '<newsitem itemid="aw-7" id="root" date="2025-11-20" xml:lang="en"><title>PORT: Lamp burns.</title>'
        "<headline>Lamp burns.</headline><dateline>PORT ALDER</dateline><text><p>A lamp burned on Thursday.</p></text>"
        "<metadata><code>X1</code></metadata></newsitem>",
        '<DOC id="aw-7" type="story" date="2025-11-20">\n<HEADLINE>\nLamp burns.\n</HEADLINE>\n<DATELINE>\nPORT ALDER\n'
        "</DATELINE>\n<TEXT>\n<P>\nA lamp burned\non Thursday.\n</P>\n</TEXT>\n</DOC>",
        '<?xml version="1.0"?><a:story xmlns:a="urn:a" guid="aw-7"><a:head>Lamp burns.</a:head><a:date>2025-11-20</a:date>'
        "<a:dateline>PORT ALDER</a:dateline><a:body-text>A lamp burned on Thursday.</a:body-text></a:story>",
    ],
)
def test_archives_of_wires_are_read(document: str) -> None:
    found = one(document)
    assert (found.format, found.guid, found.headline) == ("xml", "aw-7", "Lamp burns.")
    assert told(found)[-1] == ("body", "A lamp burned on Thursday.")
    assert (found.sent_at or "").startswith("2025-11-20")
    assert found.dateline is not None
    assert found.dateline.places == ["PORT ALDER"]


def test_a_text_without_a_known_name_is_told_in_full() -> None:
    assert one('<?xml version="1.0"?><memo><zeile>Eine Lampe.</zeile><zeile>Sie brennt.</zeile></memo>').text == (
        "Eine Lampe.\nSie brennt."
    )


@pytest.mark.parametrize(
    ("inside", "format"),
    [
        ("<nitf><body><body.content><p>A lamp burned.</p></body.content></body></nitf>", "nitf"),
        (
            "<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>A lamp burned.</DataContent></ContentItem>"
            "</NewsComponent></NewsItem></NewsML>",
            "newsml-1",
        ),
        (
            '<newsItem guid="1"><contentSet><inlineData>A lamp burned.</inlineData></contentSet></newsItem>',
            "newsml-g2",
        ),
        ("<rss><channel><item><description>A lamp burned.</description></item></channel></rss>", "feed"),
    ],
)
def test_a_news_format_in_an_envelope_is_read_by_its_own_reader(inside: str, format: str) -> None:
    soap = 'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    found = several(f'<?xml version="1.0"?><s:Envelope {soap}><s:Body><r>{inside}{inside}</r></s:Body></s:Envelope>')
    assert [(each.format, each.text) for each in found] == [(format, "A lamp burned.")] * 2


def test_many_items_are_told_apart_in_time() -> None:
    with within(20):
        assert len(several(f'<?xml version="1.0"?><r>{STORY * 1000}</r>')) == 1000
