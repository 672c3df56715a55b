"""A story put together out of what an item's metadata and its text say, each thing told once.

Feeds state the headline, byline and dateline in their metadata, in the text, or in both; the text's own words win.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from shared.records import SegmentKind
from workers.text.dateline import dateline
from workers.text.dates import instant, last_day
from workers.text.formats import _markup
from workers.text.formats._envelope import Story
from workers.text.formats._markup import Part
from workers.text.notes import is_note

#: Text that is markup because it was escaped once too often.
_MARKUP = re.compile(
    r"\s*<(?:p|div|br|span|a|b|i|em|strong|h[1-6]|ul|ol|table|blockquote|section|iframe|script)\b[^<>]*>", re.I
)
_BROKEN = re.compile(r"<br\s{0,3}/?>|</(?:p|div)>", re.I)
_DASH = re.compile(r"\s[-–—_]|--|\.-|/\.?\s|:\s")
_CLOCK = re.compile(r"[\d\W]{6,60}[a-z]{0,5}[\d\W]*", re.I)
_SIGNED = re.compile(r"(?<=[.!?…\"”»'’)])\s+(?P<note>\((?:[^()]|\([^()]{0,200}\)){1,400}\))$")
_BY = re.compile(r"^(?:by|par|von|di|por)\s+", re.I)
_AND = frozenset({"and", "und", "et", "y", "e", "en", "och", "og"})
_LEADING: frozenset[SegmentKind | None] = frozenset({"headline", "advisory", "byline", "dateline"})
#: So many notes are compared with each other, and so many paragraphs with what was said before them.
_COMPARED = 50
#: A dateline stands at the start of one of the first few paragraphs: notes to editors may come before it.
_FIRST = 3


class Meta(NamedTuple):
    """What the metadata say that belongs to the story; `places` are datelines."""

    headlines: Sequence[str | None] = ()
    notes: Sequence[str | None] = ()
    bylines: Sequence[str | None] = ()
    places: Sequence[str | None] = ()
    ends: Sequence[Part] = ()


def story(meta: Meta, told: Iterable[Part]) -> Story:
    """Metadata and text as one story, in the order of a wire report."""
    parts = _opened([part for each in told for part in _unescaped(each)])
    split = next((number for number, each in enumerate(parts) if each.kind not in _LEADING), len(parts))
    own: dict[SegmentKind | None, list[str]] = {kind: [] for kind in _LEADING}
    for part in parts[:split]:
        own[part.kind].append(part.text)
    body = _signed_off(parts[split:])
    heads = _headlines([_plain(each) for each in meta.headlines if each], own["headline"])
    last = folded(" ".join(each.text for each in meta.ends))
    notes = _distinct(each for each in (*meta.notes, *own["advisory"]) if each and folded(each) not in last)
    body = [each for each in body if each.kind != "signoff" or folded(each.text) not in map(folded, notes)]
    bylines = own["byline"] or [each for each in meta.bylines if each and not _signed(each, body)]
    filed = [each for each in (", ".join(own["dateline"]), *meta.places) if each and _names_place(each)]
    places = [each for each in filed[:1] if not _placed(each, body)]
    if heads:
        body = [each for n, each in enumerate(body) if not (n < _FIRST and _repeats(each, heads[0]))]
    lead = folded(body[0].text) if body and body[0].kind is None else ""
    heads = [*heads[:1], *(each for each in heads[1:] if not lead.startswith(folded(each)))]
    made = Story()
    leading: list[tuple[list[str], SegmentKind]] = [
        (heads, "headline"), (notes, "advisory"), (_names(bylines), "byline"), (places, "dateline"),
    ]  # fmt: skip
    for texts, kind in leading:
        for text in texts:
            made.add(text, kind)
    for each in [*body, *_once(meta.ends)]:
        made.add(_markup.characters(each.text), each.kind)
    return made


def folded(text: str) -> str:
    """Letters and digits alone, in one case: what two texts have in common when they say the same."""
    return "".join(each for each in text.casefold() if each.isalnum())


def _unescaped(part: Part) -> Iterator[Part]:
    """A part whose text is markup that was escaped once too often is read as what it is."""
    if part.kind in (None, "crosshead") and (_MARKUP.match(part.text) or _BROKEN.search(part.text)):
        yield from _markup.fragment(part.text)
    else:
        yield part


def _opened(parts: Sequence[Part]) -> list[Part]:
    """Headings before the first paragraph are headlines."""
    first = next((n for n, each in enumerate(parts) if each.kind not in (*_LEADING, "crosshead")), len(parts))
    return [
        each._replace(kind="headline") if n < first and each.kind == "crosshead" else each
        for n, each in enumerate(parts)
    ]


def _signed_off(body: list[Part]) -> list[Part]:
    """The text with the note of who wrote and edited it, behind its last sentence, apart."""
    if not body or body[-1].kind is not None:
        return body
    text = body[-1].text
    found = _SIGNED.search(text, max(0, len(text) - 600))
    if found is None or not is_note(found["note"], "signoff"):
        return body
    return [*body[:-1], Part(None, text[: found.start()]), Part("signoff", found["note"])]


def _repeats(part: Part, headline: str) -> bool:
    return part.kind in (None, "crosshead") and folded(part.text) == folded(headline)


def _once(ends: Sequence[Part]) -> list[Part]:
    """What stands behind the text, each thing once; a sign-off is called so."""
    kept: dict[str, Part] = {}
    for each in ends:
        words = folded(each.text)
        if words not in kept or each.kind == "signoff":
            kept[words] = each
    return list(kept.values())


def _headlines(stated: list[str], own: list[str]) -> list[str]:
    """The text's headline takes the place of the stated one when it is that and more, such as its label."""
    heads = _distinct(stated)
    for each in own[:_COMPARED]:
        words = folded(each)
        place = next((n for n, head in enumerate(heads[:_COMPARED]) if folded(head) in words), None)
        if place is not None:
            heads[place] = each if folded(heads[place]) != words else heads[place]
        elif not any(words in folded(head) for head in heads[:_COMPARED]):
            heads.append(each)
    return heads + own[_COMPARED:]


