"""Files that are no text are refused by their names."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from shared.errors import BinaryReport
from tests.reading import one
from workers.text.binary import named


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "PORT ALDER")
    return buffer.getvalue()


def tarred() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("story.txt"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (zipped("story.txt"), "a zip archive, which is never unpacked"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "a PowerPoint presentation"),
        (zipped("mimetype", "content.xml"), "an OpenDocument file"),
        (gzip.compress(b"PORT ALDER", mtime=0), "a gzip archive, which is never unpacked"),
        (bz2.compress(b"PORT ALDER"), "a bzip2 archive"),
        (lzma.compress(b"PORT ALDER"), "an xz archive"),
        (tarred(), "a tar archive"),
        (b"%PDF-1.7\n1 0 obj << /Title (Ferry burns) >>", "a PDF document, whose text is not read"),
        (b"{\\rtf1\\ansi Ferry burns off Port Alder.}", "an RTF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "an old Word, Excel or Outlook file"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"GIF89a\1\0\1\0", "a GIF picture"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a WebP picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "an MP4 video or sound"),
        (b"ID3\x04\0\0\0\0\0\0", "an MP3 sound"),
    ],
)
def test_a_file_that_is_no_text_is_named_in_its_refusal(body: bytes, name: str) -> None:
    with pytest.raises(BinaryReport, match=f"^it is not text, it is {name}"):
        one(body)


@pytest.mark.parametrize(
    "text",
    ["PK: two letters on a quay", "GIF89 was a ship", "%PDF is a word", "ID3: a boat", "Rar! said Boro Vane", "BZh9"],
)
def test_text_that_begins_alike_is_text(text: str) -> None:
    assert named(text.encode()) is None
