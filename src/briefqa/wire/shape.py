"""The one type that all JSON objects of the package have."""

from typing import Any

Json = dict[str, Any]
