"""E-mail as agencies send it: how it is known, charsets, subjects, fields."""

from __future__ import annotations

import base64
import quopri
from email.header import Header

import pytest

from tests.mails import LEAD, NITF, STORY, body_of, kinds, mail
from tests.reading import one
from workers.text import formats


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
        b"Received: from a.example (a.example [192.0.2.1])\n\tby b.example;\n\tMon, 24 Nov 2025\n" + mail(),
        b"Return-Path: <desk@alder.example>\nX-Spam-Status: No\n" + mail(),
        b"X-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n" + mail(),
        f"From: desk@alder.example\nSubject: Ferry burns off Port Alder\n\n{STORY}".encode(),
        f"Subject: Ferry burns off Port Alder\nMessage-ID: <1@a.example>\n\n{STORY}".encode(),
        f"Date: 24 Nov 2025 10:15:00 GMT\nSubject: Ferry burns off Port Alder\n\n{STORY}".encode(),
        f"subject: Ferry burns\n  off Port\n\tAlder\nFROM: desk@alder.example\n\n{STORY}".encode(),
        f"Subject : Ferry burns off Port Alder\nMIME-Version: 1.0\n\n{STORY}".encode(),
        f"MIME-Version: 1.0\nSubject: Ferry burns off Port Alder\n{STORY}".encode(),
        f"Path: news!a\nSubject: Ferry burns off Port Alder\nMessage-ID: <1@a>\n\n{STORY}".encode(),
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
    assert (found.headline, found.raw.partition("\n")[0]) == (text.removeprefix("UPDATE 2-"), text)


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
        ({"X_Priority": "3"}, "3", 5), ({"X_Priority": "5 (Lowest)"}, "5 (Lowest)", 8),
        ({"Priority": "urgent"}, "urgent", 3), ({"Priority": "Non-Urgent"}, "Non-Urgent", 7),
        ({"Importance": "high"}, "high", 3), ({"Importance": "low"}, "low", 7),
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


def test_a_subject_alone_is_a_report() -> None:
    found = one(mail("", Subject="FLASH: Ferry burns off Port Alder"))
    assert (found.headline, [kind for kind, _ in kinds(found)]) == ("Ferry burns off Port Alder", ["headline"])
