"""Makes a trained network narrower: fewer heads and units in each layer, the least telling ones gone.

What a unit adds to its layer's output is its value times its column of the matrix behind it. Units whose addition
varies least go. What they added is foretold from those that stay, as well as a linear map can (least squares over some
windows), and worked into their columns and the bias. Training on mends what little is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import torch
from torch import Tensor, nn

from training.batches import Cut, collate
from training.model import HEAD, Layer, Reader, Size

_RIDGE = 1e-4


class _Seen(NamedTuple):
    """Mean and covariance of what a matrix was given."""

    mean: Tensor
    covariance: Tensor


@torch.no_grad()
def narrowed(net: Reader, windows: Iterable[Cut], size: Size) -> Reader:
    """A network of this size that does nearly what `net` does on these windows."""
    seen = _watched(net, windows)
    made = Reader(size)
    own = {name: value for name, value in net.state_dict().items() if not name.startswith("layers.")}
    for number, layer in enumerate(net.layers):
        assert isinstance(layer, Layer)  # noqa: S101  for the type checker
        own |= {f"layers.{number}.{name}": value for name, value in _layer(layer, seen, size).items()}
    made.load_state_dict(own)
    return made


def _layer(layer: Layer, seen: dict[nn.Module, _Seen], size: Size) -> dict[str, Tensor]:
    own = dict(layer.state_dict())
    heads, own["out.weight"], own["out.bias"] = _fewer(layer.out, seen[layer.out], HEAD, size.heads)
    whole = layer.out.in_features
    rows = torch.cat([heads + part * whole for part in range(3)])  # queries, keys and values lie one behind the other
    own["mix.weight"], own["mix.bias"] = layer.mix.weight[rows], layer.mix.bias[rows]
    units, own["narrow.weight"], own["narrow.bias"] = _fewer(layer.narrow, seen[layer.narrow], 1, size.units)
    own["wide.weight"], own["wide.bias"] = layer.wide.weight[units], layer.wide.bias[units]
    return own


def _fewer(matrix: nn.Linear, seen: _Seen, group: int, count: int) -> tuple[Tensor, Tensor, Tensor]:
    """Which inputs stay, `count` groups of them, with the weights and the bias that make up for the others."""
    weight, covariance = matrix.weight.double(), seen.covariance
    told = torch.stack([
        ((weight[:, at : at + group] @ covariance[at : at + group, at : at + group]) * weight[:, at : at + group]).sum()
        for at in range(0, matrix.in_features, group)
    ])  # fmt: skip
    order = (told.argsort(descending=True)[:, None] * group + torch.arange(group)).flatten()
    stay, gone = order[: count * group].sort().values, order[count * group :]
    among = covariance[stay][:, stay]
    among += _RIDGE * among.diagonal().mean() * torch.eye(len(stay))
    less = weight[:, stay] + weight[:, gone] @ torch.linalg.solve(among, covariance[stay][:, gone]).T
    bias = matrix.bias.double() + weight @ seen.mean - less @ seen.mean[stay]
    return stay, less.float(), bias.float()


def _watched(net: Reader, windows: Iterable[Cut]) -> dict[nn.Module, _Seen]:
    """What the matrices behind heads and units are given on these windows."""
    sums: dict[nn.Module, list[Tensor]] = {}

    def watch(matrix: nn.Module, given: tuple[Tensor, ...]) -> None:
        rows = given[0].flatten(0, 1).double()
        found = [torch.tensor(len(rows)), rows.sum(0), rows.T @ rows]
        sums[matrix] = [a + b for a, b in zip(sums[matrix], found, strict=True)] if matrix in sums else found

    watched = [matrix for layer in net.layers for matrix in (layer.out, layer.narrow)]
    hooks = [matrix.register_forward_pre_hook(watch) for matrix in watched]
    for each in windows:
        batch = collate([each])
        net.eval()(batch.ids, batch.kinds)
    for hook in hooks:
        hook.remove()
    seen = {}
    for matrix, (count, total, products) in sums.items():
        mean = total / count
        seen[matrix] = _Seen(mean, products / count - mean[:, None] * mean)
    return seen
