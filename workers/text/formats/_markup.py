"""Text out of markup (XHTML, NITF bodies, HTML fragments): its parts in reading order with their kinds.

An element that is not known to stand inside a line begins a new part. `<br>` is a line break, which the layout
then judges as it judges a wire's lines. Headings are cross-heads, a table's row is one part of kind `table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import NamedTuple

from lxml import etree, html

from shared.errors import BadReport
from shared.records import SegmentKind
from workers.text.formats._xml import local
from workers.text.tables import rows

_KINDS: dict[str, SegmentKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "hl2", "hl1"), "crosshead"),
    **dict.fromkeys(("tr", "caption", "thead"), "table"),
    "byline": "byline",
    "dateline": "dateline",
    "tagline": "signoff",
    "address": "furniture",
}  # fmt: skip
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "head", "iframe", "svg", "object", "video", "audio", "figure", "media",
    "picture", "button", "form", "nav", "title",
})  # fmt: skip
#: What is in angle brackets and is no element of HTML is text: `<IBM>`.
_ELEMENTS = frozenset(word for row in rows("html_elements") for word in row)
_TAG = re.compile(
    rf"<(?:{'|'.join(map(re.escape, sorted(_ELEMENTS)))})(?:\s[^<>]*)?/?>|</[a-z][\w:-]{{0,30}}\s*>|<!--", re.I
)
#: What makes a line HTML. Where no tag is closed, `<P>` is a company's symbol.
_CLOSED = re.compile(r"\A\s*<(?:p|div|span|h[1-6])[\s>]|</[a-z][\w:-]{0,30}\s*>|<(?:br|hr|img|wbr)\b[^<>]*>|<!--", re.I)
_CHARACTER = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});", re.I)
#: A tag with its attributes, and how long it may be: the time to parse one grows with the square of their number.
#: Quotes hold a `>` only behind `=`, so that one too many does not swallow the page.
_OPENING = re.compile(r"""<([a-zA-Z][^\s<>"'/]{0,60})(?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])[^\s>]*+))*+""")
_LONGEST_TAG = 5_000
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
#: Paragraphs in a cell of a table have at most so many letters.
_LONGEST_CELL = 200
_BLANK_LINE = re.compile(r"\n\s*\n")


class Part(NamedTuple):
    """A paragraph, or lines that the layout groups to paragraphs when `text` has line breaks."""

    kind: SegmentKind | None
    text: str


class Step(NamedTuple):
    """An element to be read, or left; the kind of what it stands in, and whether that is a cell on its row's line."""

    element: etree._Element
    outer: SegmentKind | None
    cell: bool
    leaving: bool


def is_marked(text: str) -> bool:
    """Whether a string holds tags of HTML."""
    return bool(_TAG.search(text))


def characters(text: str) -> str:
    """A string with its references to characters (`&eacute;`, `&#233;`) resolved."""
    return _CHARACTER.sub(lambda found: unescape(found[0]), text)


def bounded(text: str) -> str:
    """HTML without the attributes of tags that have too many or too long ones; none of them is text."""
    return _OPENING.sub(lambda tag: tag[0] if len(tag[0]) <= _LONGEST_TAG else f"<{tag[1]}", text)


def fragment(text: str) -> list[Part]:
    """The parts of a string that is HTML or plain text. Raises BadReport when its HTML is nested too deeply."""
    text = _uncommented(text)
    if not is_marked(text):
        plain = characters(text)
        return [Part(None, plain)] if plain.strip() else []
    # Halves of surrogate pairs become U+FFFD, as in any text that cannot be decoded.
    clean = text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = html.fromstring(f"<div>{bounded(clean)}</div>".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return [Part(None, text)]
    if any("depth" in str(each.message) for each in parser.error_log):
        raise BadReport("its HTML is nested too deeply")
    for each in root.iter():
        if local(each) and local(each).lower() not in _ELEMENTS:
            each.tag = "span"
    return list(parts(root))


def inline(text: str | None) -> str | None:
    """A string that may hold HTML, on one line."""
    if text is None:
        return None
    text = _uncommented(text)
    told = [each.text for each in fragment(text)] if _CLOSED.search(text) else [characters(text)]
    return " ".join(" ".join(told).split()) or None


def _uncommented(text: str) -> str:
    """A string in which a comment that is never closed is text."""
    closed = text.rfind("-->") + 1
    return text[:closed] + text[closed:].replace("<!--", "&lt;!--")


def parts(root: etree._Element) -> Iterator[Part]:
    """The parts below an element, in reading order."""
    held: list[str] = []
    kind: SegmentKind | None = None
    stack: list[Step] = [Step(root, None, cell=False, leaving=False)]
    while stack:
        element, outer, cell, leaving = stack.pop()
        name = local(element).lower()
        block = name not in _inline() or element is root
        kept = cell or (name in ("td", "th") and outer == "table" and _is_cell(element))
        if block and name != "br" and kept:
            held.append(" ")
        elif block and name != "br":
            yield from _flush(held, kind)
            kind = outer
        if leaving or not name or (element is not root and (name in _SKIPPED or _hidden(element))):
            held.append(_tail(element, root))
            continue
        if name == "br":
            held += ["\n", _tail(element, root)]
            continue
        if name in ("td", "th"):
            held.append("\t")
        inner = outer if outer in ("table", "crosshead") else _KINDS.get(name, outer)
        kind = inner if block else kind
        held.append(_space(element.text, keep=name == "pre"))
        stack.append(Step(element, outer, cell, leaving=True))
        stack.extend(Step(each, inner, kept, leaving=False) for each in reversed(element))
    yield from _flush(held, kind)


def _hidden(element: etree._Element) -> bool:
    """Whether readers are not meant to see it: mails have the words of their previews so."""
    return "hidden" in element.attrib or _HIDDEN.search(element.get("style") or "") is not None


def _is_cell(element: etree._Element) -> bool:
    """Whether it is a cell of a table, and not a page's layout that holds paragraphs or tables."""
    inside = {local(each).lower() for each in element.iter()} - {"td", "th"}
    return inside.isdisjoint(("p", "div", "table")) or (
        "table" not in inside and sum(len(str(text).strip()) for text in element.itertext()) <= _LONGEST_CELL
    )


def _tail(element: etree._Element, root: etree._Element) -> str:
    return "" if element is root else _space(element.tail, keep=False)


def _space(text: str | None, *, keep: bool) -> str:
    if not text:
        return ""
    return text if keep else re.sub(r"[ \t\r\n\f]+", " ", text)


def _flush(held: list[str], kind: SegmentKind | None) -> Iterator[Part]:
    text = "".join(held)
    held.clear()
    if not text.strip():
        return
    for each in [text] if kind == "table" else _BLANK_LINE.split(text):
        lines = [" ".join(line.split(" ")).strip() if kind != "table" else line for line in each.split("\n")]
        joined = _row(lines) if kind == "table" else "\n".join(line for line in lines if line)
        if joined:
            yield Part(kind, joined)


def _row(lines: list[str]) -> str:
    """A row of a table, on one line."""
    cells = (" ".join(each.split()) for each in " ".join(lines).split("\t"))
    return "\t".join(cells).strip()


@cache
def _inline() -> frozenset[str]:
    return frozenset(word for row in rows("inline_elements") for word in row)
