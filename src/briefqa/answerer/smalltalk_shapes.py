"""What small talk there is, and what closes it."""

from typing import Literal

SmalltalkKind = Literal["greeting", "thanks", "identity", "instruction", "opinion"]

MARKS = r"[\s、。,.!?~〜ー…^_笑]*"


def only(*words: str) -> str:
    """Return a pattern for one or several of `words` in a row, with marks after each."""
    return rf"(?:(?:{'|'.join(words)}){MARKS})+"
