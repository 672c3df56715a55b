"""A narrow network says what the wide one said, as far as it can, and learns what teachers say. Needs torch."""

from __future__ import annotations

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from training.batches import Cut  # noqa: E402
from training.data import Document, example  # noqa: E402
from training.model import WIDTH, Reader, Size  # noqa: E402
from training.narrow import narrowed  # noqa: E402
from training.noise import damaged, recased  # noqa: E402
from training.teach import teach  # noqa: E402
from training.train import some  # noqa: E402
from workers import weights  # noqa: E402

SAID = Document("Ilse Tarn’s aide said that it rained – in Port Alder.\n" * 40, [], None)


def wide() -> Reader:
    """Half of its units repeat the other half in a lower voice, and half of its heads say the same of every piece."""
    torch.manual_seed(1)
    net, half = Reader().eval(), 2 * WIDTH
    with torch.no_grad():
        for layer in net.layers:
            layer.mix.weight[-WIDTH // 2 :] = 0
            layer.wide.weight[half:], layer.wide.bias[half:] = layer.wide.weight[:half], layer.wide.bias[:half]
            layer.narrow.weight[:, half:] = 0.2 * layer.narrow.weight[:, :half]
    return net


@pytest.fixture
def windows() -> list[Cut]:
    return some(weights.load().tokenizer, [SAID])


@pytest.mark.parametrize(
    ("size", "lost"), [(Size(heads=6), 1e-3), (Size(units=2 * WIDTH), 0.08), (Size(heads=6, units=2 * WIDTH), 0.08)]
)
def test_what_is_always_the_same_and_what_others_foretell_goes_without_loss(
    windows: list[Cut], size: Size, lost: float
) -> None:
    net = wide()
    less = narrowed(net, windows, size).eval()
    ids, kinds = (torch.from_numpy(each)[None] for each in (windows[0].ids, windows[0].kinds))

    assert less.size == size
    for mine, theirs in zip(less(ids, kinds), net(ids, kinds), strict=True):
        torch.testing.assert_close(mine, theirs, atol=lost, rtol=0)


def test_a_network_is_made_again_from_its_weights() -> None:
    net = Reader(Size(heads=3, units=64))

    assert Reader.of(net.state_dict()).size == net.size


def test_teachers_give_their_mean(windows: list[Cut]) -> None:
    nets = [Reader().eval(), Reader().eval()]
    made = example(weights.load().tokenizer, SAID._replace(text=SAID.text[:54])).pieces
    (taught,) = teach(nets, [made], cores=1)
    ids = torch.tensor([[101, *made.ids, 102]])
    kinds = torch.tensor([[0, *made.kinds, 0]])
    wanted = sum(net(ids, kinds).quote[0, 1:-1].softmax(-1).detach().numpy() for net in nets) / 2

    np.testing.assert_allclose(taught.quote, wanted, atol=0.02)
    np.testing.assert_allclose(taught.entity.sum(1), 1, atol=0.01)


def test_what_was_taught_of_a_text_holds_while_its_pieces_are_the_same() -> None:
    rng, tokenizer = random.Random(3), weights.load().tokenizer  # noqa: S311
    made = example(tokenizer, SAID)
    (taught,) = teach([Reader()], [made.pieces], cores=1)
    same = example(tokenizer, recased(SAID, rng)).heard(taught, made.pieces.ids).taught
    other = example(tokenizer, damaged(SAID, rng)).heard(taught, made.pieces.ids).taught

    assert (same.quote == taught.quote).all()
    assert not other.quote.any()
    assert set(np.flatnonzero(same.entity.any(1))) <= set(example(tokenizer, SAID).pieces.words[:, 0].tolist())
