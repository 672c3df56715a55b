"""Copies that come at the same instant end in one story, whoever is killed; 10,000 of them: tests.bench.races."""

from __future__ import annotations

import pytest

from tests.bench.races import race

pytestmark = pytest.mark.live


def test_two_copies_at_the_same_instant_end_in_one_story_whoever_is_killed() -> None:
    assert race(pairs=60, workers=4, kills=3) == 60
