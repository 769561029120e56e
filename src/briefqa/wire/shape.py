"""The type that all JSON objects of the package have, and how remarks are said in them."""

from collections.abc import Callable
from typing import Any

from briefqa.remarks import Remark

Json = dict[str, Any]
Say = Callable[[Remark], str]
"""Words a remark in some language; `str` does it in English."""
