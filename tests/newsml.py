"""Documents of NewsML in both generations, for tests."""

# ruff: noqa: E501  the documents are written as they are sent
from __future__ import annotations

from shared.records import Normalized

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
TOLD = f"<inlineXML><html {XHTML}><body><p>A ferry burned off the harbour.</p><p>No one was hurt.</p></body></html></inlineXML>"


def item(
    content: str = TOLD, meta: str = "", about: str = "", attributes: str = 'guid="urn:alder:1" version="2"'
) -> str:
    """A news item of text."""
    return (
        f'<newsItem {G2} {attributes}><itemMeta><itemClass qcode="ninat:text"/>{about}</itemMeta>'
        f"<contentMeta>{meta or '<headline>Ferry burns</headline>'}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    """Items in a message."""
    return f"<newsMessage {G2}><header><sent>2026-11-23T10:00:00Z</sent></header><itemSet>{''.join(items)}</itemSet></newsMessage>"


def kinds(found: Normalized) -> list[tuple[str, str]]:
    """The segments as (kind, text)."""
    return [(each.kind, found.text[each.start : each.end]) for each in found.segments]


def body(found: Normalized) -> list[str]:
    """The paragraphs of the body."""
    return [text for kind, text in kinds(found) if kind == "body"]


FERRY = ["A ferry burned off the harbour.", "No one was hurt."]


LINES = "<HeadLine>Ferry burns</HeadLine>"


def component(content: str, lines: str = LINES, attributes: str = "", inner: str = "") -> str:
    """A component with a text."""
    content = (
        content and f'<ContentItem><MediaType FormalName="Text"/><DataContent>{content}</DataContent></ContentItem>'
    )
    return f"<NewsComponent {attributes}><NewsLines>{lines}</NewsLines>{content}{inner}</NewsComponent>"


def file(*components: str, managed: str = "", number: int = 7) -> str:
    """One item of NewsML 1.2."""
    return f"""<NewsItem><Identification><NewsIdentifier><ProviderId>alder.example</ProviderId><DateId>20261123</DateId>
<NewsItemId>A{number}</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
<PublicIdentifier>urn:newsml:alder.example:20261123:A{number}:2</PublicIdentifier></NewsIdentifier>
<NameLabel>ferry-fire</NameLabel></Identification><NewsManagement><ThisRevisionCreated>20261123T111500+0100
</ThisRevisionCreated>{managed or '<Status FormalName="Usable"/><Urgency FormalName="3"/>'}</NewsManagement>{"".join(components)}</NewsItem>"""


def newsml(*items: str) -> str:
    """A file of NewsML 1.2 with its usual DOCTYPE, which names the schema of its texts."""
    return f"""<?xml version="1.0" encoding="ISO-8859-15"?>
<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20031010:NewsMLv1.2.dtd:1" "NewsML-1.2.dtd"
[<!ENTITY % nitf SYSTEM "nitf-3-0.dtd"> %nitf; ]>
<NewsML Version="1.2"><Catalog Href="x.xml"/><NewsEnvelope><DateAndTime>20261123T101600Z</DateAndTime>
<NewsService FormalName="DGTE"/><NewsProduct FormalName="ELU"/><NewsProduct FormalName="EUA"/><Priority FormalName="4"/>
</NewsEnvelope>{"".join(items)}</NewsML>"""


NITF = f"<nitf><body><body.content><p>{FERRY[0]}</p><p>{FERRY[1]}</p></body.content></body></nitf>"
