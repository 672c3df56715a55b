"""What article pages say about their article, as sites fill it in."""

# ruff: noqa: E501  the pages are written as they are sent
from __future__ import annotations

import json

import pytest

from shared.records import Normalized
from tests.pace import within
from tests.pages import BODY, page
from tests.reading import one

LAMP = "A lamp burns in every window of Port Alder"


def data(**told: object) -> str:
    """A page's JSON-LD about its article."""
    return (
        f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": LAMP, **told})}</script>'
    )


@pytest.mark.parametrize(
    ("head", "article"),
    [
        # the site's name is the first heading, or the only one
        (f"<title>{LAMP} - Alder.com</title><meta property='og:title' content='{LAMP}'>", f"<h1><a href='/'>Alder</a></h1><h1>{LAMP}</h1>{BODY}"),
        (f"<title>{LAMP} | Alder Wire</title>", f"<h1>Alder Wire</h1><h1 class='t'>{LAMP}</h1>{BODY}"),
        (f"<title>{LAMP} | Alder Wire</title><meta property='og:site_name' content='Alder Wire'><meta property='og:title' content='{LAMP}'>", f"<h1>Alder Wire</h1>{BODY}"),
        # the headline is a heading of another rank, and the first one holds more
        (f"<title>{LAMP} » Local » News » Alder</title>", f"<h1>{LAMP}<span>Alder</span></h1><h2>{LAMP}</h2>{BODY}"),
        # the page's heading is longer or shorter than what is stated
        ("<meta property='og:title' content='Lamps of Port Alder'><title>Lamps | Alder</title>", f"<h1>{LAMP}</h1>{BODY}"),
        (data(publisher={"name": "Alder Wire"}), f"<h1>Alder Wire</h1>{BODY}"),
    ],
)  # fmt: skip
def test_the_headline_is_what_page_and_data_agree_on(head: str, article: str) -> None:
    found = page(head, article)
    assert found.headline == LAMP
    assert [each.kind for each in found.segments].count("headline") == 1
    assert found.text.count(LAMP) == 1


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        (data(author=[{"name": "Ilse Tarn"}, {"name": "Boro Vane"}]) + '<meta name="author" content="Boro Vane">', "Ilse Tarn, Boro Vane"),
        (data(author={"name": ["Ilse Tarn", "Boro Vane"]}), "Ilse Tarn, Boro Vane"),
        (data(author="Ilse Tarn", publisher={"name": "Alder Wire"}) + '<meta name="author" content="Alder Wire">', "Ilse Tarn"),
        (data(publisher={"name": "Alder Wire"}) + '<meta name="author" content="Alder Wire"><meta name="byl" content="By Ilse Tarn">', "Ilse Tarn"),
        ('<meta property="og:site_name" content="Alder Wire"><meta name="author" content="Alder Wire">', "Alder Wire"),
    ],
)  # fmt: skip
def test_authors_come_before_the_house(head: str, byline: str) -> None:
    assert page(head).byline == byline


@pytest.mark.parametrize(
    ("head", "at"),
    [
        (data(datePublished="2025-11-20T10:00:00EET"), "2025-11-20T08:00:00.000Z"),
        ('<meta name="publishdate" content="2025-11-20">', "2025-11-20"),
        ('<meta name="parsely-pub-date" content="2025-11-20T08:00:00Z"><meta name="date" content="2026-01-01">', "2025-11-20T08:00:00.000Z"),
        ('<meta name="article_date_original" content="Thursday, November 20, 2025, 8:00 AM">', "2025-11-20T08:00:00.000Z"),
        ('<meta name="DC.date.issued" content="20.11.2025">', "2025-11-20"),
        ('<meta name="date" content="2025/11/20 08:00">', "2025-11-20T08:00:00.000Z"),
        ('<meta name="date" content="soon">', None),
    ],
)  # fmt: skip
def test_a_date_is_found_in_whatever_sites_call_it(head: str, at: str | None) -> None:
    assert page(f"<title>{LAMP}</title>{head}").sent_at == at


def test_other_fields_are_read_from_the_data_too() -> None:
    told = data(
        url="https://alder.example/1", inLanguage="de", keywords=["lamp", "light, dark"], articleSection="Harbour"
    )
    found = page('<link rel="canonical" href="/1">' + told, lang="")
    assert (found.guid, found.keywords) == ("https://alder.example/1", ["lamp", "light", "dark"])
    assert [(each.scheme, each.name) for each in found.subjects] == [("section", "Harbour")]


def test_readers_comments_are_left_out() -> None:
    comment = (
        "<div class='comment'><p>What a lamp, said a reader who had seen it burn all night, every night.</p></div>"
    )
    assert "reader" not in page("", f"<h1>{LAMP}</h1>{BODY}<div id='comments-list'>{comment * 3}</div>").text
    assert (
        "reader" not in page("", f"<h1>{LAMP}</h1>{BODY}<ul class='box sf_comment_list'><li>{comment}</li></ul>").text
    )


def test_an_article_that_is_open_to_comments_stays() -> None:
    assert "captain Boro Vane" in page("", f"<h1>{LAMP}</h1><div class='post comments-open'>{BODY}</div>").text


@pytest.mark.parametrize("stray", ['type="text="" value="x"', "type='text='' value='x'", 'title="A "lamp""', 'a" b'])
def test_a_quote_too_many_does_not_swallow_the_page(stray: str) -> None:
    found = page("", f"<form><input {stray}></form><h1>{LAMP}</h1>{BODY}{' filler' * 1_000}")
    assert found.headline == LAMP
    assert "captain Boro Vane" in found.text


def _read(body: str) -> Normalized:
    with within(4):
        return one(body)


def test_hostile_pages_take_no_time() -> None:
    names = " ".join(f'a{number}="<"' for number in range(60_000))
    assert "captain Boro Vane" in _read(f"<html><body><div {names}>{BODY}</div></body></html>").text
    assert "captain Boro Vane" in _read("<!---->" * 500 + f"<html><body>{BODY}</body></html>").text
    assert _read("<!---->" * 500 + "no page").format == "plain"
    nested = "<div class='comments'>" * 200 + BODY * 100 + "</div>" * 200
    assert _read(f"<html><body>{nested}</body></html>").segments
