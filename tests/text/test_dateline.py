"""The shapes of datelines in the agencies' style guides, with invented text."""

from __future__ import annotations

import pytest

from workers.text.dateline import dateline

NOW = 1764000000000  # 2025-11-24

SHAPES = {
    "reuters": ("LUSAKA (Reuters) - Copper rose", ["LUSAKA"], None, ["Reuters"], None),
    "reuters date": ("QUITO, May 3 (Reuters) - Rain fell", ["QUITO"], None, ["Reuters"], "2025-05-03"),
    "stars of a flash": ("****QUITO, May 3 - Rain fell", ["QUITO"], None, [], "2025-05-03"),
    "two places": ("BOGOTA/CARACAS, Tuesday (Reuters) - Talks", ["BOGOTA", "CARACAS"], None, ["Reuters"], "2025-11-18"),
    "ap": ("DULUTH, Minn. (AP) — Snow fell", ["DULUTH"], "Minn", ["AP"], None),
    "ap underline": ("PORT VILA, Vanuatu (AP) _ A ship", ["PORT VILA"], "Vanuatu", ["AP"], None),
    "aboard": ("ABOARD THE FERRY ASTER (AP) — We sail", ["ABOARD THE FERRY ASTER"], None, ["AP"], None),
    "dpa": ("Riga (dpa) - Regen", ["Riga"], None, ["dpa"], None),
    "dpa two": ("Oslo/Berlin (dpa) - Regen", ["Oslo", "Berlin"], None, ["dpa"], None),
    "joint": ("Santa Fe (tns/dpa) - Rain", ["Santa Fe"], None, ["tns", "dpa"], None),
    "afp": ("Lome, March 9, 2021 (AFP) - Rain", ["Lome"], None, ["AFP"], "2021-03-09"),
    "afp french": ("Dakar, 4 fév 2022 (AFP) - La pluie", ["Dakar"], None, ["AFP"], "2022-02-04"),
    "efe": ("Asunción, 14 feb (EFE).- La lluvia", ["Asunción"], None, ["EFE"], "2025-02-14"),
    "tass": ("YAKUTSK, July 2. /TASS/. Snow", ["YAKUTSK"], None, ["TASS"], "2025-07-02"),
    "kyodo": ("NARA, Japan, Nov. 5 Kyodo - Rain", ["NARA"], "Japan", ["Kyodo"], "2025-11-05"),
    "ats": ("Sion (ats afp) Le train", ["Sion"], None, ["ats afp"], None),
    "yonhap": ("BUSAN, June 17 (Yonhap) -- Rain", ["BUSAN"], None, ["Yonhap"], "2025-06-17"),
    "xinhua": ("URUMQI, Sept. 1 (Xinhua) -- Rain", ["URUMQI"], None, ["Xinhua"], "2025-09-01"),
    "pti": ("Kochi, Jan 8 (PTI) Rain", ["Kochi"], None, ["PTI"], "2025-01-08"),
    "aap": ("HOBART, Sept 12 AAP - Rain", ["HOBART"], None, ["AAP"], "2025-09-12"),
    "in the credit": (
        "MINSK (Gulf Wire / Sputnik - 2nd March, 2019) Rain", ["MINSK"], None, ["Gulf Wire", "Sputnik"], "2019-03-02",
    ),
    "two cities": (
        "UNITED NATIONS and GENEVA (Alder Wire) — Rain", ["UNITED NATIONS", "GENEVA"], None, ["Alder Wire"], None,
    ),
    "no credit": ("PORT ALDER, Nov 23 - Rain", ["PORT ALDER"], None, [], "2025-11-23"),
    "accents": ("SÃO MIRO, Nov 23 (Alder Wire) - Rain", ["SÃO MIRO"], None, ["Alder Wire"], "2025-11-23"),
    "apostrophe": ("N'DAMENA (Reuters) - Rain", ["N'DAMENA"], None, ["Reuters"], None),
}  # fmt: skip


@pytest.mark.parametrize(("text", "places", "region", "credits", "date"), SHAPES.values(), ids=SHAPES)
def test_a_dateline_is_read(
    text: str, places: list[str], region: str | None, credits: list[str], date: str | None
) -> None:
    found = dateline(text, 0, len(text), NOW)
    assert found is not None
    assert (found.places, found.region, found.credits, found.date) == (places, region, credits, date)
    assert found.date_inferred == (date is not None and date[:4] not in text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister said on Tuesday (local time) - and nobody else - that it rained.",
        "Quill (54) has led the town since 2019.",
        "Rain fell in PORT ALDER (Alder Wire) - it said",
        "SHARES FELL, TRADERS SAID, AS RAIN STOPPED WORK",
        "In March 2019, the harbour closed - for three days.",
        "",
    ],
)
def test_what_is_no_dateline_is_not_taken_for_one(text: str) -> None:
    assert dateline(text, 0, len(text), NOW) is None
