"""What Japanese names name."""

import re
from functools import lru_cache

from briefqa.conversation.japanese_words import is_attribute
from briefqa.conversation.mentions import Kind, codes, figures, half_width, kind_by_end, numbered
from briefqa.text.tagger import tag


@lru_cache(maxsize=4_096)
def kind_of(name: str) -> Kind:
    """Return what a Japanese name names.

    >>> [kind_of(n) for n in ("ペルー", "みどり市", "2031年度", "GIS", "参加者数", "毛布")]
    ['country', 'place', 'time', 'code', 'attribute', 'noun']
    """
    text = half_width(name)
    if re.fullmatch("[昨来今翌前]年度?|[前次今]回|去年", text):
        return "time"
    for mention in (*numbered(text), *codes(text)):
        if mention.end - mention.start == len(text):
            return mention.kind
    if any(figure.end - figure.start == len(text) for figure in figures(text)):
        return "figure"
    tokens = tag(name)
    if tokens and all(token.pos.startswith("名詞-固有名詞-地名-国") for token in tokens):
        return "country"
    by_end = kind_by_end(name)
    if by_end != "noun":
        return by_end
    if is_attribute(name):
        return "attribute"
    if tokens and all("地名" in token.pos for token in tokens):
        return "place"
    if tokens and all("人名" in token.pos or token.surface in "・=＝" for token in tokens):
        return "person"
    if (
        tokens
        and tokens[0].pos.endswith("人名-姓")
        and len(tokens) <= 3
        and name.endswith(("さん", "氏"))
    ):
        return "person"
    if re.fullmatch(r"[A-Z][A-Z0-9&/+.-]+", text):
        return "code"
    is_name = any("固有名詞" in token.pos or not token.lemma for token in tokens)
    return "name" if is_name and not re.fullmatch("[一-鿿]{4,}", name) else "noun"
