"""RSS (0.9x, 1.0, 2.0) and Atom (0.3, 1.0): one report an entry, its full text where the feed brings it.

An entry is kept as the smallest feed that holds it, with the feed's language and address and nothing that changes
from poll to poll, so the same entry has the same bytes whenever it is fetched. Names are compared without case and
namespace; those of the modules for media, podcasts and comments count as `module:`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from copy import deepcopy
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from shared.errors import BadReport, EmptyReport
from shared.records import Subject
from workers.text.formats import _declared, _feed_text, _markup, _xml
from workers.text.formats._envelope import Envelope, Story
from workers.text.formats._feed_dates import moment
from workers.text.formats._xml import attribute, child, children, local, words

NAME = "feed"
RANK = 23

Named = dict[str, list[etree._Element]]

_ROOTS = frozenset({"rss", "rdf", "feed"})
_MODULES = re.compile(r"mrss|^media$|itunes|podcast|googleplay|excerpt|slash|thread|^thr$|georss|wfw", re.I)
_CHANGING = re.compile(r"slash|thread|^thr$|wfw", re.I)
_COUNTS = frozenset({"community", "statistics", "starrating"})
_DATES = ("pubdate", "published", "issued", "date", "updated", "modified", "created")
_ADDRESS = re.compile(r"(?:mailto:)?<?[^\s<>()@]{1,100}@[^\s<>()@]+>?")
_CODE = re.compile(r"[\w.:/#-]*\d[\w.:/#-]*$")
_FEW = 2_000


def detect(head: bytes) -> bool:
    """By its root element; RDF of other kinds is left to the general reader."""
    name = (_xml.root_name(head) or "").lower()
    return name in _ROOTS and (name != "rdf" or b"purl.org/rss" in head or b"my.netscape.com" in head)


def split(body: bytes) -> list[bytes]:
    """Each entry that has words, as a feed of its own. Raises BadReport."""
    root, _ = _xml.read_xml(body)
    frames = {name: _frame(root, atom=name == "entry") for name in ("item", "entry")}
    found: list[bytes] = []
    room = 20 * len(body) + 1_000_000
    for entry in _entries(root):
        if not any(str(text).strip() for text in entry.itertext()):
            continue
        before, after = frames[local(entry)]
        found.append(before + _alone(entry) + after)
        room -= len(found[-1])
        if room < 0:
            raise BadReport("its entries cannot be told apart: each would carry too much of the others")
    if not found:
        raise EmptyReport("the feed has no entry")
    return found


def parse(body: bytes) -> Envelope:
    """The first entry. Raises BadReport."""
    root, encoding = _xml.read_xml(body)
    entries = _entries(root)
    if not entries:
        raise EmptyReport("the feed has no entry")
    named = _named(entries[0])
    return _story(root, named).envelope(NAME, encoding, _fields(root, entries[0], named))


def name_of(body: bytes) -> str | None:
    """What a feed of one entry calls it, for ever: its guid, id or link. Raises BadReport."""
    root, _ = _xml.read_xml(body)
    entries = _entries(root)
    return _guid(root, entries[0], _named(entries[0])) if entries else None


def _entries(root: etree._Element) -> list[etree._Element]:
    """The entries; one within another is part of it."""
    found: list[etree._Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if local(element) in ("item", "entry"):
            found.append(element)
        else:
            waiting.extend(reversed(element))
    return found


def _frame(root: etree._Element, *, atom: bool) -> tuple[bytes, bytes]:
    """What stands around an entry by itself."""
    told = {"xml:lang": _spoken(root), "xml:base": _base(root)}
    marks = "".join(f" {name}={quoteattr(value[:_FEW])}" for name, value in told.items() if value)
    by = words(child(root, "author", "name")) if atom else None
    author = f"<author><name>{escape(by[:_FEW])}</name></author>" if by else ""
    before, after = (f"<feed{marks}>{author}", "</feed>") if atom else (f"<rss{marks}><channel>", "</channel></rss>")
    return before.encode(), after.encode()


def _alone(entry: etree._Element) -> bytes:
    own = deepcopy(entry)
    for each in [each for each in own.iter() if _changes(each)]:
        _drop(each)
    etree.cleanup_namespaces(own)
    return etree.tostring(own, encoding="utf-8", with_tail=False)


def _module(element: etree._Element) -> tuple[str, str]:
    """(namespace, or its prefix where the feed forgot to declare it; name)."""
    tag = str(element.tag) if local(element) else ""
    space, _, name = tag.rpartition("}")
    prefix, _, name = name.rpartition(":")
    return space.lstrip("{") or prefix, name.lower()


def _changes(element: etree._Element) -> bool:
    space, name = _module(element)
    return bool(_CHANGING.search(space)) or (name in _COUNTS and bool(_MODULES.search(space)))


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _named(entry: etree._Element) -> Named:
    """An entry's elements by their names."""
    found: Named = {}
    waiting = [*reversed(entry)]
    while waiting:
        each = waiting.pop()
        space, name = _module(each)
        if _MODULES.search(space):
            name = f"module:{name}"
        if name == "module:group":
            waiting.extend(reversed(each))
        found.setdefault(name, []).append(each)
    return found


