"""The typed values of a text: figures, money, shares, dates and periods; how two compare."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from briefqa.records import Moment, Period, Qualifier, Quantity, Value
from briefqa.text.amounts import amounts_in, kanji_amount
from briefqa.text.codes import addresses_in, marks_in
from briefqa.text.days import Day
from briefqa.text.kinds import kind_of
from briefqa.text.moments import moments_in
from briefqa.text.normalise import Folded, fold, normalise

_PLAIN_DIGITS = frozenset("0123456789０１２３４５６７８９")
_HIDDEN = "\x1f"  # no folded text has it


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it stands: `text[start:end]` of the text given, `end` exclusive."""

    start: int
    end: int
    value: Value


@lru_cache(maxsize=4_096)
def values_in(text: str) -> tuple[Found, ...]:
    """Return every figure, sum of money, share, date and period of `text`, in order.

    None overlaps another. What has digits and no value is left out: a place (第6条, 3回目), a name
    (PM2.5), an address, a clock time, a note's mark, a date that the calendar does not have.

    >>> [(f.start, f.value.date) for f in values_in("設立は2026年1月27日")]
    [(3, '2026-01-27')]
    """
    folded = fold(text)
    plain, written = _without_marks(folded, text), _in_case(folded, text)
    spans = chain(
        ((start, end, None) for start, end in addresses_in(plain)),
        ((found.start, found.end, found.value) for found in moments_in(plain, written)),
        ((start, end, None) for start, end in marks_in(plain)),
        ((found.start, found.end, found.value) for found in amounts_in(plain, written)),
    )
    return tuple(sorted(_first_come(folded, text, spans), key=lambda found: found.start))


def _first_come(
    folded: Folded, text: str, spans: Iterator[tuple[int, int, Value | None]]
) -> Iterator[Found]:
    """Yield of spans that overlap the one given first, where it has a value."""
    is_taken = bytearray(len(folded.text))
    for start, end, value in spans:
        if is_taken.find(1, start, end) >= 0:
            continue
        is_taken[start:end] = b"\x01" * (end - start)
        is_split = end < len(folded.text) and folded.starts[end] == folded.starts[end - 1]
        is_mark = folded.text[start].isdigit() and text[folded.starts[start]] not in _PLAIN_DIGITS
        if value is not None and not is_split and not is_mark:
            yield Found(*folded.origin(start, end), value)


def _without_marks(folded: Folded, text: str) -> str:
    """Return the folded text without digits that are marks (①, ³ after a word) and no figures.

    The ² of m² and the ₂ of CO₂ stay.
    """
    characters = list(folded.text)
    for at, character in enumerate(characters):
        if character.isdigit() and text[folded.starts[at]] not in _PLAIN_DIGITS:
            previous = characters[at - 1] if at else ""
            if not (character.isascii() and previous.isascii() and previous.isalpha()):
                characters[at] = _HIDDEN
    return "".join(characters)


def _in_case(folded: Folded, text: str) -> str:
    """Return the folded text with its letters in the case that they are written in."""
    if not any(character.isupper() for character in unicodedata.normalize("NFKC", text)):
        return folded.text
    return "".join(
        character.upper() if _is_capital(character, text[start]) else character
        for character, start in zip(folded.text, folded.starts, strict=True)
    )


@lru_cache(maxsize=4_096)
def _is_capital(character: str, written: str) -> bool:
    wide = unicodedata.normalize("NFKC", written)
    upper = character.upper()
    return len(upper) == 1 and upper != character and upper in wide and character not in wide


def read_value(text: str) -> Value | None:
    """Return the value that a short text is as a whole, None where it is none or holds several.

    White space and brackets around it, a full stop, 昨年 before a month, and what is counted
    (30人以上の参加者) or that it grew (3割増) after it may stand there too; they are no
    part of what `values_in` finds.

    >>> read_value("約27０件")
    Quantity(value=270.0, unit='件', qualifier='about')
    """
    bare = text.strip()
    if len(bare) > _VALUE_LIMIT:
        return None
    for form in (bare, _LEADING.sub("", _CLOSING.sub("", bare)).strip()):
        if form and (value := _whole(form)) is not None:
            return value
    counted = _COUNTED.search(bare[-_COUNTED_LIMIT:])
    value = _whole(bare[: len(bare) - len(counted[0])]) if counted else None
    return value if isinstance(value, Quantity) and value.qualifier else None


_LEADING = re.compile(
    r"^[\s（(「『【\[［]+|^(?:昨年|今年|来年|前年|本年|同年|翌年|去年)の?(?=[0-9０-９])|^(?:in|on)\s",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:ずつ|増加?|減少?|増し|中|[\s）)」』】\]］。、]+)$")
_COUNTED = re.compile(r"の[\w・]{1,14}$")
_COUNTED_LIMIT = 16
# On its own 4/28 is a day; 1/2 may be a half, and in a text 4/28 is one of 28 as well.
_MONTH_DAY = re.compile("(1[0-2]|0?[1-9])/(1[3-9]|2[0-9]|3[01])")
_VALUE_LIMIT = 200  # characters; twice the longest period that was met


def _whole(text: str) -> Value | None:
    found = values_in(text)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].value
    plain = fold(text).text
    if (match := _MONTH_DAY.fullmatch(plain)) and (
        iso := Day(0, int(match[1]), int(match[2])).iso()
    ):
        return Moment(iso)
    return kanji_amount(plain)


