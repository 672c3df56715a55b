"""Editors' marks are read from the left while they are known; an unknown word is never stripped."""

from __future__ import annotations

import pytest

from tests.reading import one
from workers.text.labels import labels
from workers.text.tables import sections

#: headline; labels with their numbers; what is left.
TABLE = """
RPT: REVIEW - Ships Return | RPT, REVIEW | Ships Return
UPDATE 2-Ships return | UPDATE 2 | Ships return
RPT-UPDATE 1-Ships return | RPT, UPDATE 1 | Ships return
RPT-CORRECTED-UPDATE 3-Ships return | RPT, CORRECTED, UPDATE 3 | Ships return
RPT - UPDATE 2 - CORRECTED - Ships return | RPT, UPDATE 2, CORRECTED | Ships return
REFILE-UPDATE 4-Ships return | REFILE, UPDATE 4 | Ships return
WRAPUP 3-Ships return | WRAPUP 3 | Ships return
WRAPUP1-Ships return | WRAPUP 1 | Ships return
UPDATE-2 Ships return | UPDATE 2 | Ships return
UPDATE2: Ships return | UPDATE 2 | Ships return
UPDATE (2): Ships return | UPDATE 2 | Ships return
UPDATE 1-2 ships return | UPDATE 1 | 2 ships return
UPDATE 1-eAlder sells ships | UPDATE 1 | eAlder sells ships
UPDATE 2 ships return | UPDATE | 2 ships return
1STLD-SHIPS RETURN | LEAD 1 | SHIPS RETURN
2ND LEAD: Ships return | LEAD 2 | Ships return
1st Ld-Writethru: Ships return | LEAD 1, WRITETHRU | Ships return
1ST LD-WRITETHRU-SHIPS RETURN | LEAD 1, WRITETHRU | SHIPS RETURN
3RD LD/WRITETHRU: Ships return | LEAD 3, WRITETHRU | Ships return
(2nd LD) Ships return | LEAD 2 | Ships return
(LEAD) Ships return | LEAD | Ships return
(RPT) SHIPS RETURN | RPT | SHIPS RETURN
[CORRECTED] Ships return | CORRECTED | Ships return
(RPT - UPDATE 2) Ships return | RPT, UPDATE 2 | Ships return
(Update 2) Ships return | UPDATE 2 | Ships return
3RD URGENT: Ships return | URGENT 3 | Ships return
TAKE 2 OF 3: Ships return | TAKE 2 | Ships return
1ST ADD: Ships return | ADD 1 | Ships return
CORRECTED-Ships return | CORRECTED | Ships return
CORRECTED-SHIPS RETURN | CORRECTED | SHIPS RETURN
CORRECTED - SHIPS RETURN | CORRECTED | SHIPS RETURN
CORRECTED ? Ships return | CORRECTED | Ships return
CORRECTED-OFFICIAL-Ships return | CORRECTED-OFFICIAL | Ships return
Correction: Ships return | CORRECTED | Ships return
Exclusive-Ships return | EXCLUSIVE | Ships return
EMBARGOED: Ships return | EMBARGOED | Ships return
URGENT Ships return | URGENT | Ships return
URGENT 2 ships return | URGENT | 2 ships return
URGENT - 2 ships return | URGENT | 2 ships return
KILL KILL KILL Ships return | KILL | Ships return
REPEAT: Ships return | RPT | Ships return
+++ EILMELDUNG +++ Schiffe kehren heim | URGENT | Schiffe kehren heim
EILMELDUNG: Schiffe kehren heim | URGENT | Schiffe kehren heim
KORREKTUR: Schiffe kehren heim | CORRECTED | Schiffe kehren heim
Berichtigung: Schiffe kehren heim | CORRECTED | Schiffe kehren heim
WDH/ROUNDUP 2: Schiffe kehren heim | RPT, ROUNDUP 2 | Schiffe kehren heim
ROUNDUP 2/Schiffe kehren heim | ROUNDUP 2 | Schiffe kehren heim
2. Zusammenfassung: Schiffe kehren heim | ROUNDUP 2 | Schiffe kehren heim
URGENT Lead: Ships return | URGENT, LEAD | Ships return
2e lead - Les navires rentrent | LEAD 2 | Les navires rentrent
RECTIFICATIF - Les navires rentrent | CORRECTED | Les navires rentrent
SYNTHESE-Les navires rentrent | ROUNDUP | Les navires rentrent
ALERTE - Les navires rentrent | ALERT | Les navires rentrent
ACTUALIZA 2-Los barcos vuelven | UPDATE 2 | Los barcos vuelven
CORREGIDO-Los barcos vuelven | CORRECTED | Los barcos vuelven
CORRECCION-Los barcos vuelven | CORRECTED | Los barcos vuelven
URGENTE: Los barcos vuelven | URGENT | Los barcos vuelven
ATUALIZA 1-Navios voltam | UPDATE 1 | Navios voltam
2ª ATUALIZAÇÃO - Navios voltam | UPDATE 2 | Navios voltam
RIPETIZIONE: Le navi tornano | RPT | Le navi tornano
AGGIORNA 1-Le navi tornano | UPDATE 1 | Le navi tornano
BULLETIN | BULLETIN |
UPDATE 2- | UPDATE 2 |
****** SHIPS RETURN | | SHIPS RETURN
REVIEW OF SHIPS DELAYED | | REVIEW OF SHIPS DELAYED
RPT SHIPS RETURN | | RPT SHIPS RETURN
UPDATE SHIPS RETURN | | UPDATE SHIPS RETURN
Update on ships | | Update on ships
update: ships return | | update: ships return
OPEC-Ships return | | OPEC-Ships return
ALDER-UPDATE 2-Ships return | | ALDER-UPDATE 2-Ships return
TEXTILES-Prices rise | | TEXTILES-Prices rise
Text-based search returns | | Text-based search returns
Lead-free ships return | | Lead-free ships return
LEAD-FREE SHIPS RETURN | | LEAD-FREE SHIPS RETURN
SNAP-ON RECALLS TOOLS | | SNAP-ON RECALLS TOOLS
SNAP Benefits return | | SNAP Benefits return
Flash-flood kills three | | Flash-flood kills three
FLASH-FLOOD KILLS THREE | | FLASH-FLOOD KILLS THREE
Review's end | | Review's end
(Adds quotes) Ships return | | (Adds quotes) Ships return
(UPDATE 2, adds quotes) Ships return | | (UPDATE 2, adds quotes) Ships return
MEDIA-Ships return | | MEDIA-Ships return
2 ships return | | 2 ships return
2. Ships return | | 2. Ships return
"""
ROWS = [[each.strip() for each in line.split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("headline", "expected", "rest"), ROWS, ids=[row[0] for row in ROWS])
def test_labels_are_read(headline: str, expected: str, rest: str) -> None:
    found, begin = labels(headline, 0, len(headline))
    said = [each.label if each.number is None else f"{each.label} {each.number}" for each in found]
    assert said == [each.strip() for each in expected.split(",") if each.strip()]
    assert headline[begin:] == rest
    assert all(headline[each.start : each.end].strip(" ()[]") for each in found)


def test_a_label_s_span_is_the_words_as_written() -> None:
    found = one("+++ EILMELDUNG +++ KORREKTUR: Schiffe kehren heim\n\nDie Schiffe kehrten am Montag heim.")
    assert [found.text[each.start : each.end] for each in found.labels] == ["EILMELDUNG", "KORREKTUR"]
    assert found.headline == "Schiffe kehren heim"


def test_the_version_behind_the_slug_is_a_label() -> None:
    found = one("BC-Alder-Ferry, 2nd Ld-Writethru\n\nFerry burns off Port Alder\n\nThe ferry burned on Monday.")
    assert [(each.label, each.number) for each in found.labels] == [("LEAD", 2), ("WRITETHRU", None)]
    assert (found.slug, found.headline) == ("BC-Alder-Ferry, 2nd Ld-Writethru", "Ferry burns off Port Alder")


SPELLINGS = [
    (name, spelling)
    for part in ("plain", "numbered")
    for name, all_ in sections("labels")[part].items()
    for spelling in all_
]


@pytest.mark.parametrize(("name", "spelling"), SPELLINGS, ids=[each for _, each in SPELLINGS])
def test_every_spelling_in_the_list_is_known(name: str, spelling: str) -> None:
    for headline in (f"{spelling}: Ships return", f"({spelling}) Ships return", f"{spelling} - Ships return"):
        found, begin = labels(headline, 0, len(headline))
        assert [each.label for each in found] == [name]
        assert headline[begin:] == "Ships return"
