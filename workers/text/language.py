"""The language of a text, by py3langid's model."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from shared.records import Language

#: So much of a text shows its language; where it does not, so much more.
_SAMPLES = (400, 1600)
#: Less surely than that, more of it is looked at, and it is not taken for foreign.
_SURE = 0.9
#: Fewer letters say nothing.
_ENOUGH = re.compile(r"(?:[\W\d_]*[^\W\d_]){20}")


def language(text: str) -> Language | None:
    """ISO 639-1 code and confidence from 0 to 1; None where there is too little text."""
    if not _ENOUGH.match(text[: _SAMPLES[-1]]):
        return None
    found = _classified(text[: _SAMPLES[0]])
    return found if found.confidence >= _SURE or len(text) <= _SAMPLES[0] else _classified(text[: _SAMPLES[1]])


def _classified(sample: str) -> Language:
    sample = sample.lower() if sample.isupper() else sample
    code, confidence = _model().classify(sample.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return Language(code=code, confidence=round(float(confidence), 3))


def is_english(found: Language | None) -> bool:
    """Whether a text may be read as English: it is, or nothing speaks surely against it. `pcm` is Nigerian Pidgin,
    which the model takes much English for.
    """
    return found is None or found.code in {"en", "pcm"} or found.confidence < _SURE


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  it takes a while to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
