"""Send files to keep: a conversation that is carried away, and the original of a briefing.

They are attachments of a type that no browser shows, so that nothing in them runs in our name.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from briefqa.assistant import Assistant
from briefqa.export import Entry, entry_of, to_csv, to_markdown
from briefqa.records import Language, Scope

ORIGINAL_TYPE = "application/octet-stream"
_ASCII_NAME = "briefqa"  # for what knows no other letters
_NAMES: Mapping[Language, str] = {"ja": "質問と答え", "en": "questions-and-answers"}


@dataclass(frozen=True, slots=True)
class Written:
    """How a conversation is written: the media type, the suffix of its file, and what writes it."""

    media_type: str
    suffix: str
    write: Callable[[Sequence[Entry], Language], bytes]


def _to_docx(entries: Sequence[Entry], language: Language) -> bytes:
    from briefqa.export.word import to_docx  # 6 MB of XML, which many servers never need

    return to_docx(entries, language)


FORMATS: Mapping[str, Written] = {
    "markdown": Written(
        "text/markdown", ".md", lambda entries, language: to_markdown(entries, language).encode()
    ),
    "csv": Written("text/csv", ".csv", to_csv),
    "docx": Written(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
        _to_docx,
    ),
}


def exported(
    assistant: Assistant, questions: Sequence[str], *, scope: Scope, form: str, language: Language
) -> Response:
    """Answer whole questions anew, in the slides' own words, and return them as a file.

    Nothing that a client says was answered is taken over. `form`: one of `FORMATS`. Raises as
    `Assistant.ask` does.
    """
    briefings = {briefing.id: briefing for briefing in assistant.briefings}
    replies = (assistant.draft(question, scope=scope) for question in questions)
    written = FORMATS[form]
    content = written.write([entry_of(reply, briefings) for reply in replies], language)
    headers = {"Content-Disposition": attachment(_NAMES[language] + written.suffix)}
    return Response(content, media_type=written.media_type, headers=headers)


def original(path: Path) -> Response:
    """Return the original of a briefing, as a file to keep."""
    headers = {"Content-Disposition": attachment(path.name)}
    return FileResponse(path, media_type=ORIGINAL_TYPE, headers=headers)


def attachment(name: str) -> str:
    """Return the Content-Disposition of a file of any name (RFC 6266, names as in RFC 8187).

    >>> print(attachment("白書.pdf"))
    attachment; filename="briefqa.pdf"; filename*=UTF-8''%E7%99%BD%E6%9B%B8.pdf
    """
    suffix = Path(name).suffix
    is_plain = suffix.isascii() and suffix[1:].isalnum()
    plain = _ASCII_NAME + (suffix if is_plain else "")
    encoded = quote(name.encode("utf-8", "surrogateescape"), safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
