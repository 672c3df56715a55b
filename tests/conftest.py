"""What all tests share: what is left out and why, and stores, folders and certificates.

- `--long` adds the long forms: quality floors on corpora, times in proportion, faults and races. CI says it.
- `WIRE_CI=1` makes warnings errors, and a missing corpus a failure instead of a test left out.
- Variables of the user's own (`WIRE_DATA` and so on) are taken away, so that they change no test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from tests.shared.conftest import AFTER
from workers.desk import embedded

#: Variables that are for the tests themselves.
_OURS = ("WIRE_CI", "WIRE_CORPORA", "WIRE_EVAL", "WIRE_LONG")
for name in [each for each in os.environ if each.startswith("WIRE_") and each not in _OURS]:
    del os.environ[name]

#: Why a test is left out, by words of its reason.
_REASONS = {
    "WIRE_CORPORA": "need the corpora (WIRE_CORPORA)",
    "WIRE_EVAL": "need the corpora (WIRE_CORPORA)",
    "--long": "are long (pytest --long)",
    "torch": "need torch",
    "onnx": "need torch",
    "transformers": "need transformers",
    "spaCy": "need spaCy",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="Run the long forms too, as CI does.")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("WIRE_CI"):
        config.addinivalue_line("filterwarnings", "error")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    quality = Path(__file__).parent / "quality"
    for each in items:
        if quality in each.path.parents:
            each.add_marker("long")
        if each.get_closest_marker("long") and not config.getoption("--long"):
            each.add_marker(pytest.mark.skip(reason="long: --long runs it"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for all tests that were left out, in place of a line for each."""
    left: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        left[next((why for sign, why in _REASONS.items() if sign in reason), reason.removeprefix("Skipped: "))] += 1
    if left:
        parts = ", ".join(f"{n} {why}" for why, n in left.most_common())
        terminalreporter.write_line(f"{left.total()} tests left out: {parts}")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real reports beside the project; tests that need it are skipped where it is not, but not in CI."""
    folder = Path(os.environ.get("WIRE_CORPORA") or Path(__file__).parents[2] / "shared" / "data")
    if not folder.is_dir() and not os.environ.get("WIRE_CI"):
        pytest.skip(f"the corpora are not at {folder}; set WIRE_CORPORA")
    return folder


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="ws"))
    with embedded.own(folder / "d", "tests") as server:
        yield server.url
    shutil.rmtree(folder)


@pytest.fixture
def redis_store(redis_url: str) -> Iterator[RedisStore]:
    settings = Settings(redis_url=redis_url, lease=0.2, backoff=0.001, patience=0.1)
    client = connect(settings)
    client.flushall()
    yield RedisStore(client, settings, AFTER, "here/1")
    client.close()


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody but itself vouches for."""
    file = tmp_path_factory.mktemp("tls") / "pem"
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file, "-out", f"{file}.crt"],
        capture_output=True, check=True,
    )  # fmt: skip
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file
