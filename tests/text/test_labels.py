"""Editors' marks are read from the left while they are known; an unknown word is never stripped."""

from __future__ import annotations

import pytest

from workers.text.labels import labels

TABLE = [
    ("RPT: REVIEW - Ships Return", [("RPT", None), ("REVIEW", None)], "Ships Return"),
    ("UPDATE 2-Ships return", [("UPDATE", 2)], "Ships return"),
    ("RPT-UPDATE 1-Ships return", [("RPT", None), ("UPDATE", 1)], "Ships return"),
    ("1STLD-SHIPS RETURN", [("LEAD", 1)], "SHIPS RETURN"),
    ("2ND LEAD: Ships return", [("LEAD", 2)], "Ships return"),
    ("CORRECTED-Ships return", [("CORRECTED", None)], "Ships return"),
    ("CORRECTED - SHIPS RETURN", [("CORRECTED", None)], "SHIPS RETURN"),
    ("WRAPUP 3-Ships return", [("WRAPUP", 3)], "Ships return"),
    ("URGENT Ships return", [("URGENT", None)], "Ships return"),
    ("BULLETIN", [("BULLETIN", None)], ""),
    ("****** SHIPS RETURN", [], "SHIPS RETURN"),
    ("REVIEW OF SHIPS DELAYED", [], "REVIEW OF SHIPS DELAYED"),
    ("Update on ships", [], "Update on ships"),
    ("OPEC-Ships return", [], "OPEC-Ships return"),
    ("TEXTILES-Prices rise", [], "TEXTILES-Prices rise"),
]


@pytest.mark.parametrize(("headline", "expected", "rest"), TABLE, ids=[row[0] for row in TABLE])
def test_labels_are_read(headline: str, expected: list[tuple[str, int | None]], rest: str) -> None:
    found, begin = labels(headline, 0, len(headline))
    assert [(each.label, each.number) for each in found] == expected
    assert headline[begin:] == rest
    assert all(headline[each.start : each.end].strip() for each in found)
