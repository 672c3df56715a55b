"""Decompresses what comes in piece by piece, whatever it would grow to."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_MOST_MEMBERS = 100


def inflated(parts: Iterable[bytes], most: int, *, raw_too: bool) -> Iterator[bytes]:
    """Gzip of one or several members, zlib, and (`raw_too`) deflate without a header, as some servers send it.

    No piece is larger than `most` and a byte; who counts them can stop in time. Raises zlib.error.
    """
    unpack, members = None, 0
    for part in parts:
        left = part
        while left:
            if unpack is None:
                bare = raw_too and not members and left[0] & 0x0F != 8
                unpack, members = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32), members + 1
                if members > _MOST_MEMBERS:
                    raise zlib.error(f"it has more than {_MOST_MEMBERS} pieces")
            yield unpack.decompress(left, most + 1)
            left = unpack.unconsumed_tail or unpack.unused_data
            if unpack.eof:
                unpack, left = None, left.lstrip(b"\0")
    if unpack is not None:
        raise zlib.error("it ends in the middle")
