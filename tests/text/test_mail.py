"""E-mail as agencies send it: heads, charsets, parts, and what is around a story."""

from __future__ import annotations

import base64
import quopri
import time
from email.header import Header

import pytest

from shared.errors import BadReport, EmptyReport
from shared.records import Normalized
from tests.reading import one, several
from workers.text import formats

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
    return part(
        kind, data, "Content-Transfer-Encoding: base64", f'Content-Disposition: attachment; filename="{name}"'
    )


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


def plain(words: str) -> str:
    """As the glyphs are made uniform."""
    return words.replace("“", "“").replace("”", "”")


def test_a_mail_gives_its_fields() -> None:
    found = one(
        mail(
            Subject="UPDATE 2-Ferry burns off Port Alder",
            Keywords="ferry, fire; Port Alder",
            Content_Language="en-GB",
            X_Priority="2 (High)",
        )
    )
    assert (found.format, found.encoding) == ("email", "utf-8")
    assert (found.headline, [(each.label, each.number) for each in found.labels]) == (
        "Ferry burns off Port Alder",
        [("UPDATE", 2)],
    )
    assert (found.sent_at, found.guid) == ("2025-11-24T09:15:00.000Z", "1@alder.example")
    assert found.keywords == ["ferry", "fire", "Port Alder"]
    assert found.urgency is not None
    assert (found.urgency.raw, found.urgency.value) == ("2 (High)", 3)
    assert found.language is not None
    assert found.language.code == "en"
    assert found.header["from"] == "Alder Wire <desk@alder.example>"
    assert found.dateline is not None
    assert found.dateline.places == ["PORT ALDER"]
    assert [kind for kind, _ in kinds(found)] == ["headline", "body", "body"]
    assert found.raw == f"UPDATE 2-Ferry burns off Port Alder\n\n{STORY.rstrip()}"


@pytest.mark.parametrize(
    "body",
    [
        mail(),
        b"\xef\xbb\xbf" + mail(),
        b"\r\n\n  \n" + mail(),
        mail().replace(b"\n", b"\r\n"),
        mail().replace(b"\n", b"\r"),
        b"From desk@alder.example Mon Nov 24 10:15:00 2025\n" + mail(),
        b"From - Mon Nov 24 10:15:00 2025\r\n" + mail().replace(b"\n", b"\r\n"),
        b"Received: from a.example (a.example [192.0.2.1])\n\tby b.example with ESMTP id 1;\n\tMon, 24 Nov 2025\n" + mail(),
        b"Return-Path: <desk@alder.example>\nX-Spam-Status: No\n" + mail(),
        b"X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n" + mail(),
        f"From: desk@alder.example\nSubject: Ferry burns off Port Alder\n\n{STORY}".encode(),
        f"Subject: Ferry burns off Port Alder\nMessage-ID: <1@a.example>\n\n{STORY}".encode(),
        f"Date: 24 Nov 2025 10:15:00 GMT\nSubject: Ferry burns off Port Alder\n\n{STORY}".encode(),
        f"subject: Ferry burns\n  off Port\n\tAlder\nFROM: desk@alder.example\n\n{STORY}".encode(),
        f"Subject : Ferry burns off Port Alder\nMIME-Version: 1.0\n\n{STORY}".encode(),
        f"MIME-Version: 1.0\nSubject: Ferry burns off Port Alder\n{STORY}".encode(),
        f"Path: news!a\nNewsgroups: alder.wire\nSubject: Ferry burns off Port Alder\nMessage-ID: <1@a>\n\n{STORY}".encode(),
    ],
)  # fmt: skip
def test_mails_are_known_by_their_heads(body: bytes) -> None:
    found = one(body)
    assert (found.format, found.headline) == ("email", "Ferry burns off Port Alder")
    assert body_of(found)[0] == LEAD


@pytest.mark.parametrize(
    "body",
    [
        f"Subject: Ferry burns\n\n{STORY}",
        f"From the desk of Ilse Tarn\n\n{STORY}",
        f"From Port Alder it is an hour to sea, says Edda Quill at 10:15 on\nMonday: it is so.\n\n{STORY}",
        f"From: Ilse Tarn\nTo: All editors\nSubject: Ferry\nDate: Nov 24\n\n{STORY}",
        f"Date: Monday\n\n{STORY}",
        f"Subject: Ferry burns\nContact: desk@alder.example\n\n{STORY}",
        f"FERRY: what we know\nCREW: nine people\nCAPTAIN: Boro Vane\n\n{STORY}",
        "Received: nine letters from the harbour master\n\nPORT ALDER (AW) - Nine letters came.",
    ],
)
def test_plain_wire_text_is_left_alone(body: str) -> None:
    assert formats.detect(body.encode()) == "plain"


