"""What holds digits and is neither a figure nor a date: addresses, phone numbers, versions, clocks.

Patterns are for text that `briefqa.text.normalise.fold` has folded.
"""

import re
from collections.abc import Iterator

# No mail or web address in a briefing is longer; what is longer is cut, which keeps this linear.
_ADDRESS = re.compile(
    r"(?:https?://|(?<![a-z0-9.])www\.)[!-~]{1,2000}|(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,255}"
)
_PHONE = re.compile(
    r"(?<![0-9])(?:\+[0-9]{1,3}[ -]|\(?0)[0-9]{1,4}[)( -]{1,2}[0-9]{1,4}[) -][0-9]{3,4}(?![0-9])"
    r"|(?<![0-9-])(?:〒\s?)?[0-9]{3}-[0-9]{4}(?![0-9-])|〒\s?[0-9]{7}(?![0-9])"
)
_CLOCK = re.compile(r"(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])")
_VERSION = re.compile(
    r"(?<![0-9.])[0-9]{1,5}(?:\.[0-9]{1,5}){2,8}(?![0-9])|(?<![a-z])v(?:er(?:sion)?)?\.?\s?[0-9]{1,5}(?:\.[0-9]{1,5}){0,8}"
)
_LIST_NUMBER = re.compile(
    r"^[^\S\n]{0,8}(?:[0-9]{1,3}(?:\.(?![0-9])|\))|\([0-9]{1,2}\)(?=[^\S\n]?[^\s0-9])|[0-9]{1,2}(?:-[0-9]{1,2}){1,3}(?=[^\S\n]+[ぁ-ヺ一-鿿]))|\[[0-9]{1,2}\]",
    re.MULTILINE,
)


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of web and mail addresses, phone numbers and postal codes."""
    for pattern in (_ADDRESS, _PHONE):
        for match in pattern.finditer(text):
            yield match.span()


def marks_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of clock times, versions and list numbers; some dates look like these."""
    for pattern in (_CLOCK, _VERSION, _LIST_NUMBER):
        for match in pattern.finditer(text):
            yield match.span()
