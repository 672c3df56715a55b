"""What stands around a story in a mail, and stories that were sent on."""

from __future__ import annotations

import pytest

from tests.mails import LEAD, MORE, STORY, body_of, kinds, mail
from tests.reading import one


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
FOOTER = (
    "_______________________________________________\nNewsdesk mailing list\nhttps://lists.alder.example/newsdesk\n"
)


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
        "{}\nThe information contained in this message may be privileged and\nconfidential. Tell us if it is not.",
        "{}\nDiese E-Mail kann vertrauliche Angaben enthalten. Diese Nachricht ist vertraulich.",
        "CAUTION: This email originated from outside of the organization.\n\n{}",
        "{}\nPlease consider the environment before printing this e-mail.",
        "{}\nSent from my iPhone",
        "{}\nOn Mon, 24 Nov 2025 at 10:15, Edda Quill <eq@alder.example> wrote:\n> When will it come?\n> Soon?\n",
        "{}\nOn Mon, 24 Nov 2025 at 10:15, Edda Quill\n<eq@alder.example> wrote:\n\n> When will it come?\n",
        "{}\nAm 24.11.2025 um 10:15 schrieb Edda Quill:\n> Wann kommt es?\n",
        "{}\nLe lun. 24 nov. 2025 à 10:15, Edda Quill a écrit :\n> Quand ?\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{}\n-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n-----END\n",
    ],
)
def test_what_stands_around_a_story_is_furniture(around: str) -> None:
    found = one(mail(around.format(STORY)))
    assert body_of(found) == [LEAD, MORE]
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
        "--\nThe ferry was built in 1950.\n\nIt has nine boats.\n\nIt has no bell.\n\nIt is old.",
    ],
)
def test_words_of_a_story_that_look_like_furniture_stay(line: str) -> None:
    found = one(mail(f"{STORY}\n{line}\n\nThat is all."))
    assert body_of(found)[2:] == [*line.removeprefix("--\n").split("\n\n"), "That is all."]


FORWARDED = {
    "gmail": "---------- Forwarded message ---------\nFrom: Alder Wire <desk@alder.example>\nDate: Mon, 24 Nov 2025\n"
    "Subject: Ferry burns\nTo: <all@alder.example>\n\n\n{}",
    "apple": "Begin forwarded message:\n\nFrom: Alder Wire <desk@alder.example>\nSubject: Ferry burns\n"
    "Date: 24 November 2025\nTo: all@alder.example\n\n{}",
    "outlook": "________________________________\nFrom: Alder Wire\nSent: Monday, 24 November 2025 10:15\nTo: All\n"
    "Subject: Ferry burns\n\n{}",
    "german": "-----Ursprüngliche Nachricht-----\nVon: Alder Wire [mailto:desk@alder.example]\n"
    "Gesendet: Montag, 24. November 2025 10:15\nAn: Alle\nBetreff: Fähre\n\n{}",
    "french": "-------- Message transféré --------\nSujet : Ferry\nDate : Mon, 24 Nov 2025\nDe : Alder Wire\n"
    "Pour : tous\n\n{}",
    "thunderbird": "-------- Forwarded Message --------\nSubject: \tFerry burns\nDate: \tMon, 24 Nov 2025\n"
    "From: \tAlder Wire\nTo: \tall@alder.example,\n\tsome@alder.example\n\n\n{}",
}


@pytest.mark.parametrize("style", FORWARDED)
def test_what_was_sent_on_is_the_story(style: str) -> None:
    told = FORWARDED[style].format(STORY)
    for subject, note in (
        ("Fwd: Ferry burns", "FYI\n\nIlse\n\n"),
        ("Ferry burns", "Look:\n\n"),
        ("FW: Ferry burns", ""),
    ):
        found = one(mail(note + told, Subject=subject))
        assert body_of(found) == [LEAD, MORE]
        assert found.headline == "Ferry burns"
        assert found.dateline is not None
    quoted = "\n".join(f"> {line}" for line in told.splitlines())
    assert body_of(one(mail(f"FYI\n\n{quoted}\n", Subject="Fwd: Ferry burns"))) == [LEAD, MORE]
    reply = one(mail(f"{STORY}\n{FORWARDED[style].format('Can you send it?')}", Subject="Re: Ferry burns"))
    assert body_of(reply) == [LEAD, MORE]


def test_quoted_text_is_the_story_where_there_is_no_other() -> None:
    quoted = "".join(f"> {line}\n" for line in STORY.splitlines())
    assert body_of(one(mail(quoted))) == [LEAD, MORE]
    assert body_of(one(mail(f"Note this.\n\n{quoted}", Subject="Fwd: Ferry"))) == [LEAD, MORE]
    assert body_of(one(mail(f"He has left.\n\n{quoted}", Subject="Re: Ferry"))) == ["He has left."]


def test_quoted_html_is_furniture() -> None:
    page = f'<p>{LEAD}</p><p>{MORE}</p><div class="gmail_quote"><div>On Mon, 24 Nov 2025, Edda Quill wrote:<br></div>'
    page += '<blockquote class="gmail_quote" style="x"><p>When will it come?</p></blockquote></div>'
    found = one(mail(page, Content_Type="text/html", Subject="Re: Ferry"))
    assert body_of(found) == [LEAD, MORE]
    assert ("furniture", "When will it come?") in kinds(found)
    sent_on = f'<p>FYI</p><blockquote type="cite">Begin forwarded message:<p>{LEAD}</p><p>{MORE}</p></blockquote>'
    assert body_of(one(mail(sent_on, Content_Type="text/html", Subject="Fwd: Ferry"))) == [LEAD, MORE]


@pytest.mark.parametrize(
    ("subject", "first", "told"),
    [
        ("Ferry burns off Port Alder", "Ferry burns off Port Alder", "Ferry burns off Port Alder"),
        ("Ferry burns off Port Alder", "FERRY BURNS OFF PORT ALDER", "Ferry burns off Port Alder"),
        ("Ferry burns off Port Alder", "UPDATE 2-Ferry burns off Port Alder", "UPDATE 2-Ferry burns off Port Alder"),
        ("UPDATE 2-Ferry burns off Port Alder", "Ferry burns off\nPort Alder", "UPDATE 2-Ferry burns off Port Alder"),
        ("Ferry burns off Port...", "Ferry burns off Port Alder, none hurt", "Ferry burns off Port Alder, none hurt"),
    ],
)
def test_a_headline_is_told_once(subject: str, first: str, told: str) -> None:
    for body in (f"{first}\n\n{STORY}", f"{first}\n\nBy Ilse Tarn\n\n{STORY}", f"Hello all,\n\n{first}\n\n{STORY}"):
        found = one(mail(body, Subject=subject))
        assert [words for kind, words in kinds(found) if kind == "headline"] == [told]
        assert body_of(found) == [LEAD, MORE]


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
