"""XML as agencies write it: no entities of its own, no network, bounded depth, and their mistakes forgiven.

Names are compared without their namespaces, since dialects bring their own. Forgiven are a wrong encoding
declaration, HTML's named characters (`&nbsp;`), a bare `&` or `<`, a `<br>` left open, control characters and tags
closed out of order; refused are declared entities and a document that ends early, because part of it is lost.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from lxml import etree

from shared.errors import BadReport
from workers.text.decode import codec, decode

_DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>")
_DECLARED = re.compile(rb"""^\s*<\?xml\b[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*(?:\[[^\]]*\]\s*)?>", re.I)
#: What may stand before the root element, as it is and without the DOCTYPE; groups that never give back what they took.
_PROLOG = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[[^\]]*\]\s*)?>)*+", re.S | re.I)
_MISC = re.compile(r"(?>\s+|<\?.*?\?>|<!--.*?-->)*+", re.S)
_ROOT = re.compile(r"<(?:[\w.-]{1,60}:)?([\w.-]{1,60})[\s/>]")
_DOCTYPE_BEGINS = re.compile(r"<!DOCTYPE\b", re.I)
_ENTITY = re.compile(r"<!ENTITY\b", re.I)
#: NewsML 1 names the schema of its texts so. It is never fetched, and the rest of a DOCTYPE is never read.
_SCHEMA = re.compile(
    r"""<!ENTITY\s+%\s+[\w.-]{1,40}\s+(?:SYSTEM|PUBLIC\s+["'][^"'<>]{0,200}["'])\s+"""
    r"""["'][^"'<>]{0,200}?(?:nitf|xhtml|newsml|iptc)[^"'<>]{0,100}\.(?:dtd|mod)["']\s*>""",
    re.I,
)
_LOOSE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?P<name>[A-Za-z]\w{1,30});|&#(?P<code>\w{1,31});|&(?!#?\w{1,31};)"
    r"|<(?P<void>br|hr|img|wbr)(?:\s[^<>]*)?(?<!/)>(?!\s{0,20}</(?:br|hr|img|wbr)\b)|<(?=[\s\d=])",
    re.S | re.I,
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST_ATTRIBUTES = 1_000
_BUILT_IN = frozenset({"amp", "lt", "gt", "quot", "apos"})


def root_name(head: bytes) -> str | None:
    """The local name of the root element of what begins like XML; None where it does not."""
    text = _unmarked(head)
    begin = _PROLOG.match(text)
    found = _ROOT.match(text, begin.end() if begin else 0)
    return found[1] if found else None


def declared(head: bytes) -> bool:
    """Whether it begins with an XML declaration."""
    return bool(_DECLARATION.match(_unmarked(head).lstrip()))


def read_xml(body: bytes) -> tuple[etree._Element, str]:
    """(root element, encoding). Raises BadReport when it is hostile or broken."""
    text, encoding = _decoded(body)
    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).strip("\x00 \t\r\n\x1a")
    misc = _MISC.match(text)
    begin = _DOCTYPE_BEGINS.match(text, misc.end() if misc else 0)
    whole = _DOCTYPE.match(text, begin.start()) if begin else None
    if begin and _declares_entities(text, begin.end(), whole.end() if whole else len(text)):
        raise BadReport("its XML declares entities, which are never read")
    text = _FORBIDDEN.sub("", text[: whole.start()] + text[whole.end() :] if whole else text)
    try:
        return _bounded(etree.fromstring(text.encode("utf-8"), _parser())), encoding
    except etree.XMLSyntaxError as error:
        first = error
    name = root_name(text[:4096].encode("utf-8"))
    deep = "depth" in (first.msg or "")
    if (
        deep
        or name is None
        or not re.search(rf"</(?:[\w.-]{{1,60}}:)?{re.escape(name)}\s*>(?>\s+|<!--.*?-->)*+$", text[-4096:], re.S)
    ):
        raise BadReport(f"its XML is broken: {first.msg}")
    mended: etree._Element | None = None
    with suppress(etree.XMLSyntaxError):
        mended = etree.fromstring(_LOOSE.sub(_mend, text).encode("utf-8"), _parser(recover=True))
    if mended is None:
        raise BadReport(f"its XML is broken: {first.msg}")
    return _bounded(mended), encoding


