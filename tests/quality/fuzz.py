"""Hostile input for every format: `python -m tests.quality.fuzz [FORMAT|all] [SECONDS]`.

Documents of all formats (tests/quality/seeds) are cut, doubled, nested, mixed with each other and filled with noise
by hypothesis, and read as the format they seem to be and as the one that is asked for. Whatever comes out must be a
report or BadReport, within a second, and every segment must lead back to its received words. A finding is printed
with the bytes that show it, shrunk to the smallest.
"""

from __future__ import annotations

import sys
import time
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from shared.errors import BadReport
from tests.reading import several
from workers.text import formats

SEEDS = Path(__file__).parent / "seeds"
#: Seconds one report may take.
SLOWEST = 1.0
NOISE = (
    b"\x00", b"\x01", b"\x02", b"\x03", b"\x04", b"\x16\x16\x01", b"\x1f", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xed\xa0\x80", b"<", b">", b"&", b"&#0;", b"&#x110000;", b"&nbsp;", b"]]>", b"<![CDATA[", b"<!--", b"-->",
    b"<?x ", b"<!DOCTYPE x [", b'<!ENTITY a "b">', b"&a;", b"<p>", b"</p>", b"<table><tr><td>", b"<div>" * 300, b"{",
    b"}", b"[" * 300, b'{"a":' * 300, b'"', b"\\", b"\\ud800", b"null", b"1e999", b"-0", b",", b":", b"\n\n", b"\r",
    b"\t", b" " * 200, b"From ", b"--b1", b"\nContent-Type: multipart/mixed; boundary=b1\n\n",
    b"\nContent-Transfer-Encoding: base64\n\n", b"=?utf-8?B?", b"?=", b"charset=utf-7", b"xmlns='urn:x'",
    b"encoding='utf-16'", b"ZCZC", b"NNNN", b"(", b")", b"/", b"-", b"RPT-", b"A" * 500, b"<!---->" * 40,
)  # fmt: skip


@cache
def documents() -> tuple[bytes, ...]:
    """One document and more of each format."""
    return tuple(each.read_bytes() for each in sorted(SEEDS.iterdir()))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A document after a few accidents."""
    body = bytearray(draw(st.sampled_from(documents())))
    for _ in range(draw(st.integers(0, 8))):
        start, end = sorted((draw(st.integers(0, len(body))), draw(st.integers(0, len(body)))))
        end = min(end, start + draw(st.sampled_from((1, 8, 80, 800))))
        match draw(st.integers(0, 5)):
            case 0:
                del body[start:end]
            case 1:
                body[start:start] = body[start:end] * draw(st.sampled_from((1, 2, 50)))
            case 2:
                body[start:start] = draw(st.sampled_from(NOISE))
            case 3:
                body[start:end] = draw(st.binary(max_size=8))
            case 4:
                body[start:end] = draw(st.sampled_from(documents()))[start:end]
            case _:
                del body[end:]
    return bytes(body[:100_000])


def check(body: bytes, format: str | None) -> None:
    """Raises AssertionError, or what the reader should not have raised."""
    began = time.process_time()
    try:
        found = several(body, format)
    except BadReport:
        found = []
    took = time.process_time() - began
    assert took < SLOWEST, f"{took:.1f} s"
    for each in found:
        for segment in each.segments:
            start, end = each.offsets.to_raw(segment.start, segment.end)
            assert each.offsets.normalise(start, end) == each.text[segment.start : segment.end]


def run(format: str, seconds: float) -> int:
    """How many documents were read in that time without a finding."""
    several(documents()[0], None)  # what is loaded once must not count
    read, end, turn = 0, time.monotonic() + seconds, 0

    while time.monotonic() < end:
        turn += 1

        @seed(turn)
        @settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(damaged())
        def several_of_them(body: bytes) -> None:
            nonlocal read
            read += 1
            check(body, None)
            check(body, format)

        several_of_them()
    return read


def main() -> None:
    """The command."""
    asked = sys.argv[1] if len(sys.argv) > 1 else "all"
    seconds = sys.argv[2] if len(sys.argv) > 2 else "600"
    for format in formats.names() if asked == "all" else [asked]:
        print(f"{format}: {run(format, float(seconds)):,} documents in {seconds} s, nothing found", flush=True)


if __name__ == "__main__":
    main()