@pytest.mark.parametrize(
    ("body", "format"),
    [
        (b"\x16\x16\x01a0107\x1falder\nu i BC-FIRE 11-20 0074\n\x02\nFIRE", "anpa1312"),
        (NITF.encode(), "nitf"),
        (b'{"uri": "x", "headline": "From: a@b.example", "versioncreated": "2025"}', "ninjs"),
        (b"ZCZC ab123\nSubject: x\nFrom: a@b.example\n\nFerry burns", "zczc"),
    ],
)
def test_other_formats_are_left_alone(body: bytes, format: str) -> None:
    assert formats.detect(body) == format


@pytest.mark.parametrize(
    ("charset", "way", "text"),
    [
        ("utf-8", "8bit", "Île d’Alder: « rien »"),
        ("iso-8859-1", "quoted-printable", "Le café est fermé, dit-il à Alder."),
        ("windows-1252", "base64", "The ferry’s café – “closed”"),
        ("iso-8859-2", "8bit", "Minister powiedział, że źródła milczą."),
        ("koi8-r", "base64", "Паром сгорел у берега, сообщил капитан."),
        ("windows-1251", "quoted-printable", "Паром сгорел у берега."),
        ("iso-2022-jp", "7bit", "フェリーが燃えた。"),
        ("shift_jis", "base64", "港でフェリーが燃えた。"),
        ("gb2312", "8bit", "渡轮在港口起火。"),
        ("big5", "base64", "渡輪在港口起火。"),
        ("euc-kr", "8bit", "항구에서 배가 탔다."),
        ("ks_c_5601-1987", "8bit", "항구에서 배가 탔다."),
        ("utf-7", "7bit", "Café in Alder"),
        ("utf-16", "base64", "Ferry — café"),
        ("iso-8859-15", "8bit", "Ça coûte 5 €, dit-il."),
        ('"utf-8"', "base64", "naïve café"),
    ],
)
def test_text_comes_in_any_charset_and_encoding(charset: str, way: str, text: str) -> None:
    name = "cp949" if charset.startswith("ks_c") else charset.strip('"')
    data = text.encode(name)
    data = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(way, bytes)(data)
    found = one(mail(data, Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding=way))
    assert found.raw.endswith(text)


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("", "utf-8"), ("", "cp1252"), ("us-ascii", "utf-8"), ("us-ascii", "cp1252"), ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "cp1252"), ("utf-8", "cp1252"), ("x-unknown", "cp1252"), ("punycode", "cp1252"),
        ("rot13", "utf-8"), ("utf-7", "utf-8"), ("_iso-8859-1$ESC", "cp1252"),
    ],
)  # fmt: skip
def test_a_wrong_charset_is_not_believed(declared: str, real: str) -> None:
    text = "The ferry’s café – “closed” since Monday, said the harbour master of Port Alder."
    kind = f"text/plain; charset={declared}" if declared else "text/plain"
    assert one(mail(text.encode(real), Content_Type=kind)).raw.endswith(text)


def test_cyrillic_sent_as_western_is_seen() -> None:
    text = "Паром сгорел у берега в понедельник, сообщил капитан порта. Никто не пострадал."
    assert one(mail(text.encode("cp1251"), Content_Type="text/plain; charset=iso-8859-1")).raw.endswith(text)


def test_base64_that_is_none_is_text() -> None:
    assert body_of(one(mail(Content_Transfer_Encoding="base64")))[0] == LEAD
    cut = base64.encodebytes(STORY.encode())[:-20]
    assert body_of(one(mail(cut, Content_Transfer_Encoding=" Base64 ")))[0] == LEAD
    footer = base64.encodebytes(STORY.encode()) + b"\n_____\nNewsdesk mailing list\n"
    assert "mailing" not in one(mail(footer, Content_Transfer_Encoding="base64")).raw


@pytest.mark.parametrize(
    ("raw", "headline"),
    [
        ("=?utf-8?Q?Caf=C3=A9_burns?=", "Café burns"),
        ("=?UTF-8?b?Q2Fmw6kgYnVybnM=?=", "Café burns"),
        ("=?iso-8859-1?q?Caf=E9?= =?iso-8859-1?q?_burns?=", "Café burns"),
        ("=?utf-8?Q?Caf=C3?=\n =?utf-8?Q?=A9_burns?=", "Café burns"),
        ("=?utf-8?Q?Caf=C3=A9?= burns", "Café burns"),
        ("=?utf-8*en?Q?Caf=C3=A9?=\n\tburns", "Café burns"),
        ("=?utf-8?Q?Caf=C3=A9 burns?=", "Café burns"),
        ("=?utf-8?Q?Caf=C3=A9_burns", "Café burns"),
        ("=?utf-8?B?Q2Fmw6kgYnVybnM?=", "Café burns"),
        ("=?x-unknown?Q?Caf=E9?= burns", "Café burns"),
        ("=?utf-8?Q?Caf=E9?= burns", "Café burns"),
        ("Caf\udce9 burns", "Café burns"),
        ("Café burns", "Café burns"),
        ("=?koi8-r?B?8MHSz80g08fP0sXM?=", "Паром сгорел"),
        ("=?gb2312?B?tsnC1sbwu/A=?=", "渡轮起火"),
        ("=?ISO-2022-JP?B?GyRCJVUlJyVqITwbKEI=?=", "フェリー"),
        ("Who=?= burns", "Who=?= burns"),
        ("=?utf-8?Q?=00=0ACaf=C3=A9_burns?=", "Café burns"),
    ],
)
def test_subjects_are_read_in_any_shape(raw: str, headline: str) -> None:
    assert one(mail(Subject=raw)).headline == headline


