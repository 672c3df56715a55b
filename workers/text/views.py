"""Views: what is seen of a report when it is compared with others.

The words of headline and body, without labels, dateline, signature and notes, folded so that case, quotation marks,
dashes and white space make no difference; each with its place in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

from shared.records import Normalized, Received
from shared.stories import CORRECTIONS, KILLS, SUMMARIES, Node
from workers.text.fingerprints import Hashes, hashes_of

#: Words and characters beyond these are not compared.
MOST_WORDS = 6000
_LONGEST = 80_000
_IN_LETTERS = (
    "nil two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
)
_NUMBERS = frozenset(_IN_LETTERS.split())
_BODY = frozenset({"body", "crosshead", "table"})
_SHORTEST_HEADLINE = 4
# Scripts written without spaces give one word a character.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
# Of folded text; most is plain, and read faster.
_PLAIN = re.compile(r"[a-z]+|[0-9]+(?:[.,:][0-9]+)*")
_ANY = re.compile(rf"[^\W\d_{_UNSPACED}]+|\d+(?:[.,:]\d+)*|[{_UNSPACED}]")
_MARK = re.compile('["“”„«»]')
#: How headlines of reports that hold several stories say so.
_SUMMARY = re.compile(r"\b(?:round-?up|wrap-?up|press digest|news summary|in brief)\b", re.I)
#: How notes to editors name the report they are about: by its headline, in some kind of quotation marks.
_NAMED = re.compile(
    r"(?<!\w)[\"“+‘'](?=[^\s\"“”+])([^\"“”+\n]{12,150})[\"”+’']"
    r"|\bheadlined ([^\"“+\n,;]{12,150}?)(?=,| please\b| pls\b)"
)
_CODE = re.compile(r"<([A-Z][A-Z0-9]{0,5}(?:\.[A-Z]{1,2})?)>|\([A-Z]{2,8}: ?([A-Z][A-Z0-9]{0,5})\)")
_FIRST = 600
_CYCLE = re.compile(r"(?:BC|AM|PM)-", re.I)


@dataclass(frozen=True)
class View:
    """A report as it is compared.

    `names` tie reports together whatever their words; `named` are the headlines of the reports that a correction or a
    kill says it is about; `headline` and `body` are stretches of the text; `notices` are the (wrong, right) words of
    correction notices; `code` is of the company or security that the headline is about; `places` and `credits` are the
    dateline's, folded.
    """

    node: Node
    names: dict[str, str]
    text: str
    headline: list[tuple[int, int]]
    body: list[tuple[int, int]]
    notices: list[tuple[str, str]]
    named: list[str] = field(default_factory=list)
    code: str = ""
    places: list[str] = field(default_factory=list)
    credits: frozenset[str] = frozenset()

    @property
    def at(self) -> int:
        """When the report came in, in milliseconds."""
        return int(self.node.order.partition(".")[0] or 0)

    @cached_property
    def _folded(self) -> str:
        """The text up to the last stretch, folded; places stay the same."""
        last = max((end for _, end in (*self.headline, *self.body)), default=0)
        return _fold(self.text[: min(_LONGEST, last)])

    @cached_property
    def _cut(self) -> tuple[list[str], list[int]]:
        """The folded words, and with which word each stretch begins."""
        find = _words(self._folded)
        words: list[str] = []
        firsts = []
        for start, end in (*self.headline, *self.body):
            firsts.append(len(words))
            words += find(self._folded, start, end)
        return words[:MOST_WORDS], [*firsts, len(words)]

    @cached_property
    def _starts(self) -> dict[int, list[int]]:
        """Of the stretches asked for so far, where each word begins."""
        return {}

    def _place(self, word: int) -> tuple[int, int]:
        """In which stretch a word is, and where it begins. Few are asked for, so stretches are gone through one by one:
        between words is nothing that could begin one, so each is the next of its letters.
        """
        words, firsts = self._cut
        stretch = bisect_right(firsts, word) - 1
        first = firsts[stretch]
        if stretch not in self._starts:
            at, starts = (*self.headline, *self.body)[stretch][0], []
            for each in words[first : firsts[stretch + 1]]:
                starts.append(at := self._folded.find(each, at))
                at += len(each)
            self._starts[stretch] = starts
        return stretch, self._starts[stretch][word - first]

    @property
    def words(self) -> list[str]:
        """The folded words of headline and body."""
        return self._cut[0]

    @cached_property
    def hashes(self) -> Hashes:
        """Of the runs of these words."""
        return hashes_of(self.words)

    @property
    def quoted(self) -> Iterator[tuple[int, int]]:
        """The words `[first:last]` between quotation marks, up to the end of a stretch where one is missing."""
        find = _words(self._folded)
        for (start, end), begin in zip((*self.headline, *self.body), self._cut[1], strict=False):
            pieces = _MARK.split(self._folded[start:end])
            last = begin
            for before, quote in zip(pieces[::2], pieces[1::2], strict=False):
                first = last + len(find(before))
                last = first + len(find(quote))
                yield first, last

    @cached_property
    def title(self) -> int:
        """How many of them are the headline's."""
        return self._cut[1][len(self.headline)]

    @cached_property
    def titled(self) -> frozenset[str]:
        """These, each once."""
        return frozenset(self.words[: self.title])

    @cached_property
    def summary(self) -> bool:
        """Whether it holds several stories, by its labels or its headline."""
        line = " ".join(self.text[slice(*span)] for span in self.headline)
        return not SUMMARIES.isdisjoint(self.node.kinds) or _SUMMARY.search(line) is not None

    @cached_property
    def _loud(self) -> list[bool]:
        """Whether all of a stretch is written in capitals."""
        return [self.text[slice(*span)].isupper() for span in (*self.headline, *self.body)]

    def capital(self, word: int) -> bool:
        """Whether a word is written with a capital where not all are."""
        stretch, start = self._place(word)
        return self.text[start].isupper() and not self._loud[stretch]

    @cached_property
    def figure(self) -> bytes:
        """1 for each word that is a number."""
        return bytes([word[0].isdigit() or word in _NUMBERS for word in self.words])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The place of the words `[first:last]` in the text."""
        return self._place(first)[1], self._place(last - 1)[1] + len(self.words[last - 1])


def is_figure(word: str) -> bool:
    """Whether a folded word is a number, in digits or, but for `one`, in letters."""
    return word[0].isdigit() or word in _NUMBERS


def view(received: Received, report: Normalized) -> View:
    """What is seen of a report."""
    text = report.text
    headline = [(start, end) for kind, start, end in report.stretches if kind == "headline"]
    title = " ".join(text[slice(*span)] for span in headline)
    words = _joined(title)
    code = _CODE.search(title)
    names = {
        "key": f"{received.source}\0{received.key}" if received.key else "",
        "guid": report.guid or "",
        "slug": _CYCLE.sub("", (report.slug or "").strip(" /")).casefold(),
        "headline": words if words.count(" ") >= _SHORTEST_HEADLINE - 1 else "",
    }
    tokens = {kind: token(value) for kind, value in names.items() if value}
    labels = [each.label if each.number is None else f"{each.label} {each.number}" for each in report.labels]
    body = [(start, end) for kind, start, end in report.stretches if kind in _BODY]
    about = (CORRECTIONS | KILLS).intersection(each.label for each in report.labels)
    return View(
        node=Node(
            id=received.id,
            order=received.order,
            source=received.source,
            labels=labels,
            guid=tokens.get("guid"),
            version=report.version,
            digest=token("\n".join(text[slice(*span)] for span in body)),
        ),
        names=tokens,
        text=text,
        headline=headline,
        body=body,
        notices=[
            tuple(text[each.start : each.end] if each else "" for each in (notice.wrong, notice.right))  # type: ignore[misc]
            for notice in report.notices
        ],
        named=[token(_joined(one or other)) for one, other in _NAMED.findall(text[:_FIRST])] if about else [],
        code=token(f"{received.source}\0{code[1] or code[2]}") if code else "",
        places=[_joined(each) for each in report.dateline.places] if report.dateline else [],
        credits=frozenset(map(_joined, report.dateline.credits if report.dateline else ())),
    )


def _fold(text: str) -> str:
    """The text without case, each place kept: a letter that would become two stays as it is."""
    folded = text.casefold()
    if len(folded) != len(text):
        folded = "".join(fold if len(fold := each.casefold()) == 1 else each for each in text)
    return folded


def _words(folded: str) -> Callable[..., list[str]]:
    """What finds the words of this folded text."""
    return (_PLAIN if folded.isascii() else _ANY).findall


def _joined(text: str) -> str:
    folded = _fold(text)
    return " ".join(_words(folded)(folded))


def token(value: str) -> str:
    """An identifier as it is filed: a digest of what it says."""
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
