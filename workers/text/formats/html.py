"""HTML: article pages, and fragments of HTML that are the story themselves.

Which part of a page is the article is found by trafilatura; the page's own metadata say headline, byline, date,
language and address. Where nothing is found, all text of the page counts. A fragment is read as it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from shared.errors import BadReport
from shared.records import Subject
from workers.text.dates import instant
from workers.text.decode import decode
from workers.text.formats import _declared, _markup, _xml
from workers.text.formats._envelope import Envelope, Story
from workers.text.formats._markup import Part
from workers.text.formats._xml import attribute, descendants, local, words

NAME = "html"
RANK = 50

_PAGE = frozenset({"html", "head", "body"})
_FRAGMENT = frozenset({
    "p", "div", "article", "section", "main", "h1", "h2", "h3", "h4", "table", "ul", "ol", "span", "strong", "b", "i",
    "em", "br", "blockquote", "pre", "font", "center", "meta", "title",
})  # fmt: skip
_DOCTYPE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<!doctype\s+html\b", re.I | re.S)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
#: What follows a headline in a page's title: the name of the site.
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{2,60}$")
_LONGEST_NAME = 120
#: Articles of fewer letters than this are not believed to be all of the page.
_SHORTEST = 40
_MOST_DATA = 100_000


def detect(head: bytes) -> bool:
    """By its doctype or its first element; XML with a declaration only when that is `html`."""
    if _DOCTYPE.match(head.lstrip(b"\xef\xbb\xbf")):
        return True
    name = (_xml.root_name(head) or "").lower()
    return name in _PAGE or (name in _FRAGMENT and not _xml.declared(head))


def parse(body: bytes) -> Envelope:
    """Raises BadReport."""
    text, encoding = _decoded(body)
    root = _tree(text)
    if not re.search(r"<(?:html|head|body)[\s>]", text[:20_000], re.I):
        return _fragment(root).envelope(NAME, encoding, {})
    meta = _metadata(root)
    data = _data(root)
    story = Story()
    headline = _headline(root, meta, data)
    story.add(headline, "headline")
    byline = _byline(root, meta, data)
    story.add(f"By {byline}" if byline else None, "byline")
    _tell(story, _article(text) or _everything(root), {headline, byline, f"By {byline}"})
    return story.envelope(NAME, encoding, _fields(root, meta, data))


def _decoded(body: bytes) -> tuple[str, str]:
    found = _CHARSET.search(body[:4096])
    if found and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        for name in ("utf-8-sig", found[1].decode("ascii").lower()):
            try:
                return body.decode("cp1252" if name in ("iso-8859-1", "latin-1") else name), name.removesuffix("-sig")
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(body)


def _tree(text: str) -> etree._Element:
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        return html.document_fromstring(re.sub("[\0\ud800-\udfff]", "", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError, ValueError) as error:
        raise BadReport(f"its HTML cannot be read: {error}") from None


def _fragment(root: etree._Element) -> Story:
    story = Story()
    first = next(descendants(root, "h1"), None)
    headline = words(first)
    story.add(headline, "headline")
    _tell(story, _everything(root), {headline})
    return story


def _tell(story: Story, parts: list[Part], said: set[str | None]) -> None:
    """The parts; the first few may say again what was said."""
    for index, part in enumerate(parts):
        if index > _REPEATS or " ".join(part.text.split()) not in said:
            story.add(part.text, part.kind)


#: So many of an article's first parts may repeat its headline and byline.
_REPEATS = 5


def _everything(root: etree._Element) -> list[Part]:
    body = next(descendants(root, "body"), root)
    return list(_markup.parts(body))


def _article(text: str) -> list[Part]:
    """The parts of the page that are its article; none when it is not clear."""
    from trafilatura import bare_extraction  # noqa: PLC0415  it takes a while to import

    try:
        found = bare_extraction(
            text, favor_recall=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:
        return []
    body = getattr(found, "body", None)
    parts = [] if body is None else list(_extracted(body))
    return parts if sum(len(each.text) for each in parts) >= _SHORTEST else []


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


def _metadata(root: etree._Element) -> dict[str, list[str]]:
    """What the `meta` elements say, by name."""
    found: dict[str, list[str]] = {}
    for each in descendants(root, "meta"):
        name = attribute(each, "property") or attribute(each, "name") or attribute(each, "itemprop")
        value = attribute(each, "content")
        if name and value:
            found.setdefault(name.lower(), []).append(value)
    return found


def _data(root: etree._Element) -> dict[str, Any]:
    """The article among the page's JSON-LD."""
    for each in descendants(root, "script"):
        text = each.text or ""
        if attribute(each, "type") != "application/ld+json" or len(text) > _MOST_DATA:
            continue
        try:
            waiting: list[Any] = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            data = waiting.pop()
            if isinstance(data, list):
                waiting.extend(reversed(data))
            elif isinstance(data, dict) and isinstance(data.get("headline"), str):
                return data
            elif isinstance(data, dict):
                waiting.append(data.get("@graph"))
    return {}


