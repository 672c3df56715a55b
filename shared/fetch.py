"""Fetches one document over HTTP from an address that others chose, safely.

Every hop is checked by itself: its host is resolved once, private addresses are refused, and the connection goes to
the address that was checked, so no second answer of a name server can lead elsewhere. Bytes and time are counted
where they are read from the network, from beginning to end, and bytes once more after decompression. Proxies of the
environment are not used. Only a name server that hangs is waited for as long as the system's resolver does.
"""

from __future__ import annotations

import io
import socket
import ssl
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected, responses
from importlib import metadata
from time import monotonic

from shared.address import Address, checked, resolved
from shared.errors import UsageError, WireError
from shared.inflate import inflated

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CONNECT, _READ = 10.0, 20.0
_CHUNK = 64 * 1024
_HEADERS = 256 * 1024
_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"


class FetchFailed(WireError):
    """The document could not be fetched. `wait`: so many seconds the server asks to be left alone."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True)
class Answer:
    """What the server sent; `body` is None when it has not changed since."""

    body: bytes | None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True)
class Limits:
    """What one fetch may cost, in bytes after decompression and in seconds, and whether it may go to private places."""

    bytes: int
    seconds: float = 60
    allow_private: bool = False

    def exceeded(self) -> FetchFailed:
        """What to raise."""
        return FetchFailed(f"it has more than {self.bytes:,} bytes")


class _Deadline:
    """The end of a fetch with all its redirects."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._end = seconds, monotonic() + seconds

    def within(self, seconds: float) -> float:
        """So many seconds, or those that are left."""
        left = self._end - monotonic()
        if left <= 0:
            raise FetchFailed(f"it takes longer than {self._seconds:g} s")
        return min(seconds, left)


class _Line(io.RawIOBase):
    """What comes in on a connection, counted; HTTPResponse takes it for a socket."""

    def __init__(self, line: socket.socket, limits: Limits, deadline: _Deadline) -> None:
        self._line, self._limits, self._deadline = line, limits, deadline
        self._left = limits.bytes + _HEADERS

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview[int], /) -> int:  # type: ignore[override]
        self._line.settimeout(self._deadline.within(_READ))
        try:
            n = self._line.recv_into(buffer)
        except TimeoutError:
            self._deadline.within(_READ)
            raise FetchFailed(f"its server says nothing for {_READ:g} s") from None
        self._left -= n
        if self._left < 0:
            raise self._limits.exceeded()
        return n


def fetch(url: str, limits: Limits, *, etag: str | None = None, modified: str | None = None) -> Answer:
    """The document at `url`, or that it is still the one with these validators.

    Raises UsageError when `url` can never be fetched, and FetchFailed.
    """
    first = place = checked(url)
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = _headers() | {name: value for name, value in known.items() if value}
    deadline = _Deadline(limits.seconds)
    for _ in range(_MOST_REDIRECTS + 1):
        # The password is for those to whom it was given, not for those to whom they redirect.
        login = _login(first) if place.origin == first.origin else {}
        found = _get(place, headers | login, limits, deadline)
        if isinstance(found, Answer):
            return found
        try:
            place = place.follow(found)
        except UsageError as error:
            raise FetchFailed(f"it redirects elsewhere: {error}") from None
    raise FetchFailed(f"it redirects more than {_MOST_REDIRECTS} times")


