"""What a page says about the article on it: in `meta`, in JSON-LD, in its headings. Each site fills in some of it,
often with its own name in the place of the headline or the author.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from shared.records import Subject
from workers.text.formats import _declared
from workers.text.formats._feed_dates import moment
from workers.text.formats._story import folded
from workers.text.formats._xml import attribute, descendants, local, words

#: What follows a headline in a page's title: the name of the site.
_SITE = re.compile(r"\s+(?:[|»·•–—-]|::)\s+[^|»–—]{2,60}$")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+", re.I)
_LONGEST_NAME = 120
_LEAST_HEADING = 20
_MOST_DATA = 200_000
_DATES = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "publish_date",
    "publish-date", "publication_date", "pubdate", "article:published", "og:published_time", "article_date_original",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "cxenseparse:recs:publishtime",
    "date",
)  # fmt: skip


class Page(NamedTuple):
    """The page's elements, its `meta` by name, and the article among its JSON-LD."""

    root: etree._Element
    meta: dict[str, list[str]]
    data: dict[str, Any]


def page(root: etree._Element) -> Page:
    """What is to know of a page."""
    return Page(root, _metadata(root), _data(root))


def headline(of: Page) -> str | None:
    """The heading that says what the page's metadata say too; else the only one there is; else what they say."""
    heads = [found for found in map(words, descendants(of.root, "h1")) if found]
    stated = [*of.meta.get("og:title", ()), *_strings(of.data.get("headline")), *of.meta.get("twitter:title", ())]
    title = words(next(descendants(of.root, "title"), None)) or ""
    told = [folded(each) for each in (*stated, title) if each]
    for agrees in (str.__eq__, str.startswith):
        for each in heads:
            if any(agrees(other, folded(each)) for other in told):
                return each
    below = (found for name in ("h2", "h3") for found in map(words, descendants(of.root, name)) if found)
    for each in below:
        if len(each) >= _LEAST_HEADING and any(other.startswith(folded(each)) for other in told):
            return each
    site = {folded(each) for each in (*of.meta.get("og:site_name", ()), *_names(of.data.get("publisher")))}
    alone = [each for each in heads if folded(each) not in site and not (title and title.endswith(each))]
    return alone[0] if len(alone) == 1 else _untagged(of, stated, title)


def byline(of: Page) -> str | None:
    """The authors that the article's data name; else those of `meta`, and of elements that say so. No addresses, and
    the publisher only where it is all there is.
    """
    told = [", ".join(_names(of.data.get("author")))]
    told += [each for name in ("article:author", "author", "byl") for each in of.meta.get(name, ())]
    for each in of.root.iter():
        marks = f"{attribute(each, 'class')} {attribute(each, 'rel')} {attribute(each, 'itemprop')}".lower()
        if local(each) not in ("meta", "link") and re.search(r"\bbyline|\bauthor\b", marks):
            told.append(words(each) or "")
    names = [_BY.sub("", each.strip()) for each in told]
    people = [each for each in names if 0 < len(each) <= _LONGEST_NAME and not re.match(r"https?:|\S+@\S+$", each)]
    houses = {folded(each) for each in (*_names(of.data.get("publisher")), *of.meta.get("og:site_name", ()))}
    return next((each for each in people if folded(each) not in houses), None) or next(iter(people), None)


def fields(of: Page) -> dict[str, Any]:
    """Address, date, language, keywords and section."""
    root, meta, data = of
    links = [attribute(each, "href") for each in descendants(root, "link") if attribute(each, "rel") == "canonical"]
    addresses = [*links, *meta.get("og:url", ()), *_strings(data.get("url")), *_strings(data.get("mainEntityOfPage"))]
    dates = [*(each for name in _DATES[:2] for each in meta.get(name, ())), *_strings(data.get("datePublished"))]
    dates += [each for name in _DATES[2:] for each in meta.get(name, ())]
    dates += [attribute(each, "datetime") or "" for each in descendants(root, "time")]
    tongues = [attribute(next(descendants(root, "html"), root), "lang"), *meta.get("og:locale", ())]
    tongues += [*meta.get("content-language", ()), *_strings(data.get("inLanguage"))]
    lists = [each for name in ("news_keywords", "keywords", "article:tag") for each in meta.get(name, ())]
    keywords = [each.strip() for line in (*lists, *_strings(data.get("keywords"))) for each in line.split(",")]
    sections = meta.get("article:section") or _strings(data.get("articleSection"))
    return {
        "guid": next((each for each in addresses if each and re.match(r"https?://", each)), None),
        "sent_at": next((found for found in map(moment, dates) if found), None),
        "language": _declared.language(*tongues),
        "keywords": list(dict.fromkeys(each for each in keywords if each)),
        "subjects": [Subject(scheme="section", name=each) for each in dict.fromkeys(sections)],
    }


def _metadata(root: etree._Element) -> dict[str, list[str]]:
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
        if (attribute(each, "type") or "").lower() != "application/ld+json" or len(text) > _MOST_DATA:
            continue
        try:
            waiting: list[Any] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            data = waiting.pop()
            if isinstance(data, list):
                waiting.extend(reversed(data))
            elif isinstance(data, dict) and isinstance(data.get("headline"), str):
                return data
            elif isinstance(data, dict):
                waiting += [data.get("mainEntity"), data.get("@graph")]
    return {}


def _untagged(of: Page, stated: list[str], title: str) -> str | None:
    """The first stated headline without the name of the site behind it; the page's title where there is none."""
    named = next(iter(stated), None) or title
    for site in of.meta.get("og:site_name", ()):
        named = re.sub(rf"\s+[|–—-]\s+{re.escape(site)}$", "", named)
    return (named if stated else _SITE.sub("", named)) or None


def _strings(value: Any) -> list[str]:
    """A string, those of a list, or the address of a thing."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str) and each.strip()]


def _names(value: Any) -> Iterator[str]:
    """The names of people or houses, each a string or a thing."""
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        yield from _strings(name)
