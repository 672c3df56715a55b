"""Every command and setting that the documentation names exists."""

from __future__ import annotations

import re

import click
import pytest

from shared.settings import Settings
from tests.compose import ROOT
from workers.desk.cli import main

TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "deploy/README.md", "CHANGELOG.md")}
COMMANDS = sorted(
    {
        (command, tuple(re.findall(r"--[\w-]+", rest)))
        for text in TEXTS.values()
        for command, rest in re.findall(r"wireroom (?!work\b is)([a-z]+)([^`\n&|]*)", text)
        if command in main.commands or rest.lstrip().startswith("-")
    }
)


@pytest.mark.parametrize(("command", "options"), COMMANDS, ids=[" ".join((c, *o)) for c, o in COMMANDS])
def test_a_documented_command_exists_and_has_help(command: str, options: tuple[str, ...]) -> None:
    found = main.commands[command]
    assert found.help
    inner = found.commands.values() if isinstance(found, click.Group) else ()
    known = {name for one in (found, *inner) for each in one.params for name in (*each.opts, *each.secondary_opts)}
    assert set(options) <= known | {"--help"}


def test_every_command_is_in_the_readme() -> None:
    missing = [
        name for name in main.commands if f"wireroom {name}" not in TEXTS["README.md"] + TEXTS["deploy/README.md"]
    ]
    assert missing == []


def test_every_option_has_help() -> None:
    for name, command in main.commands.items():
        for each in command.params:
            if isinstance(each, click.Option) and each.name not in ("only", "as_json"):
                assert each.help, f"{name} {each.name}"


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    documented = set(re.findall(r"WIRE_([A-Z_]+)", TEXTS["README.md"]))
    fields = {name.upper() for name in Settings.model_fields}
    assert fields - documented == {"PARENT", "READY"}  # between a worker and its starter
    assert documented <= fields


def test_the_readme_begins_with_its_two_commands() -> None:
    blocks = re.findall(r"^```sh\n(.+?)\n```", TEXTS["README.md"], re.M | re.S)
    assert blocks == ["pip install . && wireroom run examples", "pip install -e '.[test]' && pytest"]
