"""Rank the best hits of a search anew with a small trained network; NumPy alone."""

from briefqa.ranker.ranker import DEPTH, Ranker

__all__ = ["DEPTH", "Ranker"]
