"""The language model comes with its papers, and is refused without them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from shared.errors import UsageError
from workers import weights

FOLDER = Path(weights.__file__).parent / "weights"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "model"))


def test_the_manifest_says_where_it_comes_from_and_how_good_it_is() -> None:
    manifest = tomllib.loads((FOLDER / weights.MANIFEST).read_text(encoding="utf-8"))

    assert manifest["license"]
    assert "polnear-train" in manifest["made"]
    assert manifest["scores"]["polnear-dev"]["all"] > 50
    assert set(manifest["sha256"]) == set(weights.FILES)


def test_the_model_is_loaded_once() -> None:
    assert weights.load() is weights.load()


def test_a_user_s_own_model_may_lie_elsewhere(folder: Path) -> None:
    assert weights.load(folder).name == weights.load().name


def test_a_changed_file_is_refused(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}")

    with pytest.raises(UsageError, match="is not the file that MANIFEST"):
        weights.Weights(folder)


@pytest.mark.parametrize("name", ["reader.onnx", "tokenizer.json", "MANIFEST.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(UsageError, match=name):
        weights.Weights(folder)


def test_a_window_has_scores_for_each_piece() -> None:
    quote, link, entity = weights.load().scores(np.arange(1000, 1010), np.zeros(10, np.int64))

    assert (quote.shape, link.shape, entity.shape) == ((10, 7), (10, 10), (10, 9))


def test_it_is_loaded_in_half_a_second_of_work_and_starts_no_threads() -> None:
    code = (
        "import time, onnxruntime, psutil; from workers import weights; me = psutil.Process(); had = me.num_threads();"
        "begun = time.process_time(); model = weights.load(); model.tokenizer.encode('It rained.');"
        "print(time.process_time() - begun, me.num_threads() - had)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, threads = done.stdout.split()

    assert float(seconds) < 0.5
    assert int(threads) == 0
