"""Small taggers for tests, made on the spot: a spaCy pipeline of rules, and a classifier that learns words."""

from __future__ import annotations

from pathlib import Path

import pytest

NAMES = {"Boro": "B-PER", "Vane": "I-PER", "Ilse": "B-PER", "Tarn": "I-PER", "Alder": "B-ORG", "Wire": "I-ORG"}
NAMES |= {"Harlan": "B-LOC", "Kestrels": "B-MISC"}
OTHERS = ["the", "harbour", "said", "met", "of", "in", "and", "on", ",", ".", "-", '"', "##s", "Mc", "##Vane"]


def pipeline(folder: Path) -> Path:
    """Makes the pipeline in this folder; skips the test where spaCy is not installed."""
    spacy = pytest.importorskip("spacy", reason="spaCy is not installed: pip install -e '.[spacy]'")
    made = spacy.blank("en")
    rules = made.add_pipe("entity_ruler")
    rules.add_patterns(
        [
            {"label": "PERSON", "pattern": "Boro Vane"},
            {"label": "NORP", "pattern": "Kestrels"},
            {"label": "GPE", "pattern": "New Harlan"},
            {"label": "ORG", "pattern": "Alder Wire"},
            {"label": "DATE", "pattern": "Tuesday"},
        ]
    )
    made.to_disk(folder)
    return folder


def classifier(folder: Path) -> Path:
    """Makes the classifier in this folder: each of its words has one tag, and it sees 24 tokens at a time.

    Skips the test where transformers or torch are not installed.
    """
    reason = "transformers and torch are not installed: pip install -e '.[transformers]'"
    torch = pytest.importorskip("torch", reason=reason)
    transformers = pytest.importorskip("transformers", reason=reason)
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *NAMES, *OTHERS]
    numbers = {word: number for number, word in enumerate(vocabulary)}
    words = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    words.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", numbers["[CLS]"]), ("[SEP]", numbers["[SEP]"])]
    )
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
        model_max_length=24,
    )  # fmt: skip
    tags = ["O", *dict.fromkeys(NAMES.values())]
    torch.set_num_threads(1)
    torch.manual_seed(1)
    model = transformers.BertForTokenClassification(
        transformers.BertConfig(
            vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=32, max_position_embeddings=24, hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0, id2label=dict(enumerate(tags)),
            label2id={tag: number for number, tag in enumerate(tags)},
        )
    )  # fmt: skip
    answers = torch.tensor([tags.index(NAMES.get(word, "O")) for word in vocabulary])
    how = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(150):
        ids = torch.randint(0, len(vocabulary), (16, 24))
        how.zero_grad()
        model(ids, labels=answers[ids]).loss.backward()
        how.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
