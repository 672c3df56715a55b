"""The parts of mails: alternatives, what is attached, mails within mails, what is refused."""

from __future__ import annotations

import pytest

from shared.errors import BadReport, EmptyReport
from tests.mails import HEADS, LEAD, MORE, NITF, STORY, attached, body_of, kinds, mail, multi, part, whole
from tests.pace import within
from tests.reading import one, several
from workers.text import formats


def test_plain_text_is_preferred_when_it_tells_as_much() -> None:
    rich = part("text/html; charset=utf-8", f"<html><body><p>{LEAD}</p><p>{MORE}</p><p>Unsubscribe</p></body></html>")
    found = one(whole(multi("alternative", part("text/plain; charset=utf-8", STORY), rich)))
    assert (found.raw.count("A ferry"), body_of(found)) == (1, [LEAD, MORE])
    stub = part("text/plain", "This is an HTML mail. Please use a mail program that can show it to read our news.")
    found = one(whole(multi("alternative", stub, rich)))
    assert body_of(found) == [LEAD, MORE]
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
    footer = part("text/plain", "_" * 40 + "\nNewsdesk mailing list\nnews@alder.example")
    found = one(whole(multi("mixed", part("text/plain; charset=utf-8", STORY), picture, footer)))
    assert body_of(found) == [LEAD, MORE]
    assert {kind for kind, _ in kinds(found)[3:]} == {"furniture"}
    assert found.header["not_read"] == "ferry.jpg (a JPEG picture)"


def test_boundaries_may_be_wrong() -> None:
    told = whole(multi("mixed", part("text/plain; charset=utf-8", STORY)))
    assert body_of(one(told.replace(b"--b1--\n", b"")))[0] == LEAD
    assert body_of(one(told.replace(b'boundary="b1"', b'boundary="b9"')))[0] == LEAD
    assert body_of(one(told.replace(b'; boundary="b1"', b"")))[0] == LEAD
    assert body_of(one(told.replace(b"\n", b"\r\n")))[0] == LEAD
    nested = multi("mixed", multi("alternative", part("text/plain; charset=utf-8", STORY), boundary="b1.1"))
    assert body_of(one(whole(nested)))[0] == LEAD


def test_an_attached_text_is_the_story_and_its_cover_a_note() -> None:
    cover = part("text/plain", "Dear editors,\n\nplease find our story attached.\n\nRegards,\nIlse")
    found = one(whole(multi("mixed", cover, attached("text/plain; charset=utf-8", "story.txt", STORY))))
    assert (found.headline, body_of(found)) == ("Ferry burns off Port Alder", [LEAD, MORE])
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
        ("application/json", "s.json", '{"uri": "x", "headline": "Lamps", "body_text": "x"}', "ninjs", "Lamps"),
        ("text/plain", "s.txt", "ZCZC AWX001\n^Lamps\nNEW HARLAN (AW) - It closes.\nNNNN", "zczc", "Lamps"),
        ("text/html", "s.html", f"<html><body><h1>Lamps</h1><p>{LEAD}</p></body></html>", "html", "Lamps"),
        ("message/rfc822", "s.eml", mail(Subject="Lamps").decode(), "email", "Lamps"),
        ("application/octet-stream", "s.eml", mail(Subject="Lamps").decode(), "email", "Lamps"),
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
    entries = "".join(f"<item><title>Lamp {n}</title><guid>g{n}</guid></item>" for n in "123")
    feed = f"<rss><channel>{entries}</channel></rss>"
    texts = [attached("text/plain; charset=utf-8", f"{n}.txt", f"Ferry {n} burns\n\n{STORY}") for n in (1, 2)]
    found = several(whole(multi("mixed", *texts, attached("text/xml", "feed.xml", feed)), Subject="Evening file"))
    assert [each.headline for each in found] == ["Ferry 1 burns", "Ferry 2 burns", "Lamp 1", "Lamp 2", "Lamp 3"]
    assert [each.guid for each in found] == ["1@alder.example", "1@alder.example#2", "g1", "g2", "g3"]
    assert {each.header["subject"] for each in found} == {"Evening file"}


def test_a_report_in_the_body_in_a_format_of_its_own_is_read_in_it() -> None:
    found = one(mail("\x01bwa123 2 pl 59\r\nFerry/\r\n\x02Ferry burns =\r\n\r\nPort Alder (dpa) - It burned.\r\n\x03"))
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


def test_names_of_files_come_in_many_ways() -> None:
    for told in (
        "filename*=utf-8''f%C3%A4hre.txt",
        "filename*0*=utf-8''f%C3%A4h; filename*1=re.txt",
        'filename="=?utf-8?Q?f=C3=A4hre.txt?="',
        'filename="C:\\\\alt\\\\fähre.txt"',
    ):
        data = part("text/plain; charset=utf-8", STORY, f"Content-Disposition: attachment; {told}")
        assert one(whole(multi("mixed", data))).header["file"] == "fähre.txt"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (mail("", Subject=""), "it holds no text"),
        (whole(attached("image/jpeg", "a.jpg", b"\xff\xd8\xff\xe0")), r"not read: a.jpg \(a JPEG picture\)"),
        (whole(attached("application/zip", "a.zip", b"PK\x03\x04story.txt")), "a zip archive, which is never unpacked"),
        (whole(attached("application/octet-stream", "a.gz", b"\x1f\x8b\x08")), "a gzip archive, which is never"),
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
    assert body_of(found) == [LEAD, MORE]
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
    with within(2), pytest.raises(BadReport, match=r"nested more than|more than 1,000"):
        one(body)


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
    with within(3):
        try:
            format, bodies = formats.split(body[:600_000])
            formats.read(bodies[0], format)
        except BadReport:
            pass
