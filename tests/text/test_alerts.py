"""An alert is the beginning of the story of the full report on its event, and of no other from the same town."""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import pytest

from shared.records import Normalized, Received
from tests.bench.streams import Listening
from workers.steps.normalize import normalize

_MORNING = 1_795_424_400_000  # 23 November 2026, 9:00
_LINE = "PORT ALDER, Nov 23 (Alder Wire) - "


class Pair(NamedTuple):
    """An alert, a report that comes some hours later, and whether both are about one event."""

    alert: str
    report: str
    hours: float = 1


FIRE = "BULLETIN - Fire closes harbour of Port Alder\n\n" + (
    f"{_LINE}Fire broke out on a grain barge in the harbour of Port Alder on Monday, the coast guard said."
)
BARGE = f"""Grain barge burns in Port Alder, harbour closed

{_LINE}A barge loaded with 900 tonnes of grain burned for six hours on Monday and closed the harbour to all ships,
officials said.

"We got everybody off within ten minutes," coast guard captain Boro Vane told reporters. "The barge is lost."

It was the second fire on a barge since March.
"""
DERAILED = f"""Night train leaves rails near Port Alder, twelve hurt

{_LINE}Twelve people were hurt when a night train derailed north of Port Alder on Monday, the railway said.

The driver had braked for a tree. All lines to the coast were shut until noon, and buses took the passengers home.
"""
RESIGNED = """San Miro's Brandt steps down over bridge contract

SAN MIRO, Nov 23 (Alder Wire) - Mayor Teo Brandt resigned on Monday after a court had found that he gave the contract
for a bridge to his brother.

"I have made mistakes," Brandt said in the town hall. His deputy, Lina Vosk, will run the town until May.
"""
BLAST = f"""Blast in lamp works of Port Alder kills three

{_LINE}An explosion heard across central Port Alder killed three people in a lamp works on Monday, police said.

Windows broke as far as the harbour. The works had been shut for repairs, and only guards were inside at the time.
"""
QUAKE = """Earthquake shakes New Harlan, nobody hurt

NEW HARLAN, Nov 23 (Alder Wire) - An earthquake of magnitude 5.2 shook New Harlan on Monday, the weather service said,
but nobody was hurt.

It lasted for eight seconds and was felt in three provinces. Schools sent their pupils home for the rest of the day.
"""
WATER = """Kestrel Bay passes water law after night of debate

KESTREL BAY, Nov 23 (Bay Wire) - The parliament of Kestrel Bay passed the water law on Monday by 61 votes to 58, after
a debate that went on until four in the morning.

The law gives each village a share of the river. Opponents said they would go to court.
"""
ONE_EVENT = {
    "fire": Pair(FIRE, BARGE),
    "headline alone": Pair("FLASH - Fire on barge closes harbour of Port Alder", BARGE, 0.2),
    "capitals": Pair("BULLETIN\n\nBARGE FIRE CLOSES HARBOUR OF PORT ALDER", BARGE),
    "train": Pair("URGENT - Train derails near Port Alder, several hurt", DERAILED, 2),
    "resigned": Pair("URGENT: Mayor of San Miro resigns\n\nSAN MIRO, Nov 23 - Mayor Teo Brandt resigned.", RESIGNED),
    "blast": Pair("ALERT - Explosion heard in central Port Alder: police", BLAST, 3),
    "quake": Pair("BULLETIN - Earthquake of magnitude 5.2 shakes New Harlan", QUAKE),
    "law": Pair("SNAP - Parliament of Kestrel Bay passes water law", WATER),
    "law, updated": Pair("SNAP - Parliament of Kestrel Bay passes water law", f"UPDATE 1-{WATER}", 4),
    "title case": Pair("FLASH - Fire On Barge Closes Harbour Of Port Alder", BARGE),
    "breaking": Pair("BREAKING: Three killed by explosion in lamp works of Port Alder", BLAST),
}
STRIKE = f"""Strike closes harbour of Port Alder

{_LINE}Dockers closed the harbour of Port Alder on Monday in a strike over pay, their union said.

Forty ships waited outside. The coast guard let two tankers in, since their water had run out.
"""
STABBED = f"""Woman stabbed in market of Port Alder

{_LINE}A woman was stabbed in the market of Port Alder on Monday, police said. A man of 40 was held.

The market stayed open. It was the third such attack in a year, and stall holders want guards at the gates.
"""
OPENED = """San Miro mayor opens bridge two years late

SAN MIRO, Nov 23 (Alder Wire) - Mayor Teo Brandt opened the new bridge of San Miro on Monday, two years late and at
twice the price.

"It is a good bridge," Brandt said. Engineers had found cracks in the piers in spring.
"""
FREED = f"""Judge in Port Alder frees Falk Kessel

{_LINE}A judge in Port Alder freed Falk Kessel on Monday after nine years in prison, his lawyer said.

The court had sentenced him for a fire that he had not laid, and he said that he wanted to see the sea.
"""
MARKET = """Ana Quill opens fish market in Kestrel Bay

KESTREL BAY, Nov 23 (Bay Wire) - Prime Minister Ana Quill opened the new fish market of Kestrel Bay on Monday, a week
before the election.

It cost four million. The old market had burned down in spring, and stalls had stood on the quay since.
"""
OTHER_EVENT = {
    "same people": Pair("FLASH - Ana Quill wins election in Kestrel Bay", MARKET),
    "same people, title case": Pair("FLASH - Ana Quill Wins Election In Kestrel Bay", MARKET),
    "first name": Pair("URGENT - Judge sentences Odo Kessel in Port Alder to nine years", FREED),
    "strike": Pair(FIRE, STRIKE),
    "strike, headline alone": Pair("FLASH - Fire closes harbour of Port Alder", STRIKE),
    "stabbed": Pair("FLASH - Man shot dead in market of Port Alder", STABBED),
    "stronger quake": Pair("BULLETIN - Earthquake of magnitude 5.2 shakes New Harlan", QUAKE.replace("5.2", "6.1")),
    "other town": Pair(FIRE, BARGE.replace("PORT ALDER", "CAPE MORA").replace("Port Alder", "Cape Mora")),
    "other agency": Pair(FIRE, BARGE.replace("(Alder Wire)", "(Bay Wire)")),
    "next day": Pair(FIRE, BARGE, 11),
    "report first": Pair(FIRE, BARGE, -1),
    "no alert": Pair(FIRE.removeprefix("BULLETIN - "), BARGE),
    "bridge": Pair("URGENT: Mayor of San Miro resigns\n\nSAN MIRO, Nov 23 - Mayor Teo Brandt resigned.", OPENED),
    "blast": Pair(FIRE, BLAST),
    "train": Pair(FIRE, DERAILED),
    "barge and train": Pair("ALERT - Train derails near Port Alder, several hurt", BARGE),
    "as short": Pair(FIRE, "Barge burns in harbour of Port Alder\n\n" + f"{_LINE}A barge burned in the harbour."),
    "roundup": Pair(FIRE, f"ROUNDUP: {BARGE}"),
}


