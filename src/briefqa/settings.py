"""Read every setting once: from the command line, else the environment, else briefqa.toml."""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, TypedDict, Unpack

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from briefqa.errors import SettingsError

ENV_PREFIX = "BRIEFQA_"
FILE_NAME = "briefqa.toml"
SHOWN_VALUE_LENGTH = 80  # characters of a bad value that an error repeats
_SECRETS = frozenset({"llm_key", "llm_url", "token"})  # whose value no error repeats


def split_names(value: object) -> object:
    """Split comma-separated names, the form that fits in an environment variable.

    >>> split_names("kaigi.example, kaigi.local")
    ('kaigi.example', 'kaigi.local')
    """
    if not isinstance(value, str):
        return value
    return tuple(name for part in value.split(",") if (name := part.strip()))


Origin = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$")]


class Settings(BaseSettings):
    """All settings; each description completes the sentence "it must be ..."."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        toml_file=FILE_NAME,
    )

    corpus: Path = Field(Path("corpus"), description="the folder of the briefings")
    index: Path = Field(Path("index"), description="the folder of the built index")
    pictures: bool = Field(True, description="true or false: whether slides get pictures")
    office: str | None = Field(
        None,
        min_length=1,
        description="the path of LibreOffice's program, or none for no pictures of PowerPoint "
        "decks; unset means the one that is installed",
    )
    workers: int | None = Field(
        None,
        ge=1,
        le=64,
        description="a number of files that are read at once, from 1 to 64; unset means what "
        "processors and memory allow",
    )
    embedder: str | None = Field(
        None,
        min_length=1,
        description="a model folder or a hub name; unset means the shipped model",
    )
    query_prompt: str | None = Field(
        None, description="text put before each question; unset means the model's own prompt"
    )
    passage_prompt: str | None = Field(
        None, description="text put before each passage; unset means the model's own prompt"
    )
    device: str | None = Field(
        None, min_length=1, description="a PyTorch device such as cpu or cuda; unset lets it choose"
    )
    host: str = Field("127.0.0.1", min_length=1, description="a host name or address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="a port number from 1 to 65535")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_names)] = Field(
        (), description="host names under which the pages may be asked for, separated by commas"
    )
    embed_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(split_names)] = Field(
        (),
        description="origins such as https://intra.example whose pages may show the chat in a "
        "frame, separated by commas",
    )
    allow_remote_without_login: bool = Field(
        False,
        description="true or false: whether others who reach the address read without the token",
    )
    token: str | None = Field(
        None,
        pattern=r"^[\x21-\x7e]{16,200}$",
        repr=False,
        description="a bearer token of 16 to 200 printable ASCII characters; unset means the one "
        "that `briefqa token` made",
    )
    requests_per_second: float | None = Field(
        None,
        gt=0,
        le=100_000,
        description="a number above 0 of requests that one client may send, of which a question "
        "counts as four; unset means 40 from other machines and any number from this one",
    )
    log_questions: bool = Field(
        False, description="true or false: whether the log holds the text of questions"
    )
    llm_url: str | None = Field(
        None,
        pattern=r"^https?://[^\s@?#]+$",
        description="the address of an OpenAI-compatible server, http or https, without a password",
    )
    llm_model: str | None = Field(
        None, min_length=1, description="the name of a language model that the server has"
    )
    llm_key: str | None = Field(
        None,
        pattern=r"^[\x21-\x7e]+$",
        repr=False,
        description="the server's key, of printable ASCII characters",
    )
    llm_timeout: float = Field(
        20.0, gt=0, le=600, description="a number of seconds above 0, at most 600"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the command line win over the environment, and that over briefqa.toml."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


class Overrides(TypedDict, total=False):
    """What the command line may set; None means that the option was not given."""

    corpus: Path | None
    index: Path | None
    pictures: bool | None
    host: str | None
    port: int | None
    allow_remote_without_login: bool | None


def load_settings(**overrides: Unpack[Overrides]) -> Settings:
    """Return the settings of this process; briefqa.toml is the one in the working folder.

    Raises SettingsError naming each setting that is unknown or has an unusable value.
    """
    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    _refuse_unknown_environment()
    try:
        return _checked(Settings(**given))
    except ValidationError as error:
        problems = [_describe(details, given) for details in error.errors()]
        raise SettingsError(" ".join(problems)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{FILE_NAME} is not valid TOML: {error}.", hint="Mend the file or remove it."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"{FILE_NAME} cannot be read: {error.strerror}.", hint="Check its permissions."
        ) from error


def _checked(settings: Settings) -> Settings:
    if settings.llm_url is not None and settings.llm_model is None:
        raise SettingsError(
            "llm_url is set, but llm_model is not.",
            hint=f"Set {ENV_PREFIX}LLM_MODEL to the name of a model that the server has.",
        )
    return settings


def _refuse_unknown_environment() -> None:
    for variable in sorted(os.environ):
        name = variable.upper().removeprefix(ENV_PREFIX).lower()
        if variable.upper().startswith(ENV_PREFIX) and name not in Settings.model_fields:
            suggestion = _nearest(name, prefix=ENV_PREFIX)
            raise SettingsError(f"{variable} is not a setting.", hint=suggestion)


def _describe(details: ErrorDetails, given: dict[str, Any]) -> str:
    """Say what is wrong with one value: which setting, the value, and what is allowed."""
    name = str(details["loc"][0])
    if details["type"] == "extra_forbidden":
        return f"{name} in {FILE_NAME} is not a setting. {_nearest(name)}"
    value = repr(details["input"])
    if len(value) > SHOWN_VALUE_LENGTH:
        value = f"{value[:SHOWN_VALUE_LENGTH]}…"
    if name in _SECRETS:
        value = "not usable"
    allowed = Settings.model_fields[name].description
    return f"{_origin(name, given)} is {value}, but it must be {allowed}."


def _origin(name: str, given: dict[str, Any]) -> str:
    """Name the place a setting was read from as its user wrote it."""
    if name in given:
        return f"--{name.replace('_', '-')}"
    if any(variable.upper() == ENV_PREFIX + name.upper() for variable in os.environ):
        return ENV_PREFIX + name.upper()
    return f"{name} in {FILE_NAME}"


def _nearest(name: str, *, prefix: str = "") -> str:
    close = difflib.get_close_matches(name, Settings.model_fields, n=1)
    names = close or list(Settings.model_fields)
    listed = ", ".join(prefix + (other.upper() if prefix else other) for other in names)
    return f"Did you mean {listed}?" if close else f"The settings are {listed}."
