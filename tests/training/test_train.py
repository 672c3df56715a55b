"""The network learns what it is shown, and what is exported says the same. Needs what training needs."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from training.batches import batches, collate, cuts, spread  # noqa: E402
from training.data import SKIP, Document, example  # noqa: E402
from training.export import export  # noqa: E402
from training.manifest import describe  # noqa: E402
from training.model import Reader, Size  # noqa: E402
from training.train import Recipe, fit  # noqa: E402
from workers import weights  # noqa: E402
from workers.text.pieces import WINDOW  # noqa: E402

TEXT = "Ilse Tarn said that it rained.\n" * 60
QUOTES = [
    {"source": [(at, at + 9)], "cue": [(at + 10, at + 14)], "content": [(at + 15, at + 29)]}
    for at in range(0, 1860, 31)
]
ENTITIES = [((at, at + 9), "PERSON") for at in range(0, 1860, 31)]
SAID, NAMED = Document(TEXT, QUOTES, None), Document(TEXT, None, ENTITIES)


def test_windows_hold_whole_paragraphs_and_links_stay_inside() -> None:
    found = cuts([example(weights.load().tokenizer, SAID)] * 3, random.Random(1))  # noqa: S311

    assert sum(len(each.ids) for each in found) == 3 * len(example(weights.load().tokenizer, SAID).pieces.ids)
    for each in found:
        assert len(each.ids) <= WINDOW
        assert all(each.quote[link - 1] == 3 for link in each.link if link != SKIP)


def test_batches_are_mixed_and_no_larger_than_asked() -> None:
    rng, tokenizer = random.Random(1), weights.load().tokenizer  # noqa: S311
    tasks = [cuts([example(tokenizer, each)] * 20, rng) for each in (SAID, NAMED)]
    made = list(batches(spread(tasks, rng), 2000, rng))

    assert sum(len(each) for each in made) == sum(len(each) for each in tasks)
    for each in made:
        batch = collate(each)
        assert batch.ids.numel() <= 2000
        assert (batch.mask.sum(1) == torch.tensor([len(cut.ids) + 2 for cut in each])).all()


@pytest.mark.parametrize(("size", "teachers"), [(Size(), 0), (Size(heads=3, units=128), 2)])
def test_a_run_ends_and_what_is_exported_says_the_same(tmp_path: Path, size: Size, teachers: int) -> None:
    torch.manual_seed(1)
    recipe = Recipe(quote_epochs=2, entity_epochs=2, pieces=600, minutes=5, rate=1e-4)
    taught_by = [Reader() for _ in range(teachers)]
    state = fit(Reader(size), weights.load().tokenizer, [SAID, NAMED], recipe, lambda state: None, taught_by)
    net = Reader.of(state)
    export(net, tmp_path / "reader.onnx", whole=True)
    (tmp_path / "tokenizer.json").write_bytes((Path(weights.__file__).parent / "weights/tokenizer.json").read_bytes())
    describe(tmp_path, "trained on this test", {"test": {"all": 1.0}})
    model = weights.Weights(tmp_path)
    ids = torch.arange(1000, 1040)
    with torch.no_grad():
        wanted = [each[0].numpy() for each in net.eval()(ids[None], torch.zeros_like(ids)[None])]

    for mine, theirs in zip(model.scores(ids.numpy(), np.zeros(40, np.int64)), wanted, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=2e-3)
