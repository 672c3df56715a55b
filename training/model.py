"""The network: MiniLM's encoder under three heads, in plain torch so that its export is small and has no surprises.

The heads give, for each piece, quote tags, how well each other piece would do as the cue it belongs to, and entity
tags.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from workers.text import tags
from workers.text.pieces import KINDS

WIDTH, HEAD, LAYERS, VOCABULARY, LONGEST = 384, 32, 6, 30_522, 512
POINTER, REACHES = 64, 24
_EPS = 1e-12

State = dict[str, Tensor]


class Scores(NamedTuple):
    """What the heads say; `link[i, j]` scores piece j as the cue of piece i."""

    quote: Tensor
    link: Tensor
    entity: Tensor


class Size(NamedTuple):
    """What a layer may have less of: heads that attend, and units between its two wide matrices."""

    heads: int = WIDTH // HEAD
    units: int = 4 * WIDTH


Attend = Callable[[Tensor, Tensor, Tensor, Tensor | None], Tensor]


def attend(asked: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
    """What each piece sees of the others; all are (window, piece, heads one after the other)."""
    asked, keys, values = (each.unflatten(-1, (-1, HEAD)).transpose(1, 2) for each in (asked, keys, values))
    return functional.scaled_dot_product_attention(asked, keys, values, attn_mask=mask).transpose(1, 2).flatten(2)


class Layer(nn.Module):
    """One transformer layer, as BERT has it; `attend` can be another that does the same."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.attend: Attend = attend
        self.mix = nn.Linear(WIDTH, 3 * size.heads * HEAD)
        self.out = nn.Linear(size.heads * HEAD, WIDTH)
        self.norm_mix = nn.LayerNorm(WIDTH, eps=_EPS)
        self.wide = nn.Linear(WIDTH, size.units)
        self.narrow = nn.Linear(size.units, WIDTH)
        self.norm_out = nn.LayerNorm(WIDTH, eps=_EPS)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """The layer's output for `x` (window, piece, width)."""
        asked, keys, values = self.mix(x).split(self.out.in_features, dim=-1)
        seen = self.attend(asked, keys, values, mask)
        x = self.norm_mix(x + self.out(seen))
        return self.norm_out(x + self.narrow(functional.gelu(self.wide(x))))


class Reader(nn.Module):
    """The encoder and its heads; `near` can be another that says the same as `nearness`."""

    reached: Tensor

    def __init__(self, size: Size = Size(), *, dropout: float = 0.2) -> None:  # noqa: B008  it cannot change
        super().__init__()
        self.size = size
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.kinds = nn.Embedding(KINDS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPS)
        self.layers = nn.ModuleList(Layer(size) for _ in range(LAYERS))
        self.drop = nn.Dropout(dropout)
        self.quote = nn.Linear(WIDTH, tags.count(tags.ROLES))
        self.asks = nn.Linear(WIDTH, POINTER)
        self.cues = nn.Linear(WIDTH, POINTER)
        self.entity = nn.Linear(WIDTH, tags.count(tags.TYPES))
        self.reach = nn.Parameter(torch.zeros(REACHES))
        self.register_buffer("reached", _reached(), persistent=False)
        self.near: Callable[[int], Tensor] = self.nearness

    def forward(self, pieces: Tensor, kinds: Tensor, mask: Tensor | None = None) -> Scores:
        """Scores for windows of equal length; `mask` is true where a window has a piece."""
        places = torch.arange(pieces.shape[1])
        x = self.norm(self.words(pieces) + self.places(places) + self.kinds(kinds))
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        x = self.drop(x)
        link = self.asks(x) @ self.cues(x).transpose(1, 2) / POINTER**0.5 + self.near(pieces.shape[1])
        return Scores(self.quote(x), link, self.entity(x))

    def nearness(self, pieces: int) -> Tensor:
        """What distance adds to the links between so many pieces."""
        return self.reach[self.reached[:pieces, :pieces]]

    @classmethod
    def of(cls, state: State) -> Reader:
        """A network with these weights."""
        net = cls(Size(state["layers.0.out.weight"].shape[1] // HEAD, state["layers.0.narrow.weight"].shape[1]))
        net.load_state_dict(state)
        return net

    @torch.no_grad()
    def load_encoder(self, folder: Path) -> None:
        """Takes the weights of the pretrained encoder from its folder."""
        from safetensors.torch import load_file  # noqa: PLC0415  only needed when training begins

        stored, own = load_file(folder / "model.safetensors"), self.state_dict()
        for name, value in _renamed(stored).items():
            own[name].copy_(value)
        first = stored["embeddings.token_type_embeddings.weight"][:1]
        own["kinds.weight"].copy_(first + 0.01 * torch.randn(KINDS, WIDTH))


def _reached() -> Tensor:
    """How far off piece j is from piece i, in steps that double: 0-11 for what lies before, 12-23 for what follows."""
    places = torch.arange(LONGEST)
    far = places[None, :] - places[:, None]
    steps = far.abs().clamp(1).float().log2().floor().long()
    return steps + (REACHES // 2) * (far > 0)


def _renamed(stored: dict[str, Tensor]) -> dict[str, Tensor]:
    """The encoder's weights under the names they have here."""
    found = {"words": "embeddings.word_embeddings", "places": "embeddings.position_embeddings"}
    renamed = {f"{new}.weight": stored[f"{old}.weight"] for new, old in found.items()}
    parts = {"out": "attention.output.dense", "norm_mix": "attention.output.LayerNorm"}
    parts |= {"wide": "intermediate.dense", "narrow": "output.dense", "norm_out": "output.LayerNorm"}
    for end in ("weight", "bias"):
        renamed[f"norm.{end}"] = stored[f"embeddings.LayerNorm.{end}"]
        for number in range(LAYERS):
            old, new = f"encoder.layer.{number}", f"layers.{number}"
            mixed = [stored[f"{old}.attention.self.{each}.{end}"] for each in ("query", "key", "value")]
            renamed[f"{new}.mix.{end}"] = torch.cat(mixed)
            renamed |= {f"{new}.{ours}.{end}": stored[f"{old}.{theirs}.{end}"] for ours, theirs in parts.items()}
    return renamed
