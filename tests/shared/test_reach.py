"""What a correction, an update and a kill make of the quotes and entities of the report before."""

from __future__ import annotations

from typing import Any

import pytest

from shared.intake import prepare
from shared.memory import MemoryStore
from shared.record import record
from workers.run import Runner
from workers.steps import graph

AFTER = graph().after()
BEGIN = """{label}Grain barge burns in Port Alder, harbour closed to ships

PORT ALDER, Nov 23 (Alder Wire) - A barge loaded with {tonnes} tonnes of grain burned for six hours in the harbour of Port Alder on Monday, officials said.

"We got everybody off within {minutes} minutes," coast guard captain Boro Vane told reporters. "The barge is lost."

{mayor}It was the second fire on a barge of the Tessel Line since March, and the company was working with the authorities.
"""  # noqa: E501
MAYOR = '"I would rather lose three days than one ship," Mayor Edda Quill said at the pier in the evening.\n\n'
FIRST = BEGIN.format(label="", tonnes="900", minutes="ten", mayor=MAYOR)


def read(*texts: str) -> list[dict[str, Any]]:
    store = MemoryStore(AFTER)
    ids = [
        store.accept([prepare(text, source="alder", max_bytes=9_999, received_at=at * 60_000)])[0].id
        for at, text in enumerate(texts, 1)
    ]
    Runner(store, graph()).work("normalize", ids)
    return [record(each, AFTER) for each in store.load(ids)]


def later(made: dict[str, Any], words: str) -> dict[str, Any]:
    """What became of the first quote or entity with these words."""
    found = [
        each["later"]
        for name, spans in (("quotes", "content"), ("entities", "mentions"))
        for each in made[name]
        if any(words in span["text"] for span in each[spans])
    ]
    assert found, words
    result: dict[str, Any] = found[0]
    return result


def test_what_a_correction_left_alone_is_unchanged_with_its_newer_place() -> None:
    first, second = read(FIRST, BEGIN.format(label="CORRECTED-", tonnes="90", minutes="ten", mayor=MAYOR))
    assert second["relations"][0]["kind"] == "corrects"
    for words, expected in (("rather lose", "I would rather lose three days than one ship"), ("Quill", "Quill")):
        found = later(first, words)
        assert (found["state"], found["by"]) == ("unchanged", second["id"])
        assert expected in second["text"][found["start"] - 1 : found["end"] + 2]
    assert all(each["later"] is None for each in (*second["quotes"], *second["entities"]))


def test_a_corrected_quote_is_changed_and_leads_to_the_newer_words() -> None:
    first, second = read(FIRST, BEGIN.format(label="CORRECTED-", tonnes="900", minutes="forty", mayor=MAYOR))
    found = later(first, "everybody off")
    assert found["state"] == "changed"
    assert second["text"][found["start"] : found["end"]] == "We got everybody off within forty minutes"


def test_a_quote_that_an_update_took_out_is_withdrawn() -> None:
    first, second = read(FIRST, BEGIN.format(label="UPDATE 1-", tonnes="900", minutes="ten", mayor=""))
    assert second["relations"][0]["kind"] == "version"
    assert later(first, "rather lose") == {"by": second["id"], "state": "withdrawn", "start": None, "end": None}


@pytest.mark.parametrize("label", ["KILL-", "STORY WITHDRAWN-"])
def test_a_kill_withdraws_all(label: str) -> None:
    first, kill = read(
        FIRST, f"{label}Grain barge burns in Port Alder, harbour closed to ships\n\nDo not use this story.\n"
    )
    assert first["story"]["state"] == "withdrawn"
    assert {each["later"]["state"] for each in (*first["quotes"], *first["entities"])} == {"withdrawn"}
    assert first["story"]["closed"]
    assert kill["story"]["closed"]
