"""A spaCy pipeline or a token classifier of one's own finds the names."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from shared.errors import UsageError
from shared.reading import Named
from shared.records import SegmentKind
from shared.settings import load
from shared.step import Tagger
from tests.marked import report
from workers import taggers, weights
from workers.steps.entities import entities
from workers.steps.read import read

LINE = '😀 "Boro Vane" of Alder Wire met the Kestrels, in New Harlan on Tuesday - Boro Vane said.'
LINES: list[tuple[SegmentKind, str]] = [("headline", "Boro Vane in Harlan"), ("crosshead", "Boro Vane"), ("body", LINE)]


def told(text: str, names: list[Named]) -> list[tuple[str, str]]:
    return [(text[each.start : each.end], each.type) for each in names]


@pytest.fixture(params=["spacy", "transformers"])
def setting(request: pytest.FixtureRequest) -> str:
    name = {"spacy": "pipeline", "transformers": "classifier"}[request.param]
    return f"{request.param}:{request.getfixturevalue(name)}"


@pytest.fixture
def tagger(setting: str) -> Tagger:
    return taggers.load(setting)


def test_names_have_their_exact_places_in_code_points(tagger: Tagger, setting: str) -> None:
    place = "New Harlan" if setting.startswith("spacy") else "Harlan"
    expected = [("Boro Vane", "PERSON"), ("Alder Wire", "ORG"), ("Kestrels", "MISC"), (place, "PLACE")]
    expected.append(("Boro Vane", "PERSON"))
    text = "Boro Vane, not read\n" + LINE
    found = tagger.names(text, [(20, len(text))])

    assert told(text, found) == expected
    assert found[0].start == 20 + LINE.index("Boro")
    assert all(0.5 < each.sure <= 1 for each in found)


def test_long_texts_are_read_to_their_end(tagger: Tagger) -> None:
    text = "the harbour of Boro Vane , " * 900
    found = tagger.names(text, [(0, len(text))])

    assert [each.start for each in found] == [each.start() for each in re.finditer("Boro Vane", text)]
    assert {text[each.start : each.end] for each in found} == {"Boro Vane"}


@pytest.mark.parametrize("text", ["", " ", "\ud800 Boro Vane \0", "東京で会議", "😀" * 30, "x" * 5_000, "\n\n"])
def test_any_text_can_be_read(tagger: Tagger, text: str) -> None:
    for each in tagger.names(text, [(0, len(text))]):
        assert text[each.start : each.end] == "Boro Vane"


def test_the_step_takes_its_names_and_the_language_model_s_quotes(setting: str) -> None:
    made, _ = report(*LINES)
    result = read.run(normalize=made, model=weights.load(None, setting))

    assert set(told(made.text, result.names)) >= {("Boro Vane", "PERSON"), ("Kestrels", "MISC")}
    assert [each.start for each in result.names] == sorted(each.start for each in result.names)
    assert made.text.index("\nBoro") + 1 not in [each.start for each in result.names]  # no sentence, but found again
    assert result.parts == read.run(normalize=made, model=weights.load()).parts
    assert setting.split(":", maxsplit=1)[0] in result.model.lower()
    person = next(each for each in entities.run(normalize=made, read=result).entities if each.name == "Boro Vane")
    assert len(person.mentions) == 4


def test_the_words_of_a_tag_are_whole(classifier: Path) -> None:
    """`McVane` is two tokens, of which the first says that it is nobody, and `Vanes` begins as a name."""
    text = "Boro McVane met Ilse Tarns"
    assert told(text, taggers.load(f"transformers:{classifier}").names(text, [(0, len(text))])) == [
        ("Boro", "PERSON"),
        ("Ilse Tarns", "PERSON"),
    ]


def test_a_name_begins_where_its_tag_says_so(classifier: Path) -> None:
    text = "Boro Vane Ilse Tarn Vane"
    assert told(text, taggers.load(f"transformers:{classifier}").names(text, [(0, len(text))])) == [
        ("Boro Vane", "PERSON"),
        ("Ilse Tarn Vane", "PERSON"),
    ]


@pytest.mark.parametrize("value", ["spacy", "spacy:", "stanza:en", "en_core_web_sm", ":x"])
def test_a_setting_that_names_no_tagger_is_wrong(value: str) -> None:
    with pytest.raises(UsageError, match=f"WIRE_ENTITIES='{value}'.*it must be spacy:NAME"):
        load({"WIRE_ENTITIES": value})


def test_a_folder_s_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model").mkdir()
    assert load({"WIRE_ENTITIES": "spacy:model"}).entities == f"spacy:{tmp_path}/model"
    assert load({"WIRE_ENTITIES": "spacy:en_core_web_sm"}).entities == "spacy:en_core_web_sm"


@pytest.mark.parametrize("kind", ["spacy", "transformers"])
def test_a_package_that_is_missing_is_named_with_the_remedy(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, kind, None)
    with pytest.raises(UsageError, match=rf"WIRE_ENTITIES={kind}:x: {kind} is not installed; .*'wireroom\[{kind}\]'"):
        taggers.check(f"{kind}:x")


def test_a_model_that_is_missing_is_named(setting: str, tmp_path: Path) -> None:
    kind = setting.split(":", maxsplit=1)[0]
    with pytest.raises(UsageError, match=f"WIRE_ENTITIES={kind}:{tmp_path}/no: .* is n"):
        taggers.check(f"{kind}:{tmp_path}/no")
    with pytest.raises(UsageError, match=f"WIRE_ENTITIES={kind}:no_such_model: .* is n"):
        taggers.check(f"{kind}:no_such_model")
    with pytest.raises(UsageError, match=f"WIRE_ENTITIES={kind}:{tmp_path}: "):
        taggers.load(f"{kind}:{tmp_path}")


def test_a_model_that_finds_no_entities_is_refused(pipeline: Path, classifier: Path, tmp_path: Path) -> None:
    import spacy
    from transformers import BertModel

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(UsageError, match="blank: it knows no people"):
        taggers.load(f"spacy:{tmp_path}/blank")
    shutil.copytree(classifier, tmp_path / "encoder")
    BertModel.from_pretrained(classifier).save_pretrained(tmp_path / "encoder")
    with pytest.raises(UsageError, match="encoder: it is no token classifier: classifier"):
        taggers.load(f"transformers:{tmp_path}/encoder")
