"""Reports as NewsML-G2."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree

from tests.exporting import G2, addresses, examples, newsml_problems, odd
from workers.desk.export import newsml_g2

WIRE = f"{{{newsml_g2.FINDINGS}}}"


def documents(records: list[dict[str, Any]]) -> dict[str, etree._Element]:
    made = {each["key"]: newsml_g2.document(each, addresses(records)) for each in records}
    return {key: etree.fromstring(text.encode()) for key, text in made.items()}


@pytest.fixture(scope="module")
def known() -> dict[str, etree._Element]:
    return documents(examples())


@pytest.fixture(scope="module")
def strange() -> dict[str, etree._Element]:
    return documents(odd())


def test_every_document_follows_the_standard(known: dict[str, Any], strange: dict[str, Any]) -> None:
    for key, each in (known | strange).items():
        assert newsml_problems(each) == [], key


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda root: root.attrib.pop("guid"), "newsItem lacks guid"),
        (lambda root: root.set("version", "0"), "newsItem has version='0'"),
        (lambda root: root[1].insert(0, root[1][2]), "itemClass comes too late in itemMeta"),
        (lambda root: root[1].append(etree.Element(f"{G2}headline")), "itemMeta has no headline"),
        (lambda root: root[1][0].set("qcode", "text"), "itemClass has qcode='text'"),
        (lambda root: root[1][0].set("qcode", "mine:text"), "mine:text is in no catalog"),
        (lambda root: root[2].append(etree.Element(f"{G2}urgency")), "urgency holds None"),
        (lambda root: root[2].set("href", "x"), "contentMeta has no attribute href"),
    ],
)
def test_the_check_notices_mistakes(known: dict[str, Any], change: Any, problem: str) -> None:
    root = etree.fromstring(etree.tostring(known["02-harbour.txt"]))
    change(root)
    assert problem in newsml_problems(root)


def test_a_report_in_the_words_of_the_standard(known: dict[str, Any]) -> None:
    root = known["05-harbour-corrected.txt"]
    about, meta = root.find(f"{G2}itemMeta"), root.find(f"{G2}contentMeta")
    assert [each.get("qcode") for each in about.iterfind(f"{G2}signal")] == ["sig:correction", "sig:update"]
    links = {each.get("residref"): dict(each.attrib) for each in about.iterfind(f"{G2}link")}
    earlier = links["urn:wireroom:file:04-harbour-update.txt"]
    assert (earlier["rel"], earlier[f"{WIRE}relation"]) == ("irel:previousVersion", "corrects")
    assert about.findtext(f"{G2}edNote") == "(Corrects cargo to 90 tonnes, not 900, in paragraph 1)"
    assert meta.findtext(f"{G2}headline") == "Grain barge burns in Port Alder, third sailor in hospital"
    assert meta.findtext(f"{G2}dateline") == "PORT ALDER, Nov 23 (Alder Wire) -"
    people = [each.findtext(f"{G2}name") for each in meta.iterfind(f"{G2}subject[@type='cpnat:person']")]
    assert people == ["Ilse Tarn", "Boro Vane", "Edda Quill", "Anselm Corvo"]
    text = root.find(f"{G2}contentSet/{G2}inlineXML")
    assert text.get("contenttype") == "application/xhtml+xml"
    assert text.findtext(".//{*}h2") == "SECOND FIRE THIS YEAR"


def test_findings_are_in_a_namespace_of_their_own_and_lead_back_into_the_text() -> None:
    record = examples()[4]
    root = documents(examples())[record["key"]]
    found = root.find(f"{G2}contentMeta/{WIRE}findings")
    text = found.findtext(f"{WIRE}text")
    assert text == record["text"]
    # the passages of a relation's evidence are places alone
    spans = [
        each for each in found.iter(f"{WIRE}*") if each.get("start") and each.tag not in (f"{WIRE}this", f"{WIRE}of")
    ]
    assert len(spans) > 30
    for each in spans:
        assert text[int(each.get("start")) : int(each.get("end"))] == each.text
    quotes = found.findall(f"{WIRE}quote")
    assert [each.find(f"{WIRE}speaker").get("name") for each in quotes] == [
        each["speaker"]["name"] for each in record["quotes"]
    ]
    entities = {each.get("id") for each in found.iterfind(f"{WIRE}entity")}
    assert {each.get("entity") for each in found.iter(f"{WIRE}speaker") if each.get("entity")} <= entities


def test_what_a_feed_stated_stays(strange: dict[str, Any]) -> None:
    root = strange["feed"]
    meta, about = root.find(f"{G2}contentMeta"), root.find(f"{G2}itemMeta")
    assert (root.get("guid"), root.get("version")) == ("tag:alder.example,2026:1", "3")
    assert about.findtext(f"{G2}embargoed") == "2026-11-25T05:00:00.000Z"
    assert about.find(f"{G2}pubStatus").get("qcode") == "stat:withheld"
    assert [each.text for each in meta.iterfind(f"{G2}keyword")] == ["ferry", "fire at sea"]
    codes = [each.get("uri") or each.get("literal") for each in meta.iterfind(f"{G2}subject")]
    assert codes[:2] == ["http://cv.iptc.org/newscodes/mediatopic/20000139", "ships at sea"]
    assert "https://sws.geonames.org/2988507/" in codes


def test_an_embargo_without_an_end_is_empty(strange: dict[str, Any]) -> None:
    embargoed = strange["held"].find(f"{G2}itemMeta/{G2}embargoed")
    assert embargoed is not None
    assert embargoed.text is None


def test_a_message_holds_all_documents_and_none_is_no_message() -> None:
    records = examples()
    made = "".join(newsml_g2.message(newsml_g2.document(each, addresses(records)) for each in records))
    root = etree.fromstring(made.encode())
    assert root.tag == f"{G2}newsMessage"
    assert [etree.QName(each).localname for each in root] == ["header", "itemSet"]
    names = [quote(each["guid"] or each["key"]) for each in records]
    assert [each.get("guid") for each in root[1]] == [f"urn:wireroom:file:{name}" for name in names]
    assert list(newsml_g2.message([])) == []
