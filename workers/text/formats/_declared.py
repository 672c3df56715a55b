"""What formats declare in codes: the language, the urgency, and whether a report may be published."""

from __future__ import annotations

import re

from shared.records import Language, Urgency

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]\w{1,20}){0,8}$")
_THREE = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt",
    "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "nld": "nl", "dut": "nl",
    "swe": "sv", "nor": "no", "nob": "nb", "dan": "da", "fin": "fi", "pol": "pl", "ces": "cs", "cze": "cs",
    "hun": "hu", "tur": "tr", "ell": "el", "gre": "el", "ukr": "uk", "heb": "he", "fas": "fa", "per": "fa",
}  # fmt: skip
_CATEGORIES = re.compile(r"(?<!sub)cat(?:egory|egories|s)?(?:codes?)?(?![a-z])", re.I)
_STATES = {"usable": "usable", "withheld": "withheld", "canceled": "canceled", "cancelled": "canceled"}


def language(*tags: str | None) -> Language | None:
    """The first tag that names a language: `en-US`, `FR`, `deu`."""
    for tag in tags:
        found = _TAG.match((tag or "").strip().lower())
        code = _THREE.get(found[1], found[1]) if found else ""
        if len(code) == 2:
            return Language(code=code, confidence=1.0)
    return None


def urgency(words: str | None) -> Urgency | None:
    """As received, and its value where it is one figure from 1 to 9."""
    return Urgency(raw=words, value=int(words) if re.fullmatch("[1-9]", words) else None) if words else None


def publication(words: str | None) -> str | None:
    """`usable`, `withheld` or `canceled`, out of a code, an address or a word in any case."""
    return _STATES.get(re.split(r"[:/#]", (words or "").strip().lower())[-1])


def holds_categories(scheme: str | None) -> bool:
    """Whether a scheme is an agency's own list of categories, by its name: `a1312cat`, `apcategorycode`."""
    return bool(scheme) and _CATEGORIES.search(scheme or "") is not None