_AT_AFTER = re.compile(r"\s?(?:[0-9]{1,2}時)?\s?末?(?:時点|現在)")
_AT_BEFORE = re.compile(
    r"(?:(?<![a-z])as (?:of|at)(?: the end of)?|(?:時点|現在|基準日|更新日?):)\s?$"
)
_STATED = re.compile(r"\s?の?(?:平均|実績|推計|推定|速報|確報|暫定|調べ)")
_IN_BRACKETS = re.compile(r"\s?\)\s*(?:$|\n)")
_SENTENCE_OR_SOURCE = re.compile(r"[ぁ-ゖ]\s?\($|出典|資料|引用|作成|文献|source|\)\s?\($")
# What takes place, is decided or is meant to be has a date, and holds at none.
_NO_STATE = re.compile(
    r"(?:決定|[改制策]定|締結|署名|採択|[設創]立|設置|[開創]設|開[催始]|[施発]行|実施|発[表足]|公[表布]"
    r"|作成|完成|竣工|着工|終了|廃止|出版|目標値?|予定|計画|方針|戦略|見込み?|予測|見通し|法|条[例約]"
    r"|協定|宣言|会[議合]|大会|白書|報告書?|ガイドライン|プラン|」)\s?\($"
)
_REACH = 24  # characters that such a remark takes


def as_of(text: str) -> str:
    """Return the date at which what `text` says held, ISO 8601 of any precision, or "".

    The first date that says so (時点, 現在, as of); else the first that figures are said to be of
    (2023年平均, 2022年度実績); else, weakest, one in brackets at the end of a line that is a label,
    no sentence and no source: 参加者数（2022年）. A date without a year is none. Of a fiscal
    year, the year in which it begins; of its end (年度末), its last month.

    >>> as_of("2025年６月時点の避難所：30か所"), as_of("利用者の割合（2022年）")
    ('2025-06', '2022')
    """
    remarks = [
        (*rank, _date_held(text, found))
        for found in values_in(text)
        if (rank := _rank(text, found))
    ]
    return min(remarks)[-1] if remarks else ""


def _rank(text: str, found: Found) -> tuple[int, int] | None:
    """Return how surely a date is one at which something held (lower is surer), and its place."""
    if not isinstance(found.value, Moment) or found.value.date.startswith("-"):
        return None
    before = normalise(text[max(0, found.start - _REACH) : found.start])
    after = normalise(text[found.end : found.end + _REACH])
    if _AT_AFTER.match(after) or _AT_BEFORE.search(before):
        return 0, found.start
    if _STATED.match(after):
        return 1, found.start
    is_remark = before.endswith("(") and _IN_BRACKETS.match(after)
    is_state = not (_SENTENCE_OR_SOURCE.search(before) or _NO_STATE.search(before))
    if is_remark and is_state:
        return 2, found.start
    return None


def _date_held(text: str, found: Found) -> str:
    value = found.value
    if not isinstance(value, Moment):
        return ""
    before = normalise(text[max(0, found.start - _REACH) : found.start])
    is_end = value.is_fiscal and (
        "末" in text[found.start : found.end + 2] or before.rstrip().endswith("end of")
    )
    return f"{int(value.date) + 1}-03" if is_end else value.date


def same_value(a: Value, b: Value) -> bool:
    """Say whether two values are equal, in whichever units: 1,000kW and 1MW, 30人 and 30 people.

    A figure without a unit equals one with any. 約 makes no difference; bounds (以上) do. Dates are
    equal only to the same precision.
    """
    if not (isinstance(a, Quantity) and isinstance(b, Quantity)):
        return _exact(a) == _exact(b)
    (kind_a, one_a), (kind_b, one_b) = kind_of(a.unit), kind_of(b.unit)
    if kind_a != kind_b:
        if a.unit and b.unit:
            return False
        one_a = one_b = 1
    is_equal = math.isclose(a.value * one_a, b.value * one_b, rel_tol=1e-9)
    return is_equal and _bound(a) == _bound(b)


def _exact(value: Value) -> Value:
    return value if isinstance(value, Period) else replace(value, qualifier=_bound(value))


def _bound(value: Quantity | Moment) -> Qualifier:
    return "" if value.qualifier == "about" else value.qualifier


def is_comparable(a: Value, b: Value) -> bool:
    """Say whether two values measure the same, so that a difference is a conflict.

    Figures are, of one kind of unit (人 and 名, kW and MW); one without a unit is with no other.
    Dates are, unless one is only a more exact form of the other (2025 and 2025-06).
    """
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return kind_of(a.unit)[0] == kind_of(b.unit)[0]
    if isinstance(a, Moment) and isinstance(b, Moment):
        return a.is_fiscal == b.is_fiscal and (a.date == b.date or _contradict(a.date, b.date))
    if isinstance(a, Period) and isinstance(b, Period) and a.is_fiscal == b.is_fiscal:
        is_other = _contradict(a.start, b.start) or _contradict(a.end, b.end)
        return is_other or (a.start, a.end) == (b.start, b.end)
    return False


def _contradict(one: str, other: str) -> bool:
    """Say whether two dates differ in a part that both say: 2025-06 and 2025-07, not 2025."""
    return any(a != b for a, b in zip(_parts(one), _parts(other), strict=False) if a and b)


def _parts(date: str) -> list[str]:
    return ["", *date[2:].split("-")] if date.startswith("--") else date.split("-")