def _headline(root: etree._Element, meta: dict[str, list[str]], data: dict[str, Any]) -> str | None:
    heads = [found for found in map(words, descendants(root, "h1")) if found]
    stated = [*meta.get("og:title", []), *([data["headline"]] if data else []), *meta.get("twitter:title", [])]
    title = words(next(descendants(root, "title"), None))
    for each in heads:
        if each in stated or (title and each in title):
            return each
    if len(heads) == 1:
        return heads[0]
    named = stated[0] if stated else title
    if named is None:
        return None
    site = next(iter(meta.get("og:site_name", [])), None)
    return (
        re.sub(rf"\s+[|–—-]\s+{re.escape(site)}$", "", named) if site else (named if stated else _SITE.sub("", named))
    )


def _byline(root: etree._Element, meta: dict[str, list[str]], data: dict[str, Any]) -> str | None:
    told = [
        *meta.get("author", []),
        *_authors(data.get("author")),
        *meta.get("article:author", []),
        *meta.get("byl", []),
    ]
    for each in root.iter():
        marks = f"{attribute(each, 'class')} {attribute(each, 'rel')} {attribute(each, 'itemprop')}".lower()
        if local(each) not in ("meta", "link") and re.search(r"\bbyline|\bauthor\b", marks):
            told.append(words(each) or "")
    for named in told:
        name = re.sub(r"^(?:by|von|par|por)\s+", "", named.strip(), flags=re.I)
        if 0 < len(name) <= _LONGEST_NAME and not re.match(r"https?:|\S+@\S+$", name):
            return name
    return None


def _authors(told: Any) -> list[str]:
    named = told if isinstance(told, list) else [told]
    names = [each.get("name") if isinstance(each, dict) else each for each in named]
    return [", ".join(each for each in names if isinstance(each, str))]


def _fields(root: etree._Element, meta: dict[str, list[str]], data: dict[str, Any]) -> dict[str, Any]:
    links = [attribute(each, "href") for each in descendants(root, "link") if attribute(each, "rel") == "canonical"]
    addresses = [*links, *meta.get("og:url", [])]
    dates = [
        *meta.get("article:published_time", []), *meta.get("datepublished", []),
        *([data["datePublished"]] if isinstance(data.get("datePublished"), str) else []),
        *meta.get("pubdate", []), *meta.get("date", []), *meta.get("dc.date", []),
        *[attribute(each, "datetime") or "" for each in descendants(root, "time")],
    ]  # fmt: skip
    page = next(descendants(root, "html"), root)
    tongues = [attribute(page, "lang"), *meta.get("og:locale", []), *meta.get("content-language", [])]
    keywords = [
        each.strip()
        for name in ("news_keywords", "keywords")
        for line in meta.get(name, [])
        for each in line.split(",")
    ]
    keywords += meta.get("article:tag", [])
    return {
        "guid": next((each for each in addresses if each), None),
        "sent_at": next((found for found in map(instant, dates) if found), None),
        "language": _declared.language(*tongues),
        "keywords": list(dict.fromkeys(each for each in keywords if each)),
        "subjects": [Subject(scheme="section", name=each) for each in meta.get("article:section", [])],
    }
