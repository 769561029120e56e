import stat
from pathlib import Path

import pytest

from briefqa.errors import TokenError
from briefqa.tokens import FILE_NAME, TokenDigest, make_token, read_token, remove_token


def test_a_token_is_valid_until_it_expires(tmp_path: Path) -> None:
    token = make_token(tmp_path, days=2)
    kept = read_token(tmp_path)
    assert kept is not None
    assert kept.expires is not None
    assert kept.judge(token, now=kept.expires - 1) == "valid"
    assert kept.judge(token, now=kept.expires) == "expired"


@pytest.mark.parametrize("presented", ["", "bqa_", "合言葉", "\udcff"])
def test_another_token_is_wrong(presented: str) -> None:
    assert TokenDigest.of("secret").judge(presented, now=0) == "wrong"


def test_the_token_itself_is_not_kept_and_others_cannot_read_the_file(tmp_path: Path) -> None:
    token = make_token(tmp_path / "index", days=1)
    file = tmp_path / "index" / FILE_NAME
    assert token not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_new_token_ends_the_one_before(tmp_path: Path) -> None:
    first, second = make_token(tmp_path, days=1), make_token(tmp_path, days=1)
    kept = read_token(tmp_path)
    assert kept is not None
    assert [kept.judge(token, now=0) for token in (first, second)] == ["wrong", "valid"]


def test_a_removed_token_is_gone(tmp_path: Path) -> None:
    make_token(tmp_path, days=1)
    assert remove_token(tmp_path)
    assert read_token(tmp_path) is None
    assert not remove_token(tmp_path)


def test_a_damaged_file_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("{}")
    with pytest.raises(TokenError, match=r"TOKEN.*briefqa token"):
        read_token(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(TokenError, match="BRIEFQA_TOKEN"):
        make_token(tmp_path / "index", days=1)
