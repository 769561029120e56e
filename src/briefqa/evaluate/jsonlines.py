"""Read the files of public sets: gzip JSON Lines, UTF-8, an object in each line."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from briefqa.errors import InputError

Record = TypeVar("Record")


def read_lines(path: Path, parse: Callable[[Mapping[str, Any]], Record]) -> list[Record]:
    """Return what `parse` makes of each line's object; at least one.

    `parse` may raise KeyError, TypeError or ValueError for an object that is not as it should be.
    Raises InputError naming the file, and the line where one is at fault (1-based).
    """
    records = []
    number = 0
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                number += 1
                records.append(parse(json.loads(line)))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (EOFError, zlib.error, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not gzip JSON Lines in UTF-8 ({error}).") from error
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise InputError(f"{path}, line {number} is not as it should be ({error!r}).") from error
    if not records:
        raise InputError(f"{path} holds no line.")
    return records


def text(record: Mapping[str, Any], key: str) -> str:
    """Return the text of a key. Raises KeyError or TypeError."""
    value = record[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value
