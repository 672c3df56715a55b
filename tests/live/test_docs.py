"""What the documentation shows is what happens: every command, output, JSON sample and program of every page is tried.

- A block ```sh is run line by line in a folder that holds `examples/`, with a data folder of the page's own. A line
  that ends in `# exit N` must end so, others with 0. Commands that stay in the foreground run until the page ends.
- A block ```text behind it is the output of its last command: the lines in this order, `…` standing for anything.
- A block ```json behind it is part of the JSON that its last command printed.
- A block ```python is run; where it defines a step, it is read instead.
- A block ```console is for other machines: package managers and containers. It is not run.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from shared.settings import Settings
from tests.live.conftest import ROOT, Wireroom, until
from tests.web import Page, serving

pytestmark = pytest.mark.live

PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md"])
ELSEWHERE = ("apt ", "brew ", "docker ", "pip install ")
FEED = """<rss version="2.0"><channel><title>Alder</title><item><title>Ferry runs again</title><guid>1</guid>
<description>The ferry of Port Alder runs again, the harbour office said.</description></item></channel></rss>"""


class Block(NamedTuple):
    kind: str
    text: str


def blocks(page: Path) -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(\w*)\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)]


class Reader:
    """Somebody who types a page's commands, one after the other."""

    def __init__(self, folder: Path, redis_url: str, feed: str, stack: ExitStack) -> None:
        self.folder, self.redis_url, self.stack = folder, redis_url, stack
        self.room = stack.enter_context(closing(Wireroom(folder / "data")))
        (folder / "bin").mkdir()
        self._program("wireroom", "-P", "-c", "from workers.desk.cli import main; main()")
        self._program("python")
        shutil.copytree(ROOT / "examples", folder / "examples")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.words = {"https://alder.example/feed.xml": feed, "redis://localhost:6379/0": redis_url}
        self.environment = self.room.environment | {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "WIRE_ALLOW_PRIVATE": "true",
            "COLUMNS": "200",
        }
        self.output = ""

    def _program(self, name: str, *arguments: str) -> None:
        file = self.folder / "bin" / name
        file.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, *arguments])} "$@"\n')
        file.chmod(0o755)

    def type(self, line: str) -> None:
        for one, other in self.words.items():
            line = line.replace(one, other)
        code = int(found[1]) if (found := re.search(r"# exit (\d)$", line)) else 0
        if re.match(r"wireroom (up|work)\b", line) or re.match(r"wireroom (watch|poll) (?!.*--once)", line):
            self._stay(line.replace("--flower", f"--flower --port {self.port}"))
            return
        done = self.run(["bash", "-c", line])
        assert done.returncode == code, f"{line}\nexit {done.returncode}\n{done.stdout}\n{done.stderr}"
        self.output = done.stdout + done.stderr

    def run(self, command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment | more,
            text=True,
            capture_output=True,
            timeout=120,
            check=False,
        )

    def _stay(self, line: str) -> None:
        """Starts what stays in the foreground, and waits for the first line it prints."""
        command = ["bash", "-c", f"exec {line}"]
        process = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.stack.callback(process.communicate)
        self.stack.callback(process.terminate)
        assert process.stdout is not None
        assert until(process.stdout.readline), line


@pytest.fixture
def folder() -> Iterator[Path]:
    found = Path(tempfile.mkdtemp(prefix="wd"))
    yield found
    shutil.rmtree(found, ignore_errors=True)


def is_part(sample: Any, of: Any) -> bool:
    """Whether everything in a sample is in the real thing; lists have the same length and order."""
    if isinstance(sample, dict):
        return isinstance(of, dict) and all(name in of and is_part(value, of[name]) for name, value in sample.items())
    if isinstance(sample, list):
        of = of[: len(sample)] if isinstance(of, list) else None
        return of is not None and len(of) == len(sample) and all(map(is_part, sample, of))
    return bool(sample == of)


def assert_shows(expected: str, output: str) -> None:
    """The lines are in the output in this order; `…` stands for anything, a line of it for any lines."""
    lines = [" ".join(line.split()) for line in output.splitlines()]
    at = 0
    for line in expected.splitlines():
        wanted = " ".join(line.split())
        if wanted in ("", "…"):
            continue
        pattern = re.compile(".*".join(map(re.escape, wanted.split("…"))))
        found = next((number for number in range(at, len(lines)) if pattern.search(lines[number])), None)
        assert found is not None, f"not shown: {line!r}\n{output}"
        at = found + 1


#: Pages that are tried on a laptop too; CI tries all.
QUICK = {"README.md", "record.md"}


@pytest.mark.parametrize(
    "page", [pytest.param(each, id=each.name, marks=[] if each.name in QUICK else pytest.mark.long) for each in PAGES]
)
def test_what_a_page_shows_is_what_happens(page: Path, folder: Path, redis_url: str) -> None:
    with ExitStack() as stack:
        here = stack.enter_context(serving())
        here.pages["/feed.xml"] = Page(FEED.encode())
        reader = Reader(folder, redis_url, f"{here.address}/feed.xml", stack)
        for block in blocks(page):
            if block.kind == "sh":
                if "pip install" in block.text:
                    continue  # README's two commands: .ci/run runs them, each in an environment of its own
                for line in re.sub(r"\\\n\s*", " ", block.text).splitlines():
                    if line.strip() and not line.startswith("#"):
                        reader.type(line)
            elif block.kind == "text":
                assert_shows(block.text, reader.output)
            elif block.kind == "json":
                assert is_part(json.loads(block.text), json.loads(reader.output.splitlines()[0]))
            elif block.kind == "python":
                broker = Settings(redis_url=redis_url).broker
                body = block.text.replace("redis://localhost:6379/0", broker)
                done = reader.run(["python", "-c", body], WIRE_REDIS_URL=redis_url)
                assert done.returncode == 0, done.stderr
            else:
                assert block.kind == "console", f"a block {block.kind!r} is not tried"
                assert all(line.startswith(ELSEWHERE) for line in block.text.splitlines())


def test_the_record_page_names_every_field() -> None:
    from shared.record import BLANK

    text = (ROOT / "docs" / "record.md").read_text("utf-8")
    assert [name for name in BLANK if f"`{name}`" not in text] == []


def test_a_sample_that_is_not_so_is_seen() -> None:
    assert is_part({"a": [{"b": 1}]}, {"a": [{"b": 1, "c": 2}, 3], "d": 4})
    assert not is_part({"a": [{"b": 2}]}, {"a": [{"b": 1, "c": 2}]})
    assert not is_part({"e": 1}, {"a": 1})
    with pytest.raises(AssertionError):
        assert_shows("b\na", "a\nb")
