"""JSON as feeds send it: one document or several one after another, numbers as written, bounded in depth."""

from __future__ import annotations

import json
import re
from typing import Any

from shared.errors import BadReport
from workers.text.decode import decode

STRING = r'"(?P<words>[^"\\]*(?:\\.[^"\\]*)*)"?'
BETWEEN = re.compile("[\\s\x00\x1e\ufeff]*")
_BRACKET = re.compile(STRING + r"|(?P<open>[\[{])|[\]}]", re.S)
_DEEPEST = 100
_MOST_BROKEN = 100


def decoded(body: bytes) -> tuple[str, str]:
    """(text, encoding). Raises BadReport."""
    name = json.detect_encoding(body)
    return (body.decode(name, "replace"), name) if name.startswith(("utf-16", "utf-32")) else decode(body)


def documents(text: str) -> tuple[list[Any], list[str]]:
    """(all documents, lines among several that are broken). Raises BadReport where the first one is."""
    if _depth(text) > _DEEPEST:
        raise BadReport(f"its JSON is nested more than {_DEEPEST} deep")
    reader = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)
    found: list[Any] = []
    broken: list[str] = []
    at = _next(text, 0)
    while at < len(text):
        try:
            value, at = reader.raw_decode(text, at)
            found.append(value)
        except json.JSONDecodeError as error:
            if not found or text[at] != "{" or len(broken) == _MOST_BROKEN:
                where = f"line {error.lineno}, column {error.colno}"
                raise BadReport(f"its JSON is broken in {where}: {error.msg}") from None
            end = text.find("\n", at) + 1 or len(text)
            broken.append(text[at:end])
            at = end
        at = _next(text, at)
    return found, broken


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _BRACKET.finditer(text):
        if found["words"] is None:
            depth += 1 if found["open"] else -1
            deepest = max(depth, deepest)
    return deepest


def _next(text: str, at: int) -> int:
    found = BETWEEN.match(text, at)
    return found.end() if found else at