def _story(root: etree._Element, named: Named) -> Story:
    story = Story()
    headline = _feed_text.title(named.get("title", named.get("module:title", [])))
    story.add(headline, "headline")
    story.add(_byline(root, named), "byline")
    for part in _feed_text.told(named, headline):
        story.add(part.text, part.kind)
    return story


def _byline(root: etree._Element, named: Named) -> str | None:
    """The first names that are told; an Atom feed's own author is its entries' too."""
    for elements in (
        *(named.get(name, []) for name in ("creator", "author", "module:author")),
        children(root, "author"),
    ):
        people = dict.fromkeys(name for each in elements if (name := _person(each)))
        if people:
            return ", ".join(people)
    return None


def _person(element: etree._Element) -> str | None:
    """A person's name; an address alone is none."""
    named = child(element, "name")
    line = _markup.inline(words(named if named is not None else element))
    if line is None or re.match(r"https?://\S+$", line):
        return None
    return _ADDRESS.sub("", line).strip(" ()<>,;\"'") or None


def _fields(root: etree._Element, entry: etree._Element, named: Named) -> dict[str, Any]:
    subjects, keywords = _topics(named)
    tags = [attribute(entry, "lang"), *(attribute(each, "lang") for each in named.get("content", ()))]
    tags += [*map(words, named.get("language", ())), _spoken(root)]
    return {
        "guid": _guid(root, entry, named),
        "sent_at": next((at for name in _DATES for each in named.get(name, ()) if (at := moment(words(each)))), None),
        "language": _declared.language(*tags),
        "subjects": subjects,
        "keywords": keywords,
    }


def _topics(named: Named) -> tuple[list[Subject], list[str]]:
    """(categories of a named scheme or with a code, the others)."""
    subjects: list[Subject] = []
    keywords: list[str] = []
    for each in named.get("category", ()):
        scheme = attribute(each, "domain") or attribute(each, "scheme")
        code, name = attribute(each, "term"), attribute(each, "label") or _markup.inline(words(each))
        if code is None and name and scheme and _CODE.match(name):
            code, name = name, None
        if (scheme or (code and name and code != name)) and (code or name):
            subjects.append(Subject(scheme=scheme, code=code, name=name))
        elif name or code:
            keywords.append(name or code or "")
    keywords += [line for each in named.get("subject", ()) if (line := _markup.inline(words(each)))]
    lists = [words(each) or "" for name in ("keywords", "module:keywords") for each in named.get(name, ())]
    keywords += [each.strip() for line in lists for each in re.split("[,;]", line) if each.strip()]
    return list(dict.fromkeys(subjects)), list(dict.fromkeys(keywords))


def _guid(root: etree._Element, entry: etree._Element, named: Named) -> str | None:
    for name in ("guid", "id", "identifier"):
        found = next(filter(None, map(words, named.get(name, ()))), None)
        if found:
            return found
    links = [
        attribute(each, "href") or words(each)
        for each in named.get("link", ())
        if (attribute(each, "rel") or "alternate") == "alternate"
    ]
    link = attribute(entry, "about") or next(filter(None, links), None)
    with suppress(ValueError):
        return urljoin(attribute(entry, "base") or _base(root) or "", link) if link else None
    return link


def _base(root: etree._Element) -> str | None:
    """The address that links are relative to."""
    channel = child(root, "channel")
    return attribute(root, "base") or words(child(channel, "link")) or attribute(child(root, "link"), "href")


def _spoken(root: etree._Element) -> str | None:
    channel = child(root, "channel")
    return words(child(channel, "language")) or words(child(root, "language")) or attribute(root, "lang")
