"""NewsML of both generations: files of many reports, and damaged ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.errors import BadReport, EmptyReport
from tests.newsml import NITF, component, file, item, message, newsml
from tests.pace import within
from workers.text.formats import newsml1, newsml_g2


@pytest.mark.parametrize("many", [message(*[item()] * 1500), newsml(*[file(component(NITF))] * 700)])
def test_a_file_of_many_reports_is_told_apart_in_time(many: str) -> None:
    reader = newsml1 if "<NewsML" in many else newsml_g2
    with within(5):
        found = reader.split(many.encode())
    assert len(found) in (1500, 700)


SAMPLES = [
    text.encode() for text in (item(), message(item(), item()), newsml(file(component(NITF)), file(component(NITF))))
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), sample=st.sampled_from(SAMPLES))
def test_whatever_happens_to_a_document_it_is_read_or_refused(data: st.DataObject, sample: bytes) -> None:
    """Parts are cut, moved, doubled and overwritten."""
    body = sample
    for _ in range(data.draw(st.integers(1, 4))):
        a, b, c = sorted(data.draw(st.integers(0, len(body))) for _ in range(3))
        change = data.draw(st.sampled_from(["cut", "swap", "double", "noise"]))
        noise = data.draw(st.binary(max_size=12))
        body = {
            "cut": body[:a] + body[b:],
            "swap": body[:a] + body[b:c] + body[a:b] + body[c:],
            "double": body[:b] + body[a:],
            "noise": body[:a] + noise + body[a + len(noise) :],
        }[change]
    for reader in (newsml_g2, newsml1):
        reader.detect(body[:4096])
        try:
            for part in reader.split(body):
                reader.parse(part)
        except BadReport:
            pass


def test_what_is_no_newsml_is_not_taken_for_it() -> None:
    for head in (b"", b"NewsML", b"<nitf/>", b"<rss/>", b"\xff\xfe<", b"<newsItemX/>"):
        assert not newsml_g2.detect(head)
        assert not newsml1.detect(head)
    with pytest.raises(EmptyReport):
        newsml_g2.parse(b"<newsItem/>")
