"""The routes: JSON for programs, pages for people.

`/ask` and `/search` answer in JSON. A briefing and a slide have one address each, `/briefings/{id}`
and `/briefings/{id}/slides/{n}`, which give JSON unless the client prefers `text/html`, as browsers
do; `?mark=start-end` marks characters on the page. `/` is the chat and `/?q=` the permanent address
of a question. Answering is CPU work of milliseconds in plain functions, so the framework runs those
handlers in its thread pool and `/healthz` stays prompt meanwhile.
"""

import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from briefqa import wire
from briefqa.app import problems, schemas, views
from briefqa.app.negotiation import language_of, wants_html
from briefqa.app.pages import Pages
from briefqa.app.reference import reference
from briefqa.errors import QuestionError
from briefqa.records import Reply, Scope

if TYPE_CHECKING:
    from briefqa.assistant import Assistant

_log = logging.getLogger("briefqa.questions")

router = APIRouter()


def _problem(*kinds: problems.Problem) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route may answer with."""
    return {
        kind.status: {
            "description": HTTPStatus(kind.status).phrase,
            "content": {
                problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemObject"}}
            },
        }
        for kind in kinds
    }


_QUESTION_PROBLEMS = _problem(
    problems.BAD_REQUEST, problems.TOO_LARGE, problems.INVALID_REQUEST, problems.NO_INDEX
)


@router.post("/ask", tags=["questions"], responses=_QUESTION_PROBLEMS)
def post_ask(request: Request, body: schemas.AskRequest) -> schemas.AnswerObject:
    """Answer a question, with the slides and the exact words the answer rests on."""
    reply = _ask(request, body.question, id=body.id, scope=body.scope())
    return JSONResponse(wire.reply_to_json(reply))  # type: ignore[return-value]