def _distinct(texts: Iterable[str]) -> list[str]:
    """Each text once, and none that another one before it holds."""
    kept: dict[str, str] = {}
    for text in texts:
        words = folded(text)
        if words not in kept and not (len(kept) < _COMPARED and any(words in each for each in kept)):
            kept[words] = text
    return list(kept.values())


def _names(bylines: Iterable[str]) -> list[str]:
    """Each byline once, whichever name it puts first."""
    kept: dict[frozenset[str], str] = {}
    for each in _distinct(bylines):
        kept.setdefault(frozenset(re.findall(r"\w+", _BY.sub("", each).casefold())) - _AND, each)
    return list(kept.values())


def _signed(byline: str, body: Sequence[Part]) -> bool:
    """Whether a byline stands among the first lines."""
    name = folded(_BY.sub("", byline))
    return any(name in folded(each.text[:200]) for each in body[:2] if len(each.text) < 200 or "\n" in each.text)


def _names_place(stated: str) -> bool:
    """Whether a dateline says more than when."""
    words = stated[:200].strip()
    day = last_day(words)
    only = day is not None and not any(map(str.isalpha, words[: day.start]))
    return instant(stated) is None and not only and not _CLOCK.fullmatch(words)


def _placed(place: str, body: Sequence[Part]) -> bool:
    """Whether the text begins with a dateline of its own."""
    texts = [each.text[:200].lstrip() for each in body[: _FIRST + 2] if each.kind is None][:_FIRST]
    if any(dateline(text, 0, len(text), 0) is not None for text in texts):
        return True
    text = texts[0] if texts else ""
    if folded(text).startswith(folded(place.rstrip(" -–—"))):
        return True
    dash = _DASH.search(text[:100])
    return bool(dash) and folded(place) in folded(text[: dash.start() + 60] if dash else "")


def _plain(headline: str) -> str:
    """A headline without the HTML that some feeds put into it."""
    return (_markup.inline(headline) or "") if _markup.is_marked(headline) else _markup.characters(headline)
