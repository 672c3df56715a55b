"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real reports beside the project; tests that need it are skipped where it is not, but not in CI."""
    folder = Path(os.environ.get("WIRE_CORPORA") or Path(__file__).parents[2] / "shared" / "data")
    if not folder.is_dir() and not os.environ.get("WIRE_CI"):
        pytest.skip(f"the corpora are not at {folder}; set WIRE_CORPORA")
    return folder
