"""What an answer must be, whatever speaks for it: a date to "when", money to "how much"."""

import re
from functools import lru_cache

from briefqa.answerer.ask import MONEY, SHARE, Ask
from briefqa.answerer.match import holds
from briefqa.answerer.measures import same_measure
from briefqa.answerer.names import ACTOR, BODY, is_person, persons
from briefqa.answerer.reading import Reading, days_in, said_share
from briefqa.answerer.typed import typed_spans
from briefqa.answerer.units import Unit, term_set, units_of
from briefqa.readers.marks import CLOSING, NUMBERED, OPENING, URL
from briefqa.text.normalise import normalise, squeeze
from briefqa.text.tagger import tag

_FIGURE = re.compile(
    r"\d|[〇一二三四五六七八九十百千万億兆]+"
    r"(?:[つ人か年月日週時分回件社校点本台名歳割倍分位区市町村]|種類|分の)"
    r"|半[数分年月日]|数[十百千万]|倍|毎[年月日週]|不定|随時"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|half"
    r"|twice|double|every|dozen)\b"
)
_DATED = re.compile(
    r"\d{1,4}\s?[年月日時世]|\d:\d\d|[年月]度?[初末中]|[月火水木金土日]曜|[春夏秋冬]|毎[年月週日]"
    r"|随時|未定|当日|翌[年月日]|時点|[〇一二三四五六七八九十]+[年月日時]|\b(?:19|20)\d\d\b|\d{1,2}/\d{1,2}"
)
_MONEY = re.compile(
    "|".join(
        map(
            re.escape,
            (*MONEY, "¥", "￥", "£", "yen", "dollar", "euro", "無料", "無償", "free of charge"),
        )
    )
)
_SHARE = re.compile("|".join((*map(re.escape, SHARE), "半", "percent", "倍", "全")))
# What makes another office, or another time, of a role: 副市長, 前市長, 市長代理.
_OTHER_ROLE_BEFORE, _OTHER_ROLE_AFTER = "副前元旧准次新", ("代理", "補佐", "代行", "秘書", "候補")
_NOUNS = ("名詞", "接尾辞-名詞的", "接頭辞")
_HELD = 0.5  # match of a noun from which on a slide says it
_LABEL_SAID = 0.25  # of a head, from which on a question says something of it
_SHORT = 24  # characters of a line that names one thing
_CELL_LONG = 40  # characters; a longer cell is a text, and not the value of something
_NAMED_THERE = 0.8  # worth of a term from which on it is the name, and not one like it
_WHOLE_OFFICE = 4  # characters from which on an office says of what it is one
_ROUND = re.compile(r"第?\d+[回次期]?")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
# Offices that one person holds at a time.
_OFFICE = re.compile(
    "(?:議長|会長|大臣|長官|総長|首相|大統領|総理|社長|局長|部長|課長|所長|学長|校長|委員長|理事長|知事|市長|町長|村長|総裁|大使)$"
    r"|\b(?:chair\w*|president|minister|secretary|secretary-general|governor|mayor|director|head|ceo"
    r"|commissioner|principal|ambassador)$"
)
_NAMED = frozenset({"definition", "person", "place", "organisation", "reason"})


def can_answer(text: str, ask: Ask) -> bool:
    """Say whether words can be an answer of the kind that a question surely asks for.

    >>> can_answer("仙台市", Ask("date")), can_answer("30人", Ask("number", units=(MONEY,)))
    (False, False)
    >>> can_answer("2024年度", Ask("date")), can_answer("約3億円", Ask("number", units=(MONEY,)))
    (True, True)
    """
    if not _is_closed(text) or (ask.kind in _NAMED and URL.match(text.strip())):
        return False
    plain = normalise(text)
    if ask.kind == "place" and (_ROUND.fullmatch(plain) or typed_spans(text, "date")):
        return False  # the round or the date of what took place there
    if not ask.is_sure:
        return True
    if ask.kind == "date":
        return _DATED.search(plain) is not None or bool(typed_spans(text, "date"))
    if ask.kind == "number":
        first = ask.units[0] if ask.units else ()
        if first == MONEY:
            return _MONEY.search(plain) is not None
        if first and set(first) & set(SHARE):
            return _SHARE.search(plain) is not None
        return _FIGURE.search(plain) is not None and _is_counted_so(text, ask)
    return True


def _is_counted_so(text: str, ask: Ask) -> bool:
    """Say whether some figure of a text has a unit that was asked for, or none at all."""
    measures = [span.measure for span in typed_spans(text, "number")]
    asked = [one for units in ask.units for one in units]
    return (
        not asked
        or not measures
        or any(not m or any(same_measure(m, one) for one in asked) for m in measures)
    )


