"""English for an answer's words, by rule alone: values, dates, names of places and people, lists.

What no rule renders stays Japanese: a sentence, a common noun, a clause. Nothing is translated.
"""

from briefqa.rendering.english import render_english, render_names

__all__ = ["render_english", "render_names"]
