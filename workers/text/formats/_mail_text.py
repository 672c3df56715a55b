"""The text of a mail, its paragraphs with their kinds. What is no part of the story is furniture: greetings,
signatures, quoted mails, the lines above a mail that was sent on, lists' footers, disclaimers; a note above a mail that
was sent on is an advisory. Quoted text is the story where there is no other, or where the mail was sent on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from shared.records import SegmentKind
from workers.text.dateline import dateline
from workers.text.formats import _markup
from workers.text.formats._mail_words import Sent, words

_APART = re.compile(r"\n(?:[ \t]*\n)+|\n(?=(?:-- ?|[_=*-]{10,}[ \t]*)(?:\n|\Z))")
_RULE = re.compile(r"(?:--(?P<space> )?|[_=*-]{10,})[ \t]*(?:\n|\Z)")
_LINE = re.compile(r"[_=*-]{5,}$")
_PLACE = re.compile(r"\S@\S|://|\bwww\.", re.I)
_QUOTE = re.compile(r"<blockquote\b[^>]{0,300}(?:type\s*=\s*[\"']?cite|gmail_quote)", re.I)
_MARK = re.compile(r"(?m)^> ?")
_SIGNED = re.compile(r"\A\s*-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Z][\w-]{1,20}:[^\n]{0,100}\n)*+\n?")
_SIGNATURE = re.compile(r"(?m)^-----BEGIN PGP SIGNATURE-----")
#: Signatures have at most so many lines; those below a mere `--`, or a rule with an address, so many in as few parts.
_MOST_LINES = 20
_FEW_LINES = 8
_FEW = 3
#: A note has fewer words.
_SHORT_NOTE = 60
#: So many letters of a paragraph show what it is.
_LOOK = 400


class Chunk(NamedTuple):
    """A paragraph. `quoted`: it belongs to another mail that is quoted."""

    text: str
    kind: SegmentKind | None = None
    quoted: bool = False


def of_plain(text: str) -> list[Chunk]:
    """The paragraphs of plain text."""
    text = _SIGNED.sub("", text)
    signature = _SIGNATURE.search(text)
    end = signature.start() if signature else len(text)
    return [*_paragraphs(text[:end]), *([Chunk(text[end:], "furniture")] if signature else [])]


def of_html(text: str) -> list[Chunk]:
    """The paragraphs of HTML; a row of one cell is no table but what holds the page together. Raises BadReport."""
    quote = _QUOTE.search(text)
    at = quote.start() if quote else len(text)
    return [
        Chunk(part.text, None if part.kind == "table" and "\t" not in part.text else part.kind, quoted)
        for quoted, piece in ((False, text[:at]), (True, text[at:]))
        for part in _markup.fragment(piece)
    ]


def unflowed(text: str, *, joined: bool) -> str:
    """Lines of format=flowed made whole again (RFC 3676); `joined`: the space at their ends is no part of them."""
    pieces: list[str] = []
    open_at = -1
    for line in text.split("\n"):
        marks = len(line) - len(line.lstrip(">"))
        content = line[marks:].removeprefix(" ")
        signature = content == "-- "
        if open_at != marks or signature:
            pieces.append(("\n" if pieces else "") + ">" * marks + (" " if marks else ""))
        flows = content.endswith(" ") and not signature
        pieces.append(content[:-1] if flows and joined else content)
        open_at = marks if flows else -1
    return "".join(pieces)


def told(chunks: list[Chunk], sent: Sent | None) -> list[Chunk]:
    """The paragraphs with their kinds. `sent`: what the subject says the mail is."""
    mails = list(_mails(chunks))
    shown = [_marked(each) for each in mails]
    places = [at for at, each in enumerate(shown) if story_of(each)]
    at = places[0] if places else 0
    if not places or sent == "forward" or (sent is None and len(mails) > 1):
        shown = [
            _marked(list(_opened(each))) if _hides(each, row, mails) else row
            for each, row in zip(mails, shown, strict=True)
        ]
        at = max((at for at, each in enumerate(shown) if story_of(each)), default=0)
    return [*_as("advisory", shown[:at]), *shown[at], *_as("furniture", shown[at + 1 :])]


def _as(kind: SegmentKind, rows: list[list[Chunk]]) -> Iterator[Chunk]:
    return (each._replace(kind=each.kind or kind) for row in rows for each in row)


def story_of(chunks: Iterable[Chunk]) -> list[str]:
    """The paragraphs that are the story."""
    return [each.text for each in chunks if each.kind in (None, "crosshead") and not each.quoted]


def is_note(story: list[str]) -> bool:
    """Whether a text is but a note about another: short, and without a dateline."""
    return len(" ".join(story).split()) < _SHORT_NOTE and not any(dateline(each, 0, len(each), 0) for each in story)


def _hides(mail: list[Chunk], shown: list[Chunk], mails: list[list[Chunk]]) -> bool:
    """Whether the story of a mail is what it quotes."""
    story = story_of(shown)
    return any(each.quoted for each in mail) and (not story or (len(mails) == 1 and is_note(story)))


def _paragraphs(text: str) -> Iterator[Chunk]:
    for quoted, lines in groupby(text.split("\n"), key=lambda line: line.startswith(">")):
        for each in ["\n".join(lines)] if quoted else _APART.split("\n".join(lines)):
            if each.strip():
                yield Chunk(each, quoted=quoted)


def _opened(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """What was quoted as if it were not; what stands before it is a note."""
    chunks = list(chunks)
    first = next((at for at, each in enumerate(chunks) if each.quoted), 0)
    for at, each in enumerate(chunks):
        if each.quoted:
            yield from _unquoted(each)
        else:
            yield each._replace(kind=each.kind or "advisory") if at < first else each


def _unquoted(chunk: Chunk) -> Iterable[Chunk]:
    if not chunk.text.startswith(">"):
        return [chunk._replace(quoted=False)]
    return _paragraphs(_MARK.sub("", chunk.text))


def _mails(chunks: list[Chunk]) -> Iterator[list[Chunk]]:
    """Cut before each mail within the mail; the lines that name its sender and subject are furniture."""
    held: list[Chunk] = []
    begun = False
    for each in _with_markers(chunks):
        lines = each.text.split("\n")
        count = _heading(lines, begun=begun)
        if count:
            if held and not begun:
                yield held
                held = []
            held.append(each._replace(text="\n".join(lines[:count]), kind="furniture", quoted=False))
        rest = "\n".join(lines[count:])
        if rest.strip():
            held.append(each._replace(text=rest))
        begun = count == len(lines)
    yield held


def _with_markers(chunks: list[Chunk]) -> Iterator[Chunk]:
    """Quotations opened that begin with the lines above another mail."""
    for each in chunks:
        opened = each.quoted and _heading(_MARK.sub("", each.text[:2000]).split("\n"), begun=False)
        yield from _unquoted(each) if opened else [each]


def _heading(lines: list[str], *, begun: bool) -> int:
    """How many lines at the beginning stand above another mail: a marker, or at least three fields."""
    at = named = 0
    for line in lines:
        content = line.strip()
        if words().marker.match(content):
            begun = True
        elif words().field.match(content):
            named += 1
        elif not _LINE.match(content) and not (named and line[:1] in (" ", "\t")):
            break
        at += 1
    return at if named > 2 or (begun and at) else 0


def _marked(chunks: list[Chunk]) -> list[Chunk]:
    """One mail's paragraphs with their kinds."""
    found: list[Chunk] = []
    ended = False
    for at, each in enumerate(chunks):
        ended = not each.quoted and (ended or _ends(chunks, at))
        if each.quoted or ended or _is_furniture(each.text, first=at == 0):
            found.append(each._replace(kind="furniture"))
            continue
        begin = _attribution(each.text) if at + 1 < len(chunks) and chunks[at + 1].quoted else len(each.text)
        found += [each._replace(text=each.text[:begin]), each._replace(text=each.text[begin:], kind="furniture")]
    return [each for each in found if each.text.strip()]


def _ends(chunks: list[Chunk], at: int) -> bool:
    """Whether a signature or a list's footer begins here: a rule or a farewell, and few lines to the end."""
    rule, farewell = _RULE.match(chunks[at].text), words().farewell.match(chunks[at].text)
    if not (rule or farewell):
        return False
    rest = [each.text for each in chunks[at : at + _MOST_LINES + 1] if not each.quoted]
    lines = sum(each.count("\n") + 1 for each in rest)
    if farewell or (rule and rule["space"]):
        return lines <= _MOST_LINES
    plain = chunks[at].text.startswith("--\n")
    return lines <= _FEW_LINES and (len(rest) <= _FEW if plain else any(map(_PLACE.search, rest)))


def _is_furniture(text: str, *, first: bool) -> bool:
    start = text.lstrip()[:_LOOK].replace("\n", " ")
    return bool(words().furniture.match(start) or (first and words().greeting.match(start)))


def _attribution(text: str) -> int:
    """Where the line above a quotation begins (`On Monday Edda Quill wrote:`), which may take up three."""
    at = len(text.rstrip())
    for _ in range(3):
        at = text.rfind("\n", 0, at)
        if words().attribution.match(text, at + 1):
            return at + 1
        if at < 0:
            break
    return len(text)
