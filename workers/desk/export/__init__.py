"""Reports as documents for others: records as they are, CSV, ninjs, and NewsML-G2.

A format is two pure functions: one makes a document of a record, one puts documents into a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from workers.desk.export import newsml_g2, ninjs, table
from workers.desk.export.item import Addresses, Record
from workers.desk.options import compact


class Format(NamedTuple):
    """How documents are made, and how they follow each other in one stream.

    `suffix`: what the name of a document's own file ends in; None where only a stream makes sense. `whole`: reports
    without a text have a document too.
    """

    document: Callable[[Record, Addresses], str]
    stream: Callable[[Iterable[str]], Iterator[str]]
    suffix: str | None
    whole: bool = False


def _lines(documents: Iterable[str]) -> Iterator[str]:
    return (each + "\n" for each in documents)


FORMATS = {
    "jsonl": Format(lambda record, _: compact(record), _lines, ".json", whole=True),
    "csv": Format(table.document, table.stream, None, whole=True),
    "ninjs": Format(ninjs.document, _lines, ".json"),
    "newsml-g2": Format(newsml_g2.document, newsml_g2.message, ".xml"),
}
