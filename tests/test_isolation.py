"""Files are read in processes of their own: what they give, and what becomes of those that fail."""

import os
from pathlib import Path

import pytest

from briefqa.errors import EmptyFileError, ReadError, TooLargeError
from briefqa.isolation import LIMITS, Limits, reading, worker_count
from briefqa.readers import read_document


def test_a_document_arrives_as_the_reader_made_it(tmp_path: Path) -> None:
    path = tmp_path / "防災計画.txt"
    path.write_text("防災計画の概要\n・避難所は12か所\n---\n予算\n2億円", encoding="utf-8")
    with reading(workers=1) as pool:
        document = pool.read(path, pictures=None)
    assert document == read_document(path.read_bytes(), path=path)
    assert [slide.number for slide in document.slides] == [1, 2]


def test_a_refusal_arrives_with_its_class_message_and_hint(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_text(" \n")
    with reading(workers=1) as pool, pytest.raises(EmptyFileError) as caught:
        pool.read(path, pictures=None)
    assert caught.value.path == path
    assert str(caught.value) == "空.txt: the file is empty. Remove it or give it text."


def test_a_file_over_the_size_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LIMITS.file + 1_000_000)
    with reading(workers=1) as pool, pytest.raises(TooLargeError) as caught:
        pool.read(path, pictures=None)
    assert (
        caught.value.message == "large.txt: the file has 51 MB, more than the 50 MB that are read"
    )


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    folder = tmp_path / "folder.txt"
    folder.mkdir()
    with reading(workers=1) as pool:
        for path in (pipe, folder, Path(os.devnull)):
            with pytest.raises(ReadError, match="it is no regular file"):
                pool.read(path, pictures=None)
        with pytest.raises(ReadError) as caught:
            pool.read(tmp_path / "none.txt", pictures=None)
    assert str(caught.value) == (
        "none.txt: the file cannot be opened (No such file or directory). Check its name."
    )


def test_the_workers_are_bounded_by_processors_and_memory() -> None:
    assert 1 <= worker_count() <= 4
    assert worker_count(Limits(memory=1 << 60)) == 1
