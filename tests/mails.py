"""Mails for tests, made of invented reports."""

from __future__ import annotations

import base64

from shared.records import Normalized

LEAD = "PORT ALDER, Nov 24 (AW) - A ferry burned off Port Alder on Monday, the harbour master said."
MORE = "“No one was hurt,” captain Boro Vane said on the quay. “We are all here.”"
STORY = f"{LEAD}\n\n{MORE}\n"
HEADS = {
    "From": "Alder Wire <desk@alder.example>",
    "Subject": "Ferry burns off Port Alder",
    "Date": "Mon, 24 Nov 2025 10:15:00 +0100",
    "Message-ID": "<1@alder.example>",
}
NITF = """<?xml version="1.0"?><nitf><head><docdata><doc-id id-string="aw-77"/></docdata></head><body><body.head>
<hedline><hl1>Lamp works closes</hl1></hedline></body.head><body.content><p>NEW HARLAN (AW) - The lamp works closes.</p>
</body.content></body></nitf>"""


def mail(body: str | bytes = STORY, **heads: str) -> bytes:
    """A mail of one part; names with `_` for `-`, and an empty value leaves a field out."""
    told = {**HEADS, "Content-Type": "text/plain; charset=utf-8"}
    told |= {name.replace("_", "-"): value for name, value in heads.items()}
    head = "".join(f"{name}: {value}\n" for name, value in told.items() if value)
    return head.encode("utf-8", "surrogateescape") + b"\n" + (body.encode() if isinstance(body, str) else body)


def part(kind: str, body: str | bytes, *heads: str) -> bytes:
    """A part of a multipart."""
    data = body if isinstance(body, bytes) else body.encode()
    return "\n".join((f"Content-Type: {kind}", *heads, "", "")).encode() + data


def attached(kind: str, name: str, body: str | bytes) -> bytes:
    """A part that is a file, in base64."""
    data = base64.encodebytes(body if isinstance(body, bytes) else body.encode())
    return part(kind, data, "Content-Transfer-Encoding: base64", f'Content-Disposition: attachment; filename="{name}"')


def multi(kind: str, *parts: bytes, boundary: str = "b1") -> bytes:
    """A multipart as a part."""
    rows = b"".join(f"--{boundary}\n".encode() + each + b"\n" for each in parts)
    return part(f'multipart/{kind}; boundary="{boundary}"', rows + f"--{boundary}--\n".encode())


def whole(content: bytes, **heads: str) -> bytes:
    """A mail with that content, a part."""
    return mail(b"", Content_Type="", **heads)[:-1] + content


def kinds(found: Normalized) -> list[tuple[str, str]]:
    return [(each.kind, found.text[each.start : each.end]) for each in found.segments]


def body_of(found: Normalized) -> list[str]:
    return [words for kind, words in kinds(found) if kind == "body"]
