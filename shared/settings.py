"""Settings, read once from the environment; a wrong one is named in the error.

Every setting is a field here; its variable is `WIRE_` and the field's name in capitals.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shared.errors import UsageError

DAY = 24 * 60 * 60
_UNITS = {"s": 1, "m": 60, "h": 60 * 60, "d": DAY}


def _seconds(value: object) -> object:
    """`90`, `90s`, `15m`, `12h` or `7d`; `forever` is None."""
    if not isinstance(value, str):
        return value
    value = value.strip().lower()
    if value == "forever":
        return None
    if value[-1:] in _UNITS:
        return float(value[:-1]) * _UNITS[value[-1]]
    return value


def _tagger(value: str) -> str:
    """`spacy:NAME`, `spacy:FOLDER` or `transformers:FOLDER`; a folder's path becomes absolute."""
    kind, _, place = value.partition(":")
    if kind not in ("spacy", "transformers") or not place:
        raise ValueError("say spacy:NAME, spacy:FOLDER or transformers:FOLDER")
    return f"{kind}:{Path(place).absolute()}" if Path(place).exists() else value


Seconds = Annotated[float, BeforeValidator(_seconds), Field(gt=0)]


class Settings(BaseModel):
    """What can be set. Times are in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Redis of a deployment; without it the data folder's own server is used.
    redis_url: str | None = None
    #: The folder that holds everything when Wireroom runs its own Redis.
    data: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("wireroom")))
    #: `one`: all steps of a report in one message; `each`: a queue for every step.
    lanes: Literal["one", "each"] = "one"
    #: How long a running step is believed to live without a sign of life.
    lease: Seconds = 15
    #: A step that runs longer is killed.
    hard_limit: Seconds = 120
    #: After so many attempts a step has failed.
    attempts: int = Field(default=4, ge=1)
    #: Wait before the second attempt; each further one waits four times as long.
    backoff: Seconds = 1
    #: How long a step may wait with its queue empty before it is sent again.
    patience: Seconds = 10
    #: How often each worker looks for what is overdue.
    sweep: Seconds = 2
    #: Larger input is refused.
    max_bytes: int = Field(default=2 * 1024 * 1024, ge=1)
    #: The folder of another language model than the one that comes along; see training/README.md.
    model: Annotated[Path, AfterValidator(Path.absolute)] | None = None
    #: Who finds names in place of the language model: spacy:NAME or transformers:FOLDER.
    entities: Annotated[str, AfterValidator(_tagger)] | None = None
    #: How long finished reports are kept; None (`forever`): always.
    keep: Annotated[float | None, BeforeValidator(_seconds)] = None
    #: How far back a new report is compared with others.
    window: Seconds = 4 * DAY
    #: Worker processes; None: one a core.
    workers: int | None = Field(default=None, ge=1)
    #: Task events for Flower; they cost throughput.
    events: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    #: A file that a healthy worker touches every few seconds.
    heartbeat: Path | None = None
    #: Process id; a worker ends itself when this process is gone.
    parent: int | None = None
    #: File descriptor; a worker writes a byte to it once it takes messages.
    ready: int | None = None
    #: Accept a Redis that evicts keys or does not write them to disk.
    allow_volatile: bool = False
    #: Feeds that beat polls: addresses with spaces between them, or a file with one a line.
    feeds: str | None = None
    #: How often each of them is polled.
    poll_every: Seconds = 60
    #: Feeds may be at private addresses.
    allow_private: bool = False
    #: A folder whose lists (labels.toml, agencies.txt, end_marks.txt, more_marks.txt) are added to ours.
    words: Annotated[Path, AfterValidator(Path.absolute)] | None = None
    flower_password: str | None = Field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where Redis is, for redis-py."""
        return self.redis_url or "redis://localhost:6379/0"

    @property
    def broker(self) -> str:
        """Where Redis is, as Celery spells it."""
        return self.address.replace("unix://", "redis+socket://", 1)


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment.

    Raises UsageError naming the variable that is wrong or unknown.
    """
    given = {
        name.removeprefix("WIRE_").lower(): value.strip()
        for name, value in environment.items()
        if name.startswith("WIRE_") and value.strip()
    }
    known = {name: value for name, value in given.items() if name in Settings.model_fields}
    try:
        return Settings.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        variable = f"WIRE_{str(first['loc'][0]).upper()}"
        raise UsageError(f"{variable}={given[str(first['loc'][0])]!r}: {first['msg']}") from None