def test_long_subjects_come_as_mailers_fold_them() -> None:
    text = "UPDATE 2-Fähre brennt vor Port Alder – niemand verletzt, sagt der Hafenmeister Özgür Ångström"
    folded = Header(text, "utf-8", maxlinelen=40, header_name="Subject").encode()
    found = one(mail(Subject=folded))
    assert found.headline == text.replace("–", "-").removeprefix("UPDATE 2-") or found.headline in text


@pytest.mark.parametrize(
    ("raw", "headline", "labels"),
    [
        ("Re: Ferry burns", "Ferry burns", []),
        ("Fwd: Re: [newsdesk] Ferry burns", "Ferry burns", []),
        ("[newsdesk] UPDATE 2-Ferry burns", "Ferry burns", ["UPDATE"]),
        ("AW: WG: Ferry burns", "Ferry burns", []),
        ("RE[2]: Ferry burns", "Ferry burns", []),
        ("TR : Ferry burns", "Ferry burns", []),
        ("[EXTERNAL] [news:1234] URGENT: Ferry burns", "Ferry burns", ["URGENT"]),
        ("Ferry burns (fwd)", "Ferry burns", []),
        ("[CORRECTED] Ferry burns", "Ferry burns", ["CORRECTED"]),
        ("[URGENT] RPT-Ferry burns", "Ferry burns", ["URGENT", "RPT"]),
        ("FLASH: Ferry burns", "Ferry burns", ["FLASH"]),
        ("Regatta: ferry burns", "Regatta: ferry burns", []),
        ("[newsdesk]", "[newsdesk]", []),
    ],
)
def test_what_lists_and_mailers_put_before_a_subject_goes(raw: str, headline: str, labels: list[str]) -> None:
    found = one(mail(Subject=raw))
    assert (found.headline, [each.label for each in found.labels]) == (headline, labels)
    assert found.header["subject"] == raw


@pytest.mark.parametrize(
    ("heads", "raw", "value"),
    [
        ({"X_Priority": "1"}, "1", 1), ({"X_Priority": "1 (Highest)", "Importance": "High"}, "1 (Highest)", 1),
        ({"X_Priority": "3"}, "3", 5), ({"X_Priority": "5 (Lowest)"}, "5 (Lowest)", 8), ({"Priority": "urgent"}, "urgent", 3),
        ({"Priority": "Non-Urgent"}, "Non-Urgent", 7), ({"Importance": "high"}, "high", 3), ({"Importance": "low"}, "low", 7),
        ({"X_MSMail_Priority": "Normal"}, "Normal", 5), ({"X_Priority": "?", "Importance": "high"}, "high", 3),
        ({"Subject": "FLASH: Ferry burns", "X_Priority": "3"}, "FLASH", 1), ({}, None, None),
        ({"Subject": "BULLETIN - Ferry burns", "Importance": "normal"}, "BULLETIN", 2),
    ],
)  # fmt: skip
def test_urgency_is_what_the_mailer_says_unless_a_label_says_it(
    heads: dict[str, str], raw: str | None, value: int | None
) -> None:
    found = one(mail(**heads)).urgency
    assert (found.raw if found else None, found.value if found else None) == (raw, value)


def test_plain_text_is_preferred_when_it_tells_as_much() -> None:
    rich = part("text/html; charset=utf-8", f"<html><body><p>{LEAD}</p><p>{MORE}</p><p>Unsubscribe</p></body></html>")
    found = one(whole(multi("alternative", part("text/plain; charset=utf-8", STORY), rich)))
    assert (found.raw.count("A ferry"), body_of(found)) == (1, [LEAD, plain(MORE)])
    stub = part("text/plain", "This is an HTML mail. Please use a mail program that can show it to read our news.")
    found = one(whole(multi("alternative", stub, rich)))
    assert body_of(found) == [LEAD, plain(MORE)]
    assert kinds(found)[-1] == ("furniture", "Unsubscribe")
    short = part("text/plain; charset=utf-8", LEAD)
    long = part("text/html; charset=utf-8", f"<p>{LEAD}</p>" + f"<p>{MORE} The tug Aster towed her home at noon.</p>")
    assert len(body_of(one(whole(multi("alternative", short, long))))) == 2


