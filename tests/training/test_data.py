"""Annotations become targets and come back as they were."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

import numpy as np
import pytest

from training.data import SKIP, Document, Example, documents, example
from training.noise import damaged, recased
from workers import weights
from workers.text import tags

LINE = {
    "text": "Lee said “it’s late – too late.”\nIt rained in Port Alder.",
    "quotes": [{"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 32]], "type": "direct"}],
    "entities": [{"start": 0, "end": 3, "label": "PERSON"}, {"start": 46, "end": 56, "label": "PLACE"}],
}


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(LINE), encoding="utf-8")
    (found,) = documents(path)
    return found


def made(document: Document) -> Example:
    return example(weights.load().tokenizer, document)


def roles(found: Example, text: str) -> list[tuple[str, str]]:
    """The parts of quotes that the targets tell of."""
    scores = np.eye(tags.count(tags.ROLES), dtype=np.float32)[found.quote] * 20
    places = found.pieces
    return [
        (each.kind, text[places.starts[each.start] : places.ends[each.stop - 1]])
        for each in tags.stretches(scores, tags.ROLES)
    ]


def test_parts_of_quotes_and_the_cue_they_belong_to(document: Document) -> None:
    found = made(document)
    cue = int(np.searchsorted(found.pieces.starts, 4))

    assert roles(found, document.text) == [("source", "Lee"), ("cue", "said"), ("content", "“it’s late – too late.”")]
    assert set(found.link[found.quote > 0]) == {cue, SKIP}
    assert set(found.link[found.quote == 0]) == {SKIP}


def test_names_are_learnt_at_the_first_piece_of_each_word(document: Document) -> None:
    found = made(document)
    words = found.pieces.words
    kinds = dict(zip((document.text[a:b] for _, a, b in words), found.entity[words[:, 0]], strict=True))
    begin = tags.begin(tags.TYPES, "PLACE")

    assert (kinds["Port"], kinds["Alder"], kinds["rained"]) == (begin, begin + 1, 0)
    assert (found.entity == SKIP).sum() == len(found.entity) - len(words)


def test_what_a_line_does_not_annotate_is_not_learnt(document: Document) -> None:
    assert set(made(document._replace(quotes=None)).quote) == {SKIP}
    assert set(made(document._replace(entities=None)).entity) == {SKIP}
    assert set(made(document._replace(quotes=[])).quote) == {0}


def test_damage_carries_the_annotations_along(document: Document) -> None:
    """Whatever is lost, the parts are still the same words."""
    texts = set()
    for seed in range(20):
        changed = damaged(document, random.Random(seed))  # noqa: S311
        texts.add(changed.text)
        (_, _, (role, words)) = roles(made(changed), changed.text)
        assert role == "content"
        assert re.fullmatch("it[’']?s late [–�] too late.", words.strip('“”"'))
    assert len(texts) > 4


def test_a_text_in_other_letters_keeps_its_places(document: Document) -> None:
    seen = [recased(document, random.Random(seed)) for seed in range(20)]  # noqa: S311

    assert {each.text for each in seen} == {document.text.upper(), document.text.lower()}
    assert all((each.quotes, each.entities) == (document.quotes, document.entities) for each in seen)


def test_lines_of_a_corpus_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": each, "corpus": each, "entities": []}) + "\n" for each in ("one", "two"))

    assert [each.text for each in documents(path, without=["one"])] == ["two"]
