"""Questions with known answers, one JSON object a line."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefqa.errors import InputError


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an evaluation file.

    `answers` are the accepted answers, none of them meaning that the briefings hold no answer.
    `slides` are the 1-based numbers of the slides that each hold one by themselves, empty where
    they are not known. `briefing` is the id or the file name of the briefing that has these slides,
    "" where there is only one. `file` names the file that asks. `items`: of a question for a whole
    list, what the answer must name, in any order; empty for other questions.
    """

    id: str
    language: str
    type: str
    text: str
    answers: tuple[str, ...]
    slides: frozenset[int]
    briefing: str = ""
    file: str = ""
    items: tuple[str, ...] = ()

    @property
    def is_answerable(self) -> bool:
        """Whether the briefings hold an answer."""
        return bool(self.answers)


def read_question_files(paths: Sequence[Path]) -> tuple[Question, ...]:
    """Read the questions of all files; each has its file's name, or its path where names clash.

    Raises InputError as `read_questions` does, and for a file that is given twice.
    """
    if twice := [path for path, count in Counter(paths).items() if count > 1]:
        raise InputError(f"{twice[0]} is given twice.", hint="Its questions would count double.")
    names = Counter(path.name for path in paths)
    return tuple(
        replace(question, file=str(path)) if names[path.name] > 1 else question
        for path in paths
        for question in read_questions(path)
    )


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read the questions of a JSON Lines file; blank lines are passed over.

    Keys: `question` and `answers`; optional `id` (else the line's number), `lang`, `type`,
    `slides`, `items`, and `briefing` or `deck` (an id or a file name).

    Raises InputError naming the file and the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8.", hint="Save it as UTF-8.") from error
    questions = tuple(
        _parse(line, path, number) for number, line in enumerate(lines, start=1) if line.strip()
    )
    if not questions:
        raise InputError(f"{path} holds no question.", hint="Give one JSON object a line.")
    return questions


def _parse(line: str, path: Path, number: int) -> Question:
    place = f"{path}, line {number}"
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: not a JSON object ({error}).") from error
    if not isinstance(record, dict):
        raise InputError(f"{place}: not a JSON object.")
    return Question(
        id=_text(record, "id", place, default=str(number)),
        language=_text(record, "lang", place, default="?"),
        type=_text(record, "type", place, default="?"),
        text=_text(record, "question", place),
        answers=tuple(_items(record, "answers", str, place)),
        slides=frozenset(_items(record, "slides", int, place) if "slides" in record else ()),
        briefing=_text(record, "briefing" if "briefing" in record else "deck", place, default=""),
        file=path.name,
        items=tuple(_items(record, "items", str, place) if "items" in record else ()),
    )


def _text(record: Mapping[str, Any], key: str, place: str, *, default: str | None = None) -> str:
    value = record.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InputError(f'{place}: "{key}" must be a text.')
    return value


def _items(record: Mapping[str, Any], key: str, kind: type, place: str) -> list[Any]:
    value = record.get(key)
    if not isinstance(value, list) or not all(type(item) is kind for item in value):
        names = "texts" if kind is str else "whole numbers"
        raise InputError(f'{place}: "{key}" must be a list of {names}.')
    return value
