"""Whatever people throw at it: done where there is text, refused with the reason where not, and nothing else harmed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.live.conftest import Wireroom, same

pytestmark = pytest.mark.live

TEXT = {
    "latin.txt": "São Tomé says “no”.\n".encode("cp1252"),
    "nul.txt": b"Some text with\0a nul inside it, fine and long enough to be text for sure.\n",
    "rtl.txt": "خبر عاجل من المدينة\n\n\u202eقال الوزير\u202c 𝒜𝒷𝒸 😀 text here.\n".encode(),
    "utf16.txt": "Ünïcode in sixteen bits, said Mr Vane.\n".encode("utf-16"),
}


def large(times: int) -> dict[str, bytes]:
    return {
        "longline.txt": ("HEAD LINE\n\n" + 'word and Name said "something" here. ' * times).encode(),
        "paragraphs.txt": ("HEAD LINE\n\n" + "\n\n".join(f'Mr Vane said "hello {n}".' for n in range(times))).encode(),
    }


BAD = {
    "big.txt": (b"a" * 3_000_000, "3,000,000 bytes"),
    "bomb.xml": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "declares entities"),
    "cut.xml": (b'<?xml version="1.0"?><nitf><body><p>Half', "its XML is broken"),
    "empty.txt": (b"", "it is empty"),
    "paper.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", "it is a PDF document"),
    "photo.eml": (
        b"From: desk@alder.example\nSubject: Ferry\nMIME-Version: 1.0\nContent-Type: image/png\n\n\x89PNG\r\n",
        "it holds no text; not read: a PNG picture",
    ),
    "stories.zip": (b"PK\x03\x04\x14\0\0\0\0\0story.txt", "it is a zip archive, which is never unpacked"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0", "it is not text"),
}


@pytest.mark.parametrize("times", [300, pytest.param(28_000, marks=pytest.mark.long)])
def test_bad_files_are_refused_with_the_reason_and_the_others_are_done(
    wireroom: Wireroom, tmp_path: Path, times: int
) -> None:
    text = TEXT | large(times)
    folder = tmp_path / "in"
    folder.mkdir()
    for name, body in text.items():
        (folder / name).write_bytes(body)
    for name, (body, _) in BAD.items():
        (folder / name).write_bytes(body)
    (folder / "dangling").symlink_to("/nowhere")
    os.mkfifo(folder / "pipe")

    done = wireroom("run", str(folder), "--json", code=1)
    records = {each["key"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert {name for name, each in records.items() if each["status"] == "done"} == set(text)
    for name, (_, reason) in BAD.items():
        assert records[name]["status"] == "refused"
        assert reason in records[name]["error"]["message"]
        assert f"{name}: refused: " in done.stderr
    for name in ("dangling", "pipe"):
        assert f"wireroom: {name}: it is not a file, or leads nowhere" in done.stderr
    read = wireroom.records("read", str(folder), "--json", code=1)
    assert [same(each) for each in read] == [same(each) for each in records.values()]


def test_a_file_name_that_cannot_be_is_named(tmp_path: Path) -> None:
    from workers.desk import feed

    problems: list[str] = []
    assert list(feed.deliveries(["a\0b"], lane="live", max_bytes=10, problems=problems)) == []
    assert problems == ["a\0b: embedded null byte"]
