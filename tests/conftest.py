"""What all tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.redis_link import connect
from shared.redis_store import RedisStore
from shared.settings import Settings
from tests.shared.conftest import AFTER
from workers.desk import embedded


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
