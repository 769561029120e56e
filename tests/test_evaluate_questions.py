"""Question files: what they may hold, and what a faulty one says."""

from pathlib import Path

import pytest

from briefqa.errors import InputError
from briefqa.evaluate.questions import Question, read_question_files, read_questions

DEV_SET = Path(__file__).parent / "data" / "briefing.dev.jsonl"


def _write(folder: Path, content: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text(content, encoding="utf-8")
    return path


def test_dev_set_is_read_whole() -> None:
    questions = read_questions(DEV_SET)
    assert len(questions) == 55
    assert sum(question.is_answerable for question in questions) == 45
    assert sum(question.language == "en" for question in questions if question.is_answerable) == 15
    assert questions[1].slides == frozenset({1})


def test_all_keys_and_defaults(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        '\ufeff{"id": "a", "lang": "ja", "type": "count", "question": "何校?", "answers": ["3校"],'
        ' "slides": [2], "deck": "gakko.pdf", "note": "\u2028"}\n\n'
        '{"question": "q", "answers": []}\n',
    )
    assert read_questions(path) == (
        Question("a", "ja", "count", "何校?", ("3校",), frozenset({2}), "gakko.pdf", path.name),
        Question("3", "?", "?", "q", (), frozenset(), "", path.name),
    )


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"question": ', "not a JSON object"),
        ("[]", "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ('{"answers": []}', '"question" must be a text'),
        ('{"question": " ", "answers": []}', '"question" must be a text'),
        ('{"question": "q"}', '"answers" must be a list of texts'),
        ('{"question": "q", "answers": [1]}', '"answers" must be a list of texts'),
        ('{"question": "q", "answers": [], "slides": ["1"]}', '"slides" must be a list of whole'),
        ('{"question": "q", "answers": [], "slides": [true]}', '"slides" must be a list of whole'),
        ('{"question": "q", "answers": [], "lang": 1}', '"lang" must be a text'),
    ],
)
def test_faulty_line_is_named(line: str, fault: str, tmp_path: Path) -> None:
    path = _write(tmp_path, f'{{"question": "q", "answers": []}}\n{line}\n')
    with pytest.raises(InputError) as caught:
        read_questions(path)
    assert f"{path}, line 2: {fault}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_empty_and_undecodable_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl cannot be read: No such file"):
        read_questions(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="holds no question"):
        read_questions(_write(tmp_path, "\n \n"))
    path = tmp_path / "sjis.jsonl"
    path.write_bytes('{"question": "質問"}'.encode("cp932"))
    with pytest.raises(InputError, match="is not UTF-8"):
        read_questions(path)


def test_files_are_pooled_under_their_names(tmp_path: Path) -> None:
    for name in ("spring.jsonl", "autumn.jsonl"):
        (tmp_path / name).write_text('{"id": "1", "question": "q", "answers": []}\n', "utf-8")
    paths = [tmp_path / "spring.jsonl", tmp_path / "autumn.jsonl"]
    pooled = read_question_files(paths)
    assert [(question.id, question.file) for question in pooled] == [
        ("1", "spring.jsonl"),
        ("1", "autumn.jsonl"),
    ]


def test_files_of_one_name_keep_their_paths(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        _write(tmp_path / folder, '{"question": "q", "answers": []}\n')
    paths = [tmp_path / "a" / "questions.jsonl", tmp_path / "b" / "questions.jsonl"]
    assert [question.file for question in read_question_files(paths)] == [str(p) for p in paths]


def test_file_given_twice_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path, '{"question": "q", "answers": []}\n')
    with pytest.raises(InputError, match=r"questions\.jsonl is given twice"):
        read_question_files([path, path])
