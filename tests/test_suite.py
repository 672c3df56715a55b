"""The test suite itself: what it needs, and that it says what it leaves out."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tests.compose import ROOT


def pytest(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WIRE_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT, env=clean | environment, text=True, capture_output=True, check=False,
    )  # fmt: skip


def test_all_tests_are_collected_without_the_large_packages() -> None:
    done = pytest("--collect-only", "-q", "-p", "tests.blocked", "-n", "0")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "error" not in done.stdout.splitlines()[-1]


def test_what_is_left_out_is_one_line_and_no_setting_of_the_user_matters() -> None:
    chosen = ("tests/training", "tests/quality/test_quotes_floor.py", "tests/shared/test_settings.py")
    done = pytest("-p", "tests.blocked", "-n", "0", *chosen, WIRE_CORPORA="/nowhere", WIRE_DATA="/nowhere", WIRE_X="1")
    assert done.returncode == 0, done.stdout[-3000:]
    assert re.search(r"^\d+ tests left out: \d+ are long \(pytest --long\), \d+ need torch$", done.stdout, re.M)
    assert "SKIPPED" not in done.stdout


def test_a_missing_corpus_is_a_failure_in_ci() -> None:
    test = "tests/live/test_run.py::test_the_same_records_from_the_wire"
    done = pytest("-n", "0", "--long", test, WIRE_CI="1", WIRE_CORPORA="/nowhere")
    assert done.returncode == 1
