"""The routes that give files to keep: exports of a conversation, and the originals."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from briefqa.app import files, problems, schemas
from briefqa.app.asking import log_question
from briefqa.app.flood import QUESTION, QUESTION_COST, charge
from briefqa.app.reference import answers
from briefqa.assistant import Assistant
from briefqa.corpus.originals import original_of

router = APIRouter()

_QUESTION = (
    problems.UNKNOWN_BRIEFING,
    problems.INVALID_REQUEST,
    problems.TOO_MANY,
    problems.NO_INDEX,
)
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {written.media_type: {} for written in files.FORMATS.values()}}
}
_ORIGINAL: dict[int | str, dict[str, Any]] = {200: {"content": {files.ORIGINAL_TYPE: {}}}}


@router.post(
    "/export",
    dependencies=QUESTION,
    tags=["files"],
    response_class=Response,
    responses={
        **_FILE,
        **answers(problems.BAD_REQUEST, problems.CROSS_SITE, problems.TOO_LARGE, *_QUESTION),
    },
)
def export(request: Request, body: schemas.ExportRequest) -> Response:
    """Answer questions anew and give the answers with their quotes and sources as a file."""
    return _exported(request, tuple(body.questions), body)


@router.get(
    "/export",
    dependencies=QUESTION,
    tags=["files"],
    response_class=Response,
    responses={**_FILE, **answers(*_QUESTION)},
)
def export_by_address(request: Request, query: Annotated[schemas.ExportQuery, Query()]) -> Response:
    """Do the same for one question, given in the address."""
    return _exported(request, (query.q,), query)


@router.get(
    "/briefings/{briefing_id}/source",
    tags=["files"],
    response_class=Response,
    responses={**_ORIGINAL, **answers(problems.NO_SOURCE, problems.NO_INDEX)},
)
def give_original(request: Request, briefing_id: str) -> Response:
    """Give the file that a briefing was read from, as long as the corpus has the very same."""
    path = original_of(_assistant(request).briefing(briefing_id), request.app.state.upkeep.corpus)
    return files.original(path) if path else problems.respond(request, problems.NO_SOURCE)


def _assistant(request: Request) -> Assistant:
    current: Assistant = request.app.state.source.current()
    return current


def _exported(request: Request, questions: tuple[str, ...], asked: schemas.Exported) -> Response:
    charge(request, QUESTION_COST * (len(questions) - 1.0))
    for question in questions:
        log_question(request, question)
    return files.exported(
        _assistant(request),
        questions,
        scope=asked.scope(),
        form=asked.format,
        language=asked.language,
    )
