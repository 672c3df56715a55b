"""Flower, the web page that monitors Celery, beside the workers of `wireroom up`."""

from __future__ import annotations

import errno
import http.client
import ipaddress
import os
import socket
import subprocess
import sys
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from shared.errors import UsageError
from shared.settings import Settings

#: Seconds in which Flower usually answers, on a slow machine too.
_SLOW = 30
#: It has nothing to save: after this many seconds it need not end by itself.
_GRACE = 1.5
_OPTIONS = (
    "--enable_events=False",  # workers send events from their start; no need to ask them every five seconds
    "--read_only=True",  # pages of others must not be able to start or stop anything through the visitor's browser
    "--purge_offline_workers=60",
    "--tasks_columns=name,args,state,exception,received,runtime,worker,uuid",
    "--inspect_timeout=2000",  # a busy worker takes its time
)


class Endpoint(NamedTuple):
    """Where Flower listens."""

    address: str
    port: int

    @property
    def host(self) -> str:
        """The address by which this machine reaches it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.address, self.address)  # noqa: S104

    @property
    def url(self) -> str:
        """For a browser on this machine."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


def endpoint(address: str, port: int, password: str | None) -> Endpoint:
    """A place where Flower can listen. Raises UsageError with the remedy."""
    if not 0 < port < 2**16:
        raise UsageError(f"--port is a number from 1 to 65535, not {port}")
    if password and "," in password:
        raise UsageError("WIRE_FLOWER_PASSWORD has a comma, where Flower would cut it; choose another password")
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UsageError(f"--address {address} is no address of this machine; leave it out for 127.0.0.1") from None
    if not password and not all(ipaddress.ip_address(each[4][0]).is_loopback for each in found):
        raise UsageError(f"--address {address} can be reached by others: set WIRE_FLOWER_PASSWORD, for user `wire`")
    for family, kind, protocol, _, where in found:
        try:
            with closing(socket.socket(family, kind, protocol)) as each:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                each.bind(where)
        except OSError as error:
            raise UsageError(_why(error, address, port)) from None
    return Endpoint(address, port)


def _why(error: OSError, address: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; choose another one for Flower with --port"
    if error.errno == errno.EACCES:
        return f"port {port} is not for this user; choose one from 1024 on with --port"
    return f"--address {address}: {error.strerror}; leave it out for 127.0.0.1"


class Flower:
    """Starts Flower at once.

    Args:
        settings: where Redis is, Flower's password.
        place: where it listens.
        log: the file for what it prints.
    """

    def __init__(self, settings: Settings, place: Endpoint, log: Path) -> None:
        self.place = place
        self.log = log
        self._login = f"wire:{settings.flower_password}" if settings.flower_password else None
        self.answers = False
        self._reported: set[str] = set()
        self._began = monotonic()
        self._process = _start(settings, place, log, self._login)

    @property
    def settled(self) -> bool:
        """Whether it answers, or was reported not to."""
        return self.answers or bool(self._reported)

    def problem(self) -> str | None:
        """What is wrong, each kind once; asks Flower until it answers."""
        code = self._process.poll()
        if code is not None:
            how = f"was killed by signal {-code}" if code < 0 else f"ended (exit code {code})"
            return self._once(
                "ended", f"{how}; the workers go on without it. {self.log} may say why; start again to have it back"
            )
        self.answers = self.answers or _get(self.place, "/healthcheck", self._login)
        if self.answers or monotonic() - self._began < _SLOW:
            return None
        return self._once(
            "slow", f"does not answer after {_SLOW} s; the workers go on without it. {self.log} may say why"
        )

    def _once(self, kind: str, text: str) -> str | None:
        if kind in self._reported:
            return None
        self._reported.add(kind)
        return f"Flower {text}"

    def refresh(self) -> None:
        """Makes it ask the workers what they are; by itself it does so once, when it starts."""
        _get(self.place, "/workers?refresh=1", self._login)

    def terminate(self) -> None:
        """Asks it to end, and does not wait."""
        self._process.terminate()

    def stop(self) -> None:
        """Ends it; waits a moment for it to do so by itself."""
        self.terminate()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _start(settings: Settings, place: Endpoint, log: Path, login: str | None) -> subprocess.Popen[bytes]:
    environment = dict(os.environ) | {
        "WIRE_REDIS_URL": settings.address,
        "WIRE_LANES": settings.lanes,
        "WIRE_EVENTS": "true",
        "WIRE_PARENT": str(os.getpid()),
    }
    if settings.words:
        environment["WIRE_WORDS"] = str(settings.words)
    if login:
        environment["FLOWER_BASIC_AUTH"] = login
    else:
        environment["FLOWER_UNAUTHENTICATED_API"] = "true"
    command = [sys.executable, "-m", "workers.desk.flower_server", f"--address={place.address}", f"--port={place.port}"]
    with log.open("wb") as output:
        return subprocess.Popen(
            [*command, *_OPTIONS],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            start_new_session=True,
        )


def _get(place: Endpoint, path: str, login: str | None) -> bool:
    """Whether HTTP is spoken there; whatever the answer is."""
    headers = {"Authorization": "Basic " + b64encode(login.encode()).decode()} if login else {}
    with closing(http.client.HTTPConnection(place.host, place.port, timeout=2)) as connection:
        try:
            connection.request("GET", path, headers=headers)
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        return True
