"""What says how exact a figure is stands beside its unit and is no part of it."""

import pytest

from briefqa.records import Quantity
from briefqa.text.quantities import read_value, values_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30万円以下", Quantity(300_000, "JPY", "at most")),
        ("30万円以上", Quantity(300_000, "JPY", "at least")),
        ("３０万円未満", Quantity(300_000, "JPY", "less than")),
        ("30万円超", Quantity(300_000, "JPY", "more than")),
        ("150円台", Quantity(150, "JPY", "about")),
        ("5億円弱", Quantity(500_000_000, "JPY", "less than")),
        ("2,000億円規模", Quantity(200_000_000_000, "JPY", "about")),
        ("50元以下", Quantity(50, "CNY", "at most")),
        ("54 施設以上", Quantity(54, "施設", "at least")),
        ("5営業日以内", Quantity(5, "営業日", "at most")),
        ("100品目超", Quantity(100, "品目", "more than")),
        ("20か国・地域以上", Quantity(20, "か国・地域", "at least")),
        ("2000名以上", Quantity(2_000, "名", "at least")),
        ("3分の2以上", Quantity(2 / 3, "", "at least")),
    ],
)
def test_a_bound_is_no_part_of_the_unit(text: str, value: Quantity) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("約3,000平方キロメートル", Quantity(3_000, "平方キロメートル", "about")),
        ("100Mbps", Quantity(100, "Mbps")),
        ("US$ 5 million", Quantity(5_000_000, "USD")),
        ("マイナス3.5％", Quantity(-3.5, "%")),
        ("minus 3.5%", Quantity(-3.5, "%")),
    ],
)
def test_a_unit_and_a_sign_are_read_as_written(text: str, value: Quantity) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("最大震度は6強であった", [Quantity(6)]),
        ("地上10階地下2階", [Quantity(10, "階"), Quantity(2, "階")]),
    ],
)
def test_what_looks_like_a_bound_or_a_unit_is_none(text: str, values: list[Quantity]) -> None:
    assert [found.value for found in values_in(text)] == values
