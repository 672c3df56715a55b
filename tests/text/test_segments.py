"""What each paragraph is for."""

from __future__ import annotations

import pytest

from tests.reading import one
from tests.reading import paragraphs as report

LEAD = "PORT ALDER, Nov 24 (Reuters) - A ferry burned off Port Alder on Monday, the harbour master said."
NEXT = "No one was hurt, and the ship was towed to its berth before noon."


def kinds(*paragraphs: str) -> list[str]:
    return [each.kind for each in report(*paragraphs).segments]


@pytest.mark.parametrize(
    "mark",
    [
        "REUTER", "Reuter...", "reuter", "ENDS", "-30-", "(END)", "###", "NNNN", "==Kyodo", "dpa", "dpa xx yy zz",
        "dpa xx yy ZZ", "iba/kv/rt", "abc-def/gh", "(Reporting by Ilse Tarn; Editing by Boro Vane)",
        "Reporting by Ilse Tarn; Editing by Boro Vane", "(Additional reporting by Ilse Tarn)", "Redaktion: Edda Quill",
        "AP-NY-11-24-25 1015EST<", "241015 Nov 25", "1015 GMT", "(MORE)", "Fortsetzung folgt", "-0-", "Enditem",
        "(End item)", "- - - END - - -", "*** ENDE ***", "(END/2025)", "--Kyodo", "-- BERNAMA", "(ANSA).",
        "(©NTB)", "/ritzau/", "PTI IT BV", "dpa it/bv xx yy", "bur-it/bv", "it-bv/eq", "(Schluss) it/bv", "(Forts.)",
        "--By Ilse Tarn, Alder Wire; 555-0199", "Ilse Tarn and Boro Vane contributed to this report.",
        "Alder Wire writer Edda Quill in New Harlan contributed to this story.",
        "Write to Ilse Tarn at ilse.tarn@alder.example", "To contact the reporter on this story: Ilse Tarn",
        "(Ilse Tarn, édité par Boro Vane)", "(Reportage Ilse Tarn, version française Boro Vane)",
        "(Por Ilse Tarn; Edição de Boro Vane)", "(Ilse Tarn, editado por Boro Vane)", "Editing by Boro Vane",
        "(Bericht von Ilse Tarn, redigiert von Boro Vane)", "Redaktion: Ilse Tarn, Boro Vane", "Red: it/bv",
        "IT // BV", "Lusa/Fim", "it bv", "IT-BV 24-NOV-25 16:12 NNNN", "Reportagem de Ilse Tarn",
        "Translated by Boro Vane", "Compiled by Boro Vane", "segue", "à suivre", "(suite)",
    ],
)  # fmt: skip
def test_the_end_is_told_from_the_story(mark: str) -> None:
    assert kinds("FERRY BURNS", LEAD, NEXT, mark) == ["headline", "body", "body", "signoff"]


@pytest.mark.parametrize(
    "last",
    [
        "The end.", "He said no more.", "Reuters reported it first.", "A/B testing goes on.", "30.", "0",
        "The story was written by a child.", "Reporting by sailors is rare, he said.", "Ends meet, he said.",
        "Contact with the ferry was lost.", "About 200 people were on board.", "Sources said so.", "AP was first.",
        "More ships came.", "Follow the money, he said, and the ship.", "Copyright law is old, he said.",
        "(She laughed.)", "“No,” he said (in Russian).", "It costs 12 crowns ($1 = 2 crowns), he said.",
        "The correction in prices came late.", "This story is about a ferry.", "By noon it was over.",
    ],
)  # fmt: skip
def test_a_last_sentence_is_no_end_mark(last: str) -> None:
    assert kinds("FERRY BURNS", LEAD, NEXT, last) == ["headline", "body", "body", "body"]


@pytest.mark.parametrize(
    "note",
    [
        "Copyright 2025 Alder Wire. All rights reserved.", "(c) 2025 Alder Wire", "Our Standards: The Alder Principles",
        "Read more: the ferry's last year", "* * * *", "Contact: desk@alder.example", "___", "---", "• • •",
        "© Alder Wire",
        "All rights reserved. This material may not be published.", "Alle Rechte vorbehalten", "Tous droits réservés",
        "RIPRODUZIONE RISERVATA © Copyright Alder", "Follow Ilse Tarn on Twitter: @ilsetarn", "Follow us on Facebook",
        "Sign up for our newsletter", "Click here for the video", "For more information, visit alder.example",
        "(For a graphic, click on alder.example/g)", "Watch the full interview below:", "https://alder.example/ferry",
        "ilse.tarn@alder.example", "This story first appeared in the Alder Wire.", "Reprinted with permission.",
        "(This story has not been edited by our staff and comes from a syndicated feed.)",
        "(With inputs from agencies)",
        "The views expressed are the author's own.", "Disclaimer: nobody is liable.", "($1 = 0.87 crowns)",
        "Keywords: FERRY FIRE", "SOURCE Alder Corp", "h/t: Alder Wire", "Newsroom: +99 555 0199", "Photo: Ilse Tarn",
        "(Our editorial staff can be reached at desk@alder.example)",
        "View original content: https://alder.example/1", "Like our page",
    ],
)  # fmt: skip
def test_furniture_is_told_from_the_story(note: str) -> None:
    assert kinds("FERRY BURNS", LEAD, NEXT, note) == ["headline", "body", "body", "furniture"]


