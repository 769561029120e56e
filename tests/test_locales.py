"""Dates and numbers as people write them."""

import pytest

from briefqa.locales import show_date, show_number


@pytest.mark.parametrize(
    ("date", "ja", "en"),
    [
        ("2024", "2024年", "2024"),
        ("2024-06", "2024年6月", "June 2024"),
        ("2024-12-31", "2024年12月31日", "31 December 2024"),
        ("令和6年", "令和6年", "令和6年"),
        ("2024-13", "2024-13", "2024-13"),
        ("2023-02-29", "2023-02-29", "2023-02-29"),
        ("0000", "0000", "0000"),
        ("", "", ""),
    ],
)
def test_dates_are_written_as_people_write_them(date: str, ja: str, en: str) -> None:
    assert (show_date("ja", date), show_date("en", date)) == (ja, en)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0"), (999, "999"), (1234567, "1,234,567"), (0.25, "0.25")]
)
def test_digits_are_grouped(number: float, shown: str) -> None:
    assert {show_number("ja", number), show_number("en", number)} == {shown}
