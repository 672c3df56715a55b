"""Offices before names: `Minister for Rivers Cleo Ostrandt` is a minister called Cleo Ostrandt.

The language model may take the last words of an office for the first of its holder's name, or run the body that
someone leads and the leader's name into one, or a word for a people and a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workers.text.gazetteer import cities, common, known, table
from workers.text.grouping import Form, fold
from workers.text.names import Name, tokens
from workers.text.tables import words_of

#: Offices that are named after their field, so that behind `for` one word at least is no name, and those of others.
_FIELD = r"minister|secretary(?: of state)?|under-?secretary(?:-general)?|commissioner|ombuds(?:wo)?man"
_LEADS = (
    rf"(?:{_FIELD}|envoy|director(?:-general)?|head|chief|chair(?:man|woman|person)?|president|governor|mayor|premier"
    r"|leader|captain|dean|rector|editor|owner|founder|boss|manager|speaker|spokes(?:man|woman|person))"
)
_LARGE = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"
_OF_FIELD = re.compile(
    rf"\b(?i:(?P<always>{_FIELD})|envoy|rapporteur) (?:for|of) (?:the )?(?:{_LARGE}(?:,? and |, | & ))*$"
)
_WITH_FIELD = re.compile(
    rf"\b(?i:{_FIELD}|envoy|rapporteur) (?:for|of) (?:the )?{_LARGE}(?:(?:,| and|, and| &)?(?: the)? {_LARGE})* $"
)
_OF_BODY = re.compile(rf"\b(?i:{_LEADS}) (?:for|of) (?:the )?$")
_ON = re.compile(rf"(?: {_LARGE})+")
_BEFORE = 120
#: Words of the shortest stretch in which a body and its leader are both named, and of the leader's name.
_BOTH, _FULL = 3, 2


def parted(text: str, found: Sequence[Name], places: Sequence[str]) -> list[Name]:
    """The names in order, those of people without words of their office, the body that they lead or their nationality.

    Args:
        text: the report.
        found: its names in order.
        places: the dateline's.
    """
    forms = {fold(each.words) for each in found} | {fold(each.split()) for each in places}
    made: list[Name] = []
    behind = 0
    for each in found:
        if each.start < behind:  # it is part of the name before
            continue
        before = text[max(0, each.start - _BEFORE) : each.start]
        both = _body_and_leader(text, each, forms) if _OF_BODY.search(before) else []
        made += both or _people_and_person(text, each) or [_without_field(text, each, before)]
        behind = made[-1].end
    return made


def holds_office(title: str) -> bool:
    """Whether these words before a name end with an office and its field: `Minister for Trade, Ports and the Arts `."""
    return _WITH_FIELD.search(title) is not None


def _people_and_person(text: str, name: Name) -> list[Name]:
    """`Briton Boro Vane` is a Briton and Boro Vane; empty where the name does not begin with a word for a people."""
    fact = known(name.words[0]) if name.type == "PERSON" and len(name.words) > _FULL else None
    if not fact or fact.type != "MISC" or not fact.iso:
        return []
    first, second, *_ = tokens(text, name.start, name.end)
    return [
        Name(first.start, first.end, name.words[:1], "MISC", name.sure),
        name._replace(start=second.start, words=name.words[1:]),
    ]


def _without_field(text: str, name: Name, before: str) -> Name:
    """The name without the everyday words at its beginning that say what the office is for."""
    office = _OF_FIELD.search(before)
    line = tokens(text, name.start, name.end)
    if not office or len(line) < _FULL or known(name.written):
        return name
    skipped = 1 if office["always"] and name.type in {"PERSON", "ORG"} and not _is_first(line[0].word) else 0
    while len(line) - skipped > _FULL and _is_everyday(line[skipped].word):
        skipped += 1
    rest = tuple(token.word for token in line[skipped:])
    if not skipped or not (_may_be_person(rest) or (name.type == "PERSON" and len(rest) >= _FULL)):
        return name
    return name._replace(start=line[skipped].start, words=rest, type="PERSON")


def _may_be_person(words: Sequence[str]) -> bool:
    """Whether these words may be a person's name: two at most, none of them an everyday one or a place."""
    large = all(word[0].isupper() for word in words)
    return len(words) <= _FULL and large and not any(_is_everyday(word) or known(word) for word in words)


def _is_everyday(word: str) -> bool:
    """Whether a word is written small in other places, and is nobody's first name."""
    low = word.casefold()
    ordinary = not common().isdisjoint((low, low.removesuffix("s"))) or low in table("kinds") | table("bodies")
    return ordinary and not _is_first(word)


def _is_first(word: str) -> bool:
    return word.casefold() in words_of("he") | words_of("she")


def _body_and_leader(text: str, name: Name, forms: set[Form]) -> list[Name]:
    """The body or town and who leads it, where both stand in one stretch of capitals and the first is known."""
    more = _ON.match(text, name.end)
    line = tokens(text, name.start, more.end() if more else name.end)
    if len(line) < _BOTH or fold(name.words) == fold(token.word for token in line[:-_FULL]):
        return []
    head, tail = line[:-_FULL], line[-_FULL:]
    body, leader = (tuple(token.word for token in part) for part in (head, tail))
    written = " ".join(body)
    fact = known(written)
    company = len(body) > 1 and body[-1].casefold() in table("companies")
    is_known = company or fold(body) in forms or (fact and fact.type != "MISC") or cities(written)
    if not is_known or not _may_be_person(leader):
        return []
    kind = fact.type if fact else "ORG" if company else "PLACE" if name.type == "PERSON" else name.type
    return [
        Name(head[0].start, head[-1].end, body, kind, name.sure),
        Name(tail[0].start, tail[-1].end, leader, "PERSON", name.sure),
    ]