def is_of_another(reading: Reading, unit: Unit) -> bool:
    """Say whether a row is about another thing than the one that the question names.

    It is where the name stands on another row or short line of the slide, and neither in this one
    nor in what it belongs to: the value of チュニジア is not セネガル's.
    """
    if unit.headed_by and _asks_of_other_cell(reading, unit):
        return True
    if unit.is_field or (unit.label is None and not NUMBERED.match(unit.text)):
        return False  # all of a form is about one thing
    for matched in reading.matcher.concepts:
        concept = matched.concept
        if not concept.is_name or any(map(str.isdigit, concept.text)) or matched.heads:
            continue
        if matched.value(unit.terms) or matched.value(unit.near) or not matched.around:
            continue
        others = (u for u in units_of(unit.slide) if len(u.text) <= _SHORT and u is not unit)
        if any(matched.value(_named_by(other)) >= _NAMED_THERE for other in others):
            return True
    return False


def _named_by(unit: Unit) -> frozenset[str]:
    """Return the terms of what a row or a line is about: those of its label, where it has one.

    会場：青葉市 is the place of something; what stands under another label is of the same thing.
    """
    return unit.terms if unit.label is None or unit.is_cell else term_set(unit.label)


def _asks_of_other_cell(reading: Reading, unit: Unit) -> bool:
    """Say whether a question asks of a row or a column that a table lacks.

    It does where it has a noun that the slide does not, and says nothing of the row's label or of
    the column's head: the figure of 水力 is not that of 地熱. A text, and a value of a form, is not
    held to that.
    """
    if reading.dates and any(_is_another_date(reading, head) for head in unit.headed_by):
        return True
    if unit.is_field or len(unit.text) > _CELL_LONG:
        return False  # the label of a form, or of a text, names no thing that a question asks of
    is_japanese = reading.query.language == "ja"
    told = [head for head in unit.headed_by if not (is_japanese and _is_latin(head))]
    heads = [terms for head in told if (terms := term_set(head))]
    if all(said_share(reading.matcher, terms) >= _LABEL_SAID for terms in heads):
        return False
    return any(
        not matched.is_form
        and holds(matched.concept, unit.around) < _HELD
        and _is_noun(matched.concept.text)
        for matched in reading.matcher.concepts
    )


def _is_latin(head: str) -> bool:
    """Say whether a head has no Japanese word; a Japanese question does not say it as it stands."""
    return head.isascii() and re.search("[A-Za-z]", head) is not None


def _is_another_date(reading: Reading, head: str) -> bool:
    """Say whether a head names a day or a month, and a question others."""
    days = days_in(head)
    return bool(days) and not any(day.startswith(asked) for day in days for asked in reading.dates)


@lru_cache(maxsize=4_096)
def _is_noun(word: str) -> bool:
    return not word.isascii() and all(token.pos.startswith(_NOUNS) for token in tag(word))


def names_holder(text: str, role: str) -> bool:
    """Say whether words name a person, where the holder of an office is asked for.

    True for a `role`, normalised, that is no single person's office: who does something may be a
    body, and who may do it anyone.
    """
    if _OFFICE.search(role) is None:
        return True
    return any(span.measure not in (ACTOR, BODY) for span in persons(text)) and is_person(text)


def _is_closed(text: str) -> bool:
    """Say whether a text closes each bracket that it opens, and opens each that it closes."""
    depth = 0
    for character in text:
        depth += (character in OPENING) - (character in CLOSING)
        if depth < 0:
            return False
    return depth == 0


def is_inside_address(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of a text is a part of a web address: the 2024/06 of its path.

    >>> is_inside_address("https://example.org/2024/06 を参照", 20, 27)
    True
    """
    return any(
        match.start() <= start and end <= match.end() and (start, end) != match.span()
        for match in _ADDRESS.finditer(text)
    )


def is_other_role(unit: Unit, role: str) -> bool:
    """Say whether a unit names a role only as part of another one: 市長 in 副市長 alone.

    An office that a question says in full, 外務大臣, must stand so in the unit's block. `role`
    normalised; "" is in none.
    """
    is_whole = len(role) >= _WHOLE_OFFICE and not role.isascii() and _OFFICE.search(role)
    label = unit.label if unit.is_cell and unit.label is not None else ""
    if is_whole and role not in squeeze(label + unit.block.text):
        return True
    text = normalise(f"{label} {unit.text}")
    places = [match.start() for match in re.finditer(re.escape(role), text)] if role else []
    return bool(places) and all(
        text[at - 1 : at] in tuple(_OTHER_ROLE_BEFORE)
        or text.startswith(_OTHER_ROLE_AFTER, at + len(role))
        for at in places
    )
