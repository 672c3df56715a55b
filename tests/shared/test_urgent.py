"""A flash jumps the queue, whatever its format."""

from __future__ import annotations

import pytest

from shared.errors import UsageError
from shared.intake import milliseconds, prepare
from shared.urgent import is_urgent
from tests.compose import ROOT


@pytest.mark.parametrize(
    ("body", "urgent"),
    [
        (b"BULLETIN - Fire closes harbour", True),
        (b"\r\nURGENT Fire closes harbour\n\nPORT ALDER", True),
        (b"****** FLASH: FIRE", False),
        (b"** FLASH: FIRE", True),
        (b"Fire is urgent, mayor says", False),
        (b"UPDATE 1-Urgent appeal for blood", False),
        (b"\x16\x16\x01a0107\x1falder\nu i BC-FIRE 11-20 0074\n\x02\nFIRE", True),
        (b"\x16\x16\x01a0107\x1falder\nr i BC-FIRE 11-20 0074\n\x02\nFIRE", False),
        (b"\x01bwa123 1 pl 59 fire/", True),
        (b"\x01bwa123 4 pl 59 fire/", False),
        (b'<nitf><head><docdata><urgency ed-urg="1"/></docdata></head></nitf>', True),
        (b'{"uri": "x", "urgency": 2}', True),
        (b'{"uri": "x", "urgency": 5}', False),
        (b"From: a@alder.example\nSubject: FLASH: Ferry burns\n\nx", True),
        (b"From: a@alder.example\r\nsubject:\r\n URGENT - Ferry burns\r\n\r\nx", True),
        (b"Subject: Fwd: [newsdesk] BULLETIN Ferry burns\nFrom: a@alder.example\n\nx", True),
        (b"Subject: [URGENT] Ferry burns\nFrom: a@alder.example\n\nx", True),
        (b"Subject: =?utf-8?B?RkxBU0g6IEbDpGhyZQ==?=\nFrom: a@alder.example\n\nx", True),
        (b"Subject: =?utf-8?Q?FLASH:_F=C3=A4hre_brennt?=\nFrom: a@alder.example\n\nx", True),
        (b"Subject: =?utf-8?B?!?= =?x?Q?=\nFrom: a@alder.example\n\nx", False),
        (b"Received: from a by b; x\n" * 200 + b"Subject: FLASH: Ferry\nFrom: a@alder.example\n\nx", True),
        (b"From a@alder.example Mon Nov 24 10:15:00 2025\nSubject: FLASH: Ferry\nFrom: a@alder.example\n\nx", True),
        (b"From: a@alder.example\nX-Priority: 1 (Highest)\nSubject: Ferry\n\nx", True),
        (b"From: a@alder.example\nX-Priority: 3\nPriority: urgent\nSubject: Ferry\n\nx", True),
        (b"From: a@alder.example\nX-Priority: 3\nImportance: high\nSubject: Flashback\n\nx", False),
        (b"From: a@alder.example\nSubject: Ferry\n\n" + b"Ferries are late. " * 40 + b"\nSubject: FLASH: x", False),
        (b"PORT ALDER\n" + b"a" * 500 + b"\nSubject: FLASH: x\n", False),
    ],
)
def test_the_highest_urgencies_are_seen(body: bytes, urgent: bool) -> None:
    assert is_urgent(body) == urgent


def test_urgent_live_reports_get_their_own_lane() -> None:
    body = (ROOT / "examples" / "01-harbour-alert.txt").read_bytes()
    assert prepare(body, source="s", max_bytes=9999).lane == "urgent"
    assert prepare(body, source="s", lane="bulk", max_bytes=9999).lane == "bulk"
    assert prepare(b"Rain", source="s", max_bytes=9999).lane == "live"


def test_an_id_depends_on_source_key_and_bytes() -> None:
    ids = {
        prepare(body, source=source, key=key, max_bytes=99).id
        for body, source, key in [
            (b"a", "s", None),
            (b"b", "s", None),
            (b"a", "t", None),
            (b"a", "s", ""),
            (b"a", "s", "k"),
        ]
    }
    assert len(ids) == 5
    assert prepare("a", source="s", max_bytes=99).id == prepare(b"a", source="s", max_bytes=99).id


@pytest.mark.parametrize(
    "when", ["2026-11-24T10:00:00Z", "2026-11-24T11:00:00+01:00", "2026-11-24T10:00:00", 1795514400000]
)
def test_times_are_read(when: str | int) -> None:
    assert milliseconds(when) == 1795514400000


def test_wrong_arguments_are_errors() -> None:
    with pytest.raises(UsageError, match="lane is live or bulk"):
        prepare(b"a", source="s", lane="fast", max_bytes=9)
    for wrong in ("yesterday", 1.5, ["now"]):
        with pytest.raises(UsageError, match="received_at is ISO 8601"):
            milliseconds(wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="between 1970 and 2999"):
        milliseconds(10**18)
