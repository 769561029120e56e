"""How well a figure fits a question by its unit of measure; a figure or a date by its bounds."""

import re
from collections.abc import Sequence

from briefqa.answerer.ask import Ask
from briefqa.answerer.match import holds
from briefqa.answerer.reading import Reading, said
from briefqa.answerer.spans import Span
from briefqa.answerer.units import Unit, term_set
from briefqa.text.normalise import normalise

# Questions for an end or a beginning, and what stands behind a date that is one.
_BOUNDS = (
    (
        re.compile(r"いつまで|何[年月日]まで|\bby (?:when|what|which)\b|\buntil when\b"),
        re.compile("まで"),
    ),
    (
        re.compile(r"いつから(?!いつ)|何[年月日]から|\bsince (?:when|what)\b"),
        re.compile("から|より|以降"),
    ),
)
_IS_BOUND = 0.8
_ASKED_LIMIT = re.compile("何[^\\Wぁ-ん]{1,4}(?P<limit>以上|以下|以内|未満|超)")
_TOLD_LIMIT = re.compile("以上|以下|以内|未満|超")
_LIMIT_AFTER, _IS_LIMIT = 2, 0.6  # characters in which it follows a figure; what it is worth
# What heads of columns call that which is counted so.
_COUNTED_IN_HEADS = (
    (
        ("人", "名", "者", "員"),
        re.compile("者|員|人|名|people|person|participant|attendee|member|staff|user"),
    ),
    (
        ("社", "企業", "団体", "機関", "組織"),
        re.compile("企業|会社|社|団体|機関|compan|organi[sz]|entit|firm"),
    ),
    (("件", "個"), re.compile("件|数|number|count")),
)
_IS_HEADED, _IS_UNSAID = 0.8, -0.2  # fits of a bare figure under a head that says its unit, or not
_MEASURE_END = re.compile("(?<=.)(?:目|ごと|毎|以上|以下|以内|未満|程度|前後)$")
_BETWEEN = 12  # characters between two figures that are said together: 25社/参加人数: 41名
_HOLDS = 0.25  # from here on a figure's unit is what the question counts
_IS_SAID = 0.8  # from here on the question says a term


def fit_limit(text: str, span: Span, reading: Reading) -> float:
    """Return how well a figure is the limit that a question asks for: 何人以上, 以下, 未満.

    One without any such word may be a limit said in another way; the opposite one is not.
    """
    asked = _ASKED_LIMIT.search(reading.words)
    if asked is None:
        return 0.0
    told = _TOLD_LIMIT.search(text[span.start : span.end + _LIMIT_AFTER])
    if told is None:
        return -_IS_LIMIT / 2
    return _IS_LIMIT if told[0] == asked["limit"] else -_IS_LIMIT


def fit_bound(text: str, span: Span, reading: Reading) -> float:
    """Return how well a date is the end, or the beginning, that a question asks for."""
    after = text[span.end :]
    for asked, told in _BOUNDS:
        if asked.search(reading.query.text.lower()):
            is_so = told.match(after) or told.search(text[span.start : span.end])
            return _IS_BOUND if is_so else -_IS_BOUND
    return 0.0


def fit_measure(measure: str, reading: Reading) -> float:
    """Return in [-1, 1] how well a figure's unit of measure, "" for none, fits the question."""
    ask = reading.ask
    if ask.units:
        if any(same_measure(measure, one) for units in ask.units for one in units):
            return 1.0
        if not ask.is_sure and _is_said(reading, measure):
            return 0.9
        return -0.8 if ask.is_sure else -0.3
    if reading.counted:
        measured = term_set(measure) | frozenset(measure)
        fits = any(holds(concept, measured) >= _HOLDS for concept in reading.counted)
        return 0.9 if fits else -0.3
    if not measure:
        return -0.6
    return 0.6 if _is_said(reading, measure) else 0.3


def fit_headed(unit: Unit, reading: Reading) -> float:
    """Return in [-1, 1] how well a bare figure of a table fits: its unit stands in its heads."""
    heads = normalise(" ".join(unit.headed_by))
    asked = {one for units in reading.ask.units for one in units}
    if not asked:
        return fit_measure("", reading)
    counted = [words for units, words in _COUNTED_IN_HEADS if any(a.endswith(units) for a in asked)]
    if any(one in heads for one in asked) or any(words.search(heads) for words in counted):
        return _IS_HEADED
    return _IS_UNSAID


def _is_said(reading: Reading, measure: str) -> bool:
    """Say whether a figure's unit is a word of the question: 事業 where 事業件数 is asked for."""
    if len(measure) < 2:
        return False
    return any(said(reading.matcher, term) >= _IS_SAID for term in term_set(measure))


def same_measure(measure: str, asked: str) -> bool:
    """Say whether a figure's unit is the one asked for: 万人 is 人, 言語以上 is 言語."""
    if not measure:
        return False
    have, want = (re.sub("[カヵヶケ箇]", "か", one) for one in (measure, normalise(asked)))
    have, want = (_MEASURE_END.sub("", one).lstrip("千百万億兆") for one in (have, want))
    if len(want) > 1:
        return want in have
    return have == want or have.endswith(want) or have == f"{want}類"  # 何種 may be 種類


def side_by_side(typed: Sequence[Span], ask: Ask) -> tuple[Span, ...]:
    """Return the stretches that hold one figure for each unit asked, side by side."""
    found: list[Span] = []
    for first in typed:
        last, rest = first, list(ask.units)
        for span in [s for s in typed if s.start >= first.start]:
            if span.start - last.end > _BETWEEN:
                break
            hit = [units for units in rest if any(same_measure(span.measure, u) for u in units)]
            if not hit:
                break
            rest.remove(hit[0])
            last = span
        if not rest:
            found.append(Span(first.start, last.end, ask.units[0][0]))
    return tuple(found) or tuple(typed)
