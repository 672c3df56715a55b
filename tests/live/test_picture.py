"""The README's picture shows what the program prints today."""

from __future__ import annotations

import pytest

from tests.picture import FILES, chosen, drawn, printed, texts

pytestmark = pytest.mark.live


def test_the_pictures_show_what_the_command_prints() -> None:
    from rich.terminal_theme import DIMMED_MONOKAI

    now = texts(drawn(chosen(printed()), DIMMED_MONOKAI))
    assert any("CORRECTED" in line for line in now)
    for name, file in FILES.items():
        assert texts(file.read_text("utf-8")) == now, f"{name}: draw it anew with python -m tests.picture"
        assert "font-face" not in file.read_text("utf-8")
