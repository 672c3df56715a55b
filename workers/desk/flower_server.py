"""Flower's process, started by `workers.desk.flower`: `python -m workers.desk.flower_server [OPTIONS]`.

It ends with the process that started it, and does not let pages of other sites read its API in a visitor's browser,
as Flower does where it asks for no password.
"""

from __future__ import annotations

import os
import sys
from threading import Thread
from time import sleep
from typing import Any

from celery.__main__ import main as celery
from flower.views import BaseHandler

from shared import settings
from workers.lifeline import orphaned, tie_to_parent


def main() -> None:
    """Runs Flower until it is told to stop."""
    parent = settings.load().parent
    tie_to_parent(parent)
    Thread(target=_follow, args=(parent,), daemon=True).start()
    BaseHandler.set_default_headers = _headers
    sys.argv = ["celery", "-A", "workers.app", "flower", *sys.argv[1:]]
    celery()


def _follow(parent: int | None) -> None:
    """Ends this process where the kernel does not: on other systems than Linux."""
    while not orphaned(parent):
        sleep(1)
    os._exit(1)


def _headers(self: Any) -> None:
    self.set_header("X-Content-Type-Options", "nosniff")


if __name__ == "__main__":
    main()
