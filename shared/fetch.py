"""Fetches one document over HTTP from an address that others chose, safely.

Every hop is checked by itself: its host is resolved once, private addresses are refused, and the connection goes to
the address that was checked, so no second answer of a name server can lead elsewhere. Size is counted after
decompression, time from beginning to end. Proxies of the environment are not used.
"""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib import metadata
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import urljoin, urlsplit, urlunsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Url, make_headers, parse_url

from shared.errors import UsageError, WireError

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CONNECT, _READ = 10.0, 20.0
_CHUNK = 64 * 1024
_NAT64 = IPv6Network("64:ff9b::/96")
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


@dataclass
class _Watch:
    """Cuts the connection when the time is up, however slowly bytes drip in."""

    seconds: float
    connection: HTTPConnection | None = None
    late: bool = False
    _timer: Timer = field(init=False)

    def __enter__(self) -> _Watch:
        self._timer = Timer(self.seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.late = True
        with suppress(OSError, AttributeError):
            self.connection.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    def check(self) -> None:
        if self.late:
            raise FetchFailed(f"it takes longer than {self.seconds:g} s")


def fetch(url: str, limits: Limits, *, etag: str | None = None, modified: str | None = None) -> Answer:
    """The document at `url`, or that it is still the one with these validators.

    Raises UsageError when `url` can never be fetched, and FetchFailed.
    """
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {**_headers(), **{name: value for name, value in known.items() if value}}
    origin, place = None, checked(url)
    with _Watch(limits.seconds) as watch:
        for _ in range(_MOST_REDIRECTS + 1):
            origin = origin or place
            mine = make_headers(basic_auth=origin.auth) if origin.auth and _same(origin, place) else {}
            found = _get(place, {**headers, **mine}, limits, watch)
            if isinstance(found, Answer):
                return found
            try:
                place = checked(urljoin(place.url, found))
            except UsageError as error:
                raise FetchFailed(f"it redirects elsewhere: {error}") from None
    raise FetchFailed(f"it redirects more than {_MOST_REDIRECTS} times")


def checked(url: str) -> Url:
    """The parts of an address that may be fetched. Raises UsageError."""
    try:
        parts = urlsplit(url.strip())
        if parts.hostname and not parts.hostname.isascii():
            name = parts.hostname.encode("idna").decode()
            parts = parts._replace(netloc=parts.netloc.lower().replace(parts.hostname, name))
        found = parse_url(urlunsplit(parts))
        port = found.port
    except (HTTPError, ValueError):
        raise UsageError(f"{shown(url)}: it is no web address") from None
    if found.scheme not in ("http", "https") or not found.host or port == 0:
        raise UsageError(f"{shown(url)}: a feed's address begins with http:// or https:// and names a host")
    return found


def shown(url: str) -> str:
    """The address for people and logs: without user and password."""
    with suppress(ValueError):
        parts = urlsplit(url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return "a broken address"


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, whatever form it hides in."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = _inside(found)
        if any(not is_public(str(each)) for each in inner):
            return False
        if found.ipv4_mapped:
            return True
        if found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _inside(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    teredo = address.teredo or ()
    nat = (IPv4Address(int(address) & 0xFFFFFFFF),) if address in _NAT64 else ()
    return [each for each in (address.ipv4_mapped, address.sixtofour, *teredo, *nat) if each is not None]


def _same(one: Url, other: Url) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


@cache
def _headers() -> Mapping[str, str]:
    agent = f"wireroom/{metadata.version('wireroom')}"
    return {"User-Agent": agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate", "Connection": "close"}


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _get(place: Url, headers: Mapping[str, str], limits: Limits, watch: _Watch) -> Answer | str:
    """The answer, or where it redirects to."""
    connection = _connect(place, limits, watch)
    try:
        host = place.host or ""
        name = host if place.port is None else f"{host}:{place.port}"
        connection.request(
            "GET", place.request_uri, headers={"Host": name, **headers}, preload_content=False, decode_content=False
        )
        response = connection.getresponse()
        watch.check()
        if response.status in _REDIRECTS and response.headers.get("Location"):
            return str(response.headers["Location"])
        return _answer(response, limits, watch)
    except (HTTPError, OSError, zlib.error) as error:
        watch.check()
        raise FetchFailed(f"it cannot be read: {_plain(error)}") from None
    finally:
        connection.close()


def _connect(place: Url, limits: Limits, watch: _Watch) -> HTTPConnection:
    """A connection to the first of the host's addresses that may be used and answers."""
    host = (place.host or "").strip("[]")
    secure = place.scheme == "https"
    port = place.port or (443 if secure else 80)
    problem = ""
    for address in _addresses(host, port, allow_private=limits.allow_private):
        watch.check()
        if secure:
            connection: HTTPConnection = HTTPSConnection(
                address, port, timeout=_CONNECT, ssl_context=_tls(), server_hostname=host, assert_hostname=host
            )
        else:
            connection = HTTPConnection(address, port, timeout=_CONNECT)
        watch.connection = connection
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            problem = _plain(error)
            continue
        connection.sock.settimeout(_READ)
        return connection
    raise FetchFailed(f"{host} cannot be reached: {problem}")


def _addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"{host} is not known: {_plain(error)}") from None
    every = list(dict.fromkeys(str(each[4][0]) for each in found))
    usable = every if allow_private else [each for each in every if is_public(each)]
    if not usable:
        raise FetchFailed(
            f"{host} is a private address ({', '.join(every)}); --allow-private or WIRE_ALLOW_PRIVATE=1 permits it"
        )
    return usable


def _answer(response: BaseHTTPResponse, limits: Limits, watch: _Watch) -> Answer:
    headers = response.headers
    etag, modified = headers.get("ETag"), headers.get("Last-Modified")
    if response.status == 304:
        return Answer(None, etag, modified)
    if response.status != 200:
        wait = _wait(headers.get("Retry-After")) if response.status in (429, 503) else None
        raise FetchFailed(f"the server answers {response.status} {response.reason or ''}".rstrip(), wait)
    body = bytearray()
    for part in _plain_bytes(response, limits.bytes):
        watch.check()
        body += part
        if len(body) > limits.bytes:
            raise FetchFailed(f"it has more than {limits.bytes:,} bytes (after decompression)")
    watch.check()
    return Answer(bytes(body), etag, modified)


def _plain_bytes(response: BaseHTTPResponse, most: int) -> Iterator[bytes]:
    """The body as it comes in, decompressed; no piece is ever much larger than `most`."""
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    parts = response.stream(_CHUNK, decode_content=False)
    if coding in ("", "identity"):
        yield from parts
    elif coding in ("gzip", "x-gzip", "deflate"):
        yield from _inflate(parts, most, raw_too=coding == "deflate")
    else:
        raise FetchFailed(f"it is encoded as {coding}, which was not asked for")


def _inflate(parts: Iterator[bytes], most: int, *, raw_too: bool) -> Iterator[bytes]:
    """Gzip of one or several members, zlib, and (`raw_too`) deflate without a header, as some servers send it."""
    unpack, begun = None, False
    for part in parts:
        left = part
        while left:
            if unpack is None:
                bare = raw_too and not begun and left[0] & 0x0F != 8
                unpack, begun = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32), True
            yield unpack.decompress(left, most + 1)
            left = unpack.unconsumed_tail or unpack.unused_data
            if unpack.eof:
                unpack, left = None, left.lstrip(b"\0")
    if unpack is not None:
        raise FetchFailed("it ends in the middle")


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


def _plain(error: Exception) -> str:
    """What went wrong in a few words, without the library's own objects."""
    text = str(error.__cause__ or error)
    return text.rpartition(": ")[2] if "object at 0x" in text else text
