"""Names on real texts stay as good as they were measured, by the whole path: floors a little under that."""

from __future__ import annotations

import pytest

from tests.quality import scoring

# Measured when these were set: 0.845 (0.930, 0.788, 0.874, 0.755); 0.731; 0.928; 0.878.
FLOORS: dict[str, dict[str, float]] = {
    "ner-worldwide-dev": {"all": 0.84, "PERSON": 0.92, "ORG": 0.78, "PLACE": 0.868, "MISC": 0.745},
    "ner-uner-ewt-dev": {"all": 0.725},
    "ner-crossner-politics-dev": {"all": 0.92},
    "ner-wikigold-dev": {"all": 0.87},
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
