"""The language model: checked against its manifest and loaded when first asked for, once a process.

A folder holds `reader.onnx`, `tokenizer.json` and `MANIFEST.toml`, which gives the sha256 of both, where they come
from and how good they are. The session is made in the process that uses it, after any fork, and keeps to one thread.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from shared.errors import UsageError
from shared.step import Tagger
from workers import taggers

_OWN = Path(__file__).parent / "weights"
MANIFEST = "MANIFEST.toml"
FILES = ("reader.onnx", "tokenizer.json")
#: What onnxruntime would fuse for speed and is slower so.
_SLOWER = ["SkipLayerNormFusion"]


class Weights:
    """A loaded model; see `shared.step.Model`."""

    def __init__(self, folder: Path, tagger: Tagger | None = None) -> None:
        """Raises UsageError when a file is missing or is not the one that the manifest names."""
        import onnxruntime  # noqa: PLC0415  it takes a while, and most commands read nothing

        manifest = _manifest(folder)
        self.tagger = tagger
        self.name: str = f"{manifest['name']} with {tagger.name}" if tagger else manifest["name"]
        graph, words = (str(_checked(folder, each, manifest)) for each in FILES)
        self.tokenizer = tokenizer(words)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
        )

    def scores(self, pieces: NDArray[np.int64], kinds: NDArray[np.int64]) -> list[NDArray[np.float32]]:
        """What the heads say of one window: quote tags, links to cues, entity tags; one row a piece."""
        found: list[NDArray[np.float32]] = self._session.run(None, {"pieces": pieces, "kinds": kinds})
        return found


@cache
def load(folder: Path | None = None, entities: str | None = None) -> Weights:
    """The model in this folder, or the one that Wireroom brings along; `entities`: who finds names in its place."""
    return Weights(folder or _OWN, taggers.load(entities) if entities else None)


def tokenizer(path: str) -> Tokenizer:
    """A tokeniser that takes texts as they are."""
    made = Tokenizer.from_file(path)
    made.no_truncation()
    made.no_padding()
    return made


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{folder} holds no {MANIFEST}: it is not a model's folder") from None


def _checked(folder: Path, name: str, manifest: dict[str, Any]) -> Path:
    path = folder / name
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise UsageError(f"{path} is missing; install Wireroom again") from None
    if digest != manifest["sha256"][name]:
        raise UsageError(f"{path} is not the file that {MANIFEST} names; install Wireroom again")
    return path
