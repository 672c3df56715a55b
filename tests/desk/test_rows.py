"""A user's knowledge base as a file: read as it is meant, and what is wrong named by its line."""

from __future__ import annotations

import io
import json

import pytest

from shared.knowledge import Row
from workers.desk.rows import read

VANE = Row(id="Q1", name="Boro Vane", aliases=["B. Vane", "Captain Vane"], type="PERSON")


@pytest.mark.parametrize(
    "body",
    [
        "id,name,aliases,type\nQ1,Boro Vane,B. Vane|Captain Vane,person\n",
        "\ufeffID;Name;Aliases;Type\r\nQ1;Boro Vane;B. Vane|Captain Vane;Person\r\n\r\n",
        "type\tname\tid\taliases\nper\t Boro  Vane \tQ1\tB. Vane|Boro Vane|Captain Vane|B. Vane",
        '"id","name","aliases","type"\n"Q1","Boro\nVane","B. Vane| Captain Vane |",PERSON\n',
        json.dumps({"id": "Q1", "name": "Boro Vane", "aliases": ["B. Vane", "Captain Vane"], "type": "human"}),
        '\n{"type": "person", "name": "Boro Vane", "aliases": ["B. Vane", "Captain Vane"], "id": "Q1"}\n\n',
    ],
    ids=["csv", "excel", "tabs", "quoted", "json", "json-lines"],
)
def test_it_may_be_written_in_several_ways(body: str) -> None:
    assert read(io.BytesIO(body.encode())) == ([VANE], [])


def test_aliases_and_type_may_be_left_out() -> None:
    expected = [Row(id="7", name="Alder Wire")]

    assert read(io.BytesIO(b"id,name\n7,Alder Wire\n")) == (expected, [])
    assert read(io.BytesIO(b'{"id":"7","name":"Alder Wire","aliases":null,"type":null}\n')) == (expected, [])
    assert read(io.BytesIO(b"")) == ([], [])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"id,nmae\n1,A\n", "line 1: there is no column 'nmae'; there are id, name, aliases, type"),
        (b"name,type\nA,person\n", "line 1: id is missing"),
        (b"id,name\n1,A\n2\n", "line 3: it has 1 columns, the first line 2"),
        (b"id,name\n1,A\n\n1,B\n", "line 4: the id 1 is on line 2 already"),
        (b"id,name\n,A\n", "line 2: id is empty"),
        (b"id,name\n1,\n", "line 2: name is empty"),
        (b"id,name\n1,...\n", "line 2: there is no letter or digit in the name '...'"),
        (b"id,name,type\n1,A,alien\n", "line 2: 'alien' is no type; types are person, org, place and misc"),
        (b"id,name\n1," + b"A" * 201 + b"\n", "line 2: name is longer than 200 characters"),
        (b"id,name,aliases\n1,A," + b"B|" * 100 + b"\n", "line 2: aliases are a list of at most 100"),
        (b"id,name\n1,A\n2,Caf\xe9\n", "line 3: it is not UTF-8"),
        (b'id,name\n1,"A\n2,B\n', "line 2: unexpected end of data"),
        (b'{"id":"1","name":"A"}\n{"id":"2"}\n', "line 2: name is missing"),
        (b'{"id":"1","name":"A"}\n[1]\n', "line 2: it is no JSON object"),
        (b'{"id":"1","name":"A"}\nid,name\n', "line 2: it is no JSON object"),
        (b'{"id":1,"name":"A"}\n', "line 1: id is not a string"),
        (b'{"id":"1","name":"A","aliases":"B"}\n', "line 1: aliases are a list of at most 100"),
        (b'{"id":"1","name":"A","aliases":[2]}\n', "line 1: an alias is not a string"),
        (b'{"id":"1","name":"A","label":"B"}\n', "line 1: there is no column 'label'; there are"),
        (b"[" * 100_000, "line 1: there is no column"),
        (b'{"id":' + b"[" * 100_000, "line 1: it is no JSON object"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_line(body: bytes, said: str) -> None:
    _, problems = read(io.BytesIO(body))

    assert len(problems) == 1
    assert problems[0].startswith(said)


def test_all_that_is_wrong_is_named() -> None:
    _, problems = read(io.BytesIO(b"id,name,type\n1,A,x\n2,B,org\n,C,\n"))

    assert [each.partition(":")[0] for each in problems] == ["line 2", "line 4"]
