"""From trained weights to what is shipped: one ONNX graph for one window at a time, its matrices in eight bits.

Activations are scaled as they come, window by window; since a window is always alone in its pass, nothing else can
change what the model says of it.
"""

from __future__ import annotations

import copy
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor

from training.model import LONGEST, Reader, Scores, attend


class _Attention(torch.autograd.Function):
    """Attention that is exported as onnxruntime's own operator, which is faster than the many it is made of."""

    @staticmethod
    def forward(_: Any, asked: Tensor, keys: Tensor, values: Tensor, heads: int) -> Tensor:  # noqa: ARG004
        return attend(asked, keys, values, None)

    @staticmethod
    def symbolic(graph: Any, asked: Any, keys: Any, values: Any, heads: int) -> Any:
        made = graph.op("com.microsoft::MultiHeadAttention", asked, keys, values, num_heads_i=heads)
        return made.setType(asked.type())


class _One(torch.nn.Module):
    """The network on a single window, without its first dimension."""

    def __init__(self, net: Reader) -> None:
        super().__init__()
        self.net = copy.deepcopy(net)
        table = net.nearness(LONGEST).detach()  # a part of a table is cut out faster than it is looked up
        self.net.near = lambda pieces: table[:pieces, :pieces]
        for each in self.net.layers:
            each.attend = lambda asked, keys, values, _: _Attention.apply(asked, keys, values, net.size.heads)

    def forward(self, pieces: Tensor, kinds: Tensor) -> tuple[Tensor, ...]:
        return tuple(each[0] for each in self.net(pieces[None], kinds[None]))


def export(net: Reader, target: Path, *, whole: bool = False) -> None:
    """Writes the graph to `target`; `whole` leaves it in full precision."""
    net.eval()
    window = torch.randint(1000, 2000, (40,))
    with tempfile.TemporaryDirectory() as folder:
        full, ready = Path(folder) / "full.onnx", Path(folder) / "ready.onnx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                _One(net),
                (window, torch.zeros_like(window)),
                str(full),
                input_names=["pieces", "kinds"],
                output_names=list(Scores._fields),
                dynamic_axes={"pieces": [0], "kinds": [0], "quote": [0], "link": [0, 1], "entity": [0]},
                opset_version=17,
                custom_opsets={"com.microsoft": 1},
                dynamo=False,
            )
        quant_pre_process(full, ready, skip_symbolic_shape=True)
        if whole:
            target.write_bytes(ready.read_bytes())
        else:
            quantize_dynamic(ready, target, weight_type=QuantType.QInt8, per_channel=True)
