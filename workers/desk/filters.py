"""What people write in filters: labels and moments."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from time import time

from shared.errors import UsageError
from shared.redis_listing import Filter
from shared.settings import UNITS

_AGO = re.compile(r"(\d+(?:\.\d+)?)([smhd])")


def filter_of(
    status: str | None = None, source: str | None = None, label: str | None = None, since: str | None = None
) -> Filter:
    """The filter that the options of a command make. Raises UsageError."""
    return Filter(status, source or "", label_of(label) if label else None, moment_of(since) if since else None)


def moment_of(text: str) -> int:
    """Milliseconds since 1970 of `2h` (so long ago), `2026-11-24` or `2026-11-24T10:30`; UTC. Raises UsageError."""
    try:
        if ago := _AGO.fullmatch(text.strip().lower()):
            return int(datetime.fromtimestamp(time() - float(ago[1]) * UNITS[ago[2]], UTC).timestamp() * 1000)
        found = datetime.fromisoformat(text.strip())
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{text!r} is no time; write 2h, 7d, 2026-11-24 or 2026-11-24T10:30") from None


def label_of(text: str) -> tuple[str, int | None]:
    """A label's name and number as records have them: `rpt`, `UPDATE 2` or `1STLD`. Raises UsageError."""
    # Their tables take a while to read, and few filters name a label.
    from workers.text.labels import labels  # noqa: PLC0415
    from workers.text.tables import sections  # noqa: PLC0415

    line = text.strip().upper() + ": X"
    found, after = labels(line, 0, len(line))
    if len(found) == 1 and after == len(line) - 1:
        return found[0].label, found[0].number
    known = [*sections("labels")["plain"], *sections("labels")["numbered"]]
    raise UsageError(f"{text!r} is no label; labels are {', '.join(sorted(known))}")