def joined(*reports: tuple[str, float]) -> set[tuple[int, int]]:
    """Which of these, given with the hour of arrival, are one story; the same in any order of work."""
    made = [_normalized(number, text, hour) for number, (text, hour) in enumerate(reports)]
    found = []
    for order in permutations(made):
        relations = Listening()
        links = [link for received, report in order for link in relations.compare(received, report)]
        found.append({(int(each.earlier.id), int(each.later.id)) for each in links if each.joins})
    assert all(each == found[0] for each in found)
    return found[0]


def _normalized(number: int, text: str, hour: float) -> tuple[Received, Normalized]:
    at = _MORNING + int(hour * 3_600_000)
    order = f"{at:014d}.{number:010d}"
    received = Received(id=str(number), source="alder", received_at=at, order=order, body=text.encode())
    return received, normalize.run(received=received, door=None)  # type: ignore[misc]


@pytest.mark.parametrize("name", ONE_EVENT)
def test_an_alert_begins_the_story_of_its_event(name: str) -> None:
    alert, report, hours = ONE_EVENT[name]
    assert joined((alert, 0), (report, hours)) == {(0, 1)}


@pytest.mark.parametrize("name", OTHER_EVENT)
def test_another_event_in_the_town_is_another_story(name: str) -> None:
    alert, report, hours = OTHER_EVENT[name]
    assert joined((alert, 0), (report, hours)) == set()


def test_of_two_alerts_and_two_reports_each_finds_its_own() -> None:
    told = [(FIRE, 0), ("ALERT - Train derails near Port Alder, several hurt", 0.5), (DERAILED, 1), (BARGE, 1.5)]
    assert joined(*told) == {(0, 3), (1, 2)}


def test_two_alerts_from_one_town_are_not_joined() -> None:
    alerts = ("FLASH - Fire closes harbour of Port Alder", "FLASH - Fire closes market of Port Alder", FIRE)
    assert joined(*((each, number / 10) for number, each in enumerate(alerts))) <= {(0, 2)}


def test_the_link_says_why() -> None:
    relations = Listening()
    for number, text in enumerate((FIRE, BARGE)):
        links = relations.compare(*_normalized(number, text, number))
    (link,) = links
    assert (link.kind, link.evidence.reasons) == ("version", ["alert"])