def test_html_is_read_as_it_stands() -> None:
    page = f"""<html><head><meta charset="iso-8859-1"><style>p {{ color: red }}</style></head><body>
    <table><tr><td><p>{LEAD}</p></td></tr><tr><td>The tug Aster<br>came &amp; went.</td></tr>
    <tr><td><table><tr><td>Crew</td><td>9</td></tr></table></td></tr></table>
    <p>Le café.<o:p></o:p></p><img src="cid:1" alt="Logo"></body></html>"""
    found = one(mail(page, Content_Type="text/html; charset=utf-8"))
    assert body_of(found)[0] == LEAD
    assert ("table", "Crew\t9") in kinds(found) or ("table", "Crew 9") in kinds(found)
    assert "Le café." in found.text
    assert "color" not in found.text


def test_parts_that_are_text_are_one_story() -> None:
    picture = attached("image/jpeg", "ferry.jpg", b"\xff\xd8\xff" + bytes(range(256)))
    footer = part("text/plain", "_______________________________________________\nNewsdesk mailing list\nnews@alder.example")
    found = one(whole(multi("mixed", part("text/plain; charset=utf-8", STORY), picture, footer)))
    assert body_of(found) == [LEAD, plain(MORE)]
    assert {kind for kind, _ in kinds(found)[3:]} == {"furniture"}
    assert found.header["not_read"] == "ferry.jpg (a JPEG picture)"


def test_boundaries_may_be_wrong() -> None:
    told = whole(multi("mixed", part("text/plain; charset=utf-8", STORY)))
    assert body_of(one(told.replace(b"--b1--\n", b"")))[0] == LEAD
    assert body_of(one(told.replace(b'boundary="b1"', b'boundary="b9"')))[0] == LEAD
    assert body_of(one(told.replace(b'; boundary="b1"', b"")))[0] == LEAD
    assert body_of(one(told.replace(b"\n", b"\r\n")))[0] == LEAD
    nested = multi("mixed", multi("alternative", part("text/plain; charset=utf-8", STORY), boundary="b1.1"), boundary="b1")
    assert body_of(one(whole(nested)))[0] == LEAD


def test_an_attached_text_is_the_story_and_its_cover_a_note() -> None:
    cover = part("text/plain", "Dear editors,\n\nplease find our story attached.\n\nRegards,\nIlse")
    found = one(whole(multi("mixed", cover, attached("text/plain; charset=utf-8", "story.txt", STORY))))
    assert (found.headline, body_of(found)) == ("Ferry burns off Port Alder", [LEAD, plain(MORE)])
    assert found.header["note"] == "please find our story attached."
    assert found.header["file"] == "story.txt"
    named = f"Lamp works closes\n\n{STORY}"
    found = one(whole(multi("mixed", cover, attached("application/octet-stream", "story.txt", named))))
    assert found.headline == "Lamp works closes"


@pytest.mark.parametrize(
    ("kind", "name", "body", "format", "headline"),
    [
        ("text/xml", "s.xml", NITF, "nitf", "Lamp works closes"),
        ("application/octet-stream", "s.dat", NITF, "nitf", "Lamp works closes"),
        ("application/json", "s.json", '{"uri": "x", "headline": "Lamps", "body_text": "Out.", "versioncreated": "2025-11-24"}', "ninjs", "Lamps"),
        ("text/plain", "s.txt", "ZCZC AWX001\n^Lamp works closes\nNEW HARLAN (AW) - It closes.\nNNNN", "zczc", "Lamp works closes"),
        ("text/html", "s.html", f"<html><body><h1>Lamp works closes</h1><p>{LEAD}</p></body></html>", "html", "Lamp works closes"),
        ("message/rfc822", "s.eml", mail(Subject="Lamp works closes").decode(), "email", "Lamp works closes"),
        ("application/octet-stream", "s.eml", mail(Subject="Lamp works closes").decode(), "email", "Lamp works closes"),
    ],
)  # fmt: skip
def test_an_attached_report_is_read_in_its_own_format(
    kind: str, name: str, body: str, format: str, headline: str
) -> None:
    found = one(whole(multi("mixed", part("text/plain", "See attachment."), attached(kind, name, body))))
    assert (found.format, found.headline, found.header["note"]) == (format, headline, "See attachment.")
    assert found.header["from"] == HEADS["From"]
    assert found.sent_at is not None
    own, other = several(whole(multi("mixed", part("text/plain; charset=utf-8", STORY), attached(kind, name, body))))
    assert (own.format, other.format, other.headline) == ("email", format, headline)
    assert own.guid == "1@alder.example"
    assert other.guid in ("1@alder.example#2", "aw-77", "x", "1@alder.example")


def test_several_attached_reports_are_several_reports() -> None:
    feed = (
        "<rss><channel>" + "".join(f"<item><title>Lamp {n}</title><guid>g{n}</guid></item>" for n in "123") + "</channel></rss>"
    )
    texts = [attached("text/plain; charset=utf-8", f"{n}.txt", f"Ferry {n} burns\n\n{STORY}") for n in (1, 2)]
    found = several(whole(multi("mixed", *texts, attached("text/xml", "feed.xml", feed)), Subject="Evening file"))
    assert [each.headline for each in found] == ["Ferry 1 burns", "Ferry 2 burns", "Lamp 1", "Lamp 2", "Lamp 3"]
    assert [each.guid for each in found] == ["1@alder.example", "1@alder.example#2", "g1", "g2", "g3"]
    assert {each.header["subject"] for each in found} == {"Evening file"}


