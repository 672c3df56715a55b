"""ninjs that is broken, hostile or odd."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import BadReport, EmptyReport
from tests.ninjs import DESK, NEW, OLD, dumped
from tests.reading import several
from workers.text.formats import ninjs


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"headline": "A",\n "body_text": "x" "uri": 1}', "line 2, column 19"),
        (b'{"headline": "A", "versioncreated": "', "line 1"),
        (b'{"a":' * 2000 + b"1" + b"}" * 2000, "deep"),
        (b"[" * 100_000, "deep"),
        (b'{"headline": "A", "body_html": "' + b"<div>" * 9000 + b'x"}', "deep"),
        (b'{"type": "picture", "headline": "A"}', "no item of text"),
        (b'{"headline": "", "body_text": " "}', "no text"),
        (b"[]", "no item of text"),
        (b"", "no item of text"),
        (b"\x00\x01\x02" * 99, "its JSON"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(body: bytes, why: str) -> None:
    with pytest.raises(BadReport, match=why):
        several(body, "ninjs")


def test_each_part_is_read_alone_and_the_same_again() -> None:
    for part in ninjs.split(dumped([OLD, NEW, DESK])):
        assert ninjs.split(part) == [part]
        assert ninjs.parse(part).blocks


def test_nothing_of_text_is_an_empty_report() -> None:
    with pytest.raises(EmptyReport):
        ninjs.split(b'{"items": []}')


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([OLD, NEW, DESK]), st.data())
def test_damaged_documents_raise_nothing_but_bad_report(item: dict[str, Any], data: st.DataObject) -> None:
    body = bytearray(dumped(item))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(body)))
        body[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=6))
    ninjs.detect(bytes(body[:4096]))
    try:
        for part in ninjs.split(bytes(body)):
            ninjs.parse(part)
    except BadReport:
        pass


_ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*OLD, *NEW, *DESK]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from([*OLD, *NEW, *DESK]), _ANY))
def test_any_kind_of_value_may_stand_anywhere(item: dict[str, Any]) -> None:
    try:
        for part in ninjs.split(json.dumps(item).encode()):
            ninjs.parse(part)
    except BadReport:
        pass
