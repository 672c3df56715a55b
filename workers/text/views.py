"""Views: what is seen of a report when it is compared with others.

The words of headline and body, without labels, dateline, signature and notes, folded so that case, quotation marks,
dashes and white space make no difference; each with its place in the text. A view is packed small enough to be kept
for some days, and what is unpacked is the same view.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate, chain
from typing import Any
from zlib import compress, decompress

from shared.offsets import Offsets
from shared.records import Normalized, Received
from shared.stories import CORRECTIONS, KILLS, SUMMARIES, Node

#: Words beyond these are not compared.
MOST_WORDS = 6000
_IN_LETTERS = (
    "nil two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
)
_NUMBERS = frozenset(_IN_LETTERS.split())
_BODY = frozenset({"body", "crosshead", "table"})
_SHORTEST_HEADLINE = 4
# Scripts written without spaces give one word a character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"\d+(?:[.,:]\d+)*|[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+")
#: How headlines of reports that hold several stories say so.
_SUMMARY = re.compile(r"\b(?:round-?up|wrap-?up|press digest|news summary|in brief)\b", re.I)
#: How notes to editors name the report they are about: by its headline, in some kind of quotation marks.
_NAMED = re.compile(
    r"(?<!\w)[\"“+‘'](?=[^\s\"“”+])([^\"“”+\n]{12,150})[\"”+’']"
    r"|\bheadlined ([^\"“+\n,;]{12,150}?)(?=,| please\b| pls\b)"
)
_FIRST = 600
_CYCLE = re.compile(r"(?:BC|AM|PM)-", re.I)


@dataclass(frozen=True)
class View:
    """A report as it is compared.

    `names` tie reports together whatever their words; `named` are the headlines of the reports that a correction or a
    kill says it is about; `headline` and `body` are stretches of the text; `notices` are the (wrong, right) words of
    correction notices.
    """

    node: Node
    names: dict[str, str]
    offsets: Offsets
    headline: list[tuple[int, int]]
    body: list[tuple[int, int]]
    notices: list[tuple[str, str]]
    named: list[str] = field(default_factory=list)

    @cached_property
    def _pieces(self) -> list[list[str]]:
        """The words as written, of each stretch."""
        text = self.offsets.text
        return [_WORD.findall(text, *span) for span in (*self.headline, *self.body)]

    @cached_property
    def _written(self) -> list[str]:
        return list(chain.from_iterable(self._pieces))[:MOST_WORDS]

    @cached_property
    def _firsts(self) -> list[int]:
        """Which word each stretch begins with."""
        return [0, *accumulate(map(len, self._pieces))]

    @cached_property
    def _spans(self) -> dict[int, list[tuple[int, int]]]:
        return {}

    def _place(self, word: int) -> tuple[int, int]:
        """Where a word stands; looked up stretch by stretch, since few are asked for."""
        piece = bisect_right(self._firsts, word) - 1
        if piece not in self._spans:
            span = (*self.headline, *self.body)[piece]
            self._spans[piece] = [match.span() for match in _WORD.finditer(self.offsets.text, *span)]
        return self._spans[piece][word - self._firsts[piece]]

    @cached_property
    def words(self) -> list[str]:
        """The folded words of headline and body."""
        return "\0".join(self._written).casefold().split("\0") if self._written else []

    @cached_property
    def title(self) -> int:
        """How many of them are the headline's."""
        return self._firsts[len(self.headline)]

    @cached_property
    def summary(self) -> bool:
        """Whether it holds several stories, by its labels or its headline."""
        line = " ".join(self.offsets.text[slice(*span)] for span in self.headline)
        return not SUMMARIES.isdisjoint(self.node.kinds) or _SUMMARY.search(line) is not None

    @cached_property
    def capital(self) -> bytes:
        """1 for each word that is written with a capital where not all are."""
        text = self.offsets.text
        loud = [text[slice(*span)].isupper() for span in (*self.headline, *self.body)]
        found = zip(loud, self._pieces, strict=True)
        return bytes([not upper and word[0].isupper() for upper, words in found for word in words])[:MOST_WORDS]

    @cached_property
    def figure(self) -> bytes:
        """1 for each word that is a number."""
        return bytes([word[0].isdigit() or word in _NUMBERS for word in self.words])

    def span(self, first: int, last: int) -> tuple[int, int, int, int]:
        """The place of the words `[first:last]` in the text and in `raw`."""
        start, end = self._place(first)[0], self._place(last - 1)[1]
        return (start, end, *self.offsets.to_raw(start, end))

    def part(self, first: int, last: int) -> str:
        """The words `[first:last]` as they are written."""
        return self.offsets.text[self._place(first)[0] : self._place(last - 1)[1]]


