"""The server's state and its problems, as the API gives them."""

from pydantic import BaseModel


class HealthObject(BaseModel):
    """The server is alive."""

    status: str


class ReadyObject(BaseModel):
    """The server can answer."""

    status: str
    generation: str
    briefings: int
    slides: int


class FieldProblem(BaseModel):
    """A field of the request that cannot be used."""

    field: str
    detail: str


class ProblemObject(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem] = []
