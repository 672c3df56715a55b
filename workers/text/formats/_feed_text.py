"""The text of a feed's entry: the fullest it brings, told once, with what feeds put after it set apart.

Text in a feed is plain, HTML inside a string (escaped once, twice, or CDATA within CDATA), or elements.
"""

from __future__ import annotations

import base64
import html
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from lxml import etree

from workers.text.formats import _markup
from workers.text.formats._markup import Part
from workers.text.formats._xml import attribute, local

Named = Mapping[str, list[etree._Element]]

_FULL = ("encoded", "content", "fulltext", "full-text", "body")
_SHORT = ("description", "summary", "abstract")
_CAPTIONS = ("module:summary", "module:description", "module:text", "tagline", "subtitle")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_TWICE = re.compile(r"&lt;/?(?:p|br|div|span|a|b|i|em|strong|img|ul|ol|li|h[1-6]|blockquote)\b", re.I)
_LEFT = re.compile(
    r"&(?:amp|quot|apos|nbsp|lt|gt|#\d{2,6}|#x[0-9a-f]{2,5});|</(?:p|b|i|em|strong|span|a|su[bp])>", re.I
)
_CUT = re.compile(r"\[?(?:…|\.{3})\]?$")
_NO_TEXT = re.compile(r"(?:image|audio|video)/|application/(?!.*xml|octet-stream)", re.I)
_PACKED = re.compile(r"application/octet-stream", re.I)


def title(elements: Iterable[etree._Element]) -> str | None:
    """A title on one line; it may hold HTML and characters that were escaped twice."""
    for each in elements:
        line = _markup.inline(_CDATA.sub("", _words(each)))
        if line:
            return _markup.inline(html.unescape(line)) if _LEFT.search(line) else line
    return None


def told(named: Named, headline: str | None) -> list[Part]:
    """The parts of the text. A summary that is not the beginning of the text stands before it, as furniture."""
    full, short = _fullest(named, _FULL), _fullest(named, _SHORT)
    if not full or 2 * _size(full) < _size(short):
        full, short = short, full
    full = full or _fullest(named, _CAPTIONS)
    if len(full) > 1 and headline and _folded(full[:1]) == _folded([Part(None, headline)]):
        full = full[1:]
    before = [] if _folded(short) in _folded(full) else [Part("furniture", each.text) for each in short]
    return before + _tailed(full)


def _fullest(named: Named, names: Iterable[str]) -> list[Part]:
    return max((_parts(each) for name in names for each in named.get(name, ())), key=_size, default=[])


def _size(parts: list[Part]) -> int:
    return sum(len(each.text) for each in parts)


def _folded(parts: list[Part]) -> str:
    """Letters and digits alone; what marks a text as cut is left out."""
    parts = _tailed(parts)
    text = " ".join(each.text for each in parts if each.kind != "furniture")
    return "".join(filter(str.isalnum, _CUT.sub("", text.rstrip()).casefold()))


def _parts(element: etree._Element) -> list[Part]:
    if _NO_TEXT.match(attribute(element, "type") or ""):
        return []
    if any(local(each) for each in element):
        return list(_markup.parts(element))
    text = _CDATA.sub("", _words(element))
    if _TWICE.search(text) and not re.search(r"<[a-z/]", text, re.I):
        text = html.unescape(text)
    return _markup.fragment(text)


def _words(element: etree._Element) -> str:
    text = "".join(str(piece) for piece in element.itertext())
    packed = (attribute(element, "mode") or "").lower() == "base64" or _PACKED.match(attribute(element, "type") or "")
    return _unpacked(text) if packed else text


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode(text.encode("ascii", "ignore")).decode("utf-8", "replace")
    except ValueError:
        return ""


def _tailed(parts: list[Part]) -> list[Part]:
    """The parts, with the words at their end that feeds add as furniture."""
    found: list[Part] = []
    rest = list(parts)
    while rest and rest[-1].kind in (None, "crosshead", "furniture"):
        last = rest.pop()
        match = _tail().search(last.text, max(0, len(last.text) - 600))
        if last.kind != "furniture" and match is None:
            rest.append(last)
            break
        at = match.start("tail") if match else 0
        found.append(Part("furniture", last.text[at:]))
        if last.text[:at].strip():
            rest.append(Part(last.kind, last.text[:at].rstrip()))
            break
    return rest + found[::-1]


@cache
def _tail() -> re.Pattern[str]:
    table = tomllib.loads(files("workers.text").joinpath("data/feed_tails.toml").read_text("utf-8"))
    links = "|".join(re.escape(each) for each in sorted(table["links"], key=len, reverse=True))
    credits = "|".join(rf"{re.escape(a)}\s.{{1,300}}?\s{re.escape(b)}\s.{{1,200}}" for a, b in table["credits"])
    return re.compile(
        rf"(?:^|(?<=[.…!?\])”\"»’])\s+|\n)(?P<tail>[\[(«]?(?:{links})(?:\s+(?:→|»|>|&gt;)|[\])…»>.→:]|$)[\])…»>.→:\s]*$"
        rf"|(?:{credits})$)",
        re.I | re.S,
    )
