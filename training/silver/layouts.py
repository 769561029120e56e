"""Tables of entities and years, laid out as extraction leaves them."""

import random

from training.silver.material import Material, Name, Quantity
from training.silver.tables import Asking, Table, ask_value, distinct, row_kind, western
from training.slides import Line


def _years(rng: random.Random, count: int) -> list[str]:
    """Return years in a row, as years or fiscal years, in either calendar."""
    first = rng.randint(2005, 2031 - count)
    style = rng.choice(("{}年度", "{}年度", "{}年", "{}年", "令和{}年度", "FY{}"))
    if style.startswith("令和"):
        first = rng.randint(1, 8 - min(count, 7))
    step = rng.choice((1, 1, 1, 5)) if not style.startswith("令和") and first < 2012 else 1
    years = [style.format(first + step * n) for n in range(count)]
    return [year.replace("令和1年", "令和元年") for year in years]


def _title(theme: Name, quantity: Quantity, group: str, when: str, rng: random.Random) -> str:
    shapes = [f"{theme.japanese}の{quantity.name.japanese}", f"{group}別の{quantity.name.japanese}"]
    shapes += [
        f"{theme.japanese}に関する{group}別{quantity.name.japanese}",
        f"{theme.japanese}の現状",
    ]
    shapes += [f"{group}別{theme.japanese}{quantity.name.japanese}一覧"]
    return rng.choice(shapes) + (
        rng.choice((f"（{when}）", f" {when}時点", f"：{when}")) if when else ""
    )


def _group(
    material: Material, count: int, rng: random.Random
) -> tuple[str, list[Name], list[Name]]:
    """Return a kind of entity, some of them for the table, and some that are not in it."""
    kinds = sorted(set(material.entities) - {"海外"})
    kind = rng.choices(kinds, [3 if kind == "国" else 1 for kind in kinds])[0]
    names = rng.sample(material.entities[kind], min(count + 3, len(material.entities[kind])))
    count = min(count, len(names) - 2)
    return kind, names[:count], names[count:]


def make_listing(material: Material, rng: random.Random) -> Table:
    """Return a table of one figure an entity: `チリ：16事業`, or the figure on its own line."""
    theme, quantity = rng.choice(material.themes), rng.choice(material.quantities)
    kind, inside, outside = _group(material, rng.randint(4, 14), rng)
    values = distinct(quantity, len(inside), rng)
    inside = inside[: len(values)]
    when = rng.choice(("", _years(rng, 1)[0]))
    style = rng.choice(("：", "：", ":", " ", "　", "below", "above", "no unit"))
    bullet = rng.choice(("", "", "・", "number", "◼ "))
    lines = [Line(_title(theme, quantity, kind, when, rng), kind="heading")]
    if style == "no unit":
        lines.append(Line(f"（単位：{quantity.unit}）"))
    askings: list[Asking] = []
    gap = rng.choice(("", "", " "))
    first = rng.choice((1, 1, rng.randint(2, 30)))
    for number, (name, value) in enumerate(zip(inside, values, strict=True)):
        text = value if style == "no unit" else f"{value}{gap}{quantity.unit}"
        mark = f"{first + number}. " if bullet == "number" else bullet
        asked = ask_value(quantity, name, theme, rng.choice((when, "")), rng)
        line = at = len(lines)
        start = 0
        if style in ("below", "above"):
            cells = [mark + name.japanese, text]
            line += style == "below"
            at += style == "above"
            lines += [
                Line(cell, kind=row_kind(cell))
                for cell in (cells if style == "below" else cells[::-1])
            ]
        else:
            head = mark + name.japanese + (" " if style == "no unit" else style)
            start = len(head)
            lines.append(Line(head + text, kind="row"))
        askings.append(Asking("table-cell", line, start, start + len(text), *asked))
        if style not in ("below", "above"):
            askings += _inverse(quantity, name, text, line, len(mark), kind, rng)
        if bullet == "number" and rng.random() < 0.2:
            askings.append(_nth(first + number, name, at, len(mark), kind))
    for name in outside[:1]:
        askings.append(Asking("table-cell", -1, 0, 0, *ask_value(quantity, name, theme, "", rng)))
    if style not in ("below", "above") and rng.random() < 0.5:
        askings += _extreme(quantity, inside, values, lines, kind, rng)
    return Table(lines, askings)


_EACH = {
    "国": ("国", "country"),
    "省庁": ("省庁", "ministry"),
    "分野": ("分野", "field"),
    "市": ("市", "city"),
}


def _inverse(
    quantity: Quantity, name: Name, text: str, line: int, start: int, kind: str, rng: random.Random
) -> list[Asking]:
    """Ask which entity has the figure."""
    if rng.random() < 0.6:
        return []
    each, english = _EACH[kind]
    text = text if quantity.unit in text else text + quantity.unit
    shapes = [
        f"{quantity.name.japanese}が{text}の{each}は",
        f"{quantity.name.japanese}が{text}なのはどの{each}ですか",
    ]
    shapes += [f"{text}の{each}はどこですか" if kind in "国市" else f"{text}の{each}は"]
    number = text.split(quantity.unit)[0].strip()
    asked = f"Which {english} has {number} {quantity.name.english}?"
    if quantity.asked != "many":
        asked = f"Which {english} has a figure of {number} for {quantity.name.english}?"
    end = start + len(name.japanese)
    return [Asking("table-entity", line, start, end, rng.choice(shapes), asked)]


def _nth(number: int, name: Name, line: int, start: int, kind: str) -> Asking:
    each, english = _EACH[kind]
    asked = f"Which {english} is number {number}?"
    return Asking(
        "table-nth", line, start, start + len(name.japanese), f"{number}番目の{each}は", asked
    )


