"""A pytest plugin, `-p tests.blocked`: the large packages that few tests need cannot be imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

LARGE = frozenset({"torch", "onnx", "safetensors", "spacy", "transformers"})


class _Block(MetaPathFinder):
    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if name.partition(".")[0] in LARGE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


sys.meta_path.insert(0, _Block())
