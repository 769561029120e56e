"""A conversation as Markdown (CommonMark, with the tables of GitHub Flavored Markdown)."""

import re
from collections.abc import Sequence

from briefqa.export.transcript import PHRASES, Entry
from briefqa.records import Language

# What Markdown or the HTML in it would read as markup rather than as the words of a slide.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def to_markdown(entries: Sequence[Entry], language: Language) -> str:
    """Return the entries under a heading in `language`; each entry speaks its own language."""
    parts = [f"# {PHRASES[language].heading}"]
    for entry in entries:
        parts += _entry(entry)
    return "\n\n".join(parts) + "\n"


def _entry(entry: Entry) -> list[str]:
    parts = [f"## {_plain(' '.join(entry.question.split()))}"]
    if entry.answer is not None:
        parts.append("\n".join(f"**{_plain(line)}**  " for line in entry.answer.splitlines()))
    parts += [_plain(remark) for remark in entry.remarks]
    if entry.rows:
        lines = [
            f"| {_cell(label)} | {_cell(value)} | [{marker}] |"
            for label, value, marker in entry.rows
        ]
        parts.append("\n".join(["|  |  |  |", "|---|---:|---|", *lines]))
    for quote in entry.quotes:
        quoted = "\n".join(f"> {_plain(line)}  " for line in quote.text.split("\n"))
        parts.append(f"{quoted}\n> — \\[{quote.marker}\\] {_plain(quote.source)}")
    if entry.nearest:
        heading = PHRASES[entry.language].nearest
        parts.append("\n".join([f"{heading}", "", *(f"- {_plain(one)}" for one in entry.nearest)]))
    return parts


def _plain(text: str) -> str:
    """Return `text` with what Markdown would read as markup escaped.

    >>> _plain("- 5*3 <b>")
    '\\\\- 5\\\\*3 \\\\<b\\\\>'
    """
    escaped = _MARKUP.sub(r"\\\1", text)
    return _LINE_START.sub(_escape_start, escaped)


def _escape_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark[:-1]}\\{mark[-1]}"


def _cell(text: str) -> str:
    return _plain(" ".join(text.split()))
