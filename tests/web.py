"""A real web server on this machine, for tests: what it answers can be changed while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Send = Callable[["Request"], None]


@dataclass
class Page:
    """An answer; with validators it is not sent again to those who have it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Request(BaseHTTPRequestHandler):
    """One request; the site's page for its path answers it."""

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.requests.append(self)
        page = site.pages.get(self.path, Page(b"not here", 404))
        if callable(page):
            page(self)
            return
        known = page.headers.get("ETag"), page.headers.get("Last-Modified")
        if any(known) and known == (self.headers["If-None-Match"], self.headers["If-Modified-Since"]):
            page = Page(status=304, headers=page.headers)
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in page.headers:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, *_: object) -> None:
        pass


class Site:
    """Pages by path: a Page, or a function that writes to the connection itself."""

    def __init__(self, address: str) -> None:
        self.pages: dict[str, Page | Send] = {}
        self.requests: list[Request] = []
        self.address = address

    def asked(self, path: str) -> int:
        return sum(each.path == path for each in self.requests)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A client that has enough hangs up."""


@contextmanager
def serving(host: str = "127.0.0.1", port: int = 0, pem: Path | None = None) -> Iterator[Site]:
    """Serves until the end of the block; with a certificate, over TLS."""
    import ssl

    with _Server((host, port), Request) as server:
        if pem:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        site = server.site = Site(f"{'https' if pem else 'http'}://{host}:{server.server_address[1]}")  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
