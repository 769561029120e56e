"""A question as it is read against slides, and what a unit's label says to it."""

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from briefqa.answerer.ask import Ask
from briefqa.answerer.ask_english import focus_english
from briefqa.answerer.ask_japanese import focus_japanese
from briefqa.answerer.match import Matcher
from briefqa.answerer.similar import WordVectors
from briefqa.answerer.units import Unit, term_set
from briefqa.query import Concept, Query
from briefqa.records import Moment, Slide
from briefqa.text.normalise import fold, normalise, squeeze
from briefqa.text.quantities import values_in

# Labels under which slides state what a kind of question asks for.
_LABELS = {
    "date": re.compile("日時|日程|期日|期間|年月|時期|開催日|発表日|date|when|schedule"),
    "place": re.compile("場所|会場|開催地|所在|venue|place|location"),
    "person": re.compile(
        "議長|代表|責任者|氏名|担当|講師|発表者|委員長|会長|社長|著者|(?<!参加)(?<!対象)(?<!受講)(?<!利用)(?<!登録)(?<!希望)(?<!関係)(?<!事業)者$|リーダー"
        "|name|speaker|author|chair|presenter|reporter|leader"
    ),
    "organisation": re.compile("主催|共催|所属|機関|団体|事務局|実施主体|organi|host"),
}
# Words of a question that only say what kind of thing is asked for.
_KIND_WORDS = {
    "date": re.compile(
        "^(?:日|日付|時期|時|開催|年月|日程|日時|date|time|year|held|hold|take|place)$"
    ),
    "place": re.compile(
        "^(?:地|場所|開催|会場|所在|位置|国|都市|place|location|venue|held|hold|take|country|city)$"
    ),
    "person": re.compile("^(?:人|氏名|名前|人物|方|name|person)$"),
    "reason": re.compile("^(?:理由|原因|目的|reason|purpose)$"),
    "name": re.compile("^(?:略|略称|訳|正式|名称|stand|abbreviation|acronym|full|name)$"),
    "definition": re.compile("^(?:意味|定義|definition|meaning|define)$"),
    "number": re.compile("^(?:数|値|平均値|割合|number|count|amount|figure)$"),
    "list": re.compile("^(?:一覧|全て|列挙|list|all)$"),
}
_COUNTRY_WANTED = re.compile(
    r"(?:どの|どちらの|何という|どこの)国|国はどこ|国名|[^\W\d_]国(?:は|って|$)"
    r"|\bwhich (?:\w+ )?(?:country|nation)\b"
)
_FIRST = re.compile(
    r"最初に|一番目|初めに|\bfirst (?:to|country|city|of|partner|item)\b|\bwas the first\b"
)
# Heads of columns that say what the labels of their rows are.
_MEANING = re.compile("説明|定義|意味|内容|概要|解説|正式|名称|description|definition|meaning|name")
_NTH = re.compile(r"(?P<ja>\d{1,3})番目|\b(?P<en>\d{1,3})(?:st|nd|rd|th) (?!century|floor)")
_ITEM = re.compile(r"^\s*[(]?(?P<number>\d{1,3})[.)](?!\d)")
_PLACES_WANTED = re.compile(
    r"(?:国|国々|都市|地域|市|県|州|自治体)(?:の一覧|を|は|って|名|$|[?？])"
    r"|\b(?:countr|cit|nation|region|prefecture)"
)
_COUNTED_ENGLISH = re.compile(
    r"\bhow many (?P<a>[a-z'-]+(?: [a-z'-]+){0,2})|(?P<c>[a-z-]+(?: [a-z-]+)?) count\b"
    r"|\bnumber of (?P<b>[a-z'-]+(?: [a-z'-]+){0,2})|(?P<d>[a-z-]+(?: [a-z-]+)?),? number\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question while it is read against slides.

    `matcher` is for one slide (`on`). `counted`: the concepts of which an English question asks how
    many there are. `words`: the whole question, squeezed. `wants_places`, `wants_country`: it asks
    for places, for a country. `known`: the share of its concepts that occur in the index;
    `strange`: 1 where it has a name or number that does not, else 0. `ordinal`: the item of a list
    (1-based) that it counts to, else None. `focus`: the texts of the concepts that say what is
    asked of something, as 人口 in 青葉市の人口; `dates`: the days and months it names, ISO 8601;
    `role`: of a question for a person, the office that
    they hold, normalised, else "".
    """

    query: Query
    ask: Ask
    matcher: Matcher
    counted: tuple[Concept, ...]
    words: str
    wants_places: bool
    wants_country: bool
    known: float
    strange: float
    ordinal: int | None
    focus: frozenset[str]
    role: str
    dates: tuple[str, ...]

    @classmethod
    def of(cls, query: Query, ask: Ask) -> Self:
        """Read what the question's words say; `on` gives it the slide to be read against."""
        plain = normalise(query.text)
        return cls(
            query,
            ask,
            Matcher(()),
            counted=_counted(query, ask),
            words=squeeze(query.text),
            wants_places=_PLACES_WANTED.search(plain) is not None,
            wants_country=_COUNTRY_WANTED.search(plain) is not None,
            ordinal=_ordinal(plain),
            known=_known(query, ask),
            strange=float(any(c.is_name and not c.is_known for c in query.concepts)),
            focus=_focus(query),
            role=_role(query, ask),
            dates=days_in(query.text),
        )

    def on(self, slide: Slide, vectors: WordVectors) -> Self:
        """Return this reading, ready to be matched on `slide`."""
        words = _KIND_WORDS.get(self.ask.kind)
        matcher = Matcher.of(
            self.query,
            slide,
            vectors,
            is_form=lambda concept: words is not None and bool(words.search(concept.text)),
        )
        return replace(self, matcher=matcher)


@lru_cache(maxsize=8_192)
def days_in(text: str) -> tuple[str, ...]:
    """Return the days and months that a text names, ISO 8601; bare years are none."""
    return tuple(
        found.value.date
        for found in values_in(text)
        if isinstance(found.value, Moment) and "-" in found.value.date
    )


def is_labelled(ask: Ask, unit: Unit) -> bool:
    """Say whether a unit's label names what is asked for, as 場所 does where "where" is asked."""
    pattern = _LABELS.get(ask.kind)
    if pattern is None or unit.label is None:
        return False
    return pattern.search(normalise(unit.label)) is not None


def is_numbered(reading: Reading, unit: Unit) -> bool:
    """Say whether a unit is the item of a numbered list that the question counts to."""
    found = _ITEM.match(fold(unit.text).text) if reading.ordinal is not None else None
    return found is not None and int(found["number"]) == reading.ordinal


def _ordinal(question: str) -> int | None:
    """Return which item of a list a normalised question counts to (1-based), or None."""
    if _FIRST.search(question):
        return 1
    found = _NTH.search(question)
    return int(found["ja"] or found["en"]) if found is not None else None


def label_of_unit(reading: Reading, unit: Unit) -> float:
    """Return in [0, 1] how much of a unit's label, or of its list number, the question says."""
    return 1.0 if is_numbered(reading, unit) else label_share(reading.matcher, unit)


def label_share(matcher: Matcher, unit: Unit) -> float:
    """Return how much of a row's label the question says, in [0, 1]; 0 for a unit without label."""
    held = term_set(unit.label) if unit.label is not None else frozenset[str]()
    if not held:
        return 0.0
    return said_share(matcher, held)


def said(matcher: Matcher, term: str) -> float:
    """Return in [0, 1] how far the question says `term`."""
    only = frozenset((term,))
    return max((matched.value(only) for matched in matcher.concepts), default=0.0)


def said_share(matcher: Matcher, terms: frozenset[str]) -> float:
    """Return in [0, 1] how much of `terms`, which are not empty, the question says."""
    # fsum: the order of a set differs from one process to the next, a plain sum's last digit too.
    return math.fsum(said(matcher, term) for term in terms) / len(terms)


def says_meaning(unit: Unit) -> bool:
    """Say whether a cell says what its row's label is: there is no head but that, or one that says.

    What stands under another head is something of it.
    """
    head = unit.headed_by[-1] if len(unit.headed_by) > 1 else ""
    return not head or _MEANING.search(normalise(head)) is not None


def states_value(reading: Reading, unit: Unit) -> bool:
    """Say whether a unit is a `label: value` row whose label the question says or implies."""
    if is_labelled(reading.ask, unit):
        return True
    has_form = reading.ask.kind in ("date", "place", "person", "organisation")
    return not has_form and label_share(reading.matcher, unit) >= 0.75


def _known(query: Query, ask: Ask) -> float:
    """Return the share of the concepts that occur in the index, those of the counter left out."""
    counters = {term for units in ask.units for unit in units for term in term_set(unit)}
    told = [concept for concept in query.concepts if concept.text not in counters]
    return sum(concept.is_known for concept in told) / max(len(told), 1)


def _focus(query: Query) -> frozenset[str]:
    """Return the texts of the concepts whose value is asked for; names are none."""
    find = focus_japanese if query.language == "ja" else focus_english
    words = term_set(find(query.text))
    return frozenset(c.text for c in query.concepts if c.text in words and not c.is_name)


def _role(query: Query, ask: Ask) -> str:
    if ask.kind != "person":
        return ""
    find = focus_japanese if query.language == "ja" else focus_english
    return normalise(find(query.text))


def focus_share(reading: Reading, unit: Unit) -> float:
    """Return in [0, 1] how well a unit, or what it belongs to, says what is asked of something.

    1 where the question does not tell.
    """
    held = [m for m in reading.matcher.concepts if m.concept.text in reading.focus]
    if not held:
        return 1.0
    total = sum(m.concept.importance for m in held)
    said_here = sum(
        m.concept.importance * max(m.value(unit.terms), m.value(unit.near), 0.8 * m.heads)
        for m in held
    )
    return said_here / total if total else 1.0


def _counted(query: Query, ask: Ask) -> tuple[Concept, ...]:
    """Return the concepts that an English question counts: "how many member states"."""
    if query.language != "en" or ask.kind != "number":
        return ()
    found = _COUNTED_ENGLISH.search(normalise(query.text))
    if found is None:
        return ()
    words = term_set(next(group for group in found.groups() if group))
    return tuple(concept for concept in query.concepts if concept.text in words)
