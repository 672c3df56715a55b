"""The wheel, installed outside the checkout, is complete and is ours."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import shared
import workers
from tests.compose import ROOT


def test_both_packages_are_ours() -> None:
    for package in (workers, shared):
        assert Path(package.__file__ or "").is_relative_to(ROOT)


def test_the_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("wireroom-*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        opened.extractall(tmp_path / "site")
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"workers", "shared"}
    assert "shared/lua/lib.lua" in names
    assert {
        f"workers/weights/{name}" for name in ("reader.onnx", "tokenizer.json", "MANIFEST.toml", "README.md")
    } < set(names)
    assert any(name.startswith("workers/text/data/") for name in names)
    report = tmp_path / "report.txt"
    report.write_text('SHORT\n\nPORT ALDER, Nov 24 (Alder Wire) - "It works," Ana Quill said.\n')
    done = subprocess.run(
        [sys.executable, "-P", "-c", "from workers.desk.cli import main; main()", "read", "--json", str(report)],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "site"), "HOME": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["quotes"][0]["speaker"]["name"] == "Ana Quill"