@cache
def _headers() -> dict[str, str]:
    agent = f"wireroom/{metadata.version('wireroom')}"
    return {"User-Agent": agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate", "Connection": "close"}


def _login(place: Address) -> dict[str, str]:
    if place.login is None:
        return {}
    return {"Authorization": f"Basic {b64encode(':'.join(place.login).encode()).decode()}"}


def _get(place: Address, headers: Mapping[str, str], limits: Limits, deadline: _Deadline) -> Answer | str:
    """The answer, or where it redirects to."""
    # A server's own validators come back to it: in one line each, whatever they held.
    lines = [f"{name}: {' '.join(value.split())}" for name, value in {"Host": place.place, **headers}.items()]
    request = "\r\n".join([f"GET {place.target} HTTP/1.1", *lines, "", ""]).encode("latin-1")
    with _connect(place, limits, deadline) as line:
        try:
            line.sendall(request)
            with HTTPResponse(_Line(line, limits, deadline), method="GET") as response:  # type: ignore[arg-type]
                response.begin()
                if response.status in _REDIRECTS and response.headers["Location"]:
                    return response.headers["Location"]
                return _answer(response, limits)
        except (IncompleteRead, RemoteDisconnected):
            raise _cut() from None
        except HTTPException:
            raise FetchFailed("its server does not speak HTTP") from None
        except (OSError, zlib.error) as error:
            raise FetchFailed(f"it cannot be read: {_plain(error)}") from None


def _connect(place: Address, limits: Limits, deadline: _Deadline) -> socket.socket:
    """A connection to the first of the host's addresses that may be used and answers."""
    try:
        addresses = resolved(place.host, place.port, allow_private=limits.allow_private)
    except UsageError as error:
        raise FetchFailed(str(error)) from None
    except OSError as error:
        raise FetchFailed(f"{place.host} is not known: {_plain(error)}") from None
    problem = ""
    for address in addresses:
        try:
            line = socket.create_connection((address, place.port), deadline.within(_CONNECT))
        except OSError as error:
            problem = _plain(error)
            continue
        return _secured(line, place.host, deadline) if place.scheme == "https" else line
    raise FetchFailed(f"{place.place} cannot be reached: {problem}")


def _secured(line: socket.socket, host: str, deadline: _Deadline) -> socket.socket:
    try:
        line.settimeout(deadline.within(_CONNECT))  # for the handshake as a whole
        return _tls().wrap_socket(line, server_hostname=host)
    except (OSError, ValueError) as error:
        line.close()
        deadline.within(_CONNECT)
        what = "has no good certificate" if isinstance(error, ssl.SSLCertVerificationError) else "speaks no TLS"
        raise FetchFailed(f"{host} {what}: {_plain(error)}") from None


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _answer(response: HTTPResponse, limits: Limits) -> Answer:
    etag, modified = response.headers["ETag"], response.headers["Last-Modified"]
    if response.status == 304:
        return Answer(None, etag, modified)
    if response.status != 200:
        said = f"{response.status} {responses.get(response.status, '')}".strip()
        raise FetchFailed(f"its server answers {said}", _wait(response.headers["Retry-After"]))
    body = bytearray()
    for part in _unpacked(response, limits.bytes):
        body += part
        if len(body) > limits.bytes:
            raise limits.exceeded()
    return Answer(bytes(body), etag, modified)


def _unpacked(response: HTTPResponse, most: int) -> Iterator[bytes]:
    """The body as it comes in, decompressed; no piece is ever much larger than `most`."""
    coding = (response.headers["Content-Encoding"] or "identity").strip().lower()
    if coding in ("gzip", "x-gzip", "deflate"):
        yield from inflated(_received(response), most, raw_too=coding == "deflate")
    elif coding == "identity":
        yield from _received(response)
    else:
        raise FetchFailed("it is packed in a way that was not asked for")


def _received(response: HTTPResponse) -> Iterator[bytes]:
    while part := response.read(_CHUNK):
        yield part
    if response.length:  # the reader of a length says nothing when the connection ends before
        raise _cut()


def _wait(told: str | None) -> float | None:
    """Seconds, from seconds or a date."""
    if told is None:
        return None
    with suppress(ValueError, TypeError, OverflowError):
        if told.strip().isdecimal():
            return float(told)
        when = parsedate_to_datetime(told)
        return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
    return None


def _cut() -> FetchFailed:
    return FetchFailed("it ends in the middle")


def _plain(error: Exception) -> str:
    """What went wrong in a few words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