def test_a_report_in_the_body_in_a_format_of_its_own_is_read_in_it() -> None:
    found = one(mail("\x01bwa123 2 pl 59\r\nFerry/\r\n\x02Ferry burns =\r\n\r\nPort Alder (dpa) - A ferry burned.\r\n\x03"))
    assert (found.format, found.headline, found.category) == ("iptc7901", "Ferry burns", "pl")
    assert found.urgency is not None
    assert (found.urgency.raw, found.header["from"]) == ("2", HEADS["From"])
    assert one(mail(NITF, Content_Type="text/xml")).guid == "aw-77"


def test_mails_within_a_mail() -> None:
    inner = mail(Subject="UPDATE 2-Ferry burns", Message_ID="<7@alder.example>")
    found = one(whole(multi("mixed", part("text/plain", "FYI"), part("message/rfc822", inner)), Subject="Fwd: x"))
    assert (found.headline, found.guid, found.header["note"]) == ("Ferry burns", "7@alder.example", "FYI")
    digest = multi("digest", b"\n" + inner, b"\n" + mail(Subject="Lamp works closes", Message_ID="<8@alder.example>"))
    rows = several(whole(digest, Subject="Newsdesk Digest, Vol 1"))
    assert [(each.headline, each.guid) for each in rows] == [
        ("Ferry burns", "7@alder.example"),
        ("Lamp works closes", "8@alder.example"),
    ]
    assert one(whole(part("message/rfc822", whole(part("message/rfc822", inner))))).headline == "Ferry burns"


def test_a_mailbox_holds_several_mails() -> None:
    line = b"From desk@alder.example Mon Nov 24 10:15:00 2025\n"
    quoted = mail(f"{STORY}\n>From now on ferries stop.\n", Subject="Two")
    box = line + mail(Subject="One") + b"\n" + line + quoted + b"\n" + line + mail(b"", Subject="") + b"\n"
    bodies = formats.split(box)[1]
    assert len(bodies) == 3
    found = [formats.read(each, "email") for each in bodies[:2]]
    assert [each.raw.partition("\n")[0] for each in found] == ["One", "Two"]
    assert found[1].raw.endswith("\nFrom now on ferries stop.")
    with pytest.raises(EmptyReport):
        formats.read(bodies[2], "email")
    text = line + mail("He wrote:\n\nFrom Port Alder at 10:15 it is\nan hour.\n")
    assert len(formats.split(text)[1]) == 1


def test_flowed_text_is_made_whole() -> None:
    text = "PORT ALDER, Nov 24 (AW) - A ferry \nburned off Port \nAlder.\n\n From here on \nit is calm.\n"
    found = one(mail(text, Content_Type="text/plain; format=flowed"))
    assert body_of(found) == ["PORT ALDER, Nov 24 (AW) - A ferry burned off Port Alder.", "From here on it is calm."]
    found = one(mail("フェリーが \n燃えた。\n", Content_Type="text/plain; charset=utf-8; format=flowed; delsp=yes"))
    assert found.raw.endswith("フェリーが燃えた。")
    quoted = "Too late.\n\n> A ferry \n> burned.\n>> Where \n>> then?\n-- \nIlse\n"
    raw = one(mail(quoted, Content_Type="text/plain; format=flowed")).raw
    assert "> A ferry burned.\n>> Where then?" in raw
    assert raw.endswith("-- \nIlse")


SIGNATURE = "-- \nIlse Tarn\nAlder Wire\n+00 1 234\n"
FOOTER = "_______________________________________________\nNewsdesk mailing list\nhttps://lists.alder.example/newsdesk\n"