def _extreme(
    quantity: Quantity,
    names: list[Name],
    values: list[str],
    lines: list[Line],
    kind: str,
    rng: random.Random,
) -> list[Asking]:
    """Ask for the entity with the largest or smallest figure."""
    numbers = [float(value.replace(",", "")) for value in values]
    most = rng.random() < 0.75
    best = (max if most else min)(range(len(numbers)), key=lambda n: numbers[n])
    if numbers.count(numbers[best]) > 1:
        return []
    name = names[best].japanese
    line = next(n for n, entry in enumerate(lines) if n and name in entry.text)
    start = lines[line].text.index(name)
    each, english = _EACH[kind]
    more = rng.choice(("最も多い", "一番多い", "最大の") if most else ("最も少ない", "最小の"))
    japanese = f"{quantity.name.japanese}が{more}{each}は"
    asked = f"Which {english} has the {'most' if most else 'fewest'} {quantity.name.english}?"
    if quantity.asked != "many":
        asked = (
            f"Which {english} has the {'highest' if most else 'lowest'} {quantity.name.english}?"
        )
    return [Asking("table-most", line, start, start + len(name), japanese, asked)]


def make_years(material: Material, rng: random.Random) -> Table:
    """Return a table with years over its columns: a header row, then a row an entity."""
    theme, quantity = rng.choice(material.themes), rng.choice(material.quantities)
    kind, inside, _ = _group(material, rng.randint(1, 5), rng)
    years = _years(rng, rng.randint(3, 7))
    title = rng.choice(
        (
            f"{theme.japanese}の{quantity.name.japanese}の推移",
            f"{quantity.name.japanese}の推移（{kind}別）",
        )
    )
    with_unit = rng.random() < 0.5
    lines = [Line(title, kind="heading")]
    if not with_unit:
        lines.append(Line(f"（単位：{quantity.unit}）"))
    gap = rng.choice((" ", " ", "　", "  "))
    lines.append(Line(gap.join(years), kind="row"))
    askings: list[Asking] = []
    for name in inside:
        values = distinct(quantity, len(years), rng)
        if len(values) < len(years):
            continue
        text = name.japanese
        for year, value in zip(years, values, strict=True):
            cell = value + (quantity.unit if with_unit else "")
            text += gap
            asked = ask_value(quantity, name, theme, year, rng)
            askings.append(
                Asking("table-year", len(lines), len(text), len(text) + len(cell), *asked)
            )
            text += cell
        lines.append(Line(text, kind="row"))
    askings.append(_absent_year(quantity, rng.choice(inside), theme, years, rng))
    return Table(lines, askings)


def _absent_year(
    quantity: Quantity, name: Name, theme: Name, years: list[str], rng: random.Random
) -> Asking:
    """Ask for a year that the table does not give."""
    others = [year for year in _years(rng, 5) if year not in years and year[:2] == years[0][:2]]
    other = rng.choice(others) if others else "1998年度"
    return Asking("table-year", -1, 0, 0, *ask_value(quantity, name, theme, other, rng))


def make_milestones(material: Material, rng: random.Random) -> Table:
    """Return a course of years with a figure each: `2013年度 14.0億トン`."""
    theme, quantity = rng.choice(material.themes), rng.choice(material.quantities)
    years = _years(rng, rng.randint(2, 6))
    values = distinct(quantity, len(years), rng)
    title = rng.choice(
        (
            f"{theme.japanese}の目標と実績",
            f"{theme.japanese}：{quantity.name.japanese}",
            f"{theme.japanese}の推移",
        )
    )
    lines = [Line(title, kind="heading"), Line(quantity.name.japanese)]
    askings: list[Asking] = []
    apart = rng.choice((" ", "：", " → ", "below", "above"))
    named = rng.random() < 0.5
    for number, (year, value) in enumerate(zip(years, values, strict=False)):
        role = (
            (
                ("実績", "現状", "見込み", "目標")[min(3, number)]
                if number < len(years) - 1
                else "目標"
            )
            if named
            else ""
        )
        cell, label = f"{value}{quantity.unit}", year + role
        start = 0 if apart in ("below", "above") else len(label + apart)
        line = len(lines) + (apart == "below")
        if start:
            lines.append(Line(label + apart + cell, kind="row"))
        else:
            lines += [Line(label), Line(cell)] if apart == "below" else [Line(cell), Line(label)]
        asked = _of_year(quantity, theme, year, role, rng)
        askings.append(Asking("table-year", line, start, start + len(cell), *asked))
    absent = rng.choice([y for y in ("1995年度", "2003年", "2045年度", "2060年") if y not in years])
    askings.append(Asking("table-year", -1, 0, 0, *_of_year(quantity, theme, absent, "", rng)))
    return Table(lines, askings)


def _of_year(q: Quantity, theme: Name, year: str, role: str, rng: random.Random) -> tuple[str, str]:
    """Return the question for the figure of a year."""
    word = "いくら" if q.asked == "much" else rng.choice((f"何{q.unit}", "どのくらい"))
    name = q.name.japanese
    shapes = [
        f"{year}の{name}は",
        f"{year}の{theme.japanese}の{name}は{word}ですか",
        f"{year} {name}",
    ]
    shapes += [
        f"{name}は{year}に{word}？",
        f"{theme.japanese}の{year}の{role or name}は{word}ですか",
    ]
    when = f"{'fiscal year ' if '年度' in year or 'FY' in year else ''}{western(year)}"
    noun = q.name.english + (" target" if role == "目標" else "")
    english = [
        f"What was the figure for {noun} in {when}?",
        f"How {'many' if q.asked == 'many' else 'much'} {noun} in {when}?",
    ]
    english += [f"What is the {noun} for {theme.english} in {when}?"]
    return rng.choice(shapes), rng.choice(english)
