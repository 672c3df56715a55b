"""XML of a kind that has no reader of its own: its text in reading order, a paragraph for each element that holds
text.
"""

from __future__ import annotations

import re

from workers.text.formats import _markup, _xml
from workers.text.formats._envelope import Envelope, Story

NAME = "xml"
RANK = 60

_NEWS = re.compile(r"(?:newsMessage|newsItem|NewsML|rss|feed|packageItem)$", re.I)


def detect(head: bytes) -> bool:
    """By its declaration, or by a root element with the name of a news format."""
    return _xml.declared(head) or bool(_NEWS.match(_xml.root_name(head) or ""))


def parse(body: bytes) -> Envelope:
    """A paragraph for each element that holds text. Raises BadReport when it is broken or hostile."""
    root, encoding = _xml.read_xml(body)
    story = Story()
    for part in _markup.parts(root):
        story.add(part.text)
    return story.envelope(NAME, encoding, {})
