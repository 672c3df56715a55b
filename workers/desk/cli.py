"""The command line, `wireroom COMMAND`. A command's module is imported when the command is asked for.

Errors of every kind are one line on standard error, `wireroom: what; what to do`, never a traceback. Exit codes: 0 all
done, 1 something was refused or failed, 2 the command or a setting was wrong, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from shared.errors import UsageError, WireError
from workers.desk.options import complain


class Place(NamedTuple):
    """Where a command is defined, as `module:name` below `workers.desk`, and its line in the list of commands."""

    at: str
    help: str


#: All commands by section, in the order in which help lists them.
SECTIONS: dict[str, dict[str, Place]] = {
    "Take reports in": {
        "run": Place("commands.process:run", "Take in files with real workers here, and show what was found."),
        "read": Place("commands.process:read", "Do the same in this process, without Redis, and keep nothing."),
        "send": Place("commands.process:send", "Hand reports to the running system."),
        "watch": Place("commands.feeds:watch", "Take in files as they are dropped into a folder."),
        "poll": Place("commands.feeds:poll", "Take in what feeds bring: RSS, Atom, or any document at an address."),
    },
    "Look at them": {
        "list": Place("commands.look:list_", "List reports, newest last."),
        "show": Place("commands.look:show_", "Show what was found in a report."),
        "status": Place("commands.look:status", "Say where a report is, and why."),
        "story": Place("commands.stories:story", "Show the reports that repeat, update or correct each other."),
        "quotes": Place("commands.search:quotes", "Show what a speaker said over time, and the reports that carry it."),
        "entity": Place("commands.search:entity", "Show the reports that carry a person, an organisation or a place."),
        "export": Place("commands.export:export", "Write reports out: records, CSV, ninjs or NewsML-G2."),
    },
    "Run the system": {
        "up": Place("commands.serve:up", "Run everything in the foreground: Redis, workers, Flower."),
        "work": Place("commands.serve:work", "Run workers for the Redis of WIRE_REDIS_URL: what a container runs."),
        "doctor": Place("commands.operate:doctor", "Check that every report is accounted for."),
        "failed": Place("commands.look:failed", "List reports that failed, with the reason."),
        "retry": Place("commands.operate:retry", "Run what failed again."),
        "replay": Place("commands.operate:replay", "Run a step again, in a new generation."),
        "delete": Place("commands.operate:delete", "Remove reports with everything that is kept of them."),
        "reindex": Place("commands.stories:reindex", "Build the indexes of reports, names and quotes anew."),
    },
    "Your own knowledge base": {
        "kb": Place("commands.knowledge:kb", "Import people, organisations and places to link to, and try them."),
    },
}  # fmt: skip
PLACES = {name: place for section in SECTIONS.values() for name, place in section.items()}


class Commands(click.Group):
    """The commands of PLACES, imported one by one; says every error in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All names, in the order of help."""
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported; None when there is none."""
        if cmd_name not in PLACES:
            return None
        module, name = PLACES[cmd_name].at.split(":")
        found: click.Command = getattr(import_module(f"workers.desk.{module}"), name)
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Raises UsageError naming the nearest command where there is none of this name."""
        if args and args[0] not in PLACES and not args[0].startswith("-"):
            near = get_close_matches(args[0], PLACES, n=1)
            remedy = f"did you mean `wireroom {near[0]}`?" if near else "`wireroom --help` lists them"
            raise UsageError(f"there is no command {args[0]!r}; {remedy}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Lists the commands by section, without importing them."""
        for title, places in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, place.help) for name, place in places.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Completes names of commands, without importing them."""
        return [
            CompletionItem(name, help=each.help) for name, each in PLACES.items() if name.startswith(incomplete)
        ] or super().shell_complete(ctx, incomplete)

    def main(self, *args: Any, **options: Any) -> Any:
        """Runs a command and ends the process with its exit code."""
        try:
            code = super().main(*args, **{"prog_name": "wireroom"} | options | {"standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            code = 0
        except click.ClickException as error:
            code = _say(_usage(error), 2)
        except UsageError as error:
            code = _say(str(error), 2)
        except WireError as error:
            code = _say(str(error), 1)
        except (click.Abort, KeyboardInterrupt):
            code = _say("interrupted; nothing that was taken in is lost", 130)
        except BrokenPipeError:  # whoever read our output has enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 1
        except Exception as error:
            if os.environ.get("WIRE_LOG_LEVEL") == "debug":
                raise
            code = _say(f"a fault of Wireroom's own: {type(error).__name__}: {error}; "
                        "WIRE_LOG_LEVEL=debug shows where, and nothing that was taken in is lost", 1)  # fmt: skip
        sys.exit(code if isinstance(code, int) else 0)


def _say(message: str, code: int) -> int:
    complain([" ".join(message.split())])
    return code


def _usage(error: click.ClickException) -> str:
    """What click found wrong, and which help says how it is right."""
    found = "; ".join(each[:1].lower() + each[1:] for each in error.format_message().rstrip(".").split(". "))
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx else "wireroom"
    remedy = "" if found.endswith("?") else f"; `{path} --help` says how"
    return found + remedy


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wireroom", message="wireroom %(version)s")
def main() -> None:
    """Takes in news agency reports: clean text, quotes with who said them, names, repeats and corrections.

    Begin with `wireroom run examples`; `wireroom COMMAND --help` says more of each command.
    """
