"""The text of a feed's entry: told once, however it is packed."""

from __future__ import annotations

import pytest

from tests.feeds import BODY, PARTS, entry, item, told


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
    ("inside", "headline", "text"),
    [
        ('<title mode="base64">QSBsYW1wIGJ1cm5z</title>', "A lamp burns", None),
        ('<content type="application/octet-stream">PHA+QSBsYW1wIGJ1cm5zLjwvcD4=</content>', None, "A lamp burns."),
        ("<title>&lt;p&gt;A lamp&lt;/p&gt;</title>", "A lamp", None),
        ("<content type='text'>Shares of &lt;IBM&gt; rose.</content>", None, "Shares of <IBM> rose."),
        (
            "<content type='html'>&lt;p&gt;5.5 &lt;unit x='y'&gt;km&lt;/unit&gt; away.&lt;/p&gt;</content>",
            None, "5.5 km away.",
        ),
    ],
)  # fmt: skip
def test_text_that_is_packed_or_only_looks_marked_is_read(inside: str, headline: str | None, text: str | None) -> None:
    found = entry(inside)
    assert found.text == (headline or text)
