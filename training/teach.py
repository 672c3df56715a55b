"""What trained networks make of the texts: a softer target than the annotations, and one for what nobody annotated.

A corpus of quotes says nothing of names, one of names nothing of quotes. The networks' mean says something of both, and
where they disagree, so does their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import torch

from training.model import Reader
from training.taught import Taught, nothing
from workers.text.pieces import Pieces, given, windows


def teach(nets: Sequence[Reader], texts: Sequence[Pieces], cores: int) -> list[Taught]:
    """What the networks say on average."""
    nets = [Reader.of(each.state_dict()).bfloat16().eval() for each in nets]
    with ThreadPoolExecutor(cores) as pool:
        return list(pool.map(lambda made: _taught(nets, made), texts))


@torch.no_grad()
def _taught(nets: Sequence[Reader], made: Pieces) -> Taught:
    taught = nothing(len(made.ids))
    for each in windows(made.ids):
        ids, kinds = (torch.from_numpy(row)[None] for row in given(made, each.start, each.stop))
        for net in nets:
            quote, _, entity = net(ids, kinds)
            for target, scores in zip(taught, (quote, entity), strict=True):
                target[each.first : each.last] += (scores[0, each.rows].float().softmax(-1) / len(nets)).numpy()
    return taught
