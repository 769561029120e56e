"""The tables that ship with this package."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def tables(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the tables of `name`.toml, each once read."""
    source = files("briefqa.rendering") / f"{name}.toml"
    return tomllib.loads(source.read_text("utf-8"))
