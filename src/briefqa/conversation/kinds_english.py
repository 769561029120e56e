"""What English names name."""

import re

from briefqa.conversation.countries import is_country
from briefqa.conversation.english_words import is_attribute
from briefqa.conversation.mentions import Kind, codes, numbered

_PLACES = re.compile(
    r"\b(?:City|Town|Prefecture|Province|Ward|District|Village|Island|State|Region|County)$"
)
_BODIES = re.compile(
    r"\b(?:Ministry|Agency|University|Bank|Department|Division|Office|Bureau|Inc|Corporation"
    r"|Institute|Committee|Association|Company)\b"
)
_CAPITALS = re.compile(r"[A-Z][\w.&'’-]*(?: (?:of |the |and )*[A-Z0-9]\S*)*$")


def kind_of(name: str) -> Kind:
    """Return what an English name names.

    >>> [kind_of(n) for n in ("Peru", "2031", "GIS", "floor area", "Midori City", "blankets")]
    ['country', 'time', 'code', 'attribute', 'place', 'noun']
    """
    bare = re.sub(r"^(?:the|an?) ", "", name, flags=re.IGNORECASE)
    for mention in (*numbered(bare), *codes(bare)):
        if mention.end - mention.start == len(bare):
            return "country" if is_country(bare) else mention.kind
    if is_country(bare):
        return "country"
    if _PLACES.search(bare):
        return "place"
    if _BODIES.search(bare):
        return "body"
    if is_attribute(bare):
        return "attribute"
    return "name" if _CAPITALS.match(bare) else "noun"
