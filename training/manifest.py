"""Writes what stands beside the weights: MANIFEST.toml for the program, README.md (the model card) for people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from string import Template

from workers.weights import FILES, MANIFEST

Scores = Mapping[str, Mapping[str, float]]


def describe(folder: Path, how: str, scores: Scores) -> None:
    """Describes the weights in `folder`: how they were made, and F1 by corpus and kind. Their sum names them."""
    sums = {each: hashlib.sha256((folder / each).read_bytes()).hexdigest() for each in FILES}
    lines = [f'name = "reader-{sums["reader.onnx"][:8]}"', f'made = "{how}"', 'license = "Apache-2.0"']
    lines += ["", "[sha256]", *(f'"{each}" = "{sum}"' for each, sum in sums.items())]
    for corpus, found in scores.items():
        lines += ["", f'[scores."{corpus}"]', *(f"{kind} = {value}" for kind, value in found.items())]
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")
    card = Template(Path(__file__).with_name("card.md").read_text(encoding="utf-8"))
    (folder / "README.md").write_text(card.substitute(how=how, scores=_table(scores)), encoding="utf-8")


def _table(scores: Scores) -> str:
    rows = ["| corpus | all | by kind |", "|---|---|---|"]
    for corpus, found in scores.items():
        kinds = ", ".join(f"{kind} {value}" for kind, value in found.items() if kind != "all")
        rows.append(f"| {corpus} | {found['all']} | {kinds} |")
    return "\n".join(rows)
