"""Show a number as a number format of a spreadsheet does: ECMA-376 Part 1, 18.8.30 and 18.8.31."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_EPOCH = datetime(1899, 12, 30)  # day 0 of the 1900 date system, its false leap day counted
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST_DAY = 2_958_465  # 31 December 9999
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE = re.compile(r"yy|[dege]{1,4}|mmm|m(?=[/\-.\ue000-\uf8ff])|h|ss", re.IGNORECASE)
_DATE_TOKEN = re.compile(r"yyyy|yy|y|mmmm|mmm|mm|m|dd|d|hh|h|ss|s|aaaa|aaa|am/pm|.", re.I)
_FIGURE = re.compile(r"[#0?,]*[#0?](?:\.[#0?]*)?,*(?:E[+-]?0+)?%?|%", re.IGNORECASE)
_WEEKDAYS = "月火水木金土日"
# A text of the format is held by one private letter while the rest is filled in.
_HELD = 0xE000
_PLACE = re.compile("[\ue000-\uf8ff]")
_CODE_LIMIT = 255  # characters: Excel takes no longer format
_DIGITS = 10  # of a number in the format General, in a chart


def show(value: str, code: str, *, from_1904: bool = False) -> str:
    """Return a number of a chart's cache as shown; what is no number is returned as it is.

    >>> show("0.45", "0%"), show("1234.5", "#,##0"), show("45658", 'yyyy"年"m"月"')
    ('45%', '1,235', '2025年1月')
    >>> show("0.30000000000000004", "General"), show("-3", '#,##0;"▲"#,##0')
    ('0.3', '▲3')
    """
    number = _number(value)
    if number is None:
        return value.strip()
    section, is_signed = _section(_PLACE.sub("", code[:_CODE_LIMIT]), number)
    literals: list[str] = []
    bare = _LITERAL.sub(lambda match: _keep(match, literals), section)
    if not bare.strip() or bare.strip().lower() in ("general", "@", "標準"):
        return _with(number, bare, literals)
    if _is_date(bare):
        return _back(_date(number, bare, value, from_1904=from_1904), literals)
    return _back(_figure(number if is_signed else abs(number), bare), literals)


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 100 else None


def _section(code: str, number: Decimal) -> tuple[str, bool]:
    """Return the part of a format that is for numbers such as this, and whether it has its sign."""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if number < 0 and len(parts) > 1:
        return parts[1], False
    if number == 0 and len(parts) > 2:
        return parts[2], True
    return parts[0], True


def _keep(match: re.Match[str], literals: list[str]) -> str:
    text = match[1] if match[1] is not None else match[2]
    if text is None:  # a colour, a width, a locale; of [$¥-411] the sign is shown
        currency = re.match(r"\[\$([^\-\]]+)", match[0])
        text = currency[1] if currency else ""
    if not text:
        return ""
    literals.append(text)
    return chr(_HELD + len(literals) - 1)


def _back(text: str, literals: list[str]) -> str:
    return _PLACE.sub(lambda match: literals[ord(match[0]) - _HELD], text).strip()


def _with(number: Decimal, bare: str, literals: list[str]) -> str:
    if not bare.strip():
        return _general(number)
    shown = re.sub("general|@|標準", lambda _: _general(number), bare, flags=re.IGNORECASE)
    return _back(shown, literals)


def _general(number: Decimal) -> str:
    rounded = Decimal(f"{number:.{_DIGITS}g}")
    if rounded == 0:
        return "0"
    if not -6 < rounded.adjusted() < 15:
        return f"{rounded.normalize():E}"
    return f"{rounded.normalize():f}"


def _is_date(bare: str) -> bool:
    return _DATE.search(bare) is not None and not re.search("[#0?]", bare)


def _date(number: Decimal, bare: str, value: str, *, from_1904: bool) -> str:
    if not 0 <= number <= _LAST_DAY:
        return value.strip()
    epoch = _EPOCH_1904 if from_1904 else _EPOCH
    moment = epoch + timedelta(seconds=round(float(number) * 86_400))
    shown: list[str] = []
    after_hour = False
    for match in _DATE_TOKEN.finditer(bare):
        token = match[0].lower()
        is_minute = token in ("m", "mm") and (after_hour or bare[match.end() :][1:2].lower() == "s")
        shown.append(_date_part(match[0], moment, is_minute=is_minute))
        if token[0] in "hmsyd":
            after_hour = token[0] == "h"
    return "".join(shown)


def _date_part(token: str, moment: datetime, *, is_minute: bool) -> str:
    if is_minute:
        return f"{moment.minute:0{len(token)}}"
    numbers = {
        "y": moment.year % 100, "yy": moment.year % 100, "yyyy": moment.year, "m": moment.month,
        "mm": moment.month, "d": moment.day, "dd": moment.day, "h": moment.hour,
        "hh": moment.hour, "s": moment.second, "ss": moment.second,
    }  # fmt: skip
    name = token.lower()
    if name in numbers:
        return f"{numbers[name]:0{2 if name == 'y' else len(name)}}"
    names = {
        "mmm": f"{moment:%b}", "mmmm": f"{moment:%B}", "am/pm": f"{moment:%p}",
        "aaa": _WEEKDAYS[moment.weekday()], "aaaa": _WEEKDAYS[moment.weekday()] + "曜日",
    }  # fmt: skip
    return names.get(name, token)


def _figure(number: Decimal, bare: str) -> str:
    match = _FIGURE.search(bare)
    if match is None:
        return _general(number) if not _PLACE.search(bare) else bare
    return bare[: match.start()] + _digits(number, match[0]) + bare[match.end() :]


def _digits(number: Decimal, mask: str) -> str:
    if mask.endswith("%"):
        number, mask, after = number * 100, mask[:-1] or "0", "%"
    else:
        after = ""
    mask, _, exponent = mask.upper().partition("E")
    if exponent:
        decimals = len(mask.partition(".")[2])
        return f"{number:.{decimals}E}{after}"
    while mask.endswith(","):
        number, mask = number / 1000, mask[:-1]
    whole, _, part = mask.partition(".")
    number = number.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    shown = f"{number:{',' if ',' in whole else ''}f}"
    optional = len(part) - len(part.rstrip("#?"))
    if optional and "." in shown:
        kept = shown[: len(shown) - optional]
        shown = kept + shown[len(kept) :].rstrip("0")
        shown = shown.rstrip(".")
    return ("0" if shown in ("-0", "-") else shown) + after
