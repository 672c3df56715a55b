"""Reads docker-compose.yml as Compose would: anchors, merges, variables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
_VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


def read(**variables: str) -> dict[str, Any]:
    """The file with these variables put in; KeyError names one that is required and missing."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    def put(match: re.Match[str]) -> str:
        if match[1] not in variables:
            if match[2] == "-":
                return match[3]
            raise KeyError(f"{match[1]}: {match[3]}")
        return variables[match[1]]

    found: dict[str, Any] = yaml.safe_load(_VARIABLE.sub(put, text))
    return found
