"""Every command, option, setting and page that the documentation names exists, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from shared.settings import Settings
from tests.compose import ROOT
from workers.desk.cli import PLACES, main

PAGES = {path.relative_to(ROOT).as_posix(): path for path in (*(ROOT / "docs").glob("*.md"), ROOT / "README.md")}
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in (*PAGES, "deploy/README.md", "CHANGELOG.md")}
ALL = {name: command for name in PLACES if (command := main.get_command(click.Context(main), name))}
COMMANDS = sorted(
    {
        (command, tuple(re.findall(r"--[\w-]+", rest)))
        for text in TEXTS.values()
        for command, rest in re.findall(r"wireroom (?!work\b is)([a-z]+)([^`\n&|]*)", text)
        if command in ALL or rest.lstrip().startswith("-")
    }
)


@pytest.mark.parametrize(("command", "options"), COMMANDS, ids=[" ".join((c, *o)) for c, o in COMMANDS])
def test_a_documented_command_exists_and_has_help(command: str, options: tuple[str, ...]) -> None:
    found = ALL[command]
    assert found.help
    inner = found.commands.values() if isinstance(found, click.Group) else ()
    known = {name for one in (found, *inner) for each in one.params for name in (*each.opts, *each.secondary_opts)}
    assert set(options) <= known | {"--help"}


def test_every_command_is_documented() -> None:
    assert [name for name in ALL if f"`wireroom {name}" not in TEXTS["docs/commands.md"]] == []


def test_the_list_of_commands_says_what_their_own_help_says() -> None:
    for name, place in PLACES.items():
        assert ALL[name].name == name
        assert ALL[name].get_short_help_str(200).rstrip(".") == place.help.rstrip(".")


def test_every_option_has_help() -> None:
    for name, command in ALL.items():
        for each in command.params:
            if isinstance(each, click.Option):
                assert each.help, f"{name} {each.name}"


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    fields = {name.upper() for name in Settings.model_fields}
    assert fields - set(re.findall(r"`WIRE_([A-Z_]+)`", TEXTS["docs/settings.md"])) == {"PARENT", "READY"}
    for name in PAGES:
        if name != "docs/settings.md":  # which shows what a wrong one leads to
            assert set(re.findall(r"\bWIRE_([A-Z_]+)", TEXTS[name])) <= fields, name


def test_the_defaults_of_settings_are_documented_as_they_are() -> None:
    rows = re.findall(r"^\| (`WIRE_\S.*?) \| (.*?) \|", TEXTS["docs/settings.md"], re.M)
    for names, defaults in rows:
        variables, values = re.findall(r"WIRE_([A-Z_]+)", names), re.findall(r"`([^`]+)`", defaults.split(";")[0])
        for variable, value in zip(variables, values, strict=False):
            default = getattr(Settings(), variable.lower())
            given = Settings.model_validate({variable.lower(): value})
            assert getattr(given, variable.lower()) == default, variable


def test_the_readme_begins_with_its_two_commands() -> None:
    blocks = re.findall(r"^```sh\n(.+?)\n```", TEXTS["README.md"], re.M | re.S)
    assert blocks == ["pip install . && wireroom run examples", "pip install -e '.[test]' && pytest"]


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)|(?:src|srcset)=\"([^\"]+)\"", TEXTS[name]):
        assert (PAGES[name].parent / Path(target[0] or target[1])).exists(), target


def test_the_readme_leads_to_every_page() -> None:
    for name in PAGES:
        assert name in ("README.md", "docs/index.md") or f"({name})" in TEXTS["README.md"], name
