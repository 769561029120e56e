"""The JSON of the HTTP API as pydantic models, which check requests and describe responses."""

from briefqa.app.schemas.answers import AnswerObject, SearchObject, SuggestionList
from briefqa.app.schemas.briefings import BriefingList, BriefingObject, SlideObject
from briefqa.app.schemas.builds import BuildObject
from briefqa.app.schemas.requests import (
    AskQuery,
    AskRequest,
    Exported,
    ExportQuery,
    ExportRequest,
    IsTraced,
    SearchRequest,
    SuggestionQuery,
    TurnObject,
)
from briefqa.app.schemas.server import HealthObject, ProblemObject, ReadyObject

__all__ = [
    "AnswerObject",
    "AskQuery",
    "AskRequest",
    "BriefingList",
    "BriefingObject",
    "BuildObject",
    "ExportQuery",
    "ExportRequest",
    "Exported",
    "HealthObject",
    "IsTraced",
    "ProblemObject",
    "ReadyObject",
    "SearchObject",
    "SearchRequest",
    "SlideObject",
    "SuggestionList",
    "SuggestionQuery",
    "TurnObject",
]