@pytest.mark.parametrize(
    "around",
    [
        "{}\n" + SIGNATURE,
        "{}\n" + SIGNATURE.replace("-- ", "--"),
        "{}\n" + FOOTER,
        "{}\n" + SIGNATURE + FOOTER,
        "Dear editors,\n\n{}",
        "Sehr geehrte Damen und Herren,\n\n{}\nMit freundlichen Grüßen\nIlse Tarn",
        "{}\nBest regards,\n\nIlse Tarn\nAlder Wire",
        "{}\nKind regards\nIlse",
        "View this email in your browser\n\n{}\nUnsubscribe | Manage preferences",
        "{}\nTo unsubscribe, send a mail to leave@alder.example.",
        "{}\nYou are receiving this because you are subscribed to Alder Wire.",
        "{}\nThis e-mail and any attachments are confidential and intended solely for the addressee.",
        "{}\nThe information contained in this message may be privileged and\nconfidential. If you are not the recipient, tell us.",
        "{}\nDiese E-Mail kann vertrauliche Angaben enthalten. Diese Nachricht ist vertraulich.",
        "CAUTION: This email originated from outside of the organization.\n\n{}",
        "{}\nPlease consider the environment before printing this e-mail.",
        "{}\nSent from my iPhone",
        "{}\nOn Mon, 24 Nov 2025 at 10:15, Edda Quill <eq@alder.example> wrote:\n> When will it come?\n> Soon?\n",
        "{}\nOn Mon, 24 Nov 2025 at 10:15, Edda Quill\n<eq@alder.example> wrote:\n\n> When will it come?\n",
        "{}\nAm 24.11.2025 um 10:15 schrieb Edda Quill:\n> Wann kommt es?\n",
        "{}\nLe lun. 24 nov. 2025 à 10:15, Edda Quill a écrit :\n> Quand ?\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{}\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n-----END PGP SIGNATURE-----\n",
    ],
)
def test_what_stands_around_a_story_is_furniture(around: str) -> None:
    found = one(mail(around.format(STORY)))
    assert body_of(found) == [LEAD, plain(MORE)]
    assert {kind for kind, _ in kinds(found)} == {"headline", "body", "furniture"}
    assert found.dateline is not None


@pytest.mark.parametrize(
    "line",
    [
        "Dear life is what they call it in Port Alder, said Boro Vane.",
        "On Monday nobody in Port Alder wrote: it was too hot.",
        "To unseat the mayor, the council needs nine votes.",
        "Thanks to the tug Aster no one was hurt.",
        "This message of hope was read aloud on the quay by Edda Quill.",
        "From: the harbour. To: the sea. So the placard read.",
        "Original message or not, it was read by all.",
        "--\nThe ferry was built in 1950.\nIt was painted twice.\n\nIt has nine boats.\n\nIt has no bell.\n\nIt sails.\n\nIt is old.",
    ],
)
def test_words_of_a_story_that_look_like_furniture_stay(line: str) -> None:
    found = one(mail(f"{STORY}\n{line}\n\nThat is all."))
    assert "furniture" not in {kind for kind, _ in kinds(found)}


FORWARDED = {
    "gmail": "---------- Forwarded message ---------\nFrom: Alder Wire <desk@alder.example>\nDate: Mon, 24 Nov 2025\n"
    "Subject: Ferry burns\nTo: <all@alder.example>\n\n\n{}",
    "apple": "Begin forwarded message:\n\nFrom: Alder Wire <desk@alder.example>\nSubject: Ferry burns\nDate: 24 November 2025\n"
    "To: all@alder.example\n\n{}",
    "outlook": "________________________________\nFrom: Alder Wire\nSent: Monday, 24 November 2025 10:15\nTo: All\n"
    "Subject: Ferry burns\n\n{}",
    "german": "-----Ursprüngliche Nachricht-----\nVon: Alder Wire [mailto:desk@alder.example]\n"
    "Gesendet: Montag, 24. November 2025 10:15\nAn: Alle\nBetreff: Fähre\n\n{}",
    "french": "-------- Message transféré --------\nSujet: Ferry\nDate : Mon, 24 Nov 2025\nDe : Alder Wire\nPour : tous\n\n{}",
    "thunderbird": "-------- Forwarded Message --------\nSubject: \tFerry burns\nDate: \tMon, 24 Nov 2025\nFrom: \tAlder Wire\n"
    "To: \tall@alder.example,\n\tsome@alder.example\n\n\n{}",
}


@pytest.mark.parametrize("style", FORWARDED)
def test_what_was_sent_on_is_the_story(style: str) -> None:
    told = FORWARDED[style].format(STORY)
    for subject, note in (("Fwd: Ferry burns", "FYI, please use.\n\nIlse\n\n"), ("Ferry burns", "For you.\n\n"), ("FW: Ferry burns", "")):
        found = one(mail(note + told, Subject=subject))
        assert body_of(found) == [LEAD, plain(MORE)]
        assert found.headline == "Ferry burns"
        assert found.dateline is not None
    quoted = "\n".join(f"> {line}" for line in told.splitlines())
    assert body_of(one(mail(f"FYI\n\n{quoted}\n", Subject="Fwd: Ferry burns"))) == [LEAD, plain(MORE)]
    reply = one(mail(f"{STORY}\n{FORWARDED[style].format('Can you send it?')}", Subject="Re: Ferry burns"))
    assert body_of(reply) == [LEAD, plain(MORE)]


def test_quoted_text_is_the_story_where_there_is_no_other() -> None:
    quoted = "".join(f"> {line}\n" for line in STORY.splitlines())
    assert body_of(one(mail(quoted))) == [LEAD, plain(MORE)]
    assert body_of(one(mail(f"Note this.\n\n{quoted}", Subject="Fwd: Ferry"))) == [LEAD, plain(MORE)]
    assert body_of(one(mail(f"He has left.\n\n{quoted}", Subject="Re: Ferry"))) == ["He has left."]


