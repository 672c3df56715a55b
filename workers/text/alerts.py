"""Alerts and the reports that follow them: a flash or bulletin of one sentence is the beginning of its event's story.

The words of an alert and of the full report differ: nothing is copied. Such two find each other by the place that the
report is dated from and the alert names, and are of one event where what the alert's headline says is in the report,
all its names and nearly all its other words, and what the report's headline or lead says is in the alert.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from shared.stories import SUMMARIES
from workers.text.labels import URGENCY
from workers.text.tables import words_of
from workers.text.views import View, is_figure, token

_LABELS = frozenset({*URGENCY, "BREAKING"})
#: An alert has fewer words than these; the report that follows has at least so many, and twice as many as the alert.
_SHORT, _FULL = 60, 30
_HOURS = 8 * 3_600_000
_DAY = 24 * 3_600_000
#: Words of a report's beginning, behind its headline.
_LEAD = 60
#: Words of the longest name of a place, and of an alert in which one is looked for.
_LONGEST_NAME, _LOOKED_AT = 4, 40
#: Of the alert's headline one word in so many may be another in the report; of all its words these shares are there.
_MISSED, _COVERED, _OF_HEADLINE = 4, 0.6, 0.5
_SHORTEST_STEM = 3


def is_alert(view: View) -> bool:
    """Whether a report is labelled as a flash, bulletin or the like, and very short."""
    return 0 < len(view.words) < _SHORT and not _LABELS.isdisjoint(view.node.kinds)


def names(view: View) -> tuple[list[str], list[str]]:
    """Identifiers by which an alert and the report that follows find each other: those of this report, and those of
    others that it asks for.
    """
    own, asked = [], []
    day = view.at // _DAY
    for place in view.places:
        own.append(_name("dated", view, place, day))
        asked += [_name("alert", view, place, each) for each in (day - 1, day)]
    if is_alert(view):
        for place in dict.fromkeys((*view.places, *_named(view))):
            own.append(_name("alert", view, place, day))
            asked += [_name("dated", view, place, each) for each in (day, day + 1)]
    return own, asked


def _name(kind: str, view: View, place: str, day: int) -> str:
    told = view.node.source, place, str(day)
    return f"{kind}:{token('|'.join(told))}"


def _named(view: View) -> Iterator[str]:
    """What an alert's words with capitals may name, in folded words."""
    few = range(min(len(view.words), _LOOKED_AT))
    large = [view.text[view.span(at, at + 1)[0]].isupper() for at in few]
    for at in few:
        for end in range(at + 1, min(at + _LONGEST_NAME, len(few)) + 1):
            if not large[end - 1]:
                break
            yield " ".join(view.words[at:end])


def follows(earlier: View, later: View) -> bool:
    """Whether the later report is the first full one on the event that the earlier one, an alert, has told of."""
    if not is_alert(earlier) or len(later.words) < max(_FULL, 2 * len(earlier.words)):
        return False
    if later.summary or not SUMMARIES.isdisjoint(later.node.kinds) or not _near(earlier, later):
        return False
    places = {_stem(word) for place in (*earlier.places, *later.places) for word in place.split()}
    said, told = _content(earlier.words) - places, _content(later.words)
    size = earlier.title or len(earlier.words)
    names = _content([earlier.words[at] for at in range(1, size) if earlier.capital(at)]) - places
    headline = _content(earlier.words[:size]) - places
    rest = (headline - names) or headline
    covered = names <= told and len(said & told) >= _COVERED * len(said) and _holds(told, rest)
    if len(headline) < 2 or not covered or not _same_measures(earlier, later):
        return False
    title = _content(later.words[: later.title]) - places
    lead = _content(later.words[: later.title + _LEAD])
    by_headline = len(title & said) >= _OF_HEADLINE * max(2, len(title))
    return _holds(lead, rest) or (by_headline and len(headline & lead) > 1)


def _holds(words: set[str], headline: set[str]) -> bool:
    """Whether next to all words of a headline are among these."""
    return _MISSED * len(headline - words) <= len(headline)


def _near(earlier: View, later: View) -> bool:
    """Whether both came from one sender within hours, and the alert is dated from the report's place or names it."""
    if earlier.node.source != later.node.source or not 0 <= later.at - earlier.at <= _HOURS:
        return False
    if earlier.credits and later.credits and earlier.credits.isdisjoint(later.credits):
        return False
    return not {*later.places}.isdisjoint((*earlier.places, *_named(earlier)))


def _same_measures(earlier: View, later: View) -> bool:
    """Whether all measures of the alert (`magnitude 5.2`) are the report's; counts of the dead and hurt may rise."""
    measures = {word for word in earlier.words if word[0].isdigit() and not word.isdigit()}
    return measures <= {*later.words}


def _content(words: list[str]) -> set[str]:
    """The stems of the words that say what happened."""
    return {_stem(word) for word in words if word not in _empty() and not is_figure(word) and len(word) > 1}


def _stem(word: str) -> str:
    """A word without the ending of a verb or a plural: `closes`, `closed` and `closing` are one."""
    for ending in ("ing", "ed", "es", "s", "e"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_STEM:
            doubled = ending in ("ing", "ed") and len(rest) > _SHORTEST_STEM and rest[-1] == rest[-2]
            return rest[:-1] if doubled and rest[-1] not in "ls" else rest
    return word


@cache
def _empty() -> frozenset[str]:
    """Words that are no matter of an event: function words, weekdays, months."""
    return words_of("function_words") | {each.lower() for name in ("weekdays", "months") for each in words_of(name)}
