"""One small tagger of each kind for all tests of a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import small_taggers


@pytest.fixture(scope="session")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_taggers.pipeline(tmp_path_factory.mktemp("spacy") / "rules")


@pytest.fixture(scope="session")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_taggers.classifier(tmp_path_factory.mktemp("transformers") / "model")
