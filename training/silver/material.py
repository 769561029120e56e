"""What made tables are filled with: countries, municipalities, bodies, themes and quantities."""

import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from training.records import read_records
from training.silver.draft import Page
from training.silver.sources import KYOTO, LAWS

_HERE = Path(__file__).parent
_REGION = re.compile(
    "世界|アフリカ$|アメリカ$|アジア|ヨーロッパ|オセアニア|ミクロネシア$|ポリネシア|メラネシア|地域|欧州|国連|[（(・]|ユーロ圏|諸国|中東$|カリブ|東部|特別|西部|南部|北部|中部|未知|大陸|疑似|国際連合|南極|オーストララシア|島$|諸島|領"
)
_CITY = re.compile(
    r"[都道府県](?P<name>(?![一-鿿々]?[都道府県市区])[一-鿿々]{2,4}?市)(?![町場民内長立街役外政議域営販況価区制])"
)
_ODD = re.compile("図|表|次の|以下|前項|^が|^の|^[）」]|問合せ")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both languages; `english` is "" where none is known."""

    japanese: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a table tells of: its name, its unit, its range and how English asks for it."""

    name: Name
    unit: str
    low: int
    high: int
    decimals: int
    asked: str

    def draw(self, rng: random.Random) -> str:
        """Return a plausible figure without its unit; small ones are likelier."""
        size = self.low + (self.high - self.low) * rng.random() ** 2
        return f"{size:,.{self.decimals}f}" if size < 1000 or rng.random() < 0.8 else f"{size:.0f}"


@dataclass(frozen=True, slots=True)
class Material:
    """Everything made tables are filled with; `fillers` are short real sentences."""

    entities: dict[str, tuple[Name, ...]]
    themes: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    fillers: tuple[str, ...]


def gather(data: Path, pages: list[Page]) -> Material:
    """Return the material, of the training data and the lists beside this module."""
    cities = Counter(m["name"] for page in pages for m in _CITY.finditer(page.text))
    towns = [Name(city) for city, count in sorted(cities.items()) if count > 1]
    themes = [line.split("\t") for line in _lines("themes.tsv")]
    listed = [line.split("\t") for line in _lines("names.tsv")]
    entities = {
        "国": tuple(_countries(data)),
        "省庁": tuple(Name(*names) for kind, *names in listed if kind == "省庁"),
        "分野": tuple(Name(*names) for kind, *names in listed if kind == "分野"),
        "市": tuple(towns),
        "海外": tuple(Name(*names) for kind, *names in listed if kind == "海外"),
    }
    plain = [page for page in pages if page.source not in (KYOTO, LAWS)]
    sentences = (s for page in plain[:4000] for s in re.split(r"(?<=。)|\n", page.text))
    fillers = [
        s for s in sentences if 14 <= len(s) <= 60 and s.endswith("。") and not _ODD.search(s)
    ]
    return Material(
        {kind: names for kind, names in entities.items() if len(names) >= 8},
        tuple(Name(*theme) for theme in themes),
        tuple(_quantity(line.split("\t")) for line in _lines("indicators.tsv")),
        tuple(fillers),
    )


def _lines(name: str) -> list[str]:
    return (_HERE / name).read_text("utf-8").splitlines()


def _quantity(cells: list[str]) -> Quantity:
    japanese, english, unit, low, high, decimals, asked = cells
    return Quantity(Name(japanese, english), unit, int(low), int(high), int(decimals), asked)


def _countries(data: Path) -> list[Name]:
    return [
        Name(record["b"], record["a"])
        for record in read_records(data, "cldr_names_enja")
        if record["source"] == "CLDR/territories"
        and not _REGION.search(record["b"])
        and len(record["b"]) <= 10
        and record["b"].strip() == record["b"]
    ]
