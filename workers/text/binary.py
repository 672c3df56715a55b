"""What a file is that is no text, by the bytes it begins with: so that its refusal can name it."""

from __future__ import annotations

import re

_PACKED = "which is never unpacked"
_OTHER = "whose text is not read"
#: (where, bytes, name). Text cannot begin so.
_SIGNATURES = (
    (0, b"%PDF-", f"a PDF document, {_OTHER}"),
    (0, b"{\\rtf", f"an RTF document, {_OTHER}"),
    (0, b"%!PS-", f"a PostScript document, {_OTHER}"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an old Word, Excel or Outlook file, {_OTHER}"),
    (0, b"\x78\x9f\x3e\x22", f"a package of Outlook's own (winmail.dat), {_PACKED}"),
    (0, b"\x1f\x8b", f"a gzip archive, {_PACKED}"),
    (0, b"BZh91AY&SY", f"a bzip2 archive, {_PACKED}"),
    (0, b"\xfd7zXZ\0", f"an xz archive, {_PACKED}"),
    (0, b"\x28\xb5\x2f\xfd", f"a zstd archive, {_PACKED}"),
    (0, b"7z\xbc\xaf\x27\x1c", f"a 7z archive, {_PACKED}"),
    (0, b"Rar!\x1a\x07", f"a rar archive, {_PACKED}"),
    (257, b"ustar", f"a tar archive, {_PACKED}"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n", "a PNG picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (8, b"WEBPVP8", "a WebP picture"),
    (8, b"WAVEfmt", "a WAV sound"),
    (4, b"ftyphei", "a HEIC picture"),
    (4, b"ftyp", "an MP4 video or sound"),
    (0, b"ID3\x03", "an MP3 sound"),
    (0, b"ID3\x04", "an MP3 sound"),
    (0, b"OggS\0", "an Ogg video or sound"),
    (0, b"\x1a\x45\xdf\xa3", "a Matroska or WebM video"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"\x7fELF", "a program"),
)  # fmt: skip
_ZIP = re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)")
#: What is a zip archive too, by the names of the files in it.
_ZIPPED = (
    (b"word/", "a Word document (docx)"),
    (b"xl/", "an Excel workbook (xlsx)"),
    (b"ppt/", "a PowerPoint presentation (pptx)"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"mimetypeapplication/epub+zip", "an EPUB book"),
)
_LOOK = 65_536


def named(body: bytes) -> str | None:
    """What the file is, in words that a refusal can end with; None when nothing says that it is no text."""
    if _ZIP.match(body):
        return next(
            (f"{name}, {_OTHER}" for mark, name in _ZIPPED if mark in body[:_LOOK]), f"a zip archive, {_PACKED}"
        )
    return next((name for at, mark, name in _SIGNATURES if body.startswith(mark, at)), None)
