"""ninjs in its versions and in the dialects of agencies and newsroom systems."""

# ruff: noqa: E501  the documents are written as they are sent

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.errors import BadReport
from tests.ninjs import DESK, NEW, OLD, dumped
from tests.reading import one, several
from workers.text.formats import ninjs


def test_version_1_gives_its_fields_and_the_kind_of_each_part() -> None:
    found = one(dumped(OLD))
    assert (found.format, found.guid, found.version, found.slug) == (
        "ninjs",
        "tag:alder.example,2025:1",
        "2",
        "ALDER-FERRY/",
    )
    assert (found.headline, found.byline) == ("Ferry burns off Port Alder", "Ilse Tarn")
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("3", 3)
    assert (found.sent_at, found.publication) == ("2025-11-24T10:15:00.000Z", "usable")
    assert found.keywords == ["ferry", "fire"]
    assert [(each.scheme, each.code, each.name) for each in found.subjects] == [
        ("iptc_subject_code", "03000000", "disaster")
    ]
    assert found.header == {"located": "Port Alder"}
    assert found.dateline is not None
    assert found.dateline.places == ["PORT ALDER"]
    kinds = [each.kind for each in found.segments]
    assert kinds == ["headline", "advisory", "byline", "body", "crosshead", "body"]


def test_version_3_gives_its_fields_and_its_text_once() -> None:
    found = one(dumped(NEW))
    assert found.text.split("\n") == [
        "Fähre brennt vor Port Alder",
        "Niemand verletzt",
        "Hold for release",
        "Von Ilse Tarn, alder",
        "Port Alder (aw) - Eine Fähre brannte.",
        "Es war Montag.",
    ]
    assert found.headline == "Fähre brennt vor Port Alder"
    assert (found.embargo, found.publication) == ("2025-11-25T05:00:00.000Z", "withheld")
    assert found.language is not None
    assert found.language.code == "de"
    assert [(each.code, each.name) for each in found.subjects] == [("20000139", "Brand"), ("03007000", "Schiff")]


def test_superdesk_carries_texts_in_its_associations() -> None:
    first, second = several(dumped(DESK))
    assert first.text.split("\n") == ["Lamp works closes", "A lamp works closed.", '"It was time," Edda Quill said.']
    assert (first.version, first.category, first.sent_at) == ("3", "i", "2025-11-24T10:15:00.000Z")
    assert first.urgency is not None
    assert first.urgency.raw == "6"
    assert (second.guid, second.text) == ("t2", "How lamps burn\nSlowly.")


@pytest.mark.parametrize(
    ("wrapped", "count"),
    [
        ([OLD, NEW], 2),
        ({"_items": [OLD, NEW], "_meta": {"total": 2}, "_links": {}}, 2),
        ({"items": [OLD]}, 1),
        ({"data": {"items": [{"item": OLD}, {"item": NEW}]}}, 2),
        ({"hits": {"hits": [{"_source": OLD}]}}, 1),
        ([{"type": "picture", "headline": "A lamp", "versioncreated": "x", "pubstatus": "usable"}, OLD], 1),
        ({"type": "composite", "uri": "p", "headline": "Both", "associations": {"a": OLD, "b": NEW}}, 2),
        ({"type": "composite", "uri": "p", "headlines": [{"value": "B"}], "associations": [OLD, NEW]}, 2),
        ([None, 3, "x", [], {}, OLD], 1),
    ],
)
def test_wrappers_and_packages_are_opened(wrapped: Any, count: int) -> None:
    assert len(several(dumped(wrapped))) == count


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", " ", "\n\x1e"])
def test_documents_may_follow_one_another(between: str) -> None:
    body = between.join(json.dumps(each) for each in (OLD, NEW, OLD)).encode()
    assert [each.version for each in several(body)] == ["2", "4", "2"]


