"""How fast one core reads: `python -m tests.bench.reading [CORPUS.jsonl.gz]`, in processor time, on 750-word reports.

Without a corpus it reads the examples over and over. Normalising is left out; a core shared with others looks slower.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import psutil

from shared.records import Normalized
from tests.reading import one
from workers import weights
from workers.steps import graph

WORDS, REPORTS = 750, 30
EXAMPLES = Path(__file__).parents[2] / "examples"


def reports(corpus: str | None) -> list[Normalized]:
    """Texts of so many words."""
    if corpus:
        with gzip.open(corpus, "rt", encoding="utf-8") as lines:
            text = "\n\n".join(json.loads(line)["text"] for line in lines)
    else:
        text = "\n\n".join(each.read_text(encoding="utf-8") for each in sorted(EXAMPLES.glob("0[1-6]*.txt"))) * 100
    words = text.split(" ")
    return [one(" ".join(words[at : at + WORDS]), "text") for at in range(0, REPORTS * WORDS, WORDS)]


def main() -> None:
    """Prints milliseconds a report by step."""
    texts = reports(sys.argv[1] if len(sys.argv) > 1 else None)
    began = process_time()
    model = weights.load()
    print(f"load: {process_time() - began:.2f} s")
    spent: Counter[str] = Counter()

    def timed(name: str, step: Callable[..., Any], **given: Any) -> Any:
        began = process_time()
        result = step(**given)
        spent[name] += process_time() - began  # type: ignore[assignment]
        return result

    steps = graph()
    timed("warm-up", steps["read"].run, normalize=texts[0], model=model)
    del spent["warm-up"]
    for text in texts:
        read = timed("read", steps["read"].run, normalize=text, model=model)
        quotes = timed("quotes", steps["quotes"].run, normalize=text, read=read)
        entities = timed("entities", steps["entities"].run, normalize=text, read=read)
        timed("resolve", steps["resolve"].run, normalize=text, quotes=quotes, entities=entities)
    for name, seconds in spent.items():
        print(f"{name}: {1000 * seconds / len(texts):.1f} ms a report")
    memory = psutil.Process().memory_info().rss >> 20
    print(f"{len(texts) / sum(spent.values()):.1f} reports a second, {memory} MB")


if __name__ == "__main__":
    main()
