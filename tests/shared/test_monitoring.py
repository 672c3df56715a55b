"""What monitors show: short, clean, and true."""

from __future__ import annotations

import pytest

from shared.monitoring import Failed, Refused, SetBack, clean_key, report_error, summary
from shared.store import Claim, Outcome


@pytest.mark.parametrize(
    ("keys", "n", "text"),
    [
        (["a.txt"], 1, "1 report: a.txt"),
        (["a.txt", "b.txt", "c.txt"], 3, "3 reports: a.txt, b.txt, c.txt"),
        (["a", "b", "c", "d"], 4, "4 reports: a, b, c and 1 more"),
        ((str(each) for each in range(25)), 25, "25 reports: 0, 1, 2 and 22 more"),
    ],
)
def test_what_a_message_is_about(keys: list[str], n: int, text: str) -> None:
    assert summary(keys, n) == text


@pytest.mark.parametrize("key", ["\x1b[2J", "a\nb", "\udcff", "\u202egpj.exe", "\0", "a\u2028b"])
def test_keys_from_outside_are_cleaned(key: str) -> None:
    assert clean_key(key).isprintable()
    assert len(clean_key(key)) == len(key)
    summary([key], 1).encode()


def test_a_long_key_keeps_its_ends() -> None:
    key = "https://alder.example/" + "x" * 5000 + "/harbour.xml"
    assert len(clean_key(key)) == 60
    assert clean_key(key).startswith("https://alder.example/x")
    assert clean_key(key).endswith("x/harbour.xml")


@pytest.mark.parametrize(
    ("outcome", "attempt", "kind", "text"),
    [
        (Outcome("refused", error=("EmptyReport", "it is empty")), 1, Refused, "k: it is empty"),
        (Outcome("retry", error=("Temporary", "it is wet")), 1, SetBack, "k: it is wet (attempt 1 of 4)"),
        (Outcome("retry", error=("Temporary", "it is wet")), 4, Failed, "k: it is wet (attempt 4 of 4)"),
        (Outcome("retry", error=("KeyError", "text"), place="a.py:3"), 3, SetBack,
         "k: KeyError at a.py:3 (attempt 3 of 4)"),
    ],
    ids=["refused", "set back", "given up", "a fault of ours, whose words may be a report's"],
)  # fmt: skip
def test_what_went_wrong(outcome: Outcome, attempt: int, kind: type[Exception], text: str) -> None:
    found = report_error(Claim("id", "read", 1, attempt), outcome, "k", 4)
    assert type(found) is kind
    assert str(found) == text
