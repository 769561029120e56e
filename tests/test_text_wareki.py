"""Era years."""

import pytest

from briefqa.text.wareki import era_years, western_year


@pytest.mark.parametrize(
    ("era", "year", "western"),
    [
        ("明治", 1, 1868),
        ("大正", 12, 1923),
        ("昭和", 39, 1964),
        ("平成", 23, 2011),
        ("令和", 6, 2024),
    ],
)
def test_era_years_have_a_western_year(era: str, year: int, western: int) -> None:
    assert western_year(era, year) == western


def test_an_unknown_era_has_none() -> None:
    with pytest.raises(KeyError):
        western_year("慶応", 3)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("平成23年3月の震災", [(2011, "年")]),
        ("令和元年度", [(2019, "年度")]),
        ("令和 6 年度", [(2024, "年度")]),
        ("昭和39年と平成10年", [(1964, "年"), (1998, "年")]),
        ("h30年", [(2018, "年")]),
        ("r6.4.1", [(2024, "年")]),
        ("ph30年", []),
        ("r6", []),
        ("平成の大合併", []),
        ("2024年", []),
    ],
)
def test_era_years_are_found_in_normalised_text(text: str, years: list[tuple[int, str]]) -> None:
    assert era_years(text) == years
