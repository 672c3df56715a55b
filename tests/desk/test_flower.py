"""Where Flower may listen, and what is said where it may not."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from shared.errors import UsageError
from shared.settings import Settings
from tests.live.conftest import until
from workers.desk.flower import Endpoint, Flower, endpoint


def _free(family: socket.AddressFamily = socket.AF_INET, address: str = "127.0.0.1") -> int:
    with closing(socket.socket(family)) as each:
        each.bind((address, 0))
        return int(each.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 0, 65536, 10**9])
def test_what_is_no_port(port: int) -> None:
    with pytest.raises(UsageError, match=f"^--port is a number from 1 to 65535, not {port}$"):
        endpoint("127.0.0.1", port, None)


def test_a_taken_port_names_the_option() -> None:
    with closing(socket.socket()) as each:
        each.bind(("127.0.0.1", 0))
        each.listen()
        port = each.getsockname()[1]
        with pytest.raises(UsageError, match=f"^port {port} is taken; choose another one for Flower with --port$"):
            endpoint("127.0.0.1", port, None)
    assert endpoint("127.0.0.1", port, None) == ("127.0.0.1", port)


def test_a_port_that_is_not_for_this_user() -> None:
    code = (
        "import encodings.idna, os\n"
        "from workers.desk.flower import endpoint\n"
        "if os.geteuid() == 0: os.setresuid(65534, 65534, 65534)\n"
        "try: endpoint('127.0.0.1', 80, None)\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    with open("/proc/sys/net/ipv4/ip_unprivileged_port_start") as file:
        if int(file.read()) <= 80:
            pytest.skip("any user may use any port here")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "UsageError port 80 is not for this user; choose one from 1024 on with --port\n"


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7"])  # noqa: S104
def test_others_need_a_password(address: str) -> None:
    with pytest.raises(UsageError, match=r"can be reached by others: set WIRE_FLOWER_PASSWORD, for user `wire`$"):
        endpoint(address, 5555, None)


@pytest.mark.parametrize("address", ["lamp.invalid", "no address", "300.1.1.1", "", "\udcff", "a" * 300])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(UsageError, match=r"is no address of this machine; leave it out for 127\.0\.0\.1$"):
        endpoint(address, 5555, "lamp")


def test_an_address_of_another_machine() -> None:
    with pytest.raises(UsageError, match=r"^--address 192\.0\.2\.7: .*; leave it out for 127\.0\.0\.1$"):
        endpoint("192.0.2.7", _free(), "lamp")


def test_a_password_that_flower_would_cut() -> None:
    with pytest.raises(UsageError, match="WIRE_FLOWER_PASSWORD has a comma"):
        endpoint("127.0.0.1", 5555, "lamp,post")


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:5555"),
        ("localhost", "http://localhost:5555"),
        ("0.0.0.0", "http://127.0.0.1:5555"),  # noqa: S104
        ("::", "http://[::1]:5555"),
        ("::1", "http://[::1]:5555"),
    ],
)
def test_the_address_for_a_browser_here(address: str, url: str) -> None:
    assert Endpoint(address, 5555).url == url


@pytest.mark.live
def test_a_flower_that_is_slow_is_said_once_and_found_when_it_answers(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.desk.flower._SLOW", 0)
    log = tmp_path / "flower.log"
    flower = Flower(Settings(redis_url=redis_url), endpoint("127.0.0.1", _free(), None), log)
    try:
        assert not flower.settled
        said = f"Flower does not answer after 0 s; the workers go on without it. {log} may say why"
        assert flower.problem() == said
        assert flower.settled
        until(lambda: flower.problem() is None and flower.answers)
        flower.terminate()
        assert re.fullmatch(r"Flower ended \(exit code 0\); .*", str(until(flower.problem)))
        assert flower.problem() is None
    finally:
        flower.stop()
