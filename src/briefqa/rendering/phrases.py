"""English for what orders and repeats: 第5条, 3位, 2年に1度, 5年ごと, 1990年代, 午前10時."""

import re

from briefqa.rendering.data import tables

_NUMBER = r"(?:[0-9]{1,4}|[一二三四五六七八九十])"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_KANJI = "一二三四五六七八九十"
_SPAN = {"年": "year", "か月": "month", "月": "month", "週間": "week", "週": "week", "日": "day",
         "時間": "hour", "分": "minute"}  # fmt: skip
_EVERY = re.compile(
    rf"(?P<n>{_NUMBER})(?P<span>年|[かカヵヶ]月|週間|日|時間|分)(?:間?に(?:一|1)[度回]|(?P<every>間?(?:ごと|毎)))に?"
)
_OFTEN = re.compile(rf"(?P<span>年|月|週|日|1年|1日)(?:間?に)?\s?(?P<n>{_NUMBER})[回度]")
_DAYS_A_WEEK = re.compile(rf"週(?:に)?(?P<n>{_NUMBER})日")
_ORDERED = re.compile(rf"(?P<ordinal>第?)(?P<n>{_NUMBER})(?P<what>[^0-9]{{1,3}})")
_DECADE = re.compile(r"(?P<year>[0-9]{3}0)年代(?P<part>前半|半ば|後半)?")
_PARTS = {"前半": "early ", "半ば": "mid-", "後半": "late "}
_CLOCK = re.compile(
    r"(?P<half>午前|午後)?(?P<hour>[0-9]{1,2})時(?!間)(?:(?P<minute>[0-9]{1,2})分|(?P<thirty>半))?"
)


def render_phrase(text: str) -> str | None:
    """Return English for NFKC text that is one such phrase as a whole; None for any other.

    >>> [render_phrase(t) for t in ("三年に一度", "第5条", "3位", "1990年代", "午後3時", "週2回")]
    ['once every three years', 'Article 5', '3rd', 'the 1990s', '3 p.m.', 'twice a week']
    """
    phrases = tables("phrases")
    for whole in ("frequencies", "weekdays"):
        if text in phrases[whole]:
            return str(phrases[whole][text])
    return _every(text) or _often(text) or _ordered(text) or _decade(text) or _clock(text)


def _word(number: str) -> str:
    """Return a number as written: in words for kanji."""
    return _WORDS[_KANJI.index(number)] if number in _KANJI else number


def _every(text: str) -> str | None:
    match = _EVERY.fullmatch(text)
    if match is None:
        return None
    number = _word(match["n"])
    span = _SPAN[re.sub("[カヵヶ]", "か", match["span"])]
    spans = span if number in ("1", "one") else f"{number} {span}s"
    return f"every {spans}" if match["every"] else f"once every {spans}"


def _often(text: str) -> str | None:
    if match := _DAYS_A_WEEK.fullmatch(text):
        return f"{_word(match['n'])} {'day' if match['n'] in '1一' else 'days'} a week"
    match = _OFTEN.fullmatch(text)
    if match is None:
        return None
    number = _word(match["n"])
    times = {"1": "once", "one": "once", "2": "twice", "two": "twice"}.get(
        number, f"{number} times"
    )
    return f"{times} a {_SPAN[match['span'].lstrip('1')]}"


def _ordered(text: str) -> str | None:
    match = _ORDERED.fullmatch(text)
    if match is None:
        return None
    table = tables("phrases")["ordinals" if match["ordinal"] else "ordinals_without_prefix"]
    around = table.get(match["what"])
    if around is None:
        return None
    n = match["n"] if match["n"] not in _KANJI else str(_KANJI.index(match["n"]) + 1)
    return str(around).format(n=n, th=_th(int(n)))


def _th(number: int) -> str:
    """Return an ordinal.

    >>> [_th(number) for number in (1, 2, 3, 4, 11, 12, 21)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st']
    """
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{('th', 'st', 'nd', 'rd')[number % 10] if number % 10 < 4 else 'th'}"


def _decade(text: str) -> str | None:
    match = _DECADE.fullmatch(text)
    return f"the {_PARTS.get(match['part'], '')}{match['year']}s" if match else None


def _clock(text: str) -> str | None:
    match = _CLOCK.fullmatch(text)
    if match is None or int(match["hour"]) > 24:
        return None
    minute = match["minute"]
    time = f"{match['hour']}:{minute:0>2}" if minute else match["hour"]
    if match["thirty"]:
        time = f"half past {time}"
    if match["half"]:
        return f"{time} {'a.m.' if match['half'] == '午前' else 'p.m.'}"
    return time if minute or match["thirty"] else f"{time} o'clock"
