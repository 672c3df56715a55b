"""The command that writes reports out: `export`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from workers.desk.options import complain, raw_option, with_filters, with_settings

if TYPE_CHECKING:
    from shared.settings import Settings


@click.command()
@with_settings
@click.argument("reports", nargs=-1, metavar="[REPORT...]")
@click.option("--format", "name", type=click.Choice(["jsonl", "csv", "ninjs", "newsml-g2"]), default="jsonl",
              show_default=True, help="Records as they are, a table, or documents of a news standard.")  # fmt: skip
@click.option("--out", help="A file, or a folder (one that exists, or with / at its end) for a file of each report; "
              "standard output without it.")  # fmt: skip
@with_filters
@raw_option
def export(
    settings: Settings, reports: Sequence[str], name: str, out: str | None, with_raw: bool, **filters: Any
) -> None:
    """Write reports out: records, CSV, ninjs or NewsML-G2.

    As ninjs or NewsML-G2 what is done is written. REPORT is an id, the beginning of one, or a key; without one all
    reports are written, or those that the filters choose.
    """
    from workers.desk.export import writing
    from workers.desk.filters import filter_of

    if not writing.export(settings, reports, name, out, wanted=filter_of(**filters), with_raw=with_raw):
        complain(["no report matches; `wireroom list` shows all"])
