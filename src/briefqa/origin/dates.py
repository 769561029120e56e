"""When a briefing was published: the date on its cover, in its file's name, or in its metadata."""

import re
from dataclasses import dataclass

from briefqa.origin.cover import Line, back_lines, cover_lines
from briefqa.origin.publishers import organisation_in
from briefqa.records import Document, Moment, Origin
from briefqa.text.dates import is_date
from briefqa.text.normalise import normalise
from briefqa.text.quantities import values_in
from briefqa.text.wareki import western_year

_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_SPACED = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[.．]\s?(\d{1,2})(?:\s?[.．]\s?(\d{1,2}))?(?!\d)")
# What may stand beside the date of a cover: brackets, the day of the week, the name of its kind.
_BESIDE = re.compile(
    r"[\s()（）\[\]［］【】〔〕<>＜＞・,，.．:：/／|｜\-–—~*＊]|[月火水木金土日]曜日?|[（(][月火水木金土日][)）]"
    r"|\d{1,2}[:：]\d\d|[~〜～－]|版|付け?|現在|時点|(?:第[\d一二三四五六七八九十]+)?[初改]?[訂定版]|改[訂定正]"
    r"|作成|発行|公表|公開|発表|更新|策定|制定|決定|最終|開催|実施|日時?|年月|修正|提出|説明資料|資料"
    r"|ver(?:sion)?|rev(?:ised|ision)?|updated?|last|date|as\sof|draft|案|mon|tue|wed|thu|fri|sat|sun|day"
    r"|v?\d{1,2}\.\d",
    re.IGNORECASE,
)
# A date that is spoken of, not the cover's own: a term, a goal, a result, a law in force.
_SPOKEN = re.compile(
    r"目標|実績|見込|予測|計画|まで|以降|以後|から|以内|期限|締切|〆切|施行|目途|までに|比較?|対比"
    r"|年代|世紀|創[立業]|設[立置]|\b(?:by|since|until|target|goal|from|founded|established)\b",
    re.IGNORECASE,
)
_ALONE_LIMIT = 3  # characters beside a date that stands alone
_MANY = 4  # different dates on one slide: a table of events, not a cover

_NAME_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.年]?(0[1-9]|1[0-2])[-_.月]?(0[1-9]|[12]\d|3[01])(?!\d)"
)
_NAME_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])(?!\d)")
_NAME_ERA = re.compile(r"(?<![a-z0-9])([rh])(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?(?!\d)")
_NAME_ERA_PARTS = re.compile(
    r"(?<![a-z0-9])([rh])(\d{1,2})[-_.](0?[1-9]|1[0-2])(?:[-_.](0?[1-9]|[12]\d|3[01]))?(?!\d)"
)
_NAME_ERA_YEAR = re.compile(r"(?<![a-z0-9])([rh])(\d{1,2})(?![a-z0-9])")
_NAME_SHORT = re.compile(r"(?<!\d)(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_NAME_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|年度|年目標)")
_ERAS = {"r": "令和", "h": "平成"}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A date on a slide; of two, the one with the higher score, then the finer, then the later."""

    score: int
    date: str


def date_of(document: Document, name: str) -> tuple[str, Origin]:
    """Return the date of publication (ISO 8601 of any precision) and where it was found.

    The cover goes before the file's name, for it is meant to be read; the name before the metadata,
    which tell when the file was saved. Of cover and name the finer one, where they agree; where
    they tell a year alone, the day of that year on which the file was saved. A date that the text
    speaks of (2030年目標, 2023年度実績) is none of these.
    """
    saved = document.date if is_date(document.date) and _is_saved(document.date) else ""
    on_slide = _on_slides(document)
    in_name = date_in_name(name, saved=saved)
    said = max(on_slide, in_name if in_name.startswith(on_slide) else "", key=len)
    if len(said) == 4 and len(saved) > 4 and saved.startswith(said):
        return saved, "metadata"
    if in_name and (not on_slide or (on_slide != in_name and in_name.startswith(on_slide))):
        return in_name, "name"
    if on_slide:
        return on_slide, "slide"
    return (saved, "metadata") if saved else ("", "")


def date_in_name(name: str, *, saved: str = "") -> str:
    """Return the date in a file's name, "" for none.

    `saved`: when the file was saved, in ISO 8601. Where it is known it must bear out what may be
    something else: r7 may be a seventh revision, 250611 a number, 2050 a goal.

    >>> date_in_name("資料_20250303.pdf"), date_in_name("r070611_giji.pdf")
    ('2025-03-03', '2025-06-11')
    >>> date_in_name("plan2050.pdf")
    ''
    """
    stem = normalise(name.rpartition("/")[2].rpartition(".")[0] or name)
    for pattern in (_NAME_DAY, _NAME_ERA_PARTS, _NAME_ERA, _NAME_MONTH):
        for match in pattern.finditer(stem):
            found = _joined(match.groups())
            if found:
                return found
    for value in values_in(stem):
        if isinstance(value.value, Moment) and "年" in stem[value.start : value.end]:
            found = _publishable(value.value)
            if found:
                return found
    return _borne_out(stem, saved) or _year_in(stem, saved)


def _joined(groups: tuple[str | None, ...]) -> str:
    """Return the parts of a date, an era's initial and year or a year first, in ISO 8601."""
    first, *rest = (group for group in groups if group)
    year = first
    if first in _ERAS:
        year = str(western_year(_ERAS[first], int(rest.pop(0))))
    found = "-".join([year, *(part.zfill(2) for part in rest)])
    return found if is_date(found) and _FIRST_YEAR <= int(year) <= _LAST_YEAR else ""


