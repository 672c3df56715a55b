"""Bytes to text, without guessing what is lost.

Order: byte order mark, UTF-16 that shows by its zero bytes, UTF-8, then what the sender declares unless its letters
say otherwise. Then, where most letters lie beyond ASCII, the encoding that the bytes' own statistics point to; where
few do, the code page in which these few are letters of the text's language (data/alphabets.txt), Windows-1252 when
that says nothing. What is no text in any of these is refused, files of known kinds by their name.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from shared.errors import BinaryReport
from workers.text.binary import named
from workers.text.language import language
from workers.text.tables import rows

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Control characters that do not belong to transmissions, as do SOH to ENQ, white space, shifts, SYN, ESC, separators
#: and DEL; cp1252's quotes and dashes look like some when they were taken for latin-1.
_ODD_CONTROLS = re.compile("[\x00\x06-\x08\x10-\x15\x18\x19\x80-\x90\x95\x98-\x9f]")
#: More control characters than this share and it is no text.
_MOST_CONTROLS = 0.02
_SAMPLE = 65536
#: Where more of the letters than this lie beyond ASCII, the script is not Latin.
_MOST_HIGH = 0.35
#: Fewer letters do not show the language.
_FEWEST = 20
_GUESSED = (
    "cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256", "cp874", "shift_jis", "euc_jp", "gb18030", "big5",
    "euc_kr", "cp1252", "cp1250", "cp1254", "cp1257",
)  # fmt: skip
_ODD = frozenset("¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿×÷€‚„…†‡ˆ‰‹˜™š›")
_HIGH_CONTROLS = dict.fromkeys(range(0x80, 0xA0), "x")
#: Encodings of text begin so; Python knows others, some of them dangerous to read.
_TEXT_CODECS = ("utf", "iso", "cp", "koi8", "mac", "gb", "big5", "euc", "shift", "hz", "ascii", "tis", "johab", "kz")
#: To whom is not told, these look like ASCII.
_SHIFTING = ("utf-7", "iso2022", "hz")
#: As declared, and what is meant: browsers and mailers read them so (WHATWG Encoding).
_MEANT = {
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_ALIASES = {
    "ks_c_5601-1987": "cp949", "x-sjis": "cp932", "x-gbk": "gb18030", "iso-8859-8-i": "iso8859-8", "ansi": "cp1252",
    "unicode-1-1-utf-7": "utf-7", "iso-2022-jp-ms": "iso2022_jp_ext", "x-mac-roman": "mac_roman",
}  # fmt: skip


def decode(body: bytes, declared: str | None = None) -> tuple[str, str]:
    """(text, encoding). `declared`: what the sender calls its encoding, often wrongly. Raises BinaryReport."""
    kind = named(body)
    if kind:
        raise BinaryReport(f"it is not text, it is {kind}")
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _checked(_strict(body[len(mark) if encoding == "utf-8" else 0 :], encoding), encoding)
    wide = _wide(body[:_SAMPLE])
    if wide:
        return _checked(_strict(body, wide), wide)
    page = codec(declared) if declared else None
    first = [page] if page and page.startswith(_SHIFTING) else []
    for encoding in (*first, "utf-8", *([page] if page and _believed(page, body[:_SAMPLE]) else [])):
        try:
            return _checked(body.decode(encoding), encoding)
        except (UnicodeDecodeError, BinaryReport):
            continue
    text = body.decode("utf-8", "replace")
    broken, beyond = text.count("\ufffd"), len(text) - len(text.encode("ascii", "ignore"))
    if broken * 1000 < len(text) and broken * 2 <= beyond:
        return _checked(text, "utf-8")  # UTF-8 with a few broken bytes, which stay visible as damage
    _checked(body[:_SAMPLE].decode("latin-1").translate(_HIGH_CONTROLS), "latin-1")
    for encoding in (*_likely(body[:_SAMPLE]), "latin-1"):
        try:
            return _checked(body.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    raise BinaryReport("it cannot be decoded")


def codec(declared: str) -> str | None:
    """Python's name of a declared encoding as it is meant; None when it is none of text."""
    name = declared.strip("\"' ").lower()
    try:
        found = codecs.lookup(_ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return None
    return _MEANT.get(found, found) if found.startswith(_TEXT_CODECS) else None


def _believed(page: str, sample: bytes) -> bool:
    """Whoever does not know declares UTF-8 or a code page of the West; other scripts show by their many letters."""
    return page != "utf-8" and (page != "cp1252" or not _foreign(sample))


def _foreign(sample: bytes) -> bool:
    high, letters = _letters(sample)
    return high > _MOST_HIGH * letters


def _letters(sample: bytes) -> tuple[int, int]:
    """(bytes beyond ASCII, these and the letters of ASCII)."""
    high = sum(each > 0x7F for each in sample)
    return high, high + sum(chr(each).isalpha() for each in sample if each < 0x80)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without its mark: nearly every other byte is zero."""
    half = len(sample) // 2
    for encoding, zeros in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[0::2].count(0))):
        if half >= 2 and zeros > 0.7 * half and sample.count(0) - zeros < 0.05 * half:
            return encoding
    return None


def _likely(sample: bytes) -> list[str]:
    """The code pages that fit, best first."""
    high, letters = _letters(sample)
    western = [] if _foreign(sample) else _pages(sample, letters - high)
    if western:
        return western
    found = from_bytes(sample, cp_isolation=list(_GUESSED)).best()
    return [found.encoding, "cp1252"] if found else ["cp1252"]


def _pages(sample: bytes, fewest: int) -> list[str]:
    """The language's code pages, by how many of the letters beyond ASCII they turn into strangers to it."""
    found = language(sample.decode("ascii", "ignore")) if fewest >= _FEWEST else None
    row = next((row for row in rows("alphabets") if found and row[0] == found.code), None)
    if row is None:
        return ["cp1252"]
    known = frozenset(row[1] + row[1].upper())

    def strangers(page: str) -> int:
        text = sample.decode(page, "replace")
        return sum(
            (each.isalpha() and each not in known) or each == "\ufffd" or (each in _ODD and _inside(text, at))
            for at, each in enumerate(text)
            if each > "\x7f"
        )

    return sorted(row[2:], key=strangers)


def _inside(text: str, at: int) -> bool:
    return text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()


def _strict(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise BinaryReport(f"it begins as {encoding} and is not: {error.reason}") from None


def _checked(text: str, encoding: str) -> tuple[str, str]:
    sample = text[:_SAMPLE]
    odd = len(_ODD_CONTROLS.findall(sample))
    if odd > max(1, len(sample) * _MOST_CONTROLS):
        raise BinaryReport(f"it is not text: {odd} of its first {len(sample):,} characters are control characters")
    return text, encoding