def test_quoted_html_is_furniture() -> None:
    page = f'<p>{LEAD}</p><p>{MORE}</p><div class="gmail_quote"><div>On Mon, 24 Nov 2025, Edda Quill wrote:<br></div>'
    page += '<blockquote class="gmail_quote" style="x"><p>When will it come?</p></blockquote></div>'
    found = one(mail(page, Content_Type="text/html", Subject="Re: Ferry"))
    assert body_of(found) == [LEAD, plain(MORE)]
    assert ("furniture", "When will it come?") in kinds(found)
    sent_on = f'<p>FYI</p><blockquote type="cite"><div>Begin forwarded message:</div><p>{LEAD}</p><p>{MORE}</p></blockquote>'
    assert body_of(one(mail(sent_on, Content_Type="text/html", Subject="Fwd: Ferry"))) == [LEAD, plain(MORE)]


@pytest.mark.parametrize(
    ("subject", "first", "told"),
    [
        ("Ferry burns off Port Alder", "Ferry burns off Port Alder", "Ferry burns off Port Alder"),
        ("Ferry burns off Port Alder", "FERRY BURNS OFF PORT ALDER", "Ferry burns off Port Alder"),
        ("Ferry burns off Port Alder", "UPDATE 2-Ferry burns off Port Alder", "UPDATE 2-Ferry burns off Port Alder"),
        ("UPDATE 2-Ferry burns off Port Alder", "Ferry burns off\nPort Alder", "UPDATE 2-Ferry burns off Port Alder"),
        ("Ferry burns off Port...", "Ferry burns off Port Alder, no one hurt", "Ferry burns off Port Alder, no one hurt"),
    ],
)
def test_a_headline_is_told_once(subject: str, first: str, told: str) -> None:
    for body in (f"{first}\n\n{STORY}", f"{first}\n\nBy Ilse Tarn\n\n{STORY}", f"Hello all,\n\n{first}\n\n{STORY}"):
        found = one(mail(body, Subject=subject))
        assert [words for kind, words in kinds(found) if kind == "headline"] == [told]
        assert body_of(found) == [LEAD, plain(MORE)]


def test_what_stands_before_the_dateline_is_no_body() -> None:
    body = "Ferry in flames\n\nWe will update this story at noon.\n\nSlug: ferry-fire\n\nBy Ilse Tarn\n\n"
    found = one(mail(f"{body}{STORY}\n(Reporting by Ilse Tarn; Editing by Boro Vane)\n\n{SIGNATURE}"))
    assert [kind for kind, _ in kinds(found)] == [
        "headline", "headline", "advisory", "furniture", "byline", "body", "body", "signoff", "furniture", "furniture",
    ]  # fmt: skip
    assert (found.headline, found.byline, found.slug) == ("Ferry burns off Port Alder", "Ilse Tarn", "ferry-fire")


def test_a_slug_for_a_subject_is_the_slug() -> None:
    found = one(mail(f"Ferry burns\n\n{STORY}", Subject="Alder-ferry/"))
    assert (found.slug, found.headline) == ("Alder-ferry/", "Ferry burns")
    found = one(mail(f"Ferry burns\n\n{STORY}", Subject="BC-Alder-Ferry, 2nd Ld"))
    assert (found.slug, found.headline) == ("BC-Alder-Ferry, 2nd Ld", "Ferry burns")


def test_names_of_files_come_in_many_ways() -> None:
    for told in (
        "filename*=utf-8''f%C3%A4hre.txt",
        "filename*0*=utf-8''f%C3%A4h; filename*1=re.txt",
        'filename="=?utf-8?Q?f=C3=A4hre.txt?="',
        'filename="C:\\\\alt\\\\fähre.txt"',
    ):
        data = part("text/plain; charset=utf-8", STORY, f"Content-Disposition: attachment; {told}")
        assert one(whole(multi("mixed", data))).header["file"] == "fähre.txt"


