"""What a model is given: texts cut to length, with the model's prompts before them."""

from collections.abc import Mapping
from dataclasses import dataclass

MAX_CHARACTERS = 20_000  # of a text; what follows does not change its vector


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before each text; "" for nothing."""

    query: str = ""
    passage: str = ""

    @classmethod
    def chosen(
        cls, of_model: Mapping[str, str | None], *, query: str | None, passage: str | None
    ) -> "Prompts":
        """Return the prompts given, or where one is None the model's own.

        Models call the prompt for passages `passage` or `document`.
        """
        of_passages = of_model.get("passage") or of_model.get("document") or ""
        return cls(
            query=(of_model.get("query") or "") if query is None else query,
            passage=of_passages if passage is None else passage,
        )


def clean(text: str) -> str:
    """Cut a text to length; lone surrogates, which tokenizers refuse, become question marks."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
