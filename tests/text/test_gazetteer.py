"""The gazetteer: what it knows, what it links, and that it links only when sure."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.resources import files

import pytest

from workers.text import gazetteer


@pytest.mark.parametrize(
    ("name", "kind", "main", "iso"),
    [
        ("Russia", "PLACE", "Russia", "RU"),
        ("UK", "PLACE", "United Kingdom", "GB"),
        ("U.S.", "PLACE", "United States", "US"),
        ("Ivory Coast", "PLACE", "Ivory Coast", "CI"),
        ("Côte d’Ivoire", "PLACE", "Ivory Coast", "CI"),
        ("Scotland", "PLACE", "Scotland", "GB-SCT"),
        ("California", "PLACE", "California", "US-CA"),
        ("Georgia", "PLACE", "Georgia", None),
        ("Europe", "PLACE", "Europe", None),
        ("Dutch", "MISC", "Dutch", "NL"),
        ("Russians", "MISC", "Russian", "RU"),
        ("South Koreans", "MISC", "South Korean", "KR"),
        ("United Nations", "ORG", "United Nations", None),
    ],
)
def test_well_known_names_have_a_type_and_a_code(name: str, kind: str, main: str, iso: str | None) -> None:
    assert gazetteer.known(name) == gazetteer.Known(kind, main, iso)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "Orla", "russia", "Tarvik", "\ud800"])
def test_other_names_are_not_known(name: str) -> None:
    assert gazetteer.known(name) is None
    assert gazetteer.cities(name) == []
    assert gazetteer.regions(name) == []


@pytest.mark.parametrize(
    ("name", "countries", "id"),
    [
        ("Moscow", set(), 524901),
        ("Nairobi", set(), 184745),
        ("Birmingham", {"GB"}, 2655603),
        ("Birmingham", {"US"}, None),
        ("Birmingham", {"GB", "US"}, None),
        ("Tarvik", {"NO"}, None),
    ],
)
def test_a_city_is_linked_only_when_no_other_can_be_meant(name: str, countries: set[str], id: int | None) -> None:
    city = gazetteer.city_link(name, countries)
    assert (city.id if city else None) == id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NORWAY", ("PLACE", "NO")),
        ("norwegians", ("MISC", "NO")),
        ("horn of africa", ("PLACE", None)),
        ("high court", ("ORG", None)),
        ("labour", None),
        ("tarvik", None),
    ],
)
def test_names_are_known_in_any_case_unless_they_are_words_too(
    name: str, expected: tuple[str, str | None] | None
) -> None:
    fact = gazetteer.recased(name)
    assert (fact and (fact.type, fact.iso)) == expected


def test_a_province_is_linked_when_the_report_names_its_country() -> None:
    assert gazetteer.region_link("Nagaland", {"IN"}) == "IN-NL"
    assert gazetteer.region_link("Nagaland", {"BR"}) is None


def test_every_table_is_there_and_every_code_is_one() -> None:
    text = (files("workers.text") / "data" / "entity_words.toml").read_text("utf-8")
    assert all(gazetteer.table(name) for name in tomllib.loads(text))
    assert len(gazetteer.common()) > 5_000


def test_loading_everything_is_quick_and_small() -> None:
    script = (
        "import resource, time; from workers.text import gazetteer as g; peak = lambda: "
        "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; before = peak(); start = time.process_time(); "
        "g.known('x'); g.common(); g.cities('x'); g.regions('x'); print(time.process_time() - start, peak() - before)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    seconds, kilobytes = map(float, done.stdout.split())
    assert seconds < 1
    assert kilobytes < 60_000