def test_a_subject_alone_is_a_report() -> None:
    found = one(mail("", Subject="FLASH: Ferry burns off Port Alder"))
    assert (found.headline, [kind for kind, _ in kinds(found)]) == ("Ferry burns off Port Alder", ["headline"])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (mail("", Subject=""), "it holds no text"),
        (whole(attached("image/jpeg", "a.jpg", b"\xff\xd8\xff\xe0")), r"not read: a.jpg \(a JPEG picture\)"),
        (whole(attached("application/zip", "a.zip", b"PK\x03\x04story.txt")), "a zip archive, which is never unpacked"),
        (whole(attached("application/octet-stream", "a.gz", b"\x1f\x8b\x08")), "a gzip archive, which is never unpacked"),
        (whole(attached("application/pdf", "a.pdf", b"%PDF-1.7\n%x")), "a PDF document, whose text is not read"),
        (whole(attached("application/msword", "a.docx", b"PK\x03\x04[Content_Types].xml word/x")), "a Word document"),
        (whole(attached("text/calendar", "a.ics", b"BEGIN:VCALENDAR")), r"a.ics \(text/calendar\)"),
        (whole(multi("encrypted", part("application/pgp-encrypted", "Version: 1"))), "encrypted .OpenPGP."),
        (whole(attached("application/pkcs7-mime", "smime.p7m", b"0\x80")), "encrypted or sealed .S/MIME."),
        (mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"), "encrypted .OpenPGP."),
        (whole(part("text/plain", b"\x00\x01\x02\x03" * 50)), "not text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(BadReport, match=reason):
        one(body)


def test_one_mail_that_cannot_be_read_leaves_the_others() -> None:
    locked = whole(multi("encrypted", part("application/pgp-encrypted", "Version: 1"), boundary="b9"))
    good = mail(Subject="Lamp works closes")
    assert one(whole(multi("digest", b"\n" + locked, b"\n" + good))).headline == "Lamp works closes"
    line = b"From desk@alder.example Mon Nov 24 10:15:00 2025\n"
    assert len(formats.split(line + good + b"\n" + line + locked + b"\n" + line + good)[1]) == 3


def test_a_signed_mail_is_read() -> None:
    signature = part("application/pgp-signature", "-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----")
    found = one(whole(multi("signed", part("text/plain; charset=utf-8", STORY), signature)))
    assert body_of(found) == [LEAD, plain(MORE)]
    assert "not_read" not in found.header


def test_urgency_and_language_of_the_attached_report_come_first() -> None:
    urgent = NITF.replace("</docdata>", '<urgency ed-urg="2"/></docdata>')
    found = one(whole(multi("mixed", attached("text/xml", "s.xml", urgent)), Importance="low", Keywords="lamp"))
    assert found.urgency is not None
    assert (found.urgency.raw, found.keywords) == ("2", ["lamp"])


DEEP = 25


@pytest.mark.parametrize(
    "body",
    [
        b"MIME-Version: 1.0\n" + b"".join(
            f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n'.encode() for n in range(DEEP)
        ) + b"\n" + STORY.encode(),
        b"MIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * 20_000 + STORY.encode(),
        whole(multi("mixed", *[part("text/plain", "a")] * 2_000)),
        whole(part('multipart/mixed; boundary="b"', b"--b\n" * 400_000)),
    ],
)  # fmt: skip
def test_too_deep_and_too_many_are_refused(body: bytes) -> None:
    began = time.process_time()
    with pytest.raises(BadReport, match=r"nested more than|more than 1,000"):
        one(body)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "body",
    [
        mail(Subject="=?utf-8?Q?" * 100_000),
        mail(Subject="=?utf-8?B?" + "A" * 1_000_000),
        mail(Keywords="a," * 500_000),
        mail(Content_Type="text/plain; " + 'a="' * 300_000),
        mail(Content_Type="text/plain; " + "name*0*=a;" * 100_000),
        mail().replace(b"\n\n", b"\n" + b"X: y\n" * 300_000 + b"\n", 1),
        mail().replace(b"\n\n", b"\nX:" + b" a\n" * 300_000 + b"\n", 1),
        mail(("> " * 30 + "a\nb\n") * 20_000),
        mail("a\n> b\n" * 200_000),
        mail(("On " + "x" * 590 + "\n> b\n") * 3_000),
        mail("-- \n" * 300_000),
        mail("_" * 20 + "\n" + ("_" * 20 + "\na@b.example\n") * 60_000),
        mail("From: a\nTo: b\nDate: c\n\n" * 60_000),
        mail("---- Forwarded message ----\n\n" * 40_000, Subject="Fwd: x"),
        mail("Best regards\n" * 100_000),
        mail("This " + "e-mail " * 200_000),
        mail("a \n" * 400_000, Content_Type="text/plain; format=flowed"),
        mail(">" * 1_500_000, Content_Type="text/plain; format=flowed"),
        mail(" \n" * 600_000 + "x"),
        mail("=" * 1_500_000, Content_Transfer_Encoding="quoted-printable"),
        mail(b"QUJD" * 400_000, Content_Transfer_Encoding="base64"),
        mail("<div>" * 200 + '<blockquote type="cite">' * 20_000, Content_Type="text/html"),
        whole(part('multipart/mixed; boundary="' + "b" * 300_000 + '"', b"--bb\n" * 200_000)),
        b"From a@b.example Mon Nov 24 10:15:00 2025\nA: b\nC: d\n\n" * 20_000,
        mail("From a " * 200_000),
        whole(part('multipart/mixed; boundary="b"', b"--b" + b" " * 1_000_000)),
    ],
    ids=range(26),
)
def test_hostile_mails_take_no_time(body: bytes) -> None:
    began = time.process_time()
    try:
        format, bodies = formats.split(body[:600_000])
        formats.read(bodies[0], format)
    except BadReport:
        pass
    assert time.process_time() - began < 3
