"""HTML: article pages and fragments."""

from __future__ import annotations

from contextlib import suppress

import pytest

from shared.errors import BadReport
from tests.pace import within
from tests.pages import BODY, page
from tests.reading import one


def test_a_page_gives_its_article_and_its_fields() -> None:
    found = page(
        '<meta charset="utf-8"><title>UPDATE 2-Ferry burns | Alder Wire</title><link rel="canonical" href="https://a.example/1">'
        '<meta property="og:title" content="UPDATE 2-Ferry burns"><meta name="author" content="By Ilse Tarn">'
        '<meta property="article:published_time" content="2025-11-24T10:15:00+01:00">'
        '<meta name="keywords" content="ferry, fire"><meta property="article:section" content="World">',
        f"<h1>UPDATE 2-Ferry burns</h1>{BODY}",
    )
    assert (found.format, found.headline, found.byline) == ("html", "Ferry burns", "Ilse Tarn")
    assert [(each.label, each.number) for each in found.labels] == [("UPDATE", 2)]
    assert (found.guid, found.sent_at) == ("https://a.example/1", "2025-11-24T09:15:00.000Z")
    assert (found.keywords, [each.name for each in found.subjects]) == (["ferry", "fire"], ["World"])
    assert found.dateline is not None
    assert found.dateline.credits == ["AW"]
    kinds = [each.kind for each in found.segments]
    assert (kinds.count("headline"), kinds.count("crosshead"), kinds.count("table")) == (1, 1, 1)
    assert "“We are all here,” captain Boro Vane said" in found.text
    assert not [each for each in ("Home", "Copyright", "Lamp works") if each in found.text]


@pytest.mark.parametrize(
    ("head", "article", "headline"),
    [
        ("<title>Ferry burns - Alder Wire</title>", BODY, "Ferry burns"),
        ("<title>Alder Wire</title>", f"<h1>Ferry burns</h1>{BODY}", "Ferry burns"),
        (
            '<meta property="og:site_name" content="AW"><meta property="og:title" content="Ferry burns - AW">',
            BODY, "Ferry burns",
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"headline": "Ferry burns"}]}</script>',
            BODY, "Ferry burns",
        ),
        ("<title>Ferry burns</title>", f"<h1>Ferry burns</h1><h1>Other</h1>{BODY}", "Ferry burns"),
        ('<meta property="og:title" content="Off - and on">', BODY, "Off - and on"),
    ],
)  # fmt: skip
def test_the_headline_is_told_from_the_site_s_name(head: str, article: str, headline: str) -> None:
    assert page(head, article).headline == headline


@pytest.mark.parametrize(
    ("head", "article"),
    [
        ("", f'<p class="byline">By Ilse Tarn</p>{BODY}'),
        ("", f'<a rel="author" href="/t">Ilse Tarn</a>{BODY}'),
        ('<meta name="author" content="https://a.example/tarn"><meta name="byl" content="By Ilse Tarn">', BODY),
        ('<script type="application/ld+json">[{"headline": "x", "author": [{"name": "Ilse Tarn"}]}]</script>', BODY),
    ],
)
def test_the_byline_is_found(head: str, article: str) -> None:
    assert page(f"<title>Ferry burns</title>{head}", article).byline == "Ilse Tarn"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("said", ["utf-8", "iso-8859-1", "x-none"])
def test_an_encoding_is_found_whatever_is_declared(encoding: str, said: str) -> None:
    found = page(
        f'<meta charset="{said}"><title>Fähre brennt</title>', BODY.replace("ferry", "“fähre”"), encoding=encoding
    )
    assert "A “fähre” burned" in found.text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>A ferry &amp; a barge.</p><p>They <b>burned</b>.</p>", "A ferry & a barge.\nThey burned."),
        ("<h1>Ferry burns</h1><div>It sank.<p>No one was hurt.</p></div>", "Ferry burns\nIt sank.\nNo one was hurt."),
        ("<!-- x --><div>One line</div>", "One line"),
        ("<html><body>Short.</body></html>", "Short."),
        ("<HTML><BODY><P>Old<P>page</BODY>", "Old\npage"),
    ],
)
def test_fragments_and_short_pages_are_read_as_they_stand(raw: str, text: str) -> None:
    found = one(raw)
    assert (found.format, found.text) == ("html", text)


@pytest.mark.parametrize(
    "raw", ["<3 is a heart", "a <p> b", "<Ferry> burns", "x < y > z", "<?xml version='1.0'?><p>x</p>"]
)
def test_what_only_looks_like_html_is_not_taken_for_it(raw: str) -> None:
    assert one(raw).format != "html"


@pytest.mark.parametrize(
    "raw",
    ["<html><head><title></title></head><body></body></html>", "<!doctype html>", "<html><script>x()</script></html>"],
)
def test_a_page_without_text_is_refused(raw: str) -> None:
    with pytest.raises(BadReport):
        one(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "<html><body>" + "<div>" * 50_000 + "x",
        "<html><body>" + "<p>A ferry burned off Port Alder on Monday, the harbour master said at noon." * 12_000,
        "<html><body>" + "<table><tr><td>" * 20_000 + "x",
        "<html><body>" + "&nbsp;" * 150_000 + "x",
        "<p " + "a='b' " * 150_000 + ">x",
    ],
)
def test_hostile_pages_take_no_time(raw: str) -> None:
    with within(4), suppress(BadReport):
        one(raw)
