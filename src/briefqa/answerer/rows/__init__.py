"""Answers that need all rows of a table, or a computation over them."""

from briefqa.answerer.rows.answering import RowsAnswer, answer_from_rows

__all__ = ["RowsAnswer", "answer_from_rows"]
