"""Which texts are dates."""

import pytest

from briefqa.text.dates import is_date


@pytest.mark.parametrize("text", ["2024", "0001", "2024-12", "2024-02-29", "2000-02-29"])
def test_dates_of_any_precision_are_dates(text: str) -> None:
    assert is_date(text) is True


@pytest.mark.parametrize(
    "text",
    [
        *("", "24", "20244", "2024-", "2024-6", "2024/06", "2024-06-1", "2024-06-11T10:00"),
        *("0000", "2024-00", "2024-13", "2024-06-00", "2024-06-31", "2023-02-29", "1900-02-29"),
        *("２０２４", "2024\n", " 2024", "-2024", "2024-0６"),
    ],
)
def test_what_is_on_no_calendar_is_no_date(text: str) -> None:
    assert is_date(text) is False