def is_figure(word: str) -> bool:
    """Whether a folded word is a number, in digits or, but for `one`, in letters."""
    return word[0].isdigit() or word in _NUMBERS


def view(received: Received, report: Normalized) -> View:
    """What is seen of a report."""
    text = report.text
    headline = [(each.start, each.end) for each in report.pieces if each.kind == "headline"]
    words = _folded(" ".join(text[slice(*span)] for span in headline))
    names = {
        "key": f"{received.source}\0{received.key}" if received.key else "",
        "guid": report.guid or "",
        "slug": _CYCLE.sub("", (report.slug or "").strip(" /")).casefold(),
        "headline": words if words.count(" ") >= _SHORTEST_HEADLINE - 1 else "",
    }
    tokens = {kind: _token(value) for kind, value in names.items() if value}
    labels = [each.label if each.number is None else f"{each.label} {each.number}" for each in report.labels]
    body = [(each.start, each.end) for each in report.pieces if each.kind in _BODY]
    about = (CORRECTIONS | KILLS).intersection(each.label for each in report.labels)
    return View(
        node=Node(
            id=received.id,
            order=received.order,
            source=received.source,
            labels=labels,
            guid=tokens.get("guid"),
            version=report.version,
            digest=_token("\n".join(text[slice(*span)] for span in body)),
        ),
        names=tokens,
        offsets=report.offsets,
        headline=headline,
        body=body,
        notices=[
            tuple(text[each.start : each.end] if each else "" for each in (notice.wrong, notice.right))  # type: ignore[misc]
            for notice in report.notices
        ],
        named=[_token(_folded(one or other)) for one, other in _NAMED.findall(text[:_FIRST])] if about else [],
    )


def pack(view: View) -> bytes:
    """A view as bytes, cut after the last word that is compared."""
    last = max((end for _, end in (*view.headline, *view.body)), default=0)
    if len(view.words) == MOST_WORDS:
        last = view.span(MOST_WORDS - 1, MOST_WORDS)[1]
    end = view.offsets.to_raw(0, last)[1] if last else 0
    edits = [edit for edit in view.offsets.edits if edit[1] <= end]
    about: list[Any] = [getattr(view.node, name) for name in Node.model_fields]
    about += [view.names, view.named, view.notices, _flat(view.headline), _flat(view.body), list(_steps(edits))]
    head = json.dumps(about, separators=(",", ":")).encode("ascii")
    return compress(head + b"\n" + view.offsets.raw[:end].encode("utf-8", "surrogatepass"), 6)


def unpack(packed: bytes) -> View:
    """The view that was packed."""
    head, _, raw = decompress(packed).partition(b"\n")
    *of_node, names, named, notices, headline, body, steps = json.loads(head)
    node = Node.model_construct(**dict(zip(Node.model_fields, of_node, strict=True)))
    offsets = Offsets(raw.decode("utf-8", "surrogatepass"), _edits(steps))
    title, rest = (_unflat(each, offsets) for each in (headline, body))
    return View(node, names, offsets, title, rest, [(a, b) for a, b in notices], named)


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text)).casefold()


def _flat(spans: list[tuple[int, int]]) -> list[int]:
    return [at for span in spans for at in span]


def _unflat(flat: list[int], offsets: Offsets) -> list[tuple[int, int]]:
    end = len(offsets.text)
    return [(a, min(b, end)) for a, b in zip(flat[::2], flat[1::2], strict=True) if a < end]


def _steps(edits: list[Any]) -> Iterator[int | str]:
    """Edits as distances, which pack better than places: those from the one before, lengths, new characters."""
    at = 0
    for start, end, new in edits:
        yield from (start - at, end - start, new)
        at = end


def _edits(steps: list[Any]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for distance, length, new in zip(steps[::3], steps[1::3], steps[2::3], strict=True):
        yield at + distance, at + distance + length, new
        at += distance + length


def _token(value: str) -> str:
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
