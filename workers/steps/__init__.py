"""One file, one worker: every `Step` found in this folder is part of the graph."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from shared.step import Graph, Step


@cache
def graph() -> Graph:
    """All steps of this folder, found by walking it; read once a process."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return Graph(each for module in modules for each in vars(module).values() if isinstance(each, Step))
