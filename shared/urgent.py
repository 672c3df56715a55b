"""A peek at a report's first lines: does it jump the queue? Finding out exactly is normalize's business."""

from __future__ import annotations

import re

#: Flash, bulletin and urgent, as agencies mark them (IPTC 7901 priorities 1 and 2, ANPA 1312 f, b and u).
_LABEL = re.compile(rb"(?m)^\W{0,3}(?:\d(?:ST|ND|RD|TH)? ?)?(?:FLASH|BULLETIN|SNAP|ALERT|URGENT|NEWSALERT)\b")
#: ANPA 1312: SOH service US selector, next line the priority. IPTC 7901: SOH service and number, the priority.
_SERVICE_LINE = re.compile(rb"\x01(?:\w{1,8}\x1f[^\n]{0,20}\n[fbu] |\w{1,10} [12] )")
_URGENCY = re.compile(rb"""<urgency>\s*[12]\s*<|ed-urg="[12]"|"urgency"\s*:\s*[12]\b""")
_HEAD = 2048


def is_urgent(body: bytes) -> bool:
    """Whether the first 2,048 bytes carry a mark of the highest urgencies."""
    head = body[:_HEAD]
    return bool(_LABEL.search(head[:400]) or _SERVICE_LINE.search(head[:200]) or _URGENCY.search(head))
