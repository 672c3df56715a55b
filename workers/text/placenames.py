"""Places as datelines name them: `DULUTH, Minn.`, `BOGOTA/CARACAS`, `Jaipur (Rajasthan) [India]`, `Frankfurt/Main`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from workers.text.gazetteer import cities, common, known
from workers.text.tables import words

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_COMMA = re.compile(r"\s*,\s*")
#: Capitals and small letters with no comma between them: `FARMINGTON Conn.`
_UNMARKED = re.compile(r"(?<=[^\W\d_a-z][^\W\d_a-z]) (?=[^\W\d_a-z][a-z]+\.?$)")
_AND = re.compile(r"(?:^|\s+)(?:and|und|et|y|e|og|och|en|és|ve|&)\s+(?=\S)")
#: Capitals begin with such small letters: McALLEN, DeKALB.
_PREFIX = re.compile(r"(?:Ma?c|De|La|Le|Du|Des|[dl]['’])(?=[^\W\d_a-z]{2})")
_ELIDED = re.compile(r"[dlDL]['’](?=[^\W\d_a-z])")
_LETTERS = re.compile(r"[^\W\d_]{2}|\ufffd")
#: A place in capitals, and one in small letters, has at most so many words.
_MOST_CAPITALS, _MOST_SMALL = 7, 5
#: Shorter words with a full stop are abbreviations.
_SHORT = 5


class Places(NamedTuple):
    """Where a report comes from; `shouted`: the places are written in capitals."""

    names: list[str]
    region: str | None
    shouted: bool

    @property
    def known(self) -> bool:
        """Whether they are cities or countries that are known."""
        return all(map(_is_known, self.names))

    @property
    def strange(self) -> bool:
        """Whether each has a word that is not one that newspapers write small."""
        return all(any(word.lower() not in common() for word in each.split()) for each in self.names)


def places(head: str) -> Places | None:
    """The places in the words before a dateline's date or credit; None when they are something else."""
    names: list[str] = []
    regions: list[str] = []
    for chunk in _chunks(_BRACKETS.sub(r", \1", head)):
        first, *rest = [each for each in _COMMA.split(_UNMARKED.sub(", ", chunk.strip(" ,"))) if each] or [""]
        names += _AND.split(first) if _is_shouted(first) or " en " not in first else [first]
        for part in rest:
            if _AND.match(part):
                names.append(_AND.sub("", part, count=1))
            elif _AND.search(part) and _is_shouted(part):
                names += _AND.split(part)
            else:
                regions.append(part)
    names = [each.strip(" .") for each in names]
    shouted = all(map(_is_shouted, names))
    if not all(_is_place(each, shouted=shouted) for each in names) or not all(map(_is_region, regions)):
        return None
    return Places(names, ", ".join(map(_undotted, regions)) or None, shouted)


def uncased(head: str) -> Places | None:
    """The same in letters that are neither small nor capital: Arabic, Chinese, Hebrew."""
    first, *rest = [each.strip() for each in _COMMA.split(_BRACKETS.sub(r", \1", head))]
    if head.lower() != head.upper() or not first[:1].isalpha() or len(first.split()) > _MOST_SMALL:
        return None
    return Places([each.strip() for each in first.split("/") if each.strip()], ", ".join(rest) or None, False)


def _chunks(head: str) -> list[str]:
    """What stands between slashes; a town on a river is one."""
    found: list[str] = []
    for each in head.split("/"):
        if found and each.strip().lower() in _rivers():
            found[-1] += f"/{each.strip()}"
        else:
            found.append(each)
    return found


def _is_place(name: str, *, shouted: bool) -> bool:
    parts = name.split()
    if not 0 < len(parts) <= (_MOST_CAPITALS if shouted else _MOST_SMALL) or not _LETTERS.search(name):
        return False
    if not shouted and (not _begins(parts[0]) or parts[0].lower() in _openers()):
        return False
    begins = all(_begins(each) or each.lower() in _small() or (shouted and each[0].isdigit()) for each in parts)
    return begins or (len(parts) < _SHORT and _is_known(name))


def _is_region(name: str) -> bool:
    parts = name.split()
    return len(parts) < _MOST_SMALL and all(_begins(each) or each.lower() in _small() | {"of"} for each in parts)


def _begins(word: str) -> bool:
    return word.lstrip("'’").removeprefix("s-")[:1].isupper() or word[0] == "\ufffd" or bool(_ELIDED.match(word))


def _is_known(name: str) -> bool:
    found = known(name.title())
    return bool(cities(name.title())) or (found is not None and found.type == "PLACE")


def _is_shouted(name: str) -> bool:
    parts = [_PREFIX.sub("", each) for each in name.split() if each not in _small() and each != "s-"]
    return any(map(_LETTERS.search, parts)) and all(each == each.upper() for each in parts)


def _undotted(region: str) -> str:
    """The region without a full stop, unless it is an abbreviation: `Minn.`, `D.C.`, `Que.`."""
    last = region.rsplit(maxsplit=1)[-1].rstrip(".")
    return region if "." in last or len(last) < _SHORT or last.lower() in _abbreviations() else region.rstrip(".")


@cache
def _small() -> frozenset[str]:
    return frozenset(words("place_words"))


@cache
def _openers() -> frozenset[str]:
    """What places never begin with, the article of The Hague aside."""
    return frozenset(words("openers")) - {"the", "a", "an"} | {"by", "from", "since", "until", "with", "last", "next"}


def opens(word: str) -> bool:
    """Whether a word leads on to what follows it in a sentence."""
    return word.lower() in _openers() | _small()


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(words("abbreviations"))


@cache
def _rivers() -> frozenset[str]:
    return frozenset(words("rivers"))
