"""The Compose file is valid, safe, and the same as what the documentation says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests import compose

SECRETS = {"WIRE_REDIS_PASSWORD": "one", "WIRE_FLOWER_PASSWORD": "two"}


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The Compose specification's schema, as the package docker-compose carries it."""
    folder = tmp_path_factory.mktemp("compose")
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "-d",
        str(folder),
    ]
    done = subprocess.run([*command, "docker-compose==1.29.2"], capture_output=True, text=True, check=False)
    if done.returncode and not os.environ.get("WIRE_CI"):
        pytest.skip("the Compose schema comes from the package index, which cannot be reached")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        found: dict[str, Any] = json.loads(wheel.read("compose/config/compose_spec.json"))
    return found


def test_the_compose_file_follows_the_specification(schema: dict[str, Any]) -> None:
    jsonschema.Draft7Validator(schema).validate(compose.read(**SECRETS))


@pytest.mark.parametrize("missing", SECRETS)
def test_a_missing_password_is_named(missing: str) -> None:
    with pytest.raises(KeyError, match=missing):
        compose.read(**{name: value for name, value in SECRETS.items() if name != missing})


def test_redis_keeps_everything_and_asks_for_a_password() -> None:
    redis = compose.read(**SECRETS)["services"]["redis"]
    assert redis["command"][-2:] == ["--requirepass", "one"]
    assert "redis:/data" in redis["volumes"]
    assert "ports" not in redis
    assert redis["healthcheck"]["test"] == ["CMD", "redis-cli", "-e", "ping"]
    assert redis["environment"]["REDISCLI_AUTH"] == "one"
    settings = (compose.ROOT / "deploy" / "redis.conf").read_text().splitlines()
    assert {"appendonly yes", "maxmemory-policy noeviction"} <= set(settings)


def test_services_run_plain_commands_that_can_be_stopped_gently() -> None:
    services = compose.read(**SECRETS)["services"]
    assert set(services) == {"redis", "worker", "worker-quotes", "beat", "flower"}
    for name, service in services.items():
        assert isinstance(service["command"], list), name
        if name != "redis":
            assert service["init"] is True
            assert service["read_only"] is True
            assert int(service["stop_grace_period"].removesuffix("s")) >= 45
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert services["flower"]["environment"]["FLOWER_BASIC_AUTH"] == "wire:two"


def test_the_image_runs_as_nobody_special_with_a_health_check() -> None:
    lines = (compose.ROOT / "deploy" / "Dockerfile").read_text().splitlines()
    assert "USER wire" in lines
    assert lines[-1] == 'CMD ["wireroom", "work"]'
    check = next(line for line in lines if line.strip().startswith('CMD ["python"'))
    code = json.loads(check.strip().removeprefix("CMD "))[2]
    beat = Path(os.environ.get("TMPDIR", "/tmp")) / f"beat{os.getpid()}"  # noqa: S108
    beat.touch()
    environment = os.environ | {"WIRE_HEARTBEAT": str(beat)}
    try:
        assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
        os.utime(beat, (0, 0))
        assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 1
    finally:
        beat.unlink()
