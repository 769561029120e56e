"""Answer a file of questions, one JSON object a line in and one a line out."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from briefqa.errors import InputError, QuestionError

Json = dict[str, Any]


def answer_lines(lines: Iterable[bytes], answer: Callable[[str], Json]) -> Iterator[Json]:
    """Yield one object for each line that is not blank: the answer, or why there is none.

    `answer` turns a question into its answer object. The object has the `id` of its line, as it
    was; a line that cannot be answered gives `{"id", "error": {"line", "detail"}}`, `line`
    counting from 1.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer_line(line, number, answer)


def _answer_line(line: bytes, number: int, answer: Callable[[str], Json]) -> Json:
    identifier = None
    try:
        record = _parse(line)
        identifier = _identifier(record)
        return {**answer(_question(record)), "id": identifier}
    except (InputError, QuestionError) as error:
        return {"id": identifier, "error": {"line": number, "detail": str(error)}}


def _parse(line: bytes) -> Json:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("The line is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InputError("The line is not a JSON object.") from error
    if not isinstance(record, dict):
        raise InputError("The line is not a JSON object.")
    return record


def _identifier(record: Json) -> str | int | None:
    identifier = record.get("id")
    if identifier is None or type(identifier) in (str, int):
        return identifier
    raise InputError('"id" must be a text or a whole number.')


def _question(record: Json) -> str:
    question = record.get("question")
    if not isinstance(question, str):
        raise InputError('"question" must be a text.')
    return question