@pytest.mark.parametrize(
    "opening",
    [
        "# dpa-Notizblock", "# Notizblock", "The following information is not for publication",
        "Folgende Angaben sind nicht zur Veröffentlichung bestimmt:",
    ],
)  # fmt: skip
def test_what_is_not_for_publication_is_furniture_to_the_end(opening: str) -> None:
    found = kinds("FERRY BURNS", LEAD, NEXT, opening, "## Phone", "Harbour office, +99 555 0199", "dpa xx yy")
    assert found[:3] == ["headline", "body", "body"]
    assert set(found[3:]) <= {"furniture", "signoff"}


@pytest.mark.parametrize(
    "tail", [("ALDER MOTORS",), ("(120 Words)", "2025-11-24-16:12:10 (IANS)"), ("Fire", "Sea", "Port")]
)
def test_short_lines_after_the_signature_are_furniture(tail: tuple[str, ...]) -> None:
    found = kinds("FERRY BURNS", LEAD, NEXT, "it-bv/eq", *tail)
    assert found == ["headline", "body", "body", "signoff", *["furniture"] * len(tail)]


def test_an_end_mark_that_is_no_word_may_follow_the_last_sentence() -> None:
    assert kinds("FERRY BURNS", LEAD, f"{NEXT} Enditem") == ["headline", "body", "body", "signoff"]
    assert kinds("FERRY BURNS", LEAD, f"{NEXT} End") == ["headline", "body", "body"]


def test_notes_and_bylines_need_no_blank_lines() -> None:
    found = one(
        "(LEAD) Ferry burns off Port Alder\n(ATTN: ADDS details in paras 2-3; CHANGES headline)\nBy Ilse Tarn\n"
        "PORT ALDER, Nov. 24 (Yonhap) -- A ferry burned off Port Alder on Monday, the harbor master said.\n"
    )
    assert [each.kind for each in found.segments] == ["headline", "advisory", "byline", "body"]
    assert (found.headline, found.byline) == ("Ferry burns off Port Alder", "Ilse Tarn")


@pytest.mark.parametrize(
    "heading",
    [
        "About Alder Corp", "About Alder Corp.", "ABOUT THE ALDER FERRY COMPANY", "Über die Alder AG",
        "À propos de Alder",
        "Forward-Looking Statements", "Media contact:", "Contacts", "Notes to editors:", "Investor Relations",
    ],
)  # fmt: skip
def test_what_a_press_release_says_of_its_sender_is_furniture(heading: str) -> None:
    rest = "Alder Corp owns ferries in four countries and was founded in 1921."
    assert kinds("FERRY BURNS", LEAD, NEXT, heading, rest, "Boro Vane, +99 555 0199") == [
        "headline", "body", "body", "furniture", "furniture", "furniture",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["About time", "About 30 men", "About the fire nobody spoke.", "Contacts were lost."])
def test_a_cross_head_is_no_sender(line: str) -> None:
    assert "furniture" not in kinds("FERRY BURNS", LEAD, NEXT, line, NEXT, NEXT)


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("This story has been corrected to show that the ferry was towed.", "correction"),
        ("Correction: An earlier version of this story misstated the captain's name.", "correction"),
        ("(This version corrects the captain's name in paragraph 3)", "correction"),
        ("Editor's note: An earlier item misspelled the captain's name; corrected.", "correction"),
        ("Clarification: This story was changed to make clear that the ferry was towed.", "correction"),
        ("Editor's note: pictures follow.", "advisory"),
    ],
)
def test_notes_at_the_end_are_told_from_the_story(note: str, kind: str) -> None:
    assert kinds("FERRY BURNS", LEAD, NEXT, note, "(END)") == ["headline", "body", "body", kind, "signoff"]


