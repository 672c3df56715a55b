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

    def put(match: re.Match[str]) -> str:
        if match[1] in variables:
            return variables[match[1]]
        if match[2] == "-":
            return match[3]
        raise KeyError(f"{match[1]}: {match[3]}")

    # Variables are put in after the YAML is read, so that a value that is empty or "false" stays a string.
    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(value) for value in node]
        return _VARIABLE.sub(put, node) if isinstance(node, str) else node

    found: dict[str, Any] = walk(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    return found
