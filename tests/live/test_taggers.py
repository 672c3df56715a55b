"""A tagger of one's own by WIRE_ENTITIES, through the real command line."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import small_taggers
from tests.live.conftest import Wireroom

REPORT = """Harbour reopens

NEW HARLAN, Nov 24 (Alder Wire) - The Kestrels went, Boro Vane said. It rained on Tuesday.
"""


def found(record: dict) -> dict[str, str]:
    return {each["name"]: each["type"] for each in record["entities"]}


@pytest.mark.live
def test_workers_use_it_by_a_relative_path_too(room: Callable[..., Wireroom], tmp_path: Path) -> None:
    pipeline = small_taggers.pipeline(tmp_path / "rules")
    (tmp_path / "in.txt").write_text(REPORT)
    here = room(WIRE_ENTITIES=f"spacy:{os.path.relpath(pipeline)}")
    (record,) = here.records("run", str(tmp_path / "in.txt"), "--json")
    assert found(record) == {"New Harlan": "PLACE", "Boro Vane": "PERSON", "Kestrels": "MISC"}
    assert here.records("read", str(tmp_path / "in.txt"), "--json")[0]["entities"] == record["entities"]
    assert [each["speaker"]["name"] for each in record["quotes"]] == ["Boro Vane"]


def test_what_is_wrong_is_said_before_anything_is_done(room: Callable[..., Wireroom], tmp_path: Path) -> None:
    pytest.importorskip("spacy", reason="spaCy is not installed: pip install -e '.[spacy]'")
    here = room(WIRE_ENTITIES=f"spacy:{tmp_path}/no")
    for command in ("read", "run"):
        done = here(command, "-", code=2, input=REPORT)
        assert done.stderr.startswith(f"wireroom: WIRE_ENTITIES=spacy:{tmp_path}/no: {tmp_path}/no is neither a folder")
