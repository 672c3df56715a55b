"""XML of any kind: its text in reading order, a paragraph for each element that holds text of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from shared.errors import BadReport, EmptyReport
from workers.text.formats._envelope import Block, Envelope
from workers.text.tables import rows

NAME = "xml"
RANK = 20

_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<\x00?\?\x00?x\x00?m\x00?l")
_NEWS = re.compile(rb"\s*<(?:\w{1,20}:)?(?:nitf|newsItem|newsMessage|NewsML|rss|feed|packageItem)\b")
_ENCODING = re.compile(rb"""^[^>]{0,80}encoding=["']([\w-]+)""")


def detect(head: bytes) -> bool:
    """By its declaration, or by an element that begins with the names of news formats."""
    return bool(_DECLARED.match(head) or _NEWS.match(head))


def parse(body: bytes) -> Envelope:
    """A paragraph for each element that holds text. Raises BadReport when it is broken or hostile."""
    try:
        root = fromstring(body, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        raise BadReport("its XML declares entities, which are never read") from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise BadReport(f"its XML is broken: {error}") from None
    found = list(_paragraphs(root))
    if not found:
        raise EmptyReport("its XML holds no text")
    raw, blocks = "\n\n".join(found), []
    at = 0
    for each in found:
        blocks.append(Block(at, at + len(each), whole=True))
        at += len(each) + 2
    encoding = _ENCODING.match(body)
    return Envelope(raw, encoding[1].decode().lower() if encoding else "utf-8", NAME, tuple(blocks))


def _paragraphs(root: Element) -> Iterator[str]:
    held: list[str] = []
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        inline = str(element.tag).rsplit("}", 1)[-1].lower() in _inline()
        if not inline:
            text = " ".join("".join(held).split())
            held.clear()
            if text:
                yield text
        if leaving:
            held.append(element.tail or "")
            continue
        held.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    text = " ".join("".join(held).split())
    if text:
        yield text


@cache
def _inline() -> frozenset[str]:
    return frozenset(word for row in rows("inline_elements") for word in row)
