"""When a briefing was published, and by whom, as its file shows it."""

from briefqa.origin.dates import date_in_name, date_of
from briefqa.origin.publishers import publisher_of

__all__ = ["date_in_name", "date_of", "publisher_of"]