@pytest.mark.parametrize(
    "line",
    [
        "THE FIRE", "WHO WILL PAY?", "The Night of the Fire", "No one was hurt", "Hafen bleibt geschlossen",
        "Un port fermé", "Calls for a new pier", "FIRE ON BOARD", "'A terrible night'", "• The crew",
    ],
)  # fmt: skip
def test_a_cross_head_is_told_from_the_story(line: str) -> None:
    expected = "body" if line[0] in "•'" else "crosshead"
    assert kinds("FERRY BURNS", LEAD, NEXT, line, NEXT, NEXT) == [
        "headline", "body", "body", expected, "body", "body",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ("dairy products", "grain", "timber and pulp"), ("Ilse Tarn:", "Boro Vane:"),
        ("The fire spread fast.", "Then it rained."),
        ("He said:", "He left."),
    ],
)  # fmt: skip
def test_short_lines_among_short_lines_are_no_cross_heads(lines: tuple[str, ...]) -> None:
    assert "crosshead" not in kinds("FERRY BURNS", LEAD, NEXT, *lines, "And so on.")


@pytest.mark.parametrize(
    "rows",
    [
        ("Shr 34 cts vs 1.19 dlrs", "Net 807,000 vs 2,858,000", "Year", "Shr 1.20 dlrs vs 2.10 dlrs",
        "Net 2.1 mln vs 3.4 mln"),
        ("Alder Rovers 2 New Harlan 1", "Port Alder 0 Kestrel 0"),
        ("1. Ilse Tarn 2:04.11", "2. Edda Quill 2:05.40", "3. Boro Vane 2:07.00"),
        ("Monday 10:00 Port Alder", "Tuesday 11:30 New Harlan"),
        ("Wheat   12.5   13.0", "Barley   8.1   8.4"),
        ("Wheat.......12.5", "Barley.......8.1"),
        ("Wheat\t12.5\t13.0", "Barley\t8.1\t8.4"),
    ],
)  # fmt: skip
def test_lines_of_figures_are_a_table(rows: tuple[str, ...]) -> None:
    found = kinds("FERRY BURNS", LEAD, NEXT, *rows, NEXT)
    assert found == ["headline", "body", "body", *["table"] * len(rows), "body"]


@pytest.mark.parametrize(
    "line",
    [
        "The ferry burned for four hours, and   nobody could say why it had begun to burn in the first place.",
        "He waited .... and then he spoke of the fire that had burned the ferry from end to end in one night.",
        "In 2019 and in 2021 the two ferries of Port Alder burned, and 12 and 14 people were hurt.",
        "* In 2019, 12 people were hurt in 2 fires",
    ],
)
def test_prose_with_gaps_and_figures_is_no_table(line: str) -> None:
    assert kinds("FERRY BURNS", LEAD, line, line, NEXT)[2:4] == ["body", "body"]


@pytest.mark.parametrize("divider", ["___", "* * *", "***", "-----", "•"])
def test_a_divider_within_the_story_is_furniture(divider: str) -> None:
    assert kinds("FERRY BURNS", LEAD, NEXT, divider, NEXT) == ["headline", "body", "body", "furniture", "body"]


@pytest.mark.parametrize(
    "note",
    [
        "Eds: updates with the harbour master", "Eds: Pictures follow", "ATTENTION EDITORS - a picture follows",
        "(Adds details, background)", "(Recasts, adds quotes)", "(Updates with comments in paragraphs 3-4)",
        "[With pictures]", "(Inserts dropped word in paragraph 2)", "Repeats from Friday", "ATTENTION: Redaktionen",
        "(Actualise avec déclarations)", "(Añade declaraciones)", "Precede New Harlan", "Achtung Redaktionen: neu",
        "Adds details in paragraph 4", "Editor's note: this replaces the earlier item", "(Neu: Einzelheiten)",
    ],
)  # fmt: skip
def test_lines_to_editors_are_advisories(note: str) -> None:
    assert kinds("FERRY BURNS OFF PORT ALDER", note, LEAD, NEXT) == ["headline", "advisory", "body", "body"]


@pytest.mark.parametrize("rule", ["___", "* * *"])
def test_a_cross_head_may_stand_under_a_rule(rule: str) -> None:
    found = kinds(
        "FERRY BURNS", LEAD, NEXT, rule, "WHAT FOLLOWS", "The wreck will be towed to New Harlan on Tuesday.", NEXT
    )
    assert found == ["headline", "body", "body", "furniture", "crosshead", "body", "body"]


def test_an_end_mark_behind_the_last_sentence_is_a_line_of_its_own() -> None:
    lead, following = (text.replace(" the ", "\nthe ") for text in (LEAD, NEXT))
    found = one(f"FERRY BURNS\n    {lead}\n    {following}        REUTER\n\x03")
    assert [each.kind for each in found.segments] == ["headline", "body", "body", "signoff"]
