"""Read charts as data: categories, series and values, of every kind of plot."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefqa.readers.ooxml.numbers import show
from briefqa.readers.ooxml.xml import (
    Element,
    attribute,
    child,
    children,
    descendants,
    integer,
    is_on,
    name_of,
)
from briefqa.readers.pptx.geometry import Rect
from briefqa.readers.pptx.pieces import ChartPiece
from briefqa.readers.pptx.text import clean, plain_text

_POINT_LIMIT = 5_000  # categories; no slide shows as many
_SERIES_LIMIT = 250  # Excel's own limit is 255
_SHARES = frozenset({"pieChart", "pie3DChart", "doughnutChart", "ofPieChart"})
_GENERAL = ("", "general", "標準")


@dataclass(slots=True)
class _Series:
    name: str
    categories: dict[int, str] = field(default_factory=dict)
    values: dict[int, str] = field(default_factory=dict)


def read_chart(space: Element, rect: Rect) -> ChartPiece | None:
    """Return the chart of a `c:chartSpace` or `cx:chartSpace`, None where it has no figures."""
    chart = child(space, "chart")
    series = (
        _extended(space)
        if child(space, "chartData") is not None
        else _plotted(child(chart, "plotArea"), from_1904=_is_on(space, "date1904"))
    )
    series = [one for one in series if one.values][:_SERIES_LIMIT]
    if not series:
        return None
    names = tuple(one.name for one in series)
    return ChartPiece(rect, _title(chart), _axes(chart), names, _rows(series))


def _is_on(parent: Element | None, name: str) -> bool:
    found = child(parent, name)
    return found is not None and is_on(found, "val", default=True)


def _rows(series: list[_Series]) -> tuple[tuple[str, ...], ...]:
    """Return a row a category; points of the same place in their series share a row."""
    places = sorted({place for one in series for place in one.values})[:_POINT_LIMIT]
    rows: list[tuple[str, ...]] = []
    for place in places:
        names = (one.categories.get(place, "") for one in series)
        category = next(filter(None, names), str(place + 1))
        rows.append((category, *(one.values.get(place, "") for one in series)))
    return tuple(rows)


def _title(chart: Element | None) -> str:
    return _words(child(chart, "title"))


def _words(title: Element | None) -> str:
    """Return the text of a title, typed in or taken from a cell."""
    text = child(title, "tx")
    typed = plain_text(child(text, "rich")) or plain_text(child(text, "txData", "rich"))
    return typed or " ".join(_points(child(text, "strRef", "strCache")).values()).strip()


def _axes(chart: Element | None) -> tuple[str, ...]:
    area = child(chart, "plotArea")
    axes = (
        []
        if area is None
        else [axis for axis in area if name_of(axis).lower().endswith(("ax", "axis"))]
    )
    return tuple(filter(None, (_words(child(axis, "title")) for axis in axes)))


def _plotted(area: Element | None, *, from_1904: bool) -> list[_Series]:
    if area is None:
        return []
    axes = {
        attribute(child(axis, "axId"), "val"): attribute(child(axis, "numFmt"), "formatCode")
        for axis in area
        if name_of(axis).endswith("Ax") and not is_on(child(axis, "numFmt"), "sourceLinked")
    }
    found: list[_Series] = []
    for plot in area:
        if not name_of(plot).endswith("Chart"):
            continue
        own = [axes.get(attribute(axis, "val"), "") for axis in children(plot, "axId")]
        formats = [*own, "", ""][:2]
        found += [
            _read_series(series, plot, formats, from_1904=from_1904)
            for series in children(plot, "ser")
        ]
    return found


def _read_series(series: Element, plot: Element, formats: list[str], *, from_1904: bool) -> _Series:
    text = child(series, "tx")
    name = " ".join(_points(child(text, "strRef", "strCache")).values())
    name = name or _flat(child(text, "v"))
    categories = child(series, "cat")
    if categories is None:
        categories = child(series, "xVal")
    values = child(series, "val")
    if values is None:
        values = child(series, "yVal")
    labels = child(series, "dLbls")
    if labels is None:
        labels = child(plot, "dLbls")
    shown = child(labels, "numFmt")
    code = "" if is_on(shown, "sourceLinked") else attribute(shown, "formatCode")
    found = _Series(
        name.strip(),
        _source(categories, "", formats[0], from_1904=from_1904),
        _source(values, code, formats[1], from_1904=from_1904),
    )
    if name_of(plot) in _SHARES and _is_on(labels, "showPercent") and not _is_on(labels, "showVal"):
        found.values = _shares(values, code if "%" in code else "0%")
    sizes = _source(child(series, "bubbleSize"), "", "", from_1904=from_1904)
    for place, size in sizes.items():
        if place in found.values:
            found.values[place] += f" ({size})"
    return found


def _source(
    source: Element | None, code: str, axis_code: str, *, from_1904: bool
) -> dict[int, str]:
    """Return the texts or shown numbers of a `c:cat`, `c:val` ... by their place."""
    if source is None:
        return {}
    levels = list(descendants(source, "lvl"))
    if levels:
        return _joined([_points(level) for level in reversed(levels)])
    for cache in ("strCache", "strLit", "numCache", "numLit"):
        points = next(descendants(source, cache), None)
        if points is None:
            continue
        if cache.startswith("str"):
            return _points(points)
        own = _flat(child(points, "formatCode"))
        chosen = code or (own if own.lower() not in _GENERAL else axis_code or own)
        special = {
            integer(point, "idx"): attribute(point, "formatCode")
            for point in children(points, "pt")
            if attribute(point, "formatCode")
        }
        return {
            place: show(value, code or special.get(place, chosen), from_1904=from_1904)
            for place, value in _points(points).items()
        }
    return {}


def _joined(levels: list[dict[int, str]]) -> dict[int, str]:
    """Return categories of several levels, outermost first: one holds until the next begins."""
    found: dict[int, str] = {}
    current = [""] * len(levels)
    for place in sorted({place for level in levels for place in level}):
        current = [level.get(place, name) for level, name in zip(levels, current, strict=True)]
        found[place] = " ".join(filter(None, current))
    return found


def _shares(values: Element | None, code: str) -> dict[int, str]:
    """Return each value's share of all, as the slices of a pie are labelled."""
    points = next(descendants(values, "numCache"), None)
    numbers: dict[int, float] = {}
    for place, value in _points(points).items():
        try:
            numbers[place] = abs(float(value))
        except ValueError:
            continue
    total = sum(numbers.values())
    return {place: show(repr(n / total), code) for place, n in numbers.items()} if total else {}


