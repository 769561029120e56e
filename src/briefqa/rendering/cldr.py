"""English names that Unicode's CLDR has for Japanese ones: countries, cities, languages, months."""

import re
import unicodedata
from functools import lru_cache

from briefqa.rendering.data import tables

# ドイツ連邦共和国, タイ王国: what makes a country's name its official one.
_FORM = re.compile(
    r"(?:(?:人民|民主|社会主義|連邦|イスラム|アラブ|大|首長|独立|多民族|協同|東方|東)*"
    r"(?:共和国|王国|公国|連邦|合衆国|首長国)|国)$"
)
_ASIDE = re.compile(r"\s?\(.*?\)|\sSAR China$")


def key_of(name: str) -> str:
    """Return the form in which names are compared: NFKC, without dots and spaces, ヴ as ブ.

    >>> key_of("ボスニア・ヘルツェゴヴィナ")
    'ボスニアヘルツェゴビナ'
    """
    plain = re.sub(r"[\s・=＝]", "", unicodedata.normalize("NFKC", name))
    for voiced, plainer in (
        ("ヴァ", "バ"),
        ("ヴィ", "ビ"),
        ("ヴェ", "ベ"),
        ("ヴォ", "ボ"),
        ("ヴ", "ブ"),
    ):
        plain = plain.replace(voiced, plainer)
    return plain


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    """Return English names of countries and regions by the keys of Japanese ones."""
    from babel import Locale  # what an English question alone needs: 20 ms with its data

    places = tables("places")
    names = {**Locale("en").territories, **places["english"]}
    found = {
        key_of(_ASIDE.sub("", name)): names[code] for code, name in Locale("ja").territories.items()
    }
    found |= {key_of(name): names[code] for name, code in places["territories"].items()}
    found |= {key_of(name): area for name, area in places["areas"].items()}
    return {key: _plainly(name) for key, name in found.items()}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Return English names of the cities that time zones are named after, and of some more."""
    from babel import Locale

    english = Locale("en").time_zones
    found = {
        key_of(entry["city"]): english.get(zone, {}).get("city")
        or zone.split("/")[-1].replace("_", " ")
        for zone, entry in Locale("ja").time_zones.items()
        if "city" in entry
    }
    return found | {key_of(name): city for name, city in tables("places")["cities"].items()}


def _plainly(name: str) -> str:
    return _ASIDE.sub("", name).replace(" & ", " and ").replace("’", "'")


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    from babel import Locale

    english = Locale("en").languages
    return {
        key_of(name): english[code]
        for code, name in Locale("ja").languages.items()
        if code in english
    }


@lru_cache(maxsize=2_048)
def english_name(name: str) -> str | None:
    """Return CLDR's English name of a country, region, city or language; None where it has none.

    >>> [english_name(n) for n in ("ノルウェー王国", "英国", "ベルリン", "イタリア語", "駅")]
    ['Norway', 'United Kingdom', 'Berlin', 'Italian', None]
    """
    key = key_of(name)
    return place_name(key) or _languages().get(key)


@lru_cache(maxsize=2_048)
def country_name(name: str) -> str | None:
    """Return CLDR's English name of a country or region; None where it has none."""
    key, known = key_of(name), _territories()
    if key in known:
        return known[key]
    base = _FORM.sub("", key)
    return known.get(base) if base not in ("", key) else None


def place_name(name: str) -> str | None:
    """Return CLDR's English name of a country, region or city; None where it has none."""
    return country_name(name) or _cities().get(key_of(name))


@lru_cache(maxsize=1)
def month_names() -> dict[int, str]:
    """Return the English names of the months, by their numbers from 1."""
    from babel import Locale

    return dict(Locale("en").months["format"]["wide"])


@lru_cache(maxsize=64)
def currency_symbol(code: str) -> str | None:
    """Return how English writes a currency before a figure; None for what is no currency.

    >>> [currency_symbol(code) for code in ("USD", "JPY", "THB", "kWh")]
    ['US$', '¥', 'THB ', None]
    """
    from babel.numbers import get_currency_symbol, is_currency

    if not is_currency(code):
        return None
    symbol: str = tables("counters")["money"].get(code) or get_currency_symbol(code, "en")
    return f"{symbol} " if symbol[-1].isalpha() else symbol
