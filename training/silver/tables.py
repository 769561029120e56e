"""Made tables, flattened as extraction flattens them, and questions for their cells."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefqa.records import BlockKind
from training.reading_examples import AnswerSpan
from training.silver.draft import Draft
from training.silver.material import Material, Name, Quantity
from training.silver.prose import is_sized
from training.slides import MARKS, Line, place

TABLE = "table"
_HALF_TO_FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@dataclass(frozen=True, slots=True)
class Asking:
    """A cell that is asked for: its line, its place there, and the question in both languages.

    `line` is 0-based; `also` are other right spans, inside the cell.
    """

    kind: str
    line: int
    start: int
    end: int
    japanese: str
    english: str
    also: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A slide's lines, heading first, and what can be asked of them (`line` of -1: not there)."""

    lines: list[Line]
    askings: list[Asking]


Make = Callable[[Material, random.Random], Table]


def table_drafts(
    material: Material, makes: tuple[Make, ...], rng: random.Random
) -> Iterator[Draft]:
    """Yield questions over made tables without end, up to three a table."""
    number = 0
    while True:
        number += 1
        table = rng.choice(makes)(material, rng)
        lines, shift = _surround(table.lines, material, rng)
        blocks, _ = place(lines)
        if not is_sized(blocks) or len(blocks) != len(lines):
            continue
        for asking in rng.sample(table.askings, min(3, len(table.askings))):
            yield _draft(asking, lines, shift, f"{TABLE}/{number}")


def _draft(asking: Asking, lines: list[Line], shift: int, group: str) -> Draft:
    blocks, _ = place(lines)
    at = asking.line + (shift if asking.line > 0 else 0)
    spans = [(asking.start, asking.end), *asking.also] if asking.line >= 0 else []
    answers = tuple(AnswerSpan(at, start, end) for start, end in spans)
    kind = asking.kind if answers else f"none-{asking.kind}"
    return Draft(kind, asking.japanese, blocks, answers, group, asking.english)


def _surround(lines: list[Line], material: Material, rng: random.Random) -> tuple[list[Line], int]:
    """Return the table with real sentences before or after it, and how many stand before."""
    size = sum(len(line.text) for line in lines)
    need = max(0, 95 - size)
    extra: list[Line] = []
    mark = rng.choice(MARKS)
    while material.fillers and (need > 0 or (rng.random() < 0.4 and len(extra) < 4)):
        sentence = rng.choice(material.fillers)
        if rng.random() < 0.5:
            sentence = sentence.removesuffix("。")
        extra.append(Line(mark + sentence, kind="bullet" if mark else "body"))
        need -= len(sentence)
    before = rng.randint(0, len(extra))
    tail: list[Line] = []
    if rng.random() < 0.2:
        tail = [
            Line(
                rng.choice(
                    (
                        "（出典）総務省資料より作成",
                        "出典：環境省",
                        "※端数処理の関係で合計が一致しない場合がある。",
                        "（注）速報値",
                    )
                ),
                kind="source",
            )
        ]
    return [lines[0], *extra[:before], *lines[1:], *extra[before:], *tail], before


def row_kind(text: str) -> BlockKind:
    """Return the kind that the reader of files gives a flattened cell or row."""
    return "row" if re.search(r"[\s　：:]\S", text) else "body"


def figure(quantity: Quantity, rng: random.Random) -> tuple[str, str]:
    """Return a figure and its unit as slides write them; the unit's space may be half or none."""
    number = quantity.draw(rng)
    if rng.random() < 0.08:
        number = number.translate(_HALF_TO_FULL)
    return number, quantity.unit


def distinct(quantity: Quantity, count: int, rng: random.Random) -> list[str]:
    """Return that many figures, no two alike."""
    found: list[str] = []
    for _ in range(count * 40):
        value = quantity.draw(rng)
        if value not in found:
            found.append(value)
        if len(found) == count:
            break
    return found


def ask_value(
    quantity: Quantity, who: Name, theme: Name, when: str, rng: random.Random
) -> tuple[str, str]:
    """Return the question for an entity's figure, in Japanese and in English."""
    name, unit = quantity.name.japanese, quantity.unit
    year = f"{when}の" if when else ""
    bare = re.sub("^[億兆万百]+", "", unit)
    word = "いくら" if quantity.asked == "much" else f"何{rng.choice((unit, bare))}"
    word = "どのくらい" if quantity.asked in ("figure", "long") and rng.random() < 0.6 else word
    topic = rng.choice([name, name, f"{theme.japanese}の{name}"])
    shapes = [f"{year}{who.japanese}の{topic}は", f"{who.japanese}の{year}{topic}は{word}ですか"]
    shapes += [
        f"{year}{who.japanese}の{topic}は{word}？",
        f"{who.japanese} {when} {name}".replace("  ", " "),
    ]
    shapes += [
        f"{who.japanese}の{topic}は{year and when + 'に'}{word}でしたか",
        f"{year}{who.japanese}は{word}ですか",
    ]
    if not who.english:
        return rng.choice(shapes), ""
    return rng.choice(shapes), _english(quantity, who.english, theme, _when_english(when), rng)


def western(year: str) -> str:
    """Return a year's four digits, those of Reiwa counted on from 2018; "" for none.

    >>> western("令和5年度"), western("FY2020"), western("")
    ('2023', '2020', '')
    """
    if match := re.search(r"令和(元|\d+)", year):
        return str(2018 + (1 if match[1] == "元" else int(match[1])))
    match = re.search(r"(?:19|20)\d\d", year)
    return match[0] if match else ""


def _when_english(when: str) -> str:
    if not (digits := western(when)):
        return ""
    return f" in fiscal {digits}" if "年度" in when or "FY" in when else f" in {digits}"


def _english(q: Quantity, who: str, theme: Name, when: str, rng: random.Random) -> str:
    noun = q.name.english
    has = "did" if when else "does"
    verb = "have" if rng.random() < 0.7 else "report"
    shapes = {
        "many": [
            f"How many {noun} {has} {who} {verb}{when}?",
            f"How many {noun} are there in {who}{when}?",
            f"What is the number of {noun} for {who}{when}?",
            f"{who}: how many {noun}{when}?",
        ],
        "much": [
            f"How much is the {noun} of {who}{when}?",
            f"What is the {noun} for {who}{when}?",
            f"How much {noun} {has} {who} {verb}{when}?",
        ],
        "share": [
            f"What is the {noun} of {who}{when}?",
            f"What percentage is the {noun} for {who}{when}?",
        ],
        "figure": [
            f"What are the {noun} of {who}{when}?",
            f"How much is the {noun} of {who}{when}?",
            f"What is the {noun} for {theme.english} in {who}{when}?",
        ],
        "long": [f"How long is the {noun} for {who}{when}?", f"What is the {noun} of {who}{when}?"],
    }
    return rng.choice(shapes[q.asked])
