"""A short turn of the fuzzer for every format; the long one is `python -m tests.quality.fuzz`."""

from __future__ import annotations

import pytest

from tests.quality.fuzz import check, documents, run
from workers.text import formats


@pytest.mark.parametrize("format", formats.names())
def test_damaged_documents_are_read_or_refused(format: str) -> None:
    assert run(format, 2) > 0


@pytest.mark.parametrize("format", formats.names())
def test_whole_documents_can_be_taken_for_any_format(format: str) -> None:
    for body in documents():
        check(body, format)
