"""Show what was understood of one file, slide by slide: on the terminal, as JSON, as a page."""

from briefqa.inspection.inspected import Inspected, inspect

__all__ = ["Inspected", "inspect"]
