"""Tables of pairs, projects and headline figures, laid out as extraction leaves them."""

import random

from training.silver.layouts import _years
from training.silver.material import Material, Name
from training.silver.tables import Asking, Table, distinct, row_kind
from training.slides import MARKS, Line

_KIND = (
    "普及事業",
    "実証事業",
    "整備事業",
    "支援事業",
    "調査",
    "研修",
    "推進計画",
    "プロジェクト",
    "モデル事業",
    "セミナー",
)
_KIND_ENGLISH = {
    "普及事業": "dissemination project",
    "実証事業": "demonstration project",
    "整備事業": "development project",
    "支援事業": "support project",
    "調査": "survey",
    "研修": "training",
    "推進計画": "promotion plan",
    "プロジェクト": "project",
    "モデル事業": "model project",
    "セミナー": "seminar",
}


def make_pairs(material: Material, rng: random.Random) -> Table:
    """Return pairs of places under the name of a country: who works with whom, and where."""
    countries = rng.sample(material.entities["国"], rng.randint(1, 3))
    per = [rng.randint(2, 6) for _ in countries]
    towns = iter(
        rng.sample(material.entities["市"], min(sum(per) * 2, len(material.entities["市"])))
    )
    foreign = material.entities["海外"]
    abroad = iter(rng.sample([n.japanese for n in foreign], min(len(foreign), sum(per))))
    title = rng.choice(
        (
            "姉妹都市・友好都市の一覧",
            "自治体間連携の実施状況",
            "都市間協力の相手先",
            "国際交流事業の連携自治体",
        )
    )
    lines = [Line(title, kind="heading")]
    askings: list[Asking] = []
    gap = rng.choice((" ", " ", "　", " － ", "：", "×"))
    taken: set[str] = set()
    for country, count in zip(countries, per, strict=True):
        lines.append(Line(country.japanese, kind="heading" if rng.random() < 0.7 else "body"))
        for one, other in zip((next(abroad, "") for _ in range(count)), towns, strict=False):
            if not one:
                break
            text = one + gap + other.japanese
            askings += _pair(one, other.japanese, len(lines), len(one + gap), rng)
            if one not in taken:
                askings.append(_whose(one, lines, country, rng))
            taken.add(one)
            lines.append(Line(text, kind="row"))
    absent = next(abroad, "")
    if absent:
        asked = _pair(absent, "", 0, 0, rng)[0]
        askings.append(Asking("table-pair", -1, 0, 0, asked.japanese, asked.english))
    return Table(lines, askings)


def _pair(one: str, other: str, line: int, start: int, rng: random.Random) -> list[Asking]:
    shapes = [
        f"{one}と連携しているのはどこですか",
        f"{one}の相手は",
        f"{one}の連携先はどの自治体ですか",
        f"{one}の連携自治体",
    ]
    span = (line, start, start + len(other))
    askings = [Asking("table-pair", *span, rng.choice(shapes), "")]
    if other and rng.random() < 0.5:
        back = rng.choice(
            (f"{other}の連携先は", f"{other}はどこと連携していますか", f"{other}の相手都市は")
        )
        askings.append(Asking("table-pair", line, 0, len(one), back, ""))
    return askings


def _whose(one: str, lines: list[Line], country: Name, rng: random.Random) -> Asking:
    at = next(n for n in range(len(lines) - 1, 0, -1) if lines[n].text == country.japanese)
    asked = rng.choice((f"{one}はどの国の都市ですか", f"{one}がある国は", f"{one}はどこの国？"))
    return Asking("table-group", at, 0, len(country.japanese), asked, "")


def make_projects(material: Material, rng: random.Random) -> Table:
    """Return a table of projects with who carries them out, where, for how much and when."""
    count = rng.randint(3, 7)
    themes = rng.sample(material.themes, count)
    bodies = [rng.choice(material.entities["省庁"]) for _ in range(count)]
    places = rng.sample(material.entities["国"], count)
    money = [q for q in material.quantities if q.asked == "much"]
    quantity = rng.choice(money)
    sums, years = distinct(quantity, count, rng), [_years(rng, 1)[0] for _ in range(count)]
    columns = ["body", "place", "sum", "year"]
    rng.shuffle(columns)
    columns = columns[: rng.randint(2, 4)]
    heads = {"body": "担当", "place": "対象国", "sum": quantity.name.japanese, "year": "開始年度"}
    lines = [
        Line(
            rng.choice(("主な事業の一覧", "採択案件の概要", "実施中の事業", "事業一覧")),
            kind="heading",
        )
    ]
    if rng.random() < 0.7:
        lines.append(Line(" ".join(["事業名", *(heads[c] for c in columns)]), kind="row"))
    askings: list[Asking] = []
    down = rng.random() < 0.4  # the cells each on a line of its own
    for n, theme in enumerate(themes[: len(sums)]):
        kind = rng.choice(_KIND)
        project = Name(f"{theme.japanese}{kind}", f"{theme.english} {_KIND_ENGLISH[kind]}")
        cells = {"body": bodies[n].japanese, "place": places[n].japanese, "year": years[n]}
        cells["sum"] = sums[n] + quantity.unit
        text = project.japanese
        first = len(lines)
        for column in columns:
            start = 0 if down else len(text) + 1
            line = first + 1 + columns.index(column) if down else first
            asked = _of_project(column, project, quantity.name, rng)
            askings.append(
                Asking(f"table-{column}", line, start, start + len(cells[column]), *asked)
            )
            text += " " + cells[column]
        parts = [project.japanese, *(cells[c] for c in columns)] if down else [text]
        lines += [Line(part, kind=row_kind(part)) for part in parts]
    left = Name(f"{rng.choice(material.themes).japanese}事業", "")
    if left.japanese not in " ".join(line.text for line in lines):
        askings.append(
            Asking(
                "table-project",
                -1,
                0,
                0,
                *_of_project(rng.choice(columns), left, quantity.name, rng),
            )
        )
    return Table(lines, askings)


