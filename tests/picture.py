"""Draws the README's picture: what `wireroom run examples` prints on a terminal, as SVG, light and dark.

    python -m tests.picture

Runs the real command on a terminal of 100 columns and keeps one report and the end; `⋮` stands for the rest.
"""

from __future__ import annotations

import html
import os
import pty
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI, TerminalTheme
from rich.text import Text

ROOT = Path(__file__).parents[1]
FILES = {name: ROOT / "docs" / "images" / f"run-{name}.svg" for name in ("light", "dark")}
WIDTH = 100
_SHOWN = "CORRECTED-UPDATE 1"
_LIGHT = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    # Black, red, green, yellow, blue, magenta, cyan and white, dark enough to be read on white.
    [(36, 41, 47), (207, 34, 46), (17, 99, 41), (154, 103, 0),
     (9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)],
)  # fmt: skip
#: Fonts that the picture would fetch from elsewhere; every reader has one of his own.
_FETCHED = re.compile(r"@font-face\s*\{.*?\}", re.S)


def printed() -> str:
    """What the command prints on a terminal, with its colours."""
    with tempfile.TemporaryDirectory(prefix="wp") as data:
        ours, theirs = pty.openpty()
        environment = os.environ | {"WIRE_DATA": f"{data}/d", "COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
        command = [
            sys.executable,
            "-P",
            "-c",
            "from workers.desk.cli import main; main()",
            "run",
            str(ROOT / "examples"),
        ]
        process = subprocess.Popen(
            command, env=environment | {"PYTHONPATH": str(ROOT)}, stdout=theirs, stderr=subprocess.DEVNULL
        )
        os.close(theirs)
        found = b"".join(_pieces(ours))
        assert process.wait() == 0
    return found.decode().replace("\r\n", "\n")


def _pieces(file: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(file, 65536)
        except OSError:  # the other end is closed
            return
        if not piece:
            return
        yield piece


def chosen(output: str) -> list[Text]:
    """One report of the output and its end, as lines with their colours."""
    lines = [Text.from_ansi(line) for line in output.rstrip("\n").split("\n")]
    for line in lines:
        line.rstrip()
    start = next(at for at, line in enumerate(lines) if line.plain.startswith(_SHOWN))
    stop = next(at for at in range(start, len(lines)) if not lines[at].plain)
    end = next(at for at, line in enumerate(lines) if re.match(r"\d+ reports: ", line.plain))
    return [Text("$ wireroom run examples", style="bold"), Text("⋮"), *lines[start:stop], Text("⋮"), *lines[end:]]


def drawn(lines: list[Text], theme: TerminalTheme) -> str:
    """The lines as a picture."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, highlight=False)
    for line in lines:
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    return _FETCHED.sub("", console.export_svg(title="wireroom", theme=theme, unique_id="wireroom"))


def texts(picture: str) -> list[str]:
    """The lines of a picture as text, without what differs from run to run: times, rates."""
    lines: dict[str, str] = {}
    for line, words in re.findall(r'clip-path="url\(#wireroom-(line-\d+)\)">(.*?)</text>', picture):
        lines[line] = lines.get(line, "") + html.unescape(words).replace("\N{NO-BREAK SPACE}", " ")
    return [re.sub(r"\d+ ms|[\d.]+ s\b|\d\d:\d\d", "…", line.rstrip()) for line in lines.values()]


if __name__ == "__main__":
    found = chosen(printed())
    for name, theme in (("light", _LIGHT), ("dark", DIMMED_MONOKAI)):
        FILES[name].parent.mkdir(exist_ok=True)
        FILES[name].write_text(drawn(found, theme), encoding="utf-8")
        print(FILES[name].relative_to(ROOT))