def test_a_broken_line_is_refused_alone() -> None:
    good = json.dumps(OLD)
    parts = ninjs.split(f'{good}\n{{"headline": "cut\n{good}\n{{"a": }}\n'.encode())
    assert len(parts) == 4
    assert [ninjs.parse(part).fields["version"] for part in parts[:2]] == ["2", "2"]
    for part in parts[2:]:
        with pytest.raises(BadReport):
            ninjs.parse(part)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_an_encoding_is_found(encoding: str) -> None:
    text = json.dumps({**NEW, "headlines": [{"value": "Fähre – brennt"}]}, ensure_ascii=False)
    assert ninjs.detect(text.encode(encoding)[:4096])
    assert one(text.encode(encoding)).headline == "Fähre – brennt"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"body_html": "<p>One.<p>Two &amp; three.<br/>"}, "One.\nTwo & three."),
        ({"body_html": "<h1>A Lamp!</h1><p>One.</p>", "headline": "A lamp"}, "A lamp\nOne."),
        ({"body_html": "<html><head><title>A</title></head><body><p>One.</p></body></html>"}, "One."),
        ({"body_text": "One.\n\nTwo."}, "One.\nTwo."),
        (
            {"body_text": "A text of three words and more.", "body_xhtml": "<p>A text</p>"},
            "A text of three words and more.",
        ),
        ({"body_text": None, "body_xhtml": "", "description_text": "Only this."}, "Only this."),
        ({"bodies": [{"value": "One."}, {"value": 3}, None, "x"]}, "One."),
        ({"bodies": [{"contentType": "application/xml", "value": "<x>X.</x>"}, {"value": "One."}]}, "One."),
        ({"bodies": {"value": "x"}, "headline": "A lamp"}, "A lamp"),
        ({"headline": "A <i>lamp</i> &amp; more"}, "A lamp & more"),
        ({"headlines": [{"role": "short", "value": "A lamp"}]}, "A lamp"),
        ({"title": "A lamp", "headlines": []}, "A lamp"),
        ({"headline": "A lamp", "byline": {"name": "Ilse Tarn"}}, "A lamp\nIlse Tarn"),
        ({"headline": "A lamp", "byline": None, "ednote": ""}, "A lamp"),
        ({"body_html": "<p>Half \ud800.</p>"}, "Half \ufffd."),
        ({"headline": "A\tlamp"}, "A lamp"),
    ],
)
def test_texts_are_found_wherever_they_are(change: dict[str, Any], text: str) -> None:
    assert one(json.dumps({"versioncreated": "2025", "pubstatus": "usable", **change}), "ninjs").text == text


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"embargoed": "Monday noon"}, "embargo", "Monday noon"),
        ({"embargoed": None}, "embargo", None),
        ({"pubstatus": "stat:canceled"}, "publication", "canceled"),
        ({"pubstatus": "cancelled"}, "publication", "canceled"),
        ({"pubstatus": "odd"}, "publication", None),
        ({"version": 1e400}, "version", "Infinity"),
        ({"version": 10**30}, "version", "1" + "0" * 30),
        ({"versioncreated": "soon"}, "sent_at", "2025-11-24T08:00:00.000Z"),
        ({"keywords": "ferry, fire;"}, "keywords", ["ferry", "fire"]),
        ({"keywords": [{"name": "ferry"}, 3, ""]}, "keywords", ["ferry", "3"]),
        ({"subject": "x"}, "subjects", []),
        ({"guid": "g"}, "guid", "g"),
        ({"uri": None}, "guid", None),
    ],
)
def test_fields_may_be_odd(change: dict[str, Any], field: str, value: Any) -> None:
    assert getattr(one(json.dumps({**OLD, **change})), field) == value


def test_a_name_told_twice_counts_as_the_last() -> None:
    assert one('{"pubstatus": "usable", "versioncreated": "", "headline": "A", "headline": "B"}').headline == "B"


@pytest.mark.parametrize(
    ("head", "is_it"),
    [
        (json.dumps(OLD), True),
        (json.dumps(dict(reversed(OLD.items()))), True),
        ('\ufeff \n{"body_html": "<p>' + 'word \\"uri\\": ' * 500, True),
        ('{"headline": "A", "associations": {"a": {"type": "picture", "uri": "x"', True),
        ('[{"uri": "x", "standard": {"schema": "https://www.iptc.org/std/ninjs/x.json"', True),
        ('{"id": 1, "name": "x", "type": "y", "version": 2}', False),
        ('{"raw": "uri guid headline", "id": "1"}', False),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature"}]}', False),
        ('{"text": "\\"versioncreated\\": \\"pubstatus\\": "}', False),
        ('["headline", "versioncreated", "pubstatus"]', False),
        ("{ferry} headline: versioncreated", False),
        ("PORT ALDER (Reuters) - [", False),
        ("", False),
    ],
)
def test_only_news_is_claimed(head: str, is_it: bool) -> None:
    assert ninjs.detect(head.encode()[:4096]) is is_it


