from pathlib import Path

import pytest

from briefqa.corpus.changing import Addition, add_file
from briefqa.errors import InputError


def test_a_name_as_long_as_names_can_be_is_copied_and_leaves_no_draft(tmp_path: Path) -> None:
    source = tmp_path / "deck.txt"
    source.write_text("港", encoding="utf-8")
    target = tmp_path / "corpus" / f"{'港' * 83}.txt"  # 253 bytes of the 255 that a name may have
    add_file(Addition(source, target), may_replace=False)
    assert target.read_text(encoding="utf-8") == "港"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    source = tmp_path / "deck.txt"
    source.write_text("港", encoding="utf-8")
    target = tmp_path / "corpus" / f"{'港' * 90}.txt"
    with pytest.raises(InputError, match="cannot be copied"):
        add_file(Addition(source, target), may_replace=False)
    assert list(target.parent.iterdir()) == []
