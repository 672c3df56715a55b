"""The language of a text, by py3langid's model."""

from __future__ import annotations

from functools import cache
from typing import Any

from shared.records import Language

_SAMPLE = 1000
#: Fewer letters say nothing.
_FEWEST = 20
#: Less surely than that, a text is not taken for foreign.
_SURE = 0.9


def language(text: str) -> Language | None:
    """ISO 639-1 code and confidence from 0 to 1; None where there is too little text."""
    sample = text[:_SAMPLE]
    if sum(each.isalpha() for each in sample) < _FEWEST:
        return None
    if sample.isupper():
        sample = sample.lower()
    code, confidence = _model().classify(sample.encode("utf-8", "replace").decode("utf-8", "replace"))
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