def test_nitf_in_a_body_is_read_as_nitf() -> None:
    nitf = """<?xml version="1.0"?><nitf><head><title>A lamp</title></head><body><body.head><hedline><hl1>A lamp</hl1></hedline>
<byline>By Boro Vane<byttl>Alder Wire</byttl></byline></body.head><body.content><block><p>A lamp burned.</p></block>
</body.content></body></nitf>"""
    bodies = [{"contentType": "text/vnd.IPTC.NITF", "value": nitf}, {"contentType": "text/plain", "value": "A lamp."}]
    found = one(dumped({"versionCreated": "2025", "headlines": [{"value": "A lamp"}], "bodies": bodies}))
    assert (found.text, found.byline) == ("A lamp\nBy Boro Vane, Alder Wire\nA lamp burned.", "Boro Vane, Alder Wire")


def test_lines_count_where_only_characters_are_marked() -> None:
    found = one(
        dumped({"versioncreated": "2025", "pubstatus": "usable", "body_html": "Voil&#224;!\n\n&lt;IBM&gt; rose."})
    )
    assert [found.text[each.start : each.end] for each in found.segments] == ["Voilà!", "<IBM> rose."]


@pytest.mark.parametrize(
    ("item", "text", "guid", "byline"),
    [
        (  # JSON Feed
            {"items": [{"id": "f1", "title": "A lamp", "content_html": "<p>It burned.</p>", "authors": [{"name": "Ilse Tarn"}],
                        "date_published": "2025-11-20T10:00:00Z", "tags": ["lamp"]}]},
            "It burned.", "f1", "Ilse Tarn",
        ),
        (  # schema.org
            {"@type": "NewsArticle", "headline": "A lamp", "articleBody": "It burned.", "url": "https://alder.example/1",
             "author": [{"@type": "Person", "name": "Ilse Tarn"}], "datePublished": "2025-11-20T10:00:00Z", "keywords": "lamp"},
            "It burned.", "https://alder.example/1", "Ilse Tarn",
        ),
        (  # an agency's own
            {"urn": "urn:alder:1", "version_created": "2025-11-20T10:00:00Z", "pubstatus": "usable", "headline": "A lamp",
             "article_html": "<section><p>It burned.</p></section>", "teaser": "A lamp burned.", "keyword_names": ["lamp"],
             "authors": [{"name": "Edda Quill", "role": "editor"}, {"name": "Ilse Tarn", "role": "writer"}]},
            "It burned.", "urn:alder:1", "Ilse Tarn",
        ),
    ],
)  # fmt: skip
def test_other_news_in_json_is_read_by_the_same_names(item: dict[str, Any], text: str, guid: str, byline: str) -> None:
    found = one(dumped(item))
    assert (found.format, found.headline, found.guid, found.byline) == ("ninjs", "A lamp", guid, byline)
    assert found.text.endswith(f"\n{text}")
    assert (found.sent_at, found.keywords) == ("2025-11-20T10:00:00.000Z", ["lamp"])


def test_a_dateline_notes_and_a_closing_line_are_told_in_their_places() -> None:
    notes = [{"role": "x:editorialnote", "ednote": "With picture"}, {"role": "x:closingline", "ednote": "aw it bv"}]
    item = {"versioncreated": "2025", "pubstatus": "usable", "dateline": "Port Alder (AW) - ", "ednotes": notes,
            "headline": "A lamp", "subhead": "It is out", "body_html": "<p>It burned.</p>"}  # fmt: skip
    found = one(dumped(item))
    assert [(each.kind, found.text[each.start : each.end]) for each in found.segments] == [
        ("headline", "A lamp"), ("headline", "It is out"), ("advisory", "With picture"),
        ("dateline", "Port Alder (AW) -"), ("body", "It burned."), ("signoff", "aw it bv"),
    ]  # fmt: skip
    assert found.dateline is not None
    assert found.dateline.places == ["Port Alder"]


@pytest.mark.parametrize(
    "subject",
    [{"rels": ["category"], "code": "h"}, {"rel": "category", "qcode": "category:h"}, {"scheme": "awcat", "code": "h"}],
)
def test_a_subject_that_is_the_category_is_known(subject: dict[str, Any]) -> None:
    assert (
        one(dumped({"versioncreated": "2025", "headline": "A lamp", "subject": [{"code": "1"}, subject]})).category
        == "h"
    )
