"""The models that Wireroom stores and shows; what only its steps see of each other is in `reading` and `relations`.

A step returns one *result*; the *record* that people read is the union of the results' fields, a later
step's field taking the place of an earlier one (`Result.private` names what stays inside). A new step
therefore adds its field to the record by naming it in its result.

Inside, a span is two numbers into the normalised text. When a record is made (`shared.record`), each span is
given its place in `raw` and its words by the report's `Offsets`, so no step can forget or mistake them.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json

from shared.offsets import Offsets

SegmentKind = Literal[
    "headline", "advisory", "byline", "dateline", "body", "crosshead", "table", "correction", "signoff", "furniture"
]
EntityType = Literal["PERSON", "ORG", "PLACE", "MISC"]
RelationKind = Literal[
    "exact", "repeat", "version", "corrects", "withdrawn", "near_duplicate", "contains", "contained", "related"
]


class Frozen(BaseModel):
    """A value: never changed, compared by content."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """`text[start:end]`, in code points of the normalised text."""

    start: int
    end: int


class Label(Span):
    """An editor's mark before the headline, such as `RPT` or `UPDATE 2`."""

    label: str
    number: int | None = None


class Segment(Span):
    """One paragraph of the text and what it is for."""

    kind: SegmentKind


class Dateline(Span):
    """Where and when the report was filed, and by whom. `date` is `YYYY-MM-DD`."""

    places: list[str] = []
    region: str | None = None
    credits: list[str] = []
    date: str | None = None
    date_inferred: bool = False


class Take(Frozen):
    """A part of a story sent in several: its number, and whether more follow."""

    number: int | None = None
    more: bool = False


class Notice(Span):
    """A correction notice: the editors' label for it, the words it says are wrong, and the right ones."""

    kind: str
    wrong: Span | None = None
    right: Span | None = None


class Damage(Span):
    """Something wrong in the text that was left as it is; `suggestion` is a guess, never applied."""

    kind: str
    suggestion: str | None = None


class Language(Frozen):
    """ISO 639-1 code and confidence from 0 to 1."""

    code: str
    confidence: float


class Urgency(Frozen):
    """`raw` as received; `value` from 1 (flash) to 9, as in NewsML-G2."""

    raw: str | None = None
    value: int | None = None


class Subject(Frozen):
    """A subject that the feed itself named."""

    scheme: str | None = None
    code: str | None = None
    name: str | None = None


class Speaker(Frozen):
    """Who said a quote; `entity` is the id of an entity of the same report, `candidates` are those that the name fits
    when several do and none is chosen.
    """

    name: str
    entity: str | None = None
    how: Literal["name", "pronoun", "description", "continuation"]
    confidence: float
    candidates: list[str] = []


class Quote(Frozen):
    """What was said, the words that say so, and who is named as saying it, as spans that may be broken."""

    type: Literal["direct", "mixed", "indirect"]
    kind: Literal["speech", "stance"] = "speech"
    content: list[Span]
    cue: list[Span] = []
    source: list[Span] = []
    speaker: Speaker | None = None
    confidence: float


class Mention(Span):
    """One place where an entity is named."""

    kind: Literal["name", "acronym", "demonym", "pronoun", "description"] = "name"


class Entity(Frozen):
    """Someone or something that the report names, with all its mentions, and for each link why it is made."""

    id: str
    type: EntityType
    name: str
    mentions: list[Mention]
    links: dict[str, str] = {}
    evidence: dict[str, dict[str, Any]] = {}
    confidence: float


class Relation(Frozen):
    """This report `kind` of an earlier one, with the evidence for it."""

    kind: RelationKind
    of: str
    of_key: str | None = None
    evidence: dict[str, Any] = {}


class Received(Frozen):
    """A report as it came in. `order` sorts reports by arrival: (`received_at`, intake sequence)."""

    id: str
    source: str
    key: str | None = None
    received_at: int = Field(description="milliseconds since 1970, UTC")
    order: str = ""
    format: str | None = Field(default=None, description="given by the sender; None: found from the content")
    body: bytes = b""


class Result(Frozen):
    """What a step returns. Fields named in `private` are kept in the store and left out of the record.

    A `passing` result is only of use to later steps: it is dropped when the report is over, and made again when one of
    them runs again.
    """

    private: ClassVar[frozenset[str]] = frozenset()
    passing: ClassVar[bool] = False

    def encode(self) -> bytes:
        """As the store keeps it: JSON in ASCII (a text may hold half a surrogate pair), private names with `_`."""
        fields = {f"_{name}" if name in self.private else name: value for name, value in self.model_dump().items()}
        return json.dumps(fields, separators=(",", ":")).encode("ascii")

    @classmethod
    def decode(cls, stored: bytes) -> Self:
        """Reads what `encode` wrote."""
        try:
            fields = from_json(stored)
        except ValueError:  # half a surrogate pair, which only the slower reader takes
            fields = json.loads(stored)
        return cls.model_validate({name.removeprefix("_"): value for name, value in fields.items()})


class Normalized(Result):
    """The clean text with its wire fields; spans of all other results point into `text`.

    `header` holds the parts of a transmission header as received; `parts` the ids of the further reports that came
    in the same file.
    """

    private = frozenset({"raw", "edits", "format", "encoding"})

    raw: str
    edits: list[tuple[int, int, str]] = []
    format: str
    encoding: str
    sent_at: str | None = None
    headline: str | None = None
    labels: list[Label] = []
    slug: str | None = None
    category: str | None = None
    keywords: list[str] = []
    byline: str | None = None
    guid: str | None = None
    version: str | None = None
    embargo: str | None = None
    publication: Literal["usable", "withheld", "canceled"] | None = None
    take: Take | None = None
    header: dict[str, str] = {}
    language: Language | None = None
    urgency: Urgency | None = None
    subjects: list[Subject] = []
    dateline: Dateline | None = None
    segments: list[Segment] = []
    damage: list[Damage] = []
    notices: list[Notice] = []
    parts: list[str] = []

    @cached_property
    def offsets(self) -> Offsets:
        """The two-way map between `raw` and `text`."""
        return Offsets(self.raw, self.edits)

    @property
    def text(self) -> str:
        """The normalised text: one paragraph a line."""
        return self.offsets.text

    @cached_property
    def stretches(self) -> list[tuple[SegmentKind, int, int]]:
        """The segments as language is read from them: headlines without labels, datelines by themselves."""
        found: list[tuple[SegmentKind, int, int]] = []
        labels, line = [(label.start, label.end) for label in self.labels], self.dateline
        for each in self.segments:
            begin, end = each.start, each.end
            start = max([begin, *(behind for at, behind in labels if begin <= at < end)])
            if line and begin <= line.start < end:
                if begin < line.start:
                    found.append(("headline", start, line.start))
                found.append(("dateline", line.start, line.end))
                start = max(start, line.end)
            if start < end:
                found.append((each.kind, start, end))
        return found

    @cached_property
    def pieces(self) -> list[Segment]:
        """The stretches as segments."""
        return [Segment(start=start, end=end, kind=kind) for kind, start, end in self.stretches]


class Quotes(Result):
    """Quotes as found; speakers are still unknown."""

    quotes: list[Quote] = []


class Entities(Result):
    """Entities with their mentions grouped."""

    entities: list[Entity] = []


class Resolved(Result):
    """Quotes with their speakers, and the entities these speakers are."""

    quotes: list[Quote] = []
    entities: list[Entity] = []
