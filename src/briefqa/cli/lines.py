"""Answer a file of questions, one JSON object a line in and one a line out."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from briefqa.errors import InputError, QuestionError
from briefqa.records import Turn

Json = dict[str, Any]

TURNS_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A question of the file.

    `conversation`: the name of the conversation that it goes on with, the turns before it, or None
    where it stands alone.
    """

    question: str
    conversation: str | tuple[Turn, ...] | None = None


def answer_lines(lines: Iterable[bytes], answer: Callable[[Line], Json]) -> Iterator[Json]:
    """Yield one object for each line that is not blank: the answer, or why there is none.

    `answer` turns a question into its answer object. The object has the `id` of its line, as it
    was; a line that cannot be answered gives `{"id", "error": {"line", "detail"}}`, `line`
    counting from 1.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _answer_line(line, number, answer)


def _answer_line(line: bytes, number: int, answer: Callable[[Line], Json]) -> Json:
    identifier = None
    try:
        record = _parse(line)
        identifier = _identifier(record)
        asked = Line(_question(record), _conversation(record.get("conversation")))
        return {**answer(asked), "id": identifier}
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


def _conversation(value: object) -> str | tuple[Turn, ...] | None:
    if value is None or isinstance(value, str):
        return value or None
    if not isinstance(value, list) or len(value) > TURNS_LIMIT:
        raise InputError(
            f'"conversation" must be a name, or a list of at most {TURNS_LIMIT} earlier turns.'
        )
    return tuple(_turn(said) for said in value)


def _turn(said: object) -> Turn:
    turn = said if isinstance(said, dict) else {}
    question, answer = turn.get("question"), turn.get("answer") or ""
    cited = turn.get("cited") or []
    if (
        not isinstance(question, str)
        or not isinstance(answer, str)
        or not isinstance(cited, list)
        or not all(_is_place(place) for place in cited)
    ):
        raise InputError(
            'A turn of "conversation" must be {"question": "…", "answer": "…",'
            ' "cited": [["briefing", 3]]}.'
        )
    return Turn(question, answer, tuple((briefing, slide) for briefing, slide in cited))


def _is_place(place: object) -> bool:
    """Tell whether this is a briefing's id and a slide's number."""
    if not isinstance(place, list) or len(place) != 2:
        return False
    return isinstance(place[0], str) and type(place[1]) is int and place[1] > 0
