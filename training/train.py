"""Fits the network: two tasks in mixed batches, each of which learns from its own windows, and from what teachers say
of all windows, if there are any.

Forward and backward passes run in bfloat16 on working copies, one a core, each taking a few windows at a time; the
weights proper are kept in full precision. The words' vectors stay as they are: they know more words than the corpora,
and it saves work. The rate rises for a moment, falls to a tenth, and what is returned is the mean of the weights over
the last fifth of the run. The run is as long as the epochs, or as `minutes` allow: the rate then falls faster, so that
a slow machine gets a whole, shorter run.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch.nn import functional

from training.batches import Cut, batches, collate, cuts, spread
from training.data import SKIP, Document, Example, example
from training.model import Reader, State
from training.noise import damaged, recased
from training.teach import teach


class Recipe(NamedTuple):
    """All that decides what comes out, beside the data."""

    quote_epochs: int = 5
    entity_epochs: int = 3
    minutes: float = 52
    pieces: int = 3072
    pieces_at_once: int = 768
    cores: int = 2
    rate: float = 3e-4
    head_rate: float = 2e-3
    warm_up: float = 0.05
    least: float = 0.1
    mean_from: float = 0.8
    link_weight: float = 0.3
    taught: float = 0.5
    damaged: float = 0.25
    recased: float = 0.2
    seed: int = 7


def fit(
    net: Reader,
    tokenizer: Tokenizer,
    documents: list[Document],
    recipe: Recipe,
    save: Callable[[State], object],
    teachers: Sequence[Reader] = (),
) -> State:
    """Trains `net` and returns the mean weights; `save` gets the present ones every five minutes."""
    torch.set_num_threads(1)
    rng = random.Random(recipe.seed)  # noqa: S311  no secret
    said = [each for each in documents if each.quotes is not None]
    named = [each for each in documents if each.entities is not None]
    quotes, entities = (
        _windows(tokenizer, each, epochs, recipe, rng, teachers)
        for each, epochs in ((said, recipe.quote_epochs), (named, recipe.entity_epochs))
    )
    shares = _shares(quotes, entities)
    todo = list(batches(spread([quotes, entities], rng), recipe.pieces, rng))
    print(f"{len(quotes)} + {len(entities)} windows, shares {shares}, {len(todo)} steps", flush=True)
    return _Run(net, recipe if teachers else recipe._replace(taught=0), shares).run(todo, save)


def some(tokenizer: Tokenizer, documents: list[Document], count: int = 150) -> list[Cut]:
    """The windows of some documents, to try a network on."""
    rng = random.Random(Recipe().seed)  # noqa: S311  no secret
    return cuts([example(tokenizer, each) for each in rng.sample(documents, min(count, len(documents)))], rng)


def _windows(
    tokenizer: Tokenizer,
    documents: list[Document],
    epochs: int,
    recipe: Recipe,
    rng: random.Random,
    teachers: Sequence[Reader],
) -> list[Cut]:
    """The windows of all epochs; each epoch damages other documents."""
    whole = [example(tokenizer, each) for each in documents]
    if teachers:
        taught = teach(teachers, [each.pieces for each in whole], recipe.cores)
        whole = [each.heard(said, each.pieces.ids) for each, said in zip(whole, taught, strict=True)]
    found: list[Cut] = []
    for _ in range(epochs):
        pairs = ((_noisy(text, recipe, rng), text, made) for text, made in zip(documents, whole, strict=True))
        found += cuts((made if heard is text else _again(tokenizer, heard, made) for heard, text, made in pairs), rng)
    return found


def _again(tokenizer: Tokenizer, heard: Document, made: Example) -> Example:
    """A changed text; what was taught about it as it was is still true if its pieces are the same."""
    return example(tokenizer, heard).heard(made.taught, made.pieces.ids)


def _noisy(document: Document, recipe: Recipe, rng: random.Random) -> Document:
    """The document, now and then damaged, in capitals, in small letters, or both."""
    if rng.random() < recipe.damaged:
        document = damaged(document, rng)
    return recased(document, rng) if rng.random() < recipe.recased else document


def _shares(quotes: list[Cut], entities: list[Cut]) -> tuple[float, float]:
    """How many of all pieces belong to each task."""
    sizes = [sum(len(each.ids) for each in task) for task in (quotes, entities)]
    return sizes[0] / sum(sizes), sizes[1] / sum(sizes)


class _Run:
    def __init__(self, net: Reader, recipe: Recipe, shares: tuple[float, float]) -> None:
        self.net, self.recipe, self.shares = net, recipe, shares
        net.words.requires_grad_(False)
        self.weights = [each for each in net.parameters() if each.requires_grad]
        self.free: SimpleQueue[Reader] = SimpleQueue()
        self.pool = ThreadPoolExecutor(recipe.cores)
        self.copies = [self.copy() for _ in range(recipe.cores)]
        heads = {id(each) for part in (net.quote, net.asks, net.cues, net.entity) for each in part.parameters()}
        heads.add(id(net.reach))
        groups = [
            {"params": [each for each in self.weights if (id(each) in heads) == is_head], "lr": rate}
            for is_head, rate in ((False, recipe.rate), (True, recipe.head_rate))
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.rates = [recipe.rate, recipe.head_rate]
        self.mean: State = {}
        self.taken = 0

    def copy(self) -> list[torch.nn.Parameter]:
        """Makes a working copy and gives its weights."""
        made = Reader(self.net.size).bfloat16()
        made.load_state_dict(self.net.state_dict())
        made.words.requires_grad_(False)
        self.free.put(made)
        return [each for each in made.parameters() if each.requires_grad]

    def run(self, todo: list[list[Cut]], save: Callable[[State], object]) -> State:
        began = saved = time.monotonic()
        losses = torch.zeros(5)
        for number, windows in enumerate(todo):
            done = max(number / len(todo), (time.monotonic() - began) / (60 * self.recipe.minutes))
            if done >= 1:
                break
            losses += self.step(windows, done)
            if done >= self.recipe.mean_from:
                self.average()
            if number % 20 == 19:
                shown = " ".join(f"{each:.4f}" for each in losses / 20)
                print(f"{number + 1}/{len(todo)} {done:.3f} {shown} {time.monotonic() - began:.0f}s", flush=True)
                losses.zero_()
            if time.monotonic() - saved > 300:
                saved = time.monotonic()
                save(self.mean or self.net.state_dict())
        return self.mean or self.net.state_dict()

    def step(self, windows: list[Cut], done: float) -> torch.Tensor:
        """One step; returns the losses: quotes, links, entities, and what was taught of quotes and entities."""
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * min(1, done / self.recipe.warm_up + 0.01) * (1 - (1 - self.recipe.least) * done)
        size = max(1, self.recipe.pieces_at_once // len(windows[-1].ids))
        few = [windows[at : at + size] for at in range(0, len(windows), size)]
        pieces = float(sum(len(each.ids) for each in windows))
        links = max(1.0, float(sum((each.link != SKIP).sum() for each in windows)))
        # each task is divided by what a batch is expected to hold of it, so that all windows count alike
        taught, own = self.recipe.taught, 1 - self.recipe.taught
        scale = torch.tensor([
            own / (pieces * self.shares[0]), self.recipe.link_weight / links, own / (0.85 * pieces * self.shares[1]),
            taught / pieces, taught / (0.85 * pieces),
        ])  # fmt: skip
        losses = sum(self.pool.map(lambda each: self.learn(each, scale), few), torch.zeros(5))
        for weight, *worked in zip(self.weights, *self.copies, strict=True):
            grads = [each.grad.float() for each in worked if each.grad is not None]
            weight.grad = torch.stack(grads).sum(0) if grads else None
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        with torch.no_grad():
            for weight, *worked in zip(self.weights, *self.copies, strict=True):
                for each in worked:
                    each.copy_(weight)
                    each.grad = None
        return losses

    def learn(self, windows: list[Cut], scale: torch.Tensor) -> torch.Tensor:
        """Adds the gradients of a few windows to a free copy; returns the losses."""
        net, batch = self.free.get(), collate(windows)
        quote, link, entity = (each.float() for each in net(batch.ids, batch.kinds, batch.mask))
        link = link.masked_fill(~batch.mask[:, None, :], -1e4)
        found = [_cross(quote, batch.quote), _cross(link, batch.link), _cross(entity, batch.entity)]
        found += [_soft(quote, batch.taught_quote), _soft(entity, batch.taught_entity)]
        losses = torch.stack(found) * scale
        losses.sum().backward()
        self.free.put(net)
        return losses.detach()

    def average(self) -> None:
        """Adds the present weights to the mean."""
        self.taken += 1
        for name, value in self.net.state_dict().items():
            if name in self.mean:
                self.mean[name] += (value - self.mean[name]) / self.taken
            else:
                self.mean[name] = value.clone()


def _cross(scores: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    rows = targets != SKIP
    return functional.cross_entropy(scores[rows], targets[rows], reduction="sum") if rows.any() else scores.sum() * 0


def _soft(scores: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    return -(shares * functional.log_softmax(scores, -1)).sum()


def save_to(path: Path) -> Callable[[State], object]:
    """Writes weights to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return lambda state: torch.save(state, path)
