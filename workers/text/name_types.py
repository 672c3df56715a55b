"""Types that the words around a name show: a company by its ships, its chief executive or its shares, a river by its
banks and bridges. They outrank the language model's type, in all mentions of the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shared.records import EntityType
from workers.text.gazetteer import cities, known, table
from workers.text.grouping import fold
from workers.text.names import Name, cased

_NEAR = 80
#: Whose last word is one of a company's names (`Tessel Line`, `Harlan Works`) is one where it has or runs something.
_OWNED = re.compile(
    r"\b(?:barge|ship|ferry|ferrie|tanker|vessel|freighter|liner|boat|trawler|plane|jet|airliner|aircraft|helicopter"
    r"|train|tram|bus|buse|truck|lorry|lorrie|van|fleet|driver|pilot|crew|captain|passenger|customer|employee|worker"
    r"|spokesman|spokeswoman|spokesperson|director|head|owner|manager|boss|factory|factorie|plant|depot|office)s?"
    r" (?:of|from|for|at) (?:the )?$",
    re.IGNORECASE,
)
_OWNS = re.compile(
    r"['’]s? (?:\w+ ){0,2}?(?:barge|ship|ferry|ferrie|tanker|vessel|plane|jet|train|buse|truck|fleet|director|owner"
    r"|manager|head|boss|spokesman|spokeswoman|spokesperson|worker|employee|customer|passenger|profit|sale|revenue)s?\b"
)
#: What only companies have, whatever they are called.
_TRADED_BEFORE = re.compile(
    r"\b(?:(?:shares|stock|stakes?|shareholders|investors) (?:of|in)|subsidiary of|owned by|operated by|chartered by"
    r"|chief (?:executive|financial officer|operating officer)(?: officer)? of|CEO of|CFO of) (?:the )?$",
    re.IGNORECASE,
)
_TRADED_BEHIND = re.compile(
    r"['’]s? (?:[\w-]+ ){0,2}?(?:chief (?:executive|financial|operating)|CEO\b|CFO\b|COO\b|managing director"
    r"|shareholders|share price"
    r"|(?:shares|stock) (?:rose|fell|were|was|closed|jumped|dropped|gained|lost|have|had|would|will)\b)"
)
#: How the next sentence calls a company.
_CALLED = re.compile(
    r"[^.!?\n]{0,250}[.!?][\"”]?\s+(?:[\"“][^\"“”\n]{0,200}[\"”],? )?[Tt]he (?:company|firm|airline|carrier|operator"
    r"|shipper|shipping (?:line|company)|railway|maker|manufacturer|concern)\b"
)
_RIVER_BEFORE = re.compile(
    r"\b(?:(?:banks?|waters?|mouth|bed|course|basin|delta|estuary|upper reaches|lower reaches|tributar(?:y|ies)) of"
    r"|(?:bridges?|ferry|ferries|dams?|barrage|weir|crossing) (?:over|across|on)|(?:up|down)(?:stream|river) (?:on|of)"
    r"|rivers?) the $",
    re.IGNORECASE,
)
#: Names of other types that the model is less sure of may be rivers.
_UNSURE = 0.8


def shown(text: str, found: Sequence[Name]) -> list[Name]:
    """The names, those of a type that the words beside one of their mentions show given it everywhere."""
    types: dict[tuple[str, ...], EntityType] = {}
    for each in found:
        if each.type != "ORG" and _is_company(text, each) and not _is_known(each):
            types[fold(each.words)] = "ORG"
        elif _may_be_river(each) and _RIVER_BEFORE.search(text, max(0, each.start - _NEAR), each.start):
            types.setdefault(fold(each.words), "PLACE")
    return [each._replace(type=types.get(fold(each.words), each.type)) for each in found] if types else [*found]


def _is_company(text: str, name: Name) -> bool:
    """Whether the words around a name, or its last word and these, say that it is a company's."""
    before, behind = max(0, name.start - _NEAR), text[name.end : name.end + _NEAR]
    if _TRADED_BEHIND.match(behind):
        return True
    if _TRADED_BEFORE.search(text, before, name.start):
        return behind[:2] not in {"'s", "’s"}
    last = name.words[-1].casefold()
    if len(name.words) < 2 or last not in table("companies"):
        return False
    if last in table("lines"):
        return True
    owned = _OWNED.search(text, before, name.start) or _OWNS.match(behind)
    return owned is not None or _CALLED.match(text, name.end) is not None


def _may_be_river(name: Name) -> bool:
    unsure = name.type == "MISC" or (name.type != "PLACE" and name.sure < _UNSURE)
    return unsure and not _is_known(name)


def _is_known(name: Name) -> bool:
    """Whether the gazetteer says what it is."""
    return known(name.written) is not None or bool(cities(cased(name.written)))
