"""A token classifier of the transformers library as the tagger, from a folder; nothing is fetched.

A text that is longer than the model can see is read in windows that overlap; each token is judged where it stands
farthest from a window's edge. A word is what its first token is said to be; tags may be IOB, BIO or BILOU.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer
from transformers.utils import logging

from shared.reading import Named
from shared.records import EntityType
from workers.taggers import labels

_MOST_TOKENS = 512
#: How much of a window the next one sees again.
_OVERLAP = 0.25
#: Characters given to the tokeniser at a time.
_WINDOW = 20_000


class _Token(NamedTuple):
    start: int
    end: int
    margin: int
    tag: str
    sure: float


class Tagger:
    """See `shared.step.Tagger`. Raises OSError and ValueError."""

    def __init__(self, place: str) -> None:
        torch.set_num_threads(1)
        logging.disable_progress_bar()
        logging.set_verbosity_error()
        self._tokenizer = AutoTokenizer.from_pretrained(place, local_files_only=True)
        if not self._tokenizer.is_fast:
            raise ValueError("its tokenizer tells no places in the text; one of the fast kind is needed")
        self._model, told = AutoModelForTokenClassification.from_pretrained(
            place, local_files_only=True, output_loading_info=True
        )
        if told["missing_keys"]:
            raise ValueError(f"it is no token classifier: {', '.join(sorted(told['missing_keys'])[:3])} is missing")
        self._model.eval()
        self._tags = [self._model.config.id2label[each] for each in range(self._model.config.num_labels)]
        labels.check({each.partition("-")[2] or each for each in self._tags})
        seen = getattr(self._model.config, "max_position_embeddings", _MOST_TOKENS)
        self._most = min(self._tokenizer.model_max_length, seen, _MOST_TOKENS)
        self.name = f"transformers {self._model.config.model_type}"

    def names(self, text: str, places: Sequence[tuple[int, int]]) -> list[Named]:
        """The names at these places, in order."""
        found = []
        for at, words in labels.windows(text, places, _WINDOW):
            for start, end, type, sure in _names(_words(words, self._tokens(words))):
                found.append(labels.named(text, at + start, at + end, type, sure))
        return [each for each in found if each]

    def _tokens(self, words: str) -> list[_Token]:
        made = self._tokenizer(
            words, truncation=True, max_length=self._most, stride=int(self._most * _OVERLAP),
            return_overflowing_tokens=True, return_offsets_mapping=True, return_special_tokens_mask=True,
        )  # fmt: skip
        best: dict[int, _Token] = {}
        for number, ids in enumerate(made["input_ids"]):
            for each in self._judged(ids, made["offset_mapping"][number], made["special_tokens_mask"][number]):
                if each.start not in best or each.margin > best[each.start].margin:
                    best[each.start] = each
        return [best[start] for start in sorted(best)]

    def _judged(self, ids: list[int], places: list[tuple[int, int]], special: list[int]) -> Iterator[_Token]:
        with torch.inference_mode():
            chances = self._model(torch.tensor([ids])).logits[0].softmax(-1).max(-1)
        for at, (start, end) in enumerate(places):
            if not special[at] and start < end:
                margin = min(at, len(ids) - 1 - at)
                yield _Token(start, end, margin, self._tags[chances.indices[at]], float(chances.values[at]))


def _words(text: str, tokens: Sequence[_Token]) -> Iterator[_Token]:
    """Words with the tags of their first tokens: what joins two letters or figures without a gap is one word."""
    word: _Token | None = None
    for each in tokens:
        if word and word.end == each.start and text[each.start - 1].isalnum() and text[each.start].isalnum():
            word = word._replace(end=each.end)
            continue
        if word:
            yield word
        word = each
    if word:
        yield word


def _names(words: Iterator[_Token]) -> Iterator[tuple[int, int, EntityType, float]]:
    """Words of one type in a row, a new one where a tag says that it begins."""
    open: list[_Token] = []
    kind: EntityType | None = None
    for each in words:
        prefix, _, label = each.tag.partition("-")
        type = labels.type_of(label or prefix)
        if open and kind and (type != kind or prefix in ("B", "S", "U")):
            yield _joined(open, kind)
            open = []
        kind = type
        if type:
            open.append(each)
    if open and kind:
        yield _joined(open, kind)


def _joined(words: Sequence[_Token], type: EntityType) -> tuple[int, int, EntityType, float]:
    return words[0].start, words[-1].end, type, sum(each.sure for each in words) / len(words)
