"""A spaCy pipeline as the tagger: a trained one, or one of rules, a package or a folder."""

from __future__ import annotations

from collections.abc import Sequence

import spacy

from shared.reading import Named
from workers.taggers import labels

#: spaCy takes much memory for long texts: so many characters at a time.
_WINDOW = 5_000
#: Its entities carry no probability.
_SURE = 0.85


class Tagger:
    """See `shared.step.Tagger`. Raises OSError and ValueError."""

    def __init__(self, place: str) -> None:
        self._pipeline = spacy.load(place)
        labels.check({label for found in self._pipeline.pipe_labels.values() for label in found})
        self.name = f"spaCy {self._pipeline.meta['name']} {self._pipeline.meta['version']}"

    def names(self, text: str, places: Sequence[tuple[int, int]]) -> list[Named]:
        """The names at these places, in order."""
        windows = list(labels.windows(text, places, _WINDOW))
        documents = self._pipeline.pipe(words for _, words in windows)
        found = [
            labels.named(text, at + each.start_char, at + each.end_char, type, _SURE)
            for (at, _), document in zip(windows, documents, strict=True)
            for each in document.ents
            if (type := labels.type_of(each.label_))
        ]
        return [each for each in found if each]