def _borne_out(stem: str, saved: str) -> str:
    """Return a short date of a name that the month it was saved in bears out."""
    for match in _NAME_SHORT.finditer(stem):
        found = _joined((f"20{match[1]}", match[2], match[3]))
        if found and saved[:7] == found[:7]:
            return found
    for match in _NAME_ERA_YEAR.finditer(stem):
        year = western_year(_ERAS[match[1]], int(match[2]))
        # An era's fiscal year ends in the next; no revision stands at a name's beginning.
        if saved[:4] in (str(year), str(year + 1)) or (not saved and match.start() == 0):
            return str(year)
    return ""


def _year_in(stem: str, saved: str) -> str:
    for match in _NAME_YEAR.finditer(stem):
        year = int(match[1])
        is_goal = year >= 2030 and year % 5 == 0  # goals are set for such years
        if saved and year > int(saved[:4]) + 1:
            continue
        if not is_goal and _FIRST_YEAR <= year <= _LAST_YEAR:
            return match[1]
    return ""


def _is_saved(day: str) -> bool:
    """Say whether a day of saving is one: clocks that were never set begin at these."""
    return not day.startswith(("1601", "1904", "1970-01-01", "1980-01-01", "1979-12-31", "0001"))


def _on_slides(document: Document) -> str:
    cover = _best(cover_lines(document), least=1)
    # On the last slide only what stands beside the publisher's name is the briefing's own.
    return cover or _best(back_lines(document), least=4)


def _best(lines: list[Line], *, least: int) -> str:
    found = [candidate for i in range(len(lines)) for candidate in _candidates(lines, i)]
    fine = [candidate for candidate in found if candidate.score >= least]
    if len({candidate.date for candidate in found}) > _MANY:
        fine = [candidate for candidate in fine if candidate.score >= 4]
    best = max(fine, key=lambda c: (c.score, len(c.date), c.date), default=None)
    return best.date if best is not None else ""


def _candidates(lines: list[Line], i: int) -> list[_Candidate]:
    """Return the dates of a line: 3 points where one stands alone, 2 beside the publisher, 1 in a
    title or a few words; a point more with the publisher on a line beside it."""
    line = lines[i]
    text = _SPACED.sub(_without_spaces, line.text)
    if line.is_row or _SPOKEN.search(text):
        return []
    found: list[_Candidate] = []
    for value in values_in(text):
        day = _publishable(value.value) if isinstance(value.value, Moment) else ""
        if not day:
            continue
        rest = _BESIDE.sub("", text[: value.start] + " " + text[value.end :])
        is_year = len(day) == 4
        if is_year and rest:
            continue  # 2023年平均, 2030年ビジョン
        if len(rest) <= _ALONE_LIMIT:
            score = 3
        elif organisation_in(text)[1] and not line.is_title:
            score = 2
        elif line.is_title or len(rest) <= 2 * (value.end - value.start):
            score = 1
        else:
            continue
        beside = lines[max(0, i - 2) : i] + lines[i + 1 : i + 3]
        is_near = any(
            other.slide == line.slide and organisation_in(other.text)[1] for other in beside
        )
        if not is_year or is_near:
            found.append(_Candidate(score + is_near, day))
    return found


def _without_spaces(match: re.Match[str]) -> str:
    return ".".join(group for group in match.groups() if group)


def _publishable(moment: Moment) -> str:
    """Return the date of a moment that may be one of publication: no fiscal year, no bare day."""
    if moment.is_fiscal or not is_date(moment.date) or moment.qualifier:
        return ""
    return moment.date if _FIRST_YEAR <= int(moment.date[:4]) <= _LAST_YEAR else ""
