"""Read each file in a fresh process of limited memory, time and output.

What a hostile file can do to a parser (crash it, hang it, fill the memory) it does to that process
alone, and arrives here as the ReadError that says so. `reading` opens a pool of such processes.
"""

from briefqa.isolation.limits import LIMITS, Limits, worker_count
from briefqa.isolation.pool import ReaderPool, reading

__all__ = ["LIMITS", "Limits", "ReaderPool", "reading", "worker_count"]
