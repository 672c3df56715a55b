"""Another program's entity tags in place of the language model's own: WIRE_ENTITIES=spacy:NAME or transformers:FOLDER.

A tagger is one file beside this one: it loads what its users have, in the process that uses it, and gives names with
their places in the text. Quotes are still found by the language model; entities are grouped and linked as ever.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from pathlib import Path

from shared.errors import UsageError
from shared.step import Tagger

#: What has to be installed for each kind, and where it is loaded.
_PACKAGES = {"spacy": ("spacy",), "transformers": ("transformers", "torch")}


def check(setting: str | None) -> None:
    """Raises UsageError, naming the setting, when it is clear without loading it that the tagger is not there."""
    if setting is None:
        return
    kind, _, place = setting.partition(":")
    for package in _PACKAGES[kind]:
        if find_spec(package) is None:
            raise UsageError(f"WIRE_ENTITIES={setting}: {package} is not installed; pip install 'wireroom[{kind}]'")
    if kind == "spacy" and place.isidentifier() and find_spec(place):
        return
    if not Path(place).is_dir():
        what = "neither a folder nor an installed package" if kind == "spacy" else "no folder; nothing is fetched here"
        raise UsageError(f"WIRE_ENTITIES={setting}: {place} is {what}")


def load(setting: str) -> Tagger:
    """The tagger. Raises UsageError, naming the setting and the reason, when it cannot be loaded."""
    check(setting)
    kind, _, place = setting.partition(":")
    made: Tagger
    try:
        made = importlib.import_module(f"workers.taggers.with_{kind}").Tagger(place)
    except Exception as error:  # whatever these packages make of a folder that is something else
        raise UsageError(f"WIRE_ENTITIES={setting}: {' '.join(str(error).split())[:300]}") from error
    return made