def _of_project(column: str, project: Name, amount: Name, rng: random.Random) -> tuple[str, str]:
    """Return the question for a column of a project."""
    name, english = project.japanese, f"the {project.english}"
    shapes = {
        "body": (
            [f"{name}の担当省庁は", f"{name}を担当しているのはどこですか", f"{name}の実施主体は"],
            [f"Which body is in charge of {english}?", f"Who is responsible for {english}?"],
        ),
        "place": (
            [f"{name}の対象国は", f"{name}はどの国で行われていますか", f"{name}の実施国はどこ？"],
            [f"In which country is {english} carried out?", f"Where is {english} carried out?"],
        ),
        "sum": (
            [
                f"{name}の{amount.japanese}は",
                f"{name}の{amount.japanese}はいくらですか",
                f"{name}はいくら？",
            ],
            [
                f"How much is the {amount.english} of {english}?",
                f"What is the {amount.english} for {english}?",
            ],
        ),
        "year": (
            [
                f"{name}はいつ始まりましたか",
                f"{name}の開始年度は",
                f"{name}が始まったのは何年ですか",
            ],
            [f"When did {english} start?", f"In which year did {english} begin?"],
        ),
    }[column]
    return rng.choice(shapes[0]), rng.choice(shapes[1]) if project.english else ""


def make_cards(material: Material, rng: random.Random) -> Table:
    """Return headline figures: a figure alone on its line, its label on the line above or below."""
    theme = rng.choice(material.themes)
    quantities = rng.sample(material.quantities, rng.randint(3, 7))
    lines = [
        Line(
            rng.choice(
                (
                    f"{theme.japanese}の実績",
                    f"{theme.japanese}の概況",
                    f"数字で見る{theme.japanese}",
                )
            ),
            kind="heading",
        )
    ]
    askings: list[Asking] = []
    order = rng.choice(("above", "below", "same", "label"))
    years = _years(rng, 5)
    for quantity in quantities:
        about = rng.choice(("約", "", "", "延べ" if quantity.unit == "人" else ""))
        number = quantity.draw(rng)
        cell = f"{about}{number}{rng.choice(('', '', ' '))}{quantity.unit}"
        label, year = quantity.name.japanese, rng.choice(("", "", rng.choice(years)))
        line = len(lines) + (order == "above")
        start = 0
        if order in ("same", "label"):
            head = rng.choice(MARKS) + label + ("：" if order == "label" else " ")
            start = len(head)
            lines.append(Line(head + cell, kind="row"))
        else:
            parts = [Line(label), Line(cell)]
            lines += parts if order == "above" else parts[::-1]
        if year:
            lines.append(Line(f"（{year}）"))
        asked = _of_card(quantity.name, quantity.unit, quantity.asked, theme, rng)
        also = ((start + len(about), start + len(cell)),) if about else ()
        askings.append(Asking("table-card", line, start, start + len(cell), *asked, also))
    left = rng.choice([q for q in material.quantities if q not in quantities])
    askings.append(
        Asking("table-card", -1, 0, 0, *_of_card(left.name, left.unit, left.asked, theme, rng))
    )
    return Table(lines, askings)


def _of_card(name: Name, unit: str, asked: str, theme: Name, rng: random.Random) -> tuple[str, str]:
    word = "いくら" if asked == "much" else rng.choice((f"何{unit}", "どのくらい"))
    shapes = [
        f"{theme.japanese}の{name.japanese}は",
        f"{name.japanese}は{word}ですか",
        f"{theme.japanese} {name.japanese}",
    ]
    shapes += [
        f"{theme.japanese}の{name.japanese}は{word}ですか",
        f"{name.japanese}はどうなっていますか",
    ]
    lead = "How many" if asked == "many" else "How much" if asked == "much" else "What"
    english = [
        f"What is the figure for {name.english}?",
        f"{lead} {name.english} for {theme.english}?",
    ]
    if asked in ("share", "figure", "much"):
        english = [
            f"What is the {name.english} for {theme.english}?",
            f"What is the {name.english}?",
        ]
    elif asked == "long":
        english = [f"How long is the {name.english}?"]
    else:
        english += [
            f"How many {name.english} are there?",
            f"How many {name.english} are there for {theme.english}?",
        ]
    return rng.choice(shapes), rng.choice(english)
