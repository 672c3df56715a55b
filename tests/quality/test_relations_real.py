"""Relations on the real wire of 1987: judged by hand, and what Reuters itself marked as corrected.

`relations_judged.jsonl` holds 200 relations sampled from all that are found on the 11,000 messages (132 of an earlier
sample, which are still found, and 68 drawn when longer reports no longer met by a phrase), each judged by reading the
two headlines, the shares and what was changed, with the reason: 195 are right; `relations_corrected.json` the originals
of all messages labelled as corrections or repeats that are in the corpus, found or not. Ids only: the texts lie beside
the project. The short form reads the messages named there, WIRE_LONG=1 all.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.errors import BadReport
from shared.records import Normalized, Received
from shared.relations import Link
from tests.bench.streams import Listening
from workers.steps.normalize import normalize

HERE = Path(__file__).parent
JUDGED = [json.loads(line) for line in (HERE / "relations_judged.jsonl").read_text().splitlines()]
CORRECTED: dict[str, str] = json.loads((HERE / "relations_corrected.json").read_text())
NAMED = {each[side] for each in JUDGED for side in ("later", "earlier")} | {*CORRECTED, *CORRECTED.values()}


def reports(corpus: Path) -> Iterator[tuple[Received, Normalized]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as packed:
        lines = packed.readlines()
    at = 0
    for number, line in enumerate(lines, 1):
        item = json.loads(line)
        id = item["id"].partition(":")[2]
        if not os.environ.get("WIRE_LONG") and id not in NAMED:
            continue
        dated = re.match(r"\s*(\d+-\w+-\d+ \d+:\d+:\d+)", item["gold"]["date"])
        if dated:
            at = int(datetime.strptime(dated[1], "%d-%b-%Y %H:%M:%S").replace(tzinfo=UTC).timestamp() * 1000)
        received = Received(
            id=id, source="wire", received_at=at, order=f"{at:014d}.{number:010d}", body=item["raw"].encode()
        )
        try:
            yield received, normalize.run(received=received, door=None)  # type: ignore[misc]
        except (BadReport, AttributeError):  # several in one message: there is no door here
            continue


@pytest.fixture(scope="module")
def links(corpora: Path) -> list[Link]:
    corpus = corpora / "reuters21578-dev.jsonl.gz"
    if not corpus.exists():
        pytest.skip(f"no {corpus}")
    relations, found = Listening(), []
    for received, report in sorted(reports(corpus), key=lambda each: each[0].order):
        found += relations.compare(received, report)
    return found


def test_nearly_all_relations_are_right(links: list[Link]) -> None:
    found = {(each.later.id, each.earlier.id, each.kind) for each in links}
    judged = [each["right"] for each in JUDGED if (each["later"], each["earlier"], each["kind"]) in found]
    assert len(judged) >= 0.75 * len(JUDGED)  # sampled where all messages are read
    assert sum(judged) / len(judged) >= 0.95


def test_what_is_more_than_related_is_found_again(links: list[Link]) -> None:
    found = {(each.later.id, each.earlier.id, each.kind) for each in links}
    strong = [each for each in JUDGED if each["right"] and each["kind"] != "related"]
    again = [(each["later"], each["earlier"], each["kind"]) in found for each in strong]
    assert sum(again) / len(again) >= 0.95


def test_corrections_find_their_originals(links: list[Link]) -> None:
    joined = {(each.later.id, each.earlier.id) for each in links if each.joins}
    found = [later for later, earlier in CORRECTED.items() if (later, earlier) in joined]
    assert len(found) / len(CORRECTED) >= 0.95
