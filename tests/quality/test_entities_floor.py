"""Names on real texts stay as good as they were measured, by the whole path: floors a little under that."""

from __future__ import annotations

import pytest

from tests.quality import scoring

# Measured when these were set: 0.856 (0.935, 0.792, 0.893, 0.759); 0.753; 0.955; 0.914.
FLOORS: dict[str, dict[str, float]] = {
    "ner-worldwide-dev": {"all": 0.85, "PERSON": 0.928, "ORG": 0.785, "PLACE": 0.887, "MISC": 0.752},
    "ner-uner-ewt-dev": {"all": 0.745},
    "ner-crossner-politics-dev": {"all": 0.948},
    "ner-wikigold-dev": {"all": 0.905},
}


@pytest.mark.parametrize("name", FLOORS)
def test_mentions_with_the_right_bounds_and_type_do_not_fall_below_the_floor(name: str) -> None:
    found = scoring.entities(scoring.corpus(name))

    assert {kind: round(found[kind], 3) for kind, floor in FLOORS[name].items() if found[kind] < floor} == {}


def test_ids_are_unique_in_a_report_and_no_mention_belongs_to_two() -> None:
    for each in scoring.corpus("ner-worldwide-dev", 20):
        normal, read = scoring.read(each["text"])
        made = scoring.graph()["entities"].run(normalize=normal, read=read).model_dump()["entities"]
        spans = [(at["start"], at["end"]) for one in made for at in one["mentions"]]
        assert len({one["id"] for one in made}) == len(made), each["id"]
        assert len(set(spans)) == len(spans), each["id"]
