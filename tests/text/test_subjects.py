"""The same Media Topic is the same subject, whichever format brings it."""

from __future__ import annotations

import json

import pytest

from shared.records import Subject
from tests.reading import one
from workers.text.subjects import uniform

TOPIC = Subject(scheme="medtop", code="20000139", name="fire")
ADDRESS = "http://cv.iptc.org/newscodes/mediatopic/"
TEXT = "The harbour reopened on Tuesday."
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1"><itemMeta/><contentMeta>
<headline>Fire</headline><subject type="cpnat:abstract" {}><name>fire</name></subject></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>{}</p></body></html></inlineXML></contentSet></newsItem>"""
NITF = """<nitf><head><docdata><identified-content><classifier type="{}" value="{}">fire</classifier>
</identified-content></docdata></head><body><body.head><hedline><hl1>Fire</hl1></hedline></body.head>
<body.content><p>{}</p></body.content></body></nitf>"""
RSS = """<rss version="2.0"><channel><title>AW</title><item><title>Fire</title><guid>1</guid>
<category domain="{}">{}</category><description>{}</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Fire</title><id>1</id>
<category scheme="{}" term="{}" label="fire"/><summary>{}</summary></entry></feed>"""


def ninjs(**subject: str) -> str:
    return json.dumps(
        {"uri": "urn:x:1", "headline": "Fire", "body_text": TEXT, "subject": [{"name": "fire"} | subject]}
    )


@pytest.mark.parametrize(
    "report",
    [
        G2.format('qcode="medtop:20000139"', TEXT),
        G2.format(f'uri="{ADDRESS}20000139"', TEXT),
        ninjs(code="medtop:20000139"),
        ninjs(code="20000139", scheme=ADDRESS),
        ninjs(code="20000139", scheme="mediatopic"),
        ninjs(uri=f"{ADDRESS}20000139"),
        NITF.format("medtop", "20000139", TEXT),
        NITF.format("MediaTopic", "medtop:20000139", TEXT),
        ATOM.format(ADDRESS, "20000139", TEXT),
    ],
)
def test_a_media_topic_is_told_alike_by_all_formats(report: str) -> None:
    assert one(report.encode()).subjects == [TOPIC]


@pytest.mark.parametrize("scheme", ["medtop", ADDRESS])
def test_where_the_feed_gives_no_name_there_is_none(scheme: str) -> None:
    (found,) = one(RSS.format(scheme, "20000139", TEXT).encode()).subjects

    assert found == Subject(scheme="medtop", code="20000139")


@pytest.mark.parametrize(
    "subject",
    [
        Subject(scheme="iptc-subject-code", code="04000000"),
        Subject(scheme="subj", code="20000139"),
        Subject(code="20000139"),
        Subject(scheme="medtop", code="fire"),
        Subject(scheme="medtop", name="fire"),
        Subject(code="http://example.org/mediatopic/20000139"),
    ],
)
def test_other_subjects_stay_as_they_are(subject: Subject) -> None:
    assert uniform(subject) == subject
