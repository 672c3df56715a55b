"""By what address exported documents name an entity."""

from __future__ import annotations

import pytest

from workers.desk.export.item import identity


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({"kb": "http://www.wikidata.org/entity/Q1", "iso3166": "NO"}, {"uri": "http://www.wikidata.org/entity/Q1"}),
        ({"kb": "Q1"}, {"literal": "place-1"}),
        ({"kb": "wd:Q1"}, {"literal": "place-1"}),
        ({"kb": "no address", "iso3166": "NO"}, {"uri": "http://cvx.iptc.org/iso3166-1a2/NO"}),
        ({"geonames": "184745"}, {"uri": "https://sws.geonames.org/184745/"}),
        ({}, {"literal": "place-1"}),
    ],
)
def test_an_entity_is_named_by_its_address_where_it_has_one(links: dict[str, str], expected: dict[str, str]) -> None:
    assert identity({"id": "place-1", "links": links}) == expected
