"""Which units measure the same, and how many of one another is."""

from collections.abc import Mapping

# Units of one kind, each with how many of the kind's base unit it is.
_KINDS: tuple[Mapping[str, float], ...] = (
    dict.fromkeys(("か国", "国", "countries", "country", "nations"), 1),
    dict.fromkeys(("人", "名", "people", "persons", "person"), 1),
    dict.fromkeys(("社", "企業", "companies", "company", "firms"), 1),
    dict.fromkeys(("事業", "プロジェクト", "projects", "project"), 1),
    dict.fromkeys(("回", "times"), 1),
    dict.fromkeys(("都市", "cities", "city"), 1),
    dict.fromkeys(("自治体", "municipalities", "municipality"), 1),
    dict.fromkeys(("か所", "箇所", "カ所", "places", "sites", "locations"), 1),
    dict.fromkeys(("世帯", "households"), 1),
    dict.fromkeys(("施設", "facilities"), 1),
    dict.fromkeys(("°C", "度", "degrees", "°"), 1),
    {"か月": 1, "年": 12},
    {"秒": 1, "分": 60, "時間": 3_600, "日": 86_400, "週間": 604_800},
    {"g": 1, "kg": 1e3, "t": 1e6, "トン": 1e6, "tons": 1e6, "tonnes": 1e6, "kt": 1e9, "Mt": 1e12,
     "Gt": 1e15},
    {"kg-CO2": 1, "kgCO2": 1,
     **dict.fromkeys(("t-CO2", "tCO2", "トン-CO2", "トンCO2", "t-CO2e", "tCO2e"), 1e3),
     **dict.fromkeys(("トン-CO2換算", "トンCO2換算", "t-CO2eq", "tCO2eq"), 1e3),
     "kt-CO2": 1e6, "ktCO2": 1e6, "Mt-CO2": 1e9, "MtCO2": 1e9, "Gt-CO2": 1e12, "GtCO2": 1e12},
    {"Wh": 1, "kWh": 1e3, "MWh": 1e6, "GWh": 1e9, "TWh": 1e12},
    {"W": 1, "kW": 1e3, "キロワット": 1e3, "MW": 1e6, "メガワット": 1e6, "GW": 1e9, "TW": 1e12},
    {"J": 1, "kJ": 1e3, "MJ": 1e6, "GJ": 1e9, "TJ": 1e12, "PJ": 1e15, "EJ": 1e18},
    {"mm": 1, "cm": 10, "m": 1e3, "メートル": 1e3, "km": 1e6, "キロメートル": 1e6},
    {"m2": 1, "平方メートル": 1, "ha": 1e4, "ヘクタール": 1e4, "km2": 1e6, "平方キロメートル": 1e6},
    {"ml": 1, "l": 1e3, "L": 1e3, "リットル": 1e3, "m3": 1e6, "立方メートル": 1e6, "kl": 1e6,
     "kL": 1e6},
)  # fmt: skip
_KIND_OF = {
    unit: (str(number), float(factor))
    for number, kind in enumerate(_KINDS)
    for unit, factor in kind.items()
}


def kind_of(unit: str) -> tuple[str, float]:
    """Return the kind of a unit (an opaque name) and how many of the kind's base unit it is.

    >>> kind_of("MW")[0] == kind_of("kW")[0], kind_of("kWh")[0] == kind_of("kW")[0]
    (True, False)
    """
    return _KIND_OF.get(unit, ("unit " + unit, 1.0))
