"""JSON lines in, JSON lines out: the ids, the count of lines, and what a faulty one gives."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.cli.lines import Line, answer_lines
from briefqa.errors import QuestionError
from briefqa.records import Turn


def _answer(line: Line) -> dict[str, Any]:
    if not line.question.strip():
        raise QuestionError("The question is empty.")
    return {"id": None, "question": line.question, "answer": line.question.upper()}


def _run(*lines: bytes) -> list[dict[str, Any]]:
    return list(answer_lines(lines, _answer))


def test_each_answer_has_the_id_of_its_line_in_its_place() -> None:
    found = _run(b'{"id": "a1", "question": "abc", "more": [NaN]}\n', b'{"question": "d"}')
    assert found == [
        {"id": "a1", "question": "abc", "answer": "ABC"},
        {"id": None, "question": "d", "answer": "D"},
    ]
    assert list(found[0]) == ["id", "question", "answer"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (None, None),
        ("", None),
        ("c1", "c1"),
        ([], ()),
        ([{"question": "a"}], (Turn("a", ""),)),
        ([{"question": "a", "answer": None, "cited": None}], (Turn("a", ""),)),
        (
            [{"question": "a", "answer": "b", "cited": [["rika", 3]], "more": 1}],
            (Turn("a", "b", (("rika", 3),)),),
        ),
    ],
)
def test_a_line_may_name_its_conversation_or_hold_the_turns(given: object, read: object) -> None:
    asked: list[Line] = []

    def answer(line: Line) -> dict[str, Any]:
        asked.append(line)
        return {}

    list(answer_lines([json.dumps({"question": "q", "conversation": given}).encode()], answer))
    assert asked == [Line("q", read)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [
        7,
        {"question": "a"},
        ["a"],
        [{"answer": "b"}],
        [{"question": 1}],
        [{"question": "a", "answer": 1}],
        [{"question": "a", "cited": "rika"}],
        [{"question": "a", "cited": [["rika", 0]]}],
        [{"question": "a", "cited": [["rika", True]]}],
        [{"question": "a", "cited": [["rika"]]}],
        [{"question": "a"}] * 21,
    ],
)
def test_a_conversation_that_cannot_be_read_is_an_error_of_its_line(given: object) -> None:
    (found,) = _run(json.dumps({"id": 1, "question": "q", "conversation": given}).encode())
    assert found["id"] == 1
    assert '"conversation"' in found["error"]["detail"]


def test_whole_numbers_are_ids_too_and_stay_numbers() -> None:
    assert _run(b'{"id": 7, "question": "q"}')[0]["id"] == 7


def test_blank_lines_are_passed_over_but_counted() -> None:
    assert _run(b"\n", b" \t\r\n", b"{}\n") == [
        {"id": None, "error": {"line": 3, "detail": '"question" must be a text.'}}
    ]


@pytest.mark.parametrize(
    ("line", "identifier", "detail"),
    [
        (b'{"id": "x", "question": "q"', None, "The line is not a JSON object."),
        (b'["q"]', None, "The line is not a JSON object."),
        (b"[" * 100_000, None, "The line is not a JSON object."),
        (b'{"id": ' + b"9" * 10_000 + b"}", None, "The line is not a JSON object."),
        ('{"question": "質問"}'.encode("cp932"), None, "The line is not UTF-8."),
        (b'{"id": "x"}', "x", '"question" must be a text.'),
        (b'{"id": "x", "question": 1}', "x", '"question" must be a text.'),
        (b'{"id": "x", "question": ""}', "x", "The question is empty."),
        (b'{"id": 1.5, "question": "q"}', None, '"id" must be a text or a whole number.'),
        (b'{"id": true, "question": "q"}', None, '"id" must be a text or a whole number.'),
        (b'{"id": 1e999, "question": "q"}', None, '"id" must be a text or a whole number.'),
    ],
)
def test_faulty_line_gives_an_error_object_and_the_rest_goes_on(
    line: bytes, identifier: str | None, detail: str
) -> None:
    assert _run(line, b'{"id": "z", "question": "q"}') == [
        {"id": identifier, "error": {"line": 1, "detail": detail}},
        {"id": "z", "question": "q", "answer": "Q"},
    ]


def test_byte_order_mark_and_line_separators_inside_text_are_read() -> None:
    found = _run('\ufeff{"id": "a", "question": "一\u2028二"}\n'.encode())
    assert found[0]["question"] == "一\u2028二"


@given(st.lists(st.binary(max_size=40)))
def test_any_line_gives_exactly_one_object_unless_blank(lines: list[bytes]) -> None:
    assert len(_run(*lines)) == sum(bool(line.strip()) for line in lines)


@given(st.text(min_size=1), st.one_of(st.none(), st.text(), st.integers()))
def test_any_question_comes_back_with_its_id(question: str, identifier: str | int | None) -> None:
    line = json.dumps({"id": identifier, "question": f"q{question}"}).encode()
    assert _run(line) == [
        {"id": identifier, "question": f"q{question}", "answer": f"q{question}".upper()}
    ]
