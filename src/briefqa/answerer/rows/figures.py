"""Figures of cells, exact, and figures written as the cells write theirs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from briefqa.text.normalise import fold

_TIMES = {"": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "億": 8, "兆": 12}
_WRITTEN = re.compile(
    r"^[(（]?(?P<about>約|およそ)?(?P<minus>[▲△-])?(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"(?P<times>百万|千万|[百千万億兆])?\s?(?P<unit>[^\d\s:()（）]*)[)）]?$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: `number` as written, ten to the `power` times it, of `unit`; `about`: 約 before."""

    number: Decimal
    times: str
    unit: str
    about: bool

    @property
    def amount(self) -> Decimal:
        """The figure in plain units."""
        return self.number.scaleb(_TIMES[self.times])


@lru_cache(maxsize=8_192)
def figure_of(text: str) -> Figure | None:
    """Return the figure that a cell is, or None.

    >>> int(figure_of("約1.5万 人").amount), int(figure_of("(79)").amount), figure_of("9:30")
    (15000, 79, None)
    """
    found = _WRITTEN.match(fold(text.strip()).text)
    if found is None:
        return None
    number = Decimal(found["number"].replace(",", ""))
    if found["minus"]:
        number = -number
    return Figure(number, found["times"] or "", found["unit"], found["about"] is not None)


def common_unit(figures: Sequence[Figure]) -> str | None:
    """Return the unit that figures share, or None; a figure without one may stand among others."""
    units = Counter(figure.unit for figure in figures if figure.unit)
    if not units:
        return ""
    return next(iter(units)) if len(units) == 1 else None


def written(amount: Decimal, like: Sequence[Figure]) -> str:
    """Return an amount, written with the multiplier and unit of the figures it comes from.

    >>> written(Decimal(45000), [Figure(Decimal(2), "万", "人", False)])
    '4.5万人'
    """
    times = {figure.times for figure in like}
    shared = times.pop() if len(times) == 1 else ""
    number = amount.scaleb(-_TIMES[shared])
    number = number.quantize(Decimal("0.01")) if number != number.to_integral_value() else number
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    about = "約" if any(figure.about for figure in like) else ""
    return f"{about}{text}{shared}{common_unit(like) or ''}"
