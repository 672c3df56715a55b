"""HTML: article pages, and fragments of HTML that are the story themselves.

Which part of a page is the article is found by trafilatura; the page's own metadata say headline, byline, date,
language and address. Where nothing is found, all text of the page counts. A fragment is read as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from itertools import islice

from lxml import etree, html

from shared.errors import BadReport
from workers.text.decode import decode
from workers.text.formats import _html_page, _markup, _xml
from workers.text.formats._envelope import Envelope, Story
from workers.text.formats._markup import Part
from workers.text.formats._story import folded
from workers.text.formats._xml import attribute, descendants, local, words

NAME = "html"
RANK = 50

#: What elements are called that hold readers' comments.
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comentarios?|comenta|kommentare?|commentaires?|reacties|disqus)"
    r"(?!\S*(?:open|closed|count|link|enabled))(?:$|[\s_-])",
    re.I,
)
_PAGE = frozenset({"html", "head", "body"})
_FRAGMENT = frozenset({
    "p", "div", "article", "section", "main", "h1", "h2", "h3", "h4", "table", "ul", "ol", "span", "strong", "b", "i",
    "em", "br", "blockquote", "pre", "font", "center", "meta", "title",
})  # fmt: skip
_DOCTYPE = re.compile(rb"(?>\s+|<!--.*?-->)*+<!doctype\s+html\b", re.I | re.S)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
#: Articles of fewer letters than this are not believed to be all of the page.
_SHORTEST = 40
_MOST_COMMENTS = 100


def detect(head: bytes) -> bool:
    """By its doctype or its first element; XML with a declaration only when that is `html`."""
    if _DOCTYPE.match(head.lstrip(b"\xef\xbb\xbf")):
        return True
    name = (_xml.root_name(head) or "").lower()
    return name in _PAGE or (name in _FRAGMENT and not _xml.declared(head))


def parse(body: bytes) -> Envelope:
    """Raises BadReport."""
    text, encoding = decoded(body)
    root = _tree(text)
    if not re.search(r"<(?:html|head|body)[\s>]", text[:20_000], re.I):
        return _fragment(root).envelope(NAME, encoding, {})
    page = _html_page.page(root)
    headline, byline, fields = _html_page.headline(page), _html_page.byline(page), _html_page.fields(page)
    story = Story()
    story.add(headline, "headline")
    story.add(f"By {byline}" if byline else None, "byline")
    _tell(story, _article(root) or _everything(root), headline, byline, f"By {byline}")
    return story.envelope(NAME, encoding, fields)


def decoded(body: bytes, charset: str | None = None) -> tuple[str, str]:
    """(text, encoding), as whoever sends it declares, or as it does itself. Raises BinaryReport."""
    found = _CHARSET.search(body[:4096])
    return decode(body, charset or (found[1].decode("ascii") if found else None))


def _tree(text: str) -> html.HtmlElement:
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        clean = re.sub("[\0\ud800-\udfff]", "", text)
        return html.document_fromstring(_markup.bounded(clean).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError, ValueError) as error:
        raise BadReport(f"its HTML cannot be read: {error}") from None


def _fragment(root: etree._Element) -> Story:
    story = Story()
    first = next(descendants(root, "h1"), None)
    headline = words(first)
    story.add(headline, "headline")
    _tell(story, _everything(root), headline)
    return story


def _tell(story: Story, parts: list[Part], *said: str | None) -> None:
    """The parts; the first few may say again what was said, a heading with the site's name behind it."""
    told = {folded(each) for each in said if each}
    for index, part in enumerate(parts):
        words = folded(part.text) if index <= _REPEATS else ""
        if words in told or (part.kind == "crosshead" and words and any(map(words.startswith, told))):
            continue
        story.add(part.text, part.kind)


#: So many of an article's first parts may repeat its headline and byline.
_REPEATS = 5


def _everything(root: etree._Element) -> list[Part]:
    body = next(descendants(root, "body"), root)
    return list(_markup.parts(body))


def _article(root: html.HtmlElement) -> list[Part]:
    """The parts of the page that are its article; none when it is not clear."""
    from trafilatura import bare_extraction  # noqa: PLC0415  it takes a while to import

    _drop_comments(root)
    for recall in (False, True):
        with suppress(Exception):
            found = bare_extraction(
                deepcopy(root), favor_recall=recall, include_comments=False, include_tables=True, with_metadata=False
            )
            body = getattr(found, "body", None)
            parts = [] if body is None else list(_extracted(body))
            if sum(len(each.text) for each in parts) >= _SHORTEST:
                return parts
    return []


def _drop_comments(root: html.HtmlElement) -> None:
    """Takes readers' comments out of a page, by what sites call the elements that hold them."""
    size = sum(len(str(text)) for text in root.itertext())
    marked = (each for each in root.iter() if _COMMENTS.search(f"{attribute(each, 'id')} {attribute(each, 'class')}"))
    for each in list(islice(marked, _MOST_COMMENTS)):
        held = sum(len(str(text)) for text in each.itertext())
        if local(each) in ("div", "section", "ul", "ol", "aside") and 2 * held < size:
            each.drop_tree()


def _extracted(body: etree._Element) -> Iterator[Part]:
    """The extraction's own elements: head, p, list, table, quote."""
    for element in body:
        name = local(element)
        if name == "head":
            yield Part("crosshead", words(element) or "")
        elif name == "table":
            for row in descendants(element, "row"):
                yield Part("table", "\t".join(words(cell) or "" for cell in descendants(row, "cell")))
        elif name == "list":
            for item in descendants(element, "item"):
                yield Part(None, words(item) or "")
        else:
            for line in element.iter("lb"):
                line.tail = "\n" + (line.tail or "")
            lines = "".join(str(each) for each in element.itertext()).split("\n")
            yield Part(None, "\n".join(" ".join(each.split()) for each in lines if each.strip()))
