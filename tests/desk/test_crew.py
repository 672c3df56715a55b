"""The crew: real worker processes that come up, or do not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.settings import Settings
from tests.live.conftest import until
from workers.desk.crew import Crew
from workers.steps import graph

pytestmark = pytest.mark.live


@contextmanager
def crew(settings: Settings, log: Path | None) -> Iterator[Crew]:
    found = Crew(settings, graph().names(), log_file=log)
    try:
        yield found
    finally:
        found.stop()


def test_workers_say_when_they_take_messages(redis_url: str, tmp_path: Path) -> None:
    with crew(Settings(redis_url=redis_url, workers=1), tmp_path / "log") as here:
        assert not here.ready()
        until(here.ready)
        assert here.ready()
        assert here.mend() == []


def test_workers_that_end_at_once_are_said_twice_each_with_their_log(redis_url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    lines, end = [], time.monotonic() + 60
    with crew(Settings(redis_url=redis_url, workers=1, words=tmp_path / "none"), log) as here:
        while time.monotonic() < end and len(lines) < 4:
            lines += here.mend()
            time.sleep(0.1)
        assert not here.ready()
    assert sorted(lines) == [
        line
        for name in ("main", "reserve")
        for line in (
            f"the {name} worker ended (exit code 2) again before it took messages; it is tried ever more slowly, "
            f"{log} may say why",
            f"the {name} worker ended (exit code 2) and is started again; {log} may say why",
        )
    ]
    assert "there is no such folder" in log.read_text()
