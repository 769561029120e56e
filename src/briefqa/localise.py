"""Put an answer's words into the question's language, as far as rules render them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefqa.glossary import GlossaryEntry
from briefqa.records import Alternative, Answer, Language, Row, Value
from briefqa.text.normalise import wide_to_narrow
from briefqa.text.quantities import read_value

_LABEL_AND_VALUE = re.compile("(?P<label>.+?)（(?P<value>[^（）]+)）")


def english_names(glossary: Sequence[GlossaryEntry]) -> dict[str, str]:
    """Return the English of Japanese names that a glossary gives, spelled out where it says so.

    Keys are as `briefqa.rendering` looks names up: NFKC, white space as one space.
    """
    spelled = {entry.term: entry.expansion for entry in glossary if entry.expansion.isascii()}
    return {
        wide_to_narrow(entry.expansion): spelled.get(entry.term, entry.term)
        for entry in glossary
        if entry.term.isascii() and not entry.expansion.isascii()
    }


def in_language(answer: Answer, language: Language, *, names: Mapping[str, str]) -> Answer:
    """Return an answer with its text in English for an English question, where a rule renders it.

    Equal items of a list are said once. What was worked out, summed up or rephrased has its
    language already; its rows are rendered all the same.
    """
    answer = _said_once(answer)
    if language == "ja" or answer.original is None or answer.type == "summary":
        return answer
    if answer.type == "name":
        names = {}  # what an abbreviation stands for is not said by the abbreviation
    original = answer.original
    answer = replace(answer, rows=tuple(_row(row, names) for row in answer.rows))
    if answer.text != original:
        return answer
    said = _items(original, answer, names) if answer.rows else ""
    return replace(
        answer,
        text=said or _english(original, answer.value, names),
        alternatives=tuple(_other(other, names) for other in answer.alternatives),
    )


def label_in_english(label: str, *, names: Mapping[str, str]) -> str:
    """Return the English of a row's label, "" where no rule renders it."""
    return _rendered(label, None, names) or ""


def _said_once(answer: Answer) -> Answer:
    """Return a list made of rows with each of its items once, in the order of the first."""
    if answer.is_computed or not answer.rows or answer.original is None:
        return answer
    original = "、".join(dict.fromkeys(_parted(answer.original, answer.rows)))
    text = original if answer.text == answer.original else answer.text
    return replace(answer, text=text, original=original)


def _row(row: Row, names: Mapping[str, str]) -> Row:
    value = _rendered(row.value, read_value(row.value), names) if row.value else None
    label = label_in_english(row.label, names=names)
    return replace(row, label_english=label, value_english=value or "")


def _other(other: Alternative, names: Mapping[str, str]) -> Alternative:
    return replace(other, text=_english(other.original, other.value, names))


def _items(words: str, answer: Answer, names: Mapping[str, str]) -> str:
    """Return the items of an answer made of rows, each in English where a rule renders it."""
    items = _parted(words, answer.rows)
    if len(items) == 1 and answer.value is not None:
        return _english(words, answer.value, names)
    return ", ".join(dict.fromkeys(_item(item, names) for item in items))


def _parted(words: str, rows: Sequence[Row]) -> list[str]:
    """Return the items that 、 joins, by the rows that they are: an item may hold a 、 itself."""
    known = {text for r in rows for text in (r.label, f"{r.label}（{r.value}）")}
    items: list[str] = []
    for part in words.split("、"):
        joined = f"{items[-1]}、{part}" if items else ""
        is_rest = (
            items != [] and items[-1] not in known and any(k.startswith(joined) for k in known)
        )
        items[-1:] = [joined] if is_rest else [*items[-1:], part]
    return items


def _item(item: str, names: Mapping[str, str]) -> str:
    """Return a row's label, with its value in brackets where it has one."""
    found = _LABEL_AND_VALUE.fullmatch(item)
    if found is None:
        return _english(item, read_value(item), names)
    label, figure = found["label"], found["value"]
    return f"{_english(label, None, names)} ({_english(figure, read_value(figure), names)})"


def _english(words: str, value: Value | None, names: Mapping[str, str]) -> str:
    return _rendered(words, value, names) or words


def _rendered(words: str, value: Value | None, names: Mapping[str, str]) -> str | None:
    # Imported here: its data take a tenth of a second, and a Japanese question needs none of it.
    from briefqa.rendering import render_english

    return render_english(words, value, names=names)
