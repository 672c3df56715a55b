"""Settings, read once from the environment; a wrong or unknown one is named in the error.

Every setting is a field here; its variable is `WIRE_` and the field's name in capitals. A field's description says
which values are allowed, in the words that people read when theirs is not.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from shared.errors import UsageError

DAY = 24 * 60 * 60
#: Seconds of the units in which times are written.
UNITS = {"s": 1, "m": 60, "h": 60 * 60, "d": DAY}
_TIME = "a time above 0 such as 30s, 15m, 12h or 7d"
_SWITCH = "true or false"
#: Variables that are not settings of a process: Compose's password, those of the test suite, and what Kubernetes sets
#: for every service whose name begins with `wire`.
_OTHERS = re.compile(r"REDIS_PASSWORD|CI|CORPORA|LONG|(\w+_)?(SERVICE_HOST|SERVICE_PORT\w*|PORT(_\d+_(TCP|UDP)\w*)?)")


def _seconds(value: object) -> object:
    """`90`, `90s`, `15m`, `12h` or `7d` in seconds; `forever` is None; anything else as it is."""
    if not isinstance(value, str):
        return value
    value = value.strip().lower()
    if value in ("forever", "for ever"):
        return None
    try:
        return float(value[:-1]) * UNITS[value[-1]]
    except (ValueError, LookupError):
        return value


def _tagger(value: str) -> str:
    """`spacy:NAME`, `spacy:FOLDER` or `transformers:FOLDER`; a folder's path becomes absolute."""
    kind, _, place = value.partition(":")
    if kind not in ("spacy", "transformers") or not place:
        raise ValueError("it must be spacy:NAME, spacy:FOLDER or transformers:FOLDER")
    return f"{kind}:{Path(place).absolute()}" if Path(place).exists() else value


def _redis(value: str) -> str:
    """An address that redis-py understands."""
    if "#" in value:  # what follows it is no part of the address: the rest of a password would be taken for a host
        raise ValueError("a # in its password must be written as %23")
    with suppress(ValueError):
        parts = urlsplit(value)
        number = parts.path.removeprefix("/")
        if parts.scheme == "unix" and parts.path:
            return value
        if parts.scheme in ("redis", "rediss") and parts.port != 0 and (not number or number.isdecimal()):
            return value
    raise ValueError("it must be redis://HOST:PORT/0, rediss://HOST:PORT/0 or unix:///PATH")


Seconds = Annotated[float, BeforeValidator(_seconds), Field(gt=0, allow_inf_nan=False, description=_TIME)]
Switch = Annotated[bool, Field(description=_SWITCH)]


class Settings(BaseModel):
    """What can be set. Times are in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Redis of a deployment; without it the data folder's own server is used.
    redis_url: Annotated[str, AfterValidator(_redis)] | None = Field(default=None, repr=False)
    #: The folder that holds everything when Wireroom runs its own Redis.
    data: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("wireroom")), description="the path of a folder"
    )
    #: `one`: all steps of a report in one message; `each`: a queue for every step.
    lanes: Literal["one", "each"] = Field(default="one", description="one or each")
    #: How long a running step is believed to live without a sign of life.
    lease: Seconds = 15
    #: A step that runs longer is killed.
    hard_limit: Seconds = 120
    #: After so many attempts a step has failed.
    attempts: int = Field(default=4, ge=1, le=100, description="a whole number from 1 to 100")
    #: Wait before the second attempt; each further one waits four times as long.
    backoff: Seconds = 1
    #: How long a step may wait with its queue empty before it is sent again.
    patience: Seconds = 10
    #: How often each worker looks for what is overdue.
    sweep: Seconds = 2
    #: Larger input is refused. Redis takes no value above 512 MiB.
    max_bytes: int = Field(
        default=2 * 1024 * 1024, ge=1, le=512 * 1024 * 1024, description="a whole number of bytes, at most 536870912"
    )
    #: The folder of another language model than the one that comes along; see training/README.md.
    model: Annotated[Path, AfterValidator(Path.absolute)] | None = None
    #: Who finds names in place of the language model: spacy:NAME or transformers:FOLDER.
    entities: Annotated[str, AfterValidator(_tagger)] | None = None
    #: How long finished reports are kept; None (`forever`): always.
    keep: Annotated[float | None, BeforeValidator(_seconds)] = Field(
        default=None, gt=0, allow_inf_nan=False, description=f"{_TIME}, or forever"
    )
    #: How far back a new report is compared with others.
    window: Seconds = 4 * DAY
    #: Worker processes; None: one a core.
    workers: int | None = Field(default=None, ge=1, le=1024, description="a whole number from 1 to 1024")
    #: Task events for Flower; they cost throughput.
    events: Switch = False
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error"
    )
    #: A file that a healthy worker touches every few seconds.
    heartbeat: Path | None = None
    #: Process id; a worker ends itself when this process is gone.
    parent: int | None = Field(default=None, description="a process id")
    #: File descriptor; a worker writes a byte to it once it takes messages.
    ready: int | None = Field(default=None, description="a file descriptor")
    #: Accept a Redis that evicts keys or does not write them to disk.
    allow_volatile: Switch = False
    #: Feeds that beat polls: addresses with spaces between them, or a file with one a line.
    feeds: str | None = None
    #: How often each of them is polled.
    poll_every: Seconds = 60
    #: Feeds may be at private addresses.
    allow_private: Switch = False
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
        if name.startswith("WIRE_") and value.strip() and not _OTHERS.fullmatch(name.removeprefix("WIRE_"))
    }
    for name in given:
        if name not in Settings.model_fields:
            raise UsageError(f"{_variable(name)}: there is no such setting{_nearest(name)}")
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        own = first.get("ctx", {}).get("error") if first["type"] == "value_error" else None
        # A secret is not repeated; an address may hold one.
        shown = f"={given[name]!r}" if Settings.model_fields[name].repr else ""
        allowed = own or f"it must be {Settings.model_fields[name].description}"
        raise UsageError(f"{_variable(name)}{shown}: {allowed}") from None


def _variable(name: str) -> str:
    return f"WIRE_{name.upper()}"


def _nearest(name: str) -> str:
    """The remedy for a name that is not known: the settings that look like it, or where all of them are."""
    near = difflib.get_close_matches(name, Settings.model_fields, n=1, cutoff=0.6)
    return f"; did you mean {_variable(near[0])}?" if near else "; the page Settings of the documentation lists them"
