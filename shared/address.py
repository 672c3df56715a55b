"""Web addresses that others chose: which may be fetched, where they lead, and how they are shown to people."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from shared.errors import UsageError

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]*")
_KEPT = "%/:=&?~#+!$,;'@()*[]|"
#: Everything before the host, also where the address is broken.
_LOGIN = re.compile(r"(?i)^([a-z][a-z0-9+.-]*:[/\\]+|/*)[^/?#]*@")
_FIELD = re.compile(r"([?&;][^?&;=#]*=)[^&;#]+")
_SECRET = re.compile(r"(?i)key|token|secret|auth|pass|pwd|sig")
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Address:
    """The parts of a web address; `login` is (user, password)."""

    scheme: str
    host: str
    port: int
    target: str
    login: tuple[str, str] | None = None

    @property
    def place(self) -> str:
        """Host and port as the header Host has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Those who may know the same secrets."""
        return self.scheme, self.host, self.port

    def follow(self, location: str) -> Address:
        """Where a redirect leads, given as HTTP's headers are read. Raises UsageError."""
        # Many servers write their addresses in UTF-8; a header's bytes are read as Latin-1.
        location = quote(location, _KEPT, "latin-1")
        try:
            return checked(urljoin(f"{self.scheme}://{self.place}{self.target}", location))
        except ValueError:
            raise UsageError(f"{shown(location)} is no web address") from None


def checked(url: str) -> Address:
    """The parts of an address that may be fetched. Raises UsageError."""
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts), parts.port
    except ValueError:
        raise UsageError(f"{shown(url)} is no web address") from None
    if parts.scheme not in _PORTS or not host or port == 0:
        raise UsageError(f"{shown(url)}: a feed's address begins with http:// or https:// and names a host")
    target = quote(parts.path or "/", _KEPT) + (f"?{quote(parts.query, _KEPT)}" if parts.query else "")
    login = None if parts.username is None else (unquote(parts.username), unquote(parts.password or ""))
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], target, login)


def listed(told: str | None) -> list[str]:
    """The addresses in WIRE_FEEDS: separated by spaces, or in the file of that name. Raises UsageError."""
    if not told:
        return []
    lines = [told]
    if "://" not in told:
        try:
            lines = Path(told).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise UsageError(f"WIRE_FEEDS={shown(told)} is no address and no file that can be read: {why}") from None
    found = [each for line in lines if not line.lstrip().startswith("#") for each in line.split()]
    for each in found:
        checked(each)
    return list(dict.fromkeys(found))


def shown(url: str) -> str:
    """The address for people and logs: without user and password, and without keys and tokens in its query."""
    bare = _LOGIN.sub(r"\1", url.strip())
    return _FIELD.sub(lambda field: f"{field[1]}..." if _SECRET.search(field[1]) else field[0], bare)


def resolved(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The IP addresses of a host that may be used. Raises UsageError when none may, and OSError."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label of more than 63 letters
        raise OSError(f"its name is no host's: {error}") from None
    found = list(dict.fromkeys(str(each[4][0]) for each in answers))
    usable = found if allow_private else [each for each in found if is_public(each)]
    if not usable:
        where = "" if found == [host] else f" ({', '.join(found)})"
        raise UsageError(f"{host}{where} is a private address; --allow-private or WIRE_ALLOW_PRIVATE=1 permits it")
    return usable


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, whatever form it hides in."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if not all(is_public(str(each)) for each in _inside(found)):
            return False
        if found.ipv4_mapped or found in _NAT64:
            return True
        if found.is_site_local:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _inside(address: IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    teredo = address.teredo or ()
    nat = (IPv4Address(int(address) & 0xFFFFFFFF),) if address in _NAT64 else ()
    return [each for each in (address.ipv4_mapped, address.sixtofour, *teredo, *nat) if each is not None]


def _host(parts: SplitResult) -> str | None:
    host = parts.hostname
    if host is None:
        return None
    if not host.isascii():
        host = host.encode("idna").decode()
    if not _HOST.fullmatch(host):
        raise ValueError(host)
    return host