def _points(cache: Element | None) -> dict[int, str]:
    found: dict[int, str] = {}
    for point in children(cache, "pt"):
        value = child(point, "v")
        text = clean(_flat(value if value is not None else point))
        if text and len(found) < _POINT_LIMIT:
            found[integer(point, "idx")] = text
    return found


def _flat(element: Element | None) -> str:
    return "" if element is None else " ".join(str(element.text or "").split())


def _extended(space: Element) -> list[_Series]:
    """Return the series of a chart of the newer kinds (waterfall, treemap ...), `cx:chartSpace`."""
    data = {attribute(one, "id"): one for one in children(child(space, "chartData"), "data")}
    found: list[_Series] = []
    for series in descendants(child(space, "chart", "plotArea"), "series"):
        source = data.get(attribute(child(series, "dataId"), "val"))
        name = _flat(child(series, "tx", "txData", "v"))
        values = _dimension(children(source, "numDim"))
        found.append(_Series(name, _dimension(children(source, "strDim")), values))
    return found


def _dimension(dimensions: Iterable[Element]) -> dict[int, str]:
    for dimension in dimensions:
        levels = children(dimension, "lvl")
        if name_of(dimension) == "strDim":
            return _joined([_points(level) for level in reversed(levels)])
        for level in levels:
            code = attribute(level, "formatCode")
            return {place: show(value, code) for place, value in _points(level).items()}
    return {}
