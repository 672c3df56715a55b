"""Reports fed as Celery messages: the arguments of `wire.intake`, checked."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from shared.errors import UsageError
from shared.intake import prepare
from shared.store import Delivery


def read(message: str, args: tuple[Any, ...], fields: dict[str, Any], max_bytes: int) -> Delivery:
    """The delivery in a message; one that makes no sense becomes a refused report, so that its sender can find it.

    Args:
        message: the message's id.
        args: its positional arguments; there should be none.
        fields: its keyword arguments.
        max_bytes: larger reports are refused.
    """
    try:
        return _read(message, args, dict(fields), max_bytes)
    except (UsageError, TypeError, ValueError, binascii.Error) as error:
        source, key = str(fields.get("source") or "message"), str(fields.get("key") or message)
        found = prepare(repr((args, fields)), source=source, key=key, max_bytes=max_bytes)
        return Delivery(
            found.id, found.body, found.meta, found.lane, delivery=message, refusal=("BadMessage", str(error)[:500])
        )


def _read(message: str, args: tuple[Any, ...], fields: dict[str, Any], max_bytes: int) -> Delivery:
    raw, coded = fields.pop("raw", None), fields.pop("raw_b64", None)
    if args or (raw is None) == (coded is None):
        raise UsageError("a message to wire.intake has keyword arguments only, and either raw or raw_b64")
    unknown = set(fields) - {"source", "key", "received_at", "lane"}
    if unknown:
        raise UsageError(f"wire.intake knows no {', '.join(sorted(unknown))}")
    if not isinstance(raw if coded is None else coded, str):
        raise UsageError("raw and raw_b64 are strings")
    body = raw if coded is None else base64.b64decode(coded, validate=True)
    given = {name: value for name, value in fields.items() if value is not None}
    if not all(isinstance(given.get(name, ""), str) for name in ("source", "key", "lane")):
        raise UsageError("source, key and lane are strings")
    return prepare(body, **({"source": "message"} | given), delivery=message, max_bytes=max_bytes)
