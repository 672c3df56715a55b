"""A wrong setting is named."""

from __future__ import annotations

import pytest

from shared.errors import UsageError
from shared.settings import load


def test_times_take_units() -> None:
    found = load({"WIRE_KEEP": "7d", "WIRE_LEASE": "90", "WIRE_SWEEP": "0.5s", "WIRE_PATIENCE": "2m", "HOME": "/x"})
    assert (found.keep, found.lease, found.sweep, found.patience) == (604800, 90, 0.5, 120)
    assert load({"WIRE_KEEP": "forever"}).keep is None
    assert load({}).keep is None


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WIRE_LEASE", "soon"),
        ("WIRE_ATTEMPTS", "0"),
        ("WIRE_LANES", "two"),
        ("WIRE_WORKERS", "-1"),
        ("WIRE_KEEP", "xd"),
    ],
)
def test_a_wrong_one_is_named(variable: str, value: str) -> None:
    with pytest.raises(UsageError, match=f"{variable}='{value}'"):
        load({variable: value})


def test_the_brokers_address_is_the_stores() -> None:
    assert load({"WIRE_REDIS_URL": "unix:///run/r.sock"}).broker == "redis+socket:///run/r.sock"
    assert load({"WIRE_REDIS_URL": "redis://:p@h:1/0"}).broker == "redis://:p@h:1/0"


def test_secrets_are_not_shown() -> None:
    assert "hush" not in repr(load({"WIRE_FLOWER_PASSWORD": "hush"}))
