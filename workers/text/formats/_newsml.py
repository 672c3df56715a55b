"""What both generations of NewsML share: the text that an item carries, and its story put together once.

Feeds state the headline, byline and dateline in their metadata, in the text, or in both; each is told once, and the
text's own words win. Text comes as NITF, XHTML, XML of the agency's own, HTML that was escaped or put in CDATA, plain
text, each of them also in base64.
"""

from __future__ import annotations

import binascii
import html
import re
from base64 import b64decode
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from lxml import etree

from shared.errors import BadReport
from shared.records import Language, SegmentKind, Urgency
from workers.text.dateline import dateline
from workers.text.dates import instant
from workers.text.decode import decode
from workers.text.formats import _markup, _xml, nitf
from workers.text.formats._envelope import Story
from workers.text.formats._markup import Part
from workers.text.formats._xml import attribute, descendants, local

_DOCUMENT = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\b|<(?:\w{1,20}:)?(?:nitf|html)\b)", re.I)
_BLOCK = re.compile(
    r"</?(?:p|br|div|ul|ol|li|h[1-6]|hl[12]|table|tr|td|blockquote|pre|hr|body|block|section|article)\b[^<>]*>", re.I
)
_INLINE = re.compile(r"</?(?:span|b|i|u|em|strong|a|sub|sup|font|center)\b[^<>]*>", re.I)
_CHARACTER = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]\w{1,30});", re.I)
_WRAPPED = re.compile(r"\s*<(?P<name>p|pre|div|body)>(?P<text>[^<>]*)</(?P=name)>\s*$", re.I)
#: Characters that were escaped once too often.
_ESCAPED = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|quot|apos|amp|nbsp|lt|gt);", re.I)
_SET_IN = re.compile(r"\n[ \t]{2,}\S")
_DASH = re.compile(r"\s[-–—_]|--|\.-|/\.?\s|:\s")
#: Classes of XHTML's blocks and names in agencies' own XML, and what `_markup` calls them; what is `nav` is not told.
_NAMES = {
    **dict.fromkeys(("headline", "hedline", "title", "rubrik"), "h1"),
    **dict.fromkeys(("subheadline", "subhead", "crosshead", "mellis"), "h2"),
    **dict.fromkeys(("slugline", "publicationdate", "keywords", "caption", "bild", "copyright"), "nav"),
    "byline": "byline", "author": "byline", "dateline": "dateline", "dat": "dateline",
}  # fmt: skip
_BLOCKS = frozenset({"p", "div", "ul", "ol", "li", "section", "time", "h1", "h2", "h3", "address", "footer"})
_LEADING: frozenset[SegmentKind | None] = frozenset({"headline", "advisory", "byline", "dateline"})
#: So many notes are compared with each other, and so many paragraphs with what was said before them.
_COMPARED = 50


class Content(NamedTuple):
    """The parts of a text in reading order, and the fields that it states itself."""

    parts: list[Part]
    fields: dict[str, Any]

    @property
    def size(self) -> int:
        """How much there is to read."""
        return sum(len(each.text) for each in self.parts)


class Meta(NamedTuple):
    """What the metadata say that belongs to the story; `places` are datelines."""

    headlines: Sequence[str | None] = ()
    notes: Sequence[str | None] = ()
    bylines: Sequence[str | None] = ()
    places: Sequence[str | None] = ()
    ends: Sequence[Part] = ()


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
    return _written(text)


def story(meta: Meta, told: Sequence[Part]) -> Story:
    """Metadata and text as one story, in the order of a wire report."""
    parts = _opened(told)
    split = next((number for number, each in enumerate(parts) if each.kind not in _LEADING), len(parts))
    own: dict[SegmentKind | None, list[str]] = {kind: [] for kind in _LEADING}
    for part in parts[:split]:
        own[part.kind].append(part.text)
    body = parts[split:]
    heads = _headlines([_markup.inline(each) or "" for each in meta.headlines if each], own["headline"])
    notes = _distinct([*(each for each in meta.notes if each), *own["advisory"]])
    bylines = own["byline"] or [each for each in meta.bylines if each and not _signed(each, body)]
    filed = [each for each in (", ".join(own["dateline"]), *meta.places) if each and instant(each) is None]
    places = [each for each in filed[:1] if not _placed(each, body)]
    lead = _folded(body[0].text) if body and body[0].kind is None else ""
    if heads and lead and lead == _folded(heads[0]):
        body = body[1:]
    heads = [*heads[:1], *(each for each in heads[1:] if not lead.startswith(_folded(each)))]
    made = Story()
    leading: list[tuple[list[str], SegmentKind]] = [
        (heads, "headline"), (notes, "advisory"), (_distinct(bylines), "byline"), (places, "dateline"),
    ]  # fmt: skip
    for texts, kind in leading:
        for text in texts:
            made.add(text, kind)
    for each in [*body, *meta.ends]:
        made.add(_ESCAPED.sub(_unescaped, each.text), each.kind)
    return made


