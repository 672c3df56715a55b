"""Article pages, for tests."""

from __future__ import annotations

from shared.records import Normalized
from tests.reading import one

BODY = """<p>PORT ALDER, Nov 24 (AW) - A ferry burned off Port Alder on Monday, the harbour master said.</p>
<h2>What comes next</h2><p>&ldquo;We are all here,&rdquo; captain Boro Vane said on the quay at noon, when the ship had
been towed to its berth.<br>He went home.</p><ul><li>Crew: nine people were on board</li></ul>
<table><tr><td>Crew</td><td>9</td></tr></table>"""
PAGE = """<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<article>{article}</article><aside><a href="/x">Lamp works closes for ever, read more here</a></aside>
<footer>Copyright Alder Wire. <a href="/terms">Terms</a></footer></body></html>"""


def page(head: str, article: str = BODY, lang: str = "en-GB", encoding: str = "utf-8") -> Normalized:
    return one(PAGE.format(head=head, article=article, lang=lang).encode(encoding))
