"""Bytes to text, without guessing what is lost.

Order: byte order mark, UTF-8, then the encoding that the bytes' own statistics point to; Windows-1252 when they
point nowhere and every byte is a character of it. What is no text in any of these is refused.
"""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from shared.errors import BinaryReport

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Control characters that belong to transmissions: SOH to ENQ, white space, shifts, SYN, ESC, separators, DEL.
_WIRE_CONTROLS = frozenset("\x01\x02\x03\x04\x05\t\n\v\f\r\x0e\x0f\x16\x17\x1a\x1b\x1c\x1d\x1e\x1f\x7f")
#: More control characters than this share and it is no text.
_MOST_CONTROLS = 0.02
_SAMPLE = 65536


def decode(body: bytes) -> tuple[str, str]:
    """(text, encoding). Raises BinaryReport."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _checked(_strict(body[len(mark) if encoding == "utf-8" else 0 :], encoding), encoding)
    try:
        return _checked(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    _checked(body[:_SAMPLE].decode("cp1252", "replace"), "cp1252")
    return _checked(*_guess(body))


def _guess(body: bytes) -> tuple[str, str]:
    text = body.decode("utf-8", "replace")
    if text.count("\ufffd") * 1000 < len(text):
        return text, "utf-8"  # UTF-8 with a few broken bytes, which stay visible as damage
    found = from_bytes(body[:_SAMPLE]).best()
    for encoding in ("cp1252", found.encoding if found else "latin-1"):
        try:
            return body.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise BinaryReport("it cannot be decoded")


def _strict(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise BinaryReport(f"it begins as {encoding} and is not: {error.reason}") from None


def _checked(text: str, encoding: str) -> tuple[str, str]:
    sample = text[:_SAMPLE]
    odd = sum(1 for each in sample if (each < " " or "\x7f" < each < "\xa0") and each not in _WIRE_CONTROLS)
    if odd > max(1, len(sample) * _MOST_CONTROLS):
        raise BinaryReport(f"it is not text: {odd} of its first {len(sample):,} characters are control characters")
    return text, encoding
