"""What stands before the story, paragraph by paragraph: slug line, headline, advisories, correction notices, embargo,
byline. The dateline, or else the first paragraph that is none of these, ends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shared.records import Dateline, SegmentKind
from workers.text.dateline import dateline, glued, places_line
from workers.text.embargo import instant_of
from workers.text.labels import labels
from workers.text.notes import is_note

_NAME = r"(?:[^\W\d_][\w.'’-]*|&)"
_BYLINE = re.compile(
    rf"\(?(?:(?i:by|von|par|por|da|di|door|af|av)\s+)(?=[^\W\d_a-z])(?:{_NAME}(?:[ ,]+|(?=\)?$))){{1,14}}(?:\)|=\s*)?$"
    r"|(?i:by (?:a |an |our |the )?(?:[\w'-]+ ){0,3}(?:staff|correspondents?|reporters?|writers?|desk|bureau|editors?)"
    r"(?: [\w'-]+){0,3})$"
)
_TITLE = re.compile(r"(?:[\w.,'&-]+ ){0,5}(?:Writers?|Correspondents?|Editors?|Reporters?|Bureau|Staff)\.?$")
_SLUG = re.compile(
    r"(?P<dpa>[\w'’&.+-]{2,40}(?:/[\w'’&.+-]{1,30}){0,3}/)(?:\s*\([^()]{1,60}\))?$"
    r"|(?:slug(?:line)?)\s?:\s*(?P<said>\S.{0,80})$"
    r"|(?P<cycle>(?:BC|AM|PM)-[A-Z][\w'&.-]*(?:,\s?[\w -]{1,40})?)$",
    re.I,
)
_KEYWORDS = re.compile(r"(?:keywords?|key words|tags|schlagw[oö]rter|mots-clés)\s?:\s*(?P<words>\S.{0,300})$", re.I)
_RIGHTS = re.compile(r"\(c\)|©|copyright\W{1,3}(?:©|\(c\)|\d)", re.I)
#: What begins a point of a list.
BULLET = re.compile(r"[*•·▪–—-] ?(?=\w)")
#: The dateline is looked for in so many paragraphs.
_FIRST = 12
#: Words longer than this have capitals in titles; so many show it.
_LONG_WORD, _FEW_WORDS = 4, 4
_LONGEST_HEADLINE = 300
_LONGEST_BYLINE = 120
_LONGEST_EMBARGO = 200
#: So many notes of at most so many letters stand before a dateline with its agency.
_NOTES = 3
_LONGEST_NOTE = 600


@dataclass
class Heading:
    """What was found before the story, besides the kinds of its paragraphs."""

    dateline: Dateline | None = None
    slug: str | None = None
    embargo: str | None = None
    keywords: list[str] = field(default_factory=list)


def heading(text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None], received_at: int) -> Heading:
    """Names the kinds of the paragraphs before the story, in place; those that the format named stay."""
    found = Heading()
    filed, found.dateline = _filed(text, places, kinds, received_at)
    headline = declared = "headline" in kinds
    for index, (start, end) in enumerate(places):
        if index == filed and found.dateline:
            headline = True
            kinds[index] = kinds[index] or ("dateline" if found.dateline.end == end else None)
        elif index == 0 and kinds[index] is None and (at := glued(text, start, end)):
            found.dateline = dateline(text, at, end, received_at)
        elif kinds[index] is None:
            before = kinds[index - 1] if index else None
            kinds[index] = _kind(text[start:end], found, received_at, headline=headline, before=before)
            headline = headline or kinds[index] == "headline"
            if kinds[index] is None and (
                index < filed or (not headline and _is_headline(text[start:end], alone=len(places) == 1))
            ):
                before_story: SegmentKind = "advisory" if declared else "headline"
                kinds[index] = "furniture" if BULLET.match(text, start) and headline else before_story
                # a label alone on its line has the headline after it
                headline = headline or labels(text, start, end)[1] < end
        if kinds[index] is None:
            return found
    return found


def _filed(
    text: str, places: list[tuple[int, int]], kinds: list[SegmentKind | None], received_at: int
) -> tuple[int, Dateline | None]:
    """Which paragraph begins with the dateline: one of the first, and at most one sentence may come before it."""
    sentences = 0
    for index, (start, end) in enumerate(places[:_FIRST]):
        if kinds[index] == "dateline":
            return index, dateline(text, start, end, received_at) or places_line(text, start, end, received_at)
        if kinds[index] is None:
            byline = index > 0 and _BYLINE.match(text[slice(*places[index - 1])]) is not None
            line = dateline(text, start, end, received_at, headline=index > 0, byline=byline)
            if line and ("headline" in kinds or not _heads(text, places[index : index + 2], received_at)):
                return index, line
            sentences += index > 0 and text[end - 1] == "."
            if sentences > 1 or end - start > _LONGEST_HEADLINE:
                break
    return 0, None


def _heads(text: str, places: list[tuple[int, int]], received_at: int) -> bool:
    """Whether a paragraph that looks like a dateline is the headline: all in capitals, with a dateline below it."""
    return text[slice(*places[0])].isupper() and len(places) > 1 and dateline(text, *places[1], received_at) is not None


def is_heading(words: str) -> bool:
    """Whether a paragraph stands before a story by its own words: a note, a byline, a line of slug or keywords."""
    return _kind(words, Heading(), 0, headline=True, before=None) is not None


def _kind(
    words: str, found: Heading, received_at: int, *, headline: bool, before: SegmentKind | None
) -> SegmentKind | None:
    if not headline and _is_marked(words):
        return "headline"
    if is_note(words, "embargo") and len(words) < _LONGEST_EMBARGO:
        found.embargo = instant_of(words, received_at) or words.strip("()[]* ")
        return "advisory"
    if is_note(words, "correction") and (headline or words[0] in "([" or ":" in words[:30]):
        return "correction"
    if is_note(words, "advisory") or (words[0] == "[" and words[-1] == "]"):
        return "advisory"
    if len(words) <= _LONGEST_BYLINE and (_BYLINE.match(words) or (before == "byline" and _TITLE.match(words))):
        return "byline"
    ruled = not any(each.isalnum() for each in words) or (not headline and _RIGHTS.match(words))
    return "furniture" if ruled or _is_told(words, found, headline=headline) else None


def _is_marked(words: str) -> bool:
    """Whether it is labels and a headline after them: `(CORRECTION) FERRY BURNS`."""
    begin = labels(words, 0, len(words))[1]
    return 0 < begin < len(words) and len(words) <= _LONGEST_HEADLINE and words[-1] not in ".)]"


def _is_told(words: str, found: Heading, *, headline: bool) -> bool:
    """Whether it is the slug line or the line of keywords, which are then kept."""
    slug = _SLUG.match(words) if found.slug is None else None
    if slug and headline and not slug["said"]:
        slug = None
    if slug:
        found.slug = (slug["dpa"] or slug["said"] or slug["cycle"]).strip()
    keywords = _KEYWORDS.match(words)
    if keywords:
        found.keywords = [each for each in (part.strip(" .") for part in re.split(r"[,;/]", keywords["words"])) if each]
    return bool(slug or keywords)


def _is_headline(words: str, *, alone: bool) -> bool:
    if len(words) > _LONGEST_HEADLINE:
        return False
    if words.isupper() or words.startswith("**"):
        return True
    if alone:
        return not words.rstrip("\"”»'’)").endswith((".", "!", "?", "…"))
    return not words.endswith(".") or words.endswith("..") or _is_titled(words)


def _is_titled(words: str) -> bool:
    """Whether all long words have capitals, as in the titles of papers."""
    long = [each for each in words.split() if len(each) > _LONG_WORD and each[0].isalpha()]
    return len(long) >= _FEW_WORDS and all(each[0].isupper() for each in long)
