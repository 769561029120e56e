"""Read the OpenAPI document into what `/docs` shows, and name problem documents by their type."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from markupsafe import Markup, escape

from briefqa.app.problems import MEDIA_TYPE, Problem
from briefqa.app.schemas import ProblemObject

Json = Mapping[str, Any]

_CODE = re.compile("`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a route or a field of an object; `type` in words."""

    name: str
    place: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One route: what it takes, the names of the objects it takes and gives, a request as sent.

    `gives` is "" where it gives something other than an object, of the `media_type`.
    """

    anchor: str
    method: str
    path: str
    summary: str
    fields: tuple[Field, ...]
    takes: str
    gives: str
    media_type: str
    problems: tuple[int, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Schema:
    """An object of the API; `example` is JSON text or ""."""

    name: str
    description: str
    fields: tuple[Field, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Reference:
    """All that `/docs` shows of the document."""

    title: str
    version: str
    description: str
    operations: tuple[Operation, ...]
    schemas: tuple[Schema, ...]


def answers(*kinds: Problem) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route may answer with, by status."""
    return {
        kind.status: {"model": ProblemObject, "description": HTTPStatus(kind.status).phrase}
        for kind in kinds
    }


def read_reference(document: Json) -> Reference:
    """Return the operations and the objects of an OpenAPI document, in its order."""
    info = document["info"]
    schemas = document["components"]["schemas"]
    return Reference(
        title=info["title"],
        version=info["version"],
        description=info["description"],
        operations=tuple(_operations(document["paths"], schemas)),
        schemas=tuple(_schema(name, schema) for name, schema in schemas.items()),
    )


def describe_problems(app: FastAPI) -> None:
    """Make the app's OpenAPI document give each error response its media type."""
    for path in app.openapi()["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}


def set_code(text: str) -> Markup:
    """Escape `text` and set what stands between backticks as code.

    >>> set_code("Run `briefqa check` <now>")
    Markup('Run <code>briefqa check</code> &lt;now&gt;')
    """
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped above


def _operations(paths: Json, schemas: Json) -> Iterator[Operation]:
    for path, operations in paths.items():
        for method, operation in operations.items():
            responses = operation["responses"]
            given = next(responses[status] for status in responses if int(status) < 300)
            takes = _object_name(operation.get("requestBody", {}))
            yield Operation(
                anchor=operation["operationId"],
                method=method.upper(),
                path=path,
                summary=operation["description"],
                fields=tuple(_parameter(field) for field in operation.get("parameters", [])),
                takes=takes,
                gives=_object_name(given),
                media_type=next(iter(given["content"])),
                problems=tuple(sorted(int(status) for status in responses if int(status) >= 400)),
                example=_body_example(f"{method.upper()} {path}", schemas[takes]) if takes else "",
            )


def _body_example(line: str, schema: Json) -> str:
    """Return a request with the first example of each field that must be given."""
    fields = schema["properties"]
    body = {name: fields[name]["examples"][0] for name in schema["required"]}
    content = json.dumps(body, ensure_ascii=False)
    return f"{line}\nContent-Type: application/json\n\n{content}"


def _parameter(parameter: Json) -> Field:
    schema = parameter["schema"]
    return Field(
        name=parameter["name"],
        place=parameter["in"],
        type=_type_in_words(schema),
        is_required=parameter.get("required", False),
        description=parameter.get("description", schema.get("description", "")),
    )


def _schema(name: str, schema: Json) -> Schema:
    required = schema.get("required", [])
    fields = tuple(
        Field(
            name=field,
            place="",
            type=_type_in_words(properties),
            is_required=field in required,
            description=properties.get("description", ""),
        )
        for field, properties in schema.get("properties", {}).items()
    )
    examples = schema.get("examples", [])
    example = json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else ""
    return Schema(name, schema.get("description", ""), fields, example)


def _object_name(body: Json) -> str:
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    return _reference_name(schema)


def _reference_name(schema: Json) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _type_in_words(schema: Json) -> str:
    """Return a JSON schema's type as a reader says it: `string or null`, `list of HitObject`."""
    if "$ref" in schema:
        return _reference_name(schema)
    if options := schema.get("anyOf", schema.get("oneOf")):
        return " or ".join(_type_in_words(option) for option in options)
    if "enum" in schema:
        return " or ".join(json.dumps(value) for value in schema["enum"])
    if "prefixItems" in schema:
        return f"[{', '.join(_type_in_words(item) for item in schema['prefixItems'])}]"
    if schema.get("type") == "array":
        return f"list of {_type_in_words(schema['items'])}"
    if "additionalProperties" in schema and schema["additionalProperties"] is not False:
        return f"object of {_type_in_words(schema['additionalProperties'])}"
    return str(schema.get("type", "any"))
