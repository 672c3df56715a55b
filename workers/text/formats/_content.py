"""The text that an item of news carries in one of its fields, whatever it is written in.

It comes as NITF, XHTML, XML of the agency's own, HTML that was escaped or put in CDATA, plain text, each of them also
in base64.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree

from shared.errors import BadReport
from workers.text.decode import decode
from workers.text.formats import _markup, _xml, nitf
from workers.text.formats._markup import Part
from workers.text.formats._xml import attribute, descendants, local

_DOCUMENT = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|<(?:\w{1,20}:)?(?:nitf|html)\b)", re.I)
_BLOCK = re.compile(
    r"</?(?:p|br|div|ul|ol|li|h[1-6]|hl[12]|table|tr|td|blockquote|pre|hr|body|block|section|article)\b[^<>]*>", re.I
)
_INLINE = re.compile(r"</?(?:span|b|i|u|em|strong|a|sub|sup|font|center)\b[^<>]*>", re.I)
_WRAPPED = re.compile(r"\s*<(?P<name>p|pre|div|body)>(?P<text>[^<>]*)</(?P=name)>\s*$", re.I)
_SET_IN = re.compile(r"\n[ \t]{2,}\S")
#: Classes of XHTML's blocks and names in agencies' own XML, and what `_markup` calls them; what is `nav` is not told.
_NAMES = {
    **dict.fromkeys(("headline", "hedline", "title", "rubrik"), "h1"),
    **dict.fromkeys(("subheadline", "subhead", "crosshead", "mellis"), "h2"),
    **dict.fromkeys(("slugline", "publicationdate", "keywords", "caption", "bild", "copyright", "genre"), "nav"),
    "byline": "byline", "author": "byline", "dateline": "dateline", "dat": "dateline",
}  # fmt: skip
_TOPICS = frozenset({"vignette", "genre", "topic", "subject"})
_BLOCKS = frozenset({"p", "div", "ul", "ol", "li", "section", "time", "h1", "h2", "h3", "address", "footer"})


class Content(NamedTuple):
    """The parts of a text in reading order, and the fields that it states itself."""

    parts: list[Part]
    fields: dict[str, Any]

    @property
    def size(self) -> int:
        """How much there is to read."""
        return sum(len(each.text) for each in self.parts)


def content(element: etree._Element, encoding: str | None = None) -> Content:
    """What an element carries; nothing when it is not text. `encoding`: as the feed names it (`base64`)."""
    if any(local(each) for each in element):
        return _marked(element)
    text = "".join(str(each) for each in element.itertext())
    if encoding and "base64" in encoding.lower():
        try:
            text, _ = decode(b64decode(text))
        except (BadReport, binascii.Error, ValueError):
            return Content([], {})
    return written(text)


def written(text: str) -> Content:
    """Text in a string."""
    if _DOCUMENT.match(text):
        try:
            root, _ = _xml.read_xml(text.strip().encode("utf-8", "replace"))
            holder = etree.Element("content")
            holder.append(root)
            return _marked(holder)
        except BadReport:
            pass
    wrapped = _WRAPPED.match(text)
    if wrapped and _SET_IN.search(wrapped["text"]):
        text = wrapped["text"]
    if _BLOCK.search(text):
        return Content(_markup.fragment(text), {})
    text = _markup.characters(_INLINE.sub("", text))
    return Content([Part(None, text)] if text.strip() else [], {})


def _marked(element: etree._Element) -> Content:
    inside = next(descendants(element, "nitf"), None)
    if inside is not None:
        return Content(nitf.parts_of(inside), nitf.fields_of(inside))
    body = next(descendants(element, "body"), element)
    return Content(list(_markup.parts(_tidied(body))), {})


def _tidied(root: etree._Element) -> etree._Element:
    """A copy whose blocks bear the names that their classes or their own names stand for."""
    copy = deepcopy(root)
    for each in copy.iter():
        own = local(each).lower()
        classes = (attribute(each, "class") or "").lower().split() if own in _BLOCKS else [own]
        name = next((_NAMES[word] for word in classes if word in _NAMES), None)
        if name is not None and each is not copy and not (own == "caption" and _in_table(each)):
            each.tag = name
            if name == "dateline":
                _set_apart(each)
    return copy


def _set_apart(dateline: etree._Element) -> None:
    """The pieces of a dateline that stand without a space between them; a topic is no place."""
    for piece in list(dateline):
        if (attribute(piece, "class") or "").lower() in _TOPICS:
            dateline.remove(piece)
        elif local(piece) == "span" and piece.getnext() is not None and not piece.tail:
            piece.tail = ", "


def _in_table(element: etree._Element) -> bool:
    holder = element.getparent()
    return holder is not None and local(holder).lower() == "table"