def language(tags: Iterable[str | None]) -> Language | None:
    """The first tag that names a language: `en-US`, `FR`, `deu`."""
    for tag in tags:
        code = re.split(r"[-_]", (tag or "").strip().lower())[0]
        code = _THREE.get(code, code)
        if re.fullmatch("[a-z]{2}", code):
            return Language(code=code, confidence=1.0)
    return None


def urgency(words: str | None) -> Urgency | None:
    """As received, and its value where it is one figure from 1 to 9."""
    return Urgency(raw=words, value=int(words) if re.fullmatch("[1-9]", words) else None) if words else None


def publication(words: str | None) -> str | None:
    """`usable`, `withheld` or `canceled`, out of a code, an address or a word in any case."""
    word = re.split(r"[:/#]", (words or "").strip().lower())[-1]
    return (
        {"cancelled": "canceled"}.get(word, word) if word in ("usable", "withheld", "canceled", "cancelled") else None
    )


_THREE = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt",
    "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "nld": "nl", "dut": "nl",
    "swe": "sv", "nor": "no", "nob": "nb", "dan": "da", "fin": "fi", "pol": "pl", "ces": "cs", "cze": "cs",
    "hun": "hu", "tur": "tr", "ell": "el", "gre": "el", "ukr": "uk", "heb": "he", "fas": "fa", "per": "fa",
}  # fmt: skip


def _marked(element: etree._Element) -> Content:
    inside = next(descendants(element, "nitf"), None)
    if inside is not None:
        return Content([Part(*each) for each in nitf.story_of(inside).parts()], nitf.fields_of(inside))
    body = next(descendants(element, "body"), element)
    return Content(list(_markup.parts(_tidied(body))), {})


def _written(text: str) -> Content:
    """Text in a string."""
    if _DOCUMENT.match(text):
        try:
            root, _ = _xml.read_xml(text.strip().encode("utf-8"))
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
    if _CHARACTER.search(text) or _INLINE.search(text):
        text = html.unescape(_INLINE.sub("", text))
    return Content([Part(None, text)] if text.strip() else [], {})


def _tidied(root: etree._Element) -> etree._Element:
    """A copy whose blocks bear the names that their classes or their own names stand for."""
    copy = deepcopy(root)
    for each in copy.iter():
        own = local(each).lower()
        classes = (attribute(each, "class") or "").lower().split() if own in _BLOCKS else [own]
        name = next((_NAMES[word] for word in classes if word in _NAMES), None)
        if name is not None and each is not copy and not (own == "caption" and _in_table(each)):
            each.tag = name
    return copy


def _in_table(element: etree._Element) -> bool:
    holder = element.getparent()
    return holder is not None and local(holder).lower() == "table"


def _opened(parts: Sequence[Part]) -> list[Part]:
    """Headings before the first paragraph are headlines."""
    first = next((n for n, each in enumerate(parts) if each.kind not in (*_LEADING, "crosshead")), len(parts))
    return [
        each._replace(kind="headline") if n < first and each.kind == "crosshead" else each
        for n, each in enumerate(parts)
    ]


def _headlines(stated: list[str], own: list[str]) -> list[str]:
    """The text's headline takes the place of the stated one when it is that and more, such as its label."""
    heads = _distinct(stated)
    for each in own[:_COMPARED]:
        folded = _folded(each)
        place = next((n for n, head in enumerate(heads[:_COMPARED]) if _folded(head) in folded), None)
        if place is not None:
            heads[place] = each
        elif not any(folded in _folded(head) for head in heads[:_COMPARED]):
            heads.append(each)
    return heads + own[_COMPARED:]


def _distinct(texts: Iterable[str]) -> list[str]:
    """Each text once, and none that another one before it holds."""
    kept: dict[str, str] = {}
    for text in texts:
        folded = _folded(text)
        if folded not in kept and not (len(kept) < _COMPARED and any(folded in each for each in kept)):
            kept[folded] = text
    return list(kept.values())


def _signed(byline: str, body: Sequence[Part]) -> bool:
    """Whether a byline stands among the first lines."""
    name = _folded(re.sub(r"^(?:by|par|von|di|por)\s+", "", byline, flags=re.I))
    return any(name in _folded(each.text[:200]) for each in body[:2] if len(each.text) < 200 or "\n" in each.text)


def _placed(place: str, body: Sequence[Part]) -> bool:
    """Whether the text begins with a dateline of its own."""
    text = next((each.text for each in body if each.kind is None), "")[:200].lstrip()
    if dateline(text, 0, len(text), 0) is not None or _folded(text).startswith(_folded(place.rstrip(" -–—"))):
        return True
    dash = _DASH.search(text[:100])
    return bool(dash) and _folded(place) in _folded(text[: dash.start() + 60] if dash else "")


def _unescaped(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def _folded(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())