def _bounded(root: etree._Element) -> etree._Element:
    if any(len(each.attrib) > _MOST_ATTRIBUTES for each in root.iter("*")):
        raise BadReport(f"its XML has an element with more than {_MOST_ATTRIBUTES:,} attributes")
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace, declared or not; empty for comments and instructions."""
    tag: object = element.tag
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    """All elements at the end of a path of local names."""
    if element is None:
        return
    if not path:
        yield element
        return
    for each in element:
        if local(each) == path[0]:
            yield from children(each, *path[1:])


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at the end of a path of local names."""
    return next(children(element, *path), None)


def descendants(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """All elements of a local name below one, in reading order."""
    return (each for each in (() if element is None else element.iter()) if local(each) == name)


def words(element: etree._Element | None) -> str | None:
    """All text in an element on one line; None when there is none."""
    if element is None:
        return None
    return " ".join("".join(str(each) for each in element.itertext()).split()) or None


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name; None when it is absent or blank."""
    if element is None:
        return None
    # `attrib.items()` takes time with the square of their number
    found = (element.get(key) for key in element.keys() if str(key).rpartition("}")[2] == name)  # noqa: SIM118
    return str(next(found, None) or "").strip() or None


def apart(elements: Iterable[etree._Element], size: int) -> list[bytes]:
    """Each element as a document by itself, with the namespaces and the language of what it stood in.

    `size`: of the document they are from. Raises BadReport when what they share would make them many times that.
    """
    found: list[bytes] = []
    room = 20 * size + 1_000_000
    for element in elements:
        spoken = next((tag for each in element.iterancestors() if (tag := attribute(each, "lang"))), None)
        if spoken and not attribute(element, "lang"):
            element.set(_LANGUAGE, spoken[:40])
        found.append(etree.tostring(element, encoding="utf-8", with_tail=False))
        room -= len(found[-1])
        if room < 0:
            raise BadReport("its items cannot be told apart: each would carry too much of the others")
    return found


def _declares_entities(text: str, begin: int, end: int) -> bool:
    first = _ENTITY.search(text, begin, end)
    while first and (schema := _SCHEMA.match(text, first.start())):
        first = _ENTITY.search(text, schema.end(), end)
    return first is not None


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True, strip_cdata=True,
    )  # fmt: skip


def _decoded(body: bytes) -> tuple[str, str]:
    """By its mark, as UTF-8, as it declares, or as its bytes suggest; a declaration is often wrong."""
    if body[:2] in (b"<\x00", b"\x00<"):
        name = "utf-16-le" if body[:1] == b"<" else "utf-16-be"
        return body.decode(name, "replace"), name
    try:
        return body.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    found = _DECLARED.match(body)
    page = codec(found[1].decode("ascii")) if found else None
    if page and body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        with suppress(UnicodeDecodeError):
            return body.decode(page), page
    return decode(body)


def _unmarked(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"<\x00"):
        return head.decode("utf-16-le", "replace").lstrip("\ufeff")
    if head[:2] in (b"\xfe\xff", b"\x00<"):
        return head.decode("utf-16-be", "replace").lstrip("\ufeff")
    return head.decode("utf-8", "replace").lstrip("\ufeff")


def _character(code: str) -> str:
    """What a numeric reference stands for; NUL where there is no such character."""
    try:
        return chr(int(code[1:], 16) if code[0] in "xX" else int(code))
    except (ValueError, OverflowError):
        return "\x00"


def _mend(found: re.Match[str]) -> str:
    name, code = found["name"], found["code"]
    if found["void"]:
        return f"<{found['void']}/>"
    if code is not None:
        # one that stands for half a character would break the tree
        return "" if _FORBIDDEN.search(_character(code)) else found[0]
    if name is None:
        return {"&": "&amp;", "<": "&lt;"}.get(found[0], found[0])
    if name in _BUILT_IN:
        return found[0]
    character = html.unescape(found[0])
    return character if character != found[0] else f"&amp;{name};"
