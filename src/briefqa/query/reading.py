"""Turn a question into a query: its words, what they may also be called, its vector."""

import math
import re
from collections.abc import Iterator, Sequence

from briefqa.embedder import Embedder
from briefqa.glossary import initials
from briefqa.lexicon import Lexicon, Translation
from briefqa.query.concepts import Concept, Expansion, Query, Wording
from briefqa.query.question import language_of
from briefqa.query.vocabulary import OtherWording, Vocabulary, telling_terms
from briefqa.records import Language
from briefqa.text.english import STOP_WORDS
from briefqa.text.normalise import normalise, squeeze
from briefqa.text.tagger import tag
from briefqa.text.terms import bigrams, term_groups, terms

TRANSLATIONS = 16  # of one English phrase; those that the briefings do not use are left out
OTHER_WORDING = 0.2  # weight of an added wording in BM25 where the question's own word occurs
_OTHER_FORM = 0.95  # weight of another form of the question's own word
_LIKELY = 0.9  # from here on one word is as good as the question's own
_UNKNOWN_WORD = 0.5  # importance of a word that never occurs, as a share of the rarest word's
# Words that ask or bind and say nothing about what is asked for.
_ASKING = frozenset([
    "教える", "知る", "挙げる", "示す", "下さる", "述べる", "答える", "何", "誰", "何処", "何時",
    "何故", "幾つ", "幾ら", "幾", "どれ", "どの", "どう", "如何", "願う", "頂く", "内", "中",
    "ある", "間", "質問", "回答", "或る", "此の", "其の", "此れ", "関する", "就く", "対する",
    "呼ぶ", "於ける", "又", "及ぶ", "現在", "的", "具体", "上記", "方", "どなた", "どんな",
    "何れ", "教示", "恐れ入る", "申し訳", "致す", "伺う", "存ずる", "宜しい", "可能", "御",
    "資料", "スライド", "記載", "説明", "所", "場合", "指す", "仰る", "聞く", "知らせる", "列挙",
    "列記", "簡潔", "簡単", "箇所", "くださる",
])  # fmt: skip


def read_question(text: str, *, vocabulary: Vocabulary, embedder: Embedder) -> Query:
    """Return the question as a query. `text` is what `check_question` gave."""
    language = language_of(text)
    expansions: list[Expansion] = []
    wordings = _own_wordings(text, language)
    _add_glossary(text, wordings, vocabulary, expansions)
    if _is_ascii_word_in(text):
        _add_initials(text, wordings, vocabulary, expansions)
    if language == "en":
        _add_translations(text, wordings, vocabulary, expansions)
        _add_kana(text, wordings, vocabulary, expansions)
    names = _names(text, language)
    surfaces = _surfaces(text, language)
    concepts = tuple(
        _concept(
            key,
            tuple(found),
            vocabulary,
            surface=surfaces.get(key, key),
            is_name=_is_name(key, names),
        )
        for key, found in wordings.items()
    )
    return Query(
        text=text,
        language=language,
        concepts=concepts,
        expansions=tuple(expansions),
        terms=_weights(concepts, vocabulary),
        bigrams=dict.fromkeys(bigrams(text), 1.0),
        vector=embedder.embed_queries([text])[0],
    )


def _own_wordings(text: str, language: Language) -> dict[str, list[Wording]]:
    """Return the question's own words, the most telling form of each as key."""
    found: dict[str, list[Wording]] = {}
    for group in term_groups(text):
        if group[0] in _ASKING or (language == "en" and group[0] in STOP_WORDS):
            continue
        own = found.setdefault(group[0], [])
        if not own:
            own.append(Wording(group[:1], 1.0))
            pairs = tuple(term for term in group[1:] if _is_pair_of(term, group[0]))
            own += [Wording((term,), _OTHER_FORM) for term in group[1:] if term not in pairs]
            if pairs:  # one by one they are of other names too
                own.append(Wording(pairs, _OTHER_FORM))
    return found


def _is_pair_of(term: str, word: str) -> bool:
    """Say whether a term is a bigram of a word that UniDic does not know."""
    return len(term) == 2 and len(word) > 2 and term in word and not term.isascii()


def _is_ascii_word_in(text: str) -> bool:
    return re.search("[A-Za-z]{2}", text) is not None


def _add_glossary(
    text: str,
    wordings: dict[str, list[Wording]],
    vocabulary: Vocabulary,
    expansions: list[Expansion],
) -> None:
    """Widen the question by the other wordings of each thing of which it holds one."""
    question, squeezed = normalise(text), squeeze(text)
    for group in vocabulary.groups_in(squeezed):
        held = [other for other in group if _holds(question, squeezed, other)]
        if not held:
            continue
        for target in group:
            if target in held or not target.terms:
                continue
            expansions.append(Expansion(held[0].text, target.text, target.weight))
            for term in held[0].terms:
                if term in wordings:
                    wordings[term].append(Wording(target.terms, target.weight))


def _holds(question: str, squeezed: str, other: OtherWording) -> bool:
    """Say whether a question holds a wording, Latin letters as whole words only."""
    if other.squeezed not in squeezed:
        return False
    words = other.normalised
    if not words.isascii():
        return True
    return re.search(rf"(?<![a-z0-9]){re.escape(words)}s?(?![a-z0-9])", question) is not None


def _add_initials(
    text: str,
    wordings: dict[str, list[Wording]],
    vocabulary: Vocabulary,
    expansions: list[Expansion],
) -> None:
    """Take a capitalised English name for the abbreviation of its initials, where that occurs."""
    for match in re.finditer(
        r"[A-Z][A-Za-z]+(?:[ -](?:of|on|for|and|the|to|in|[A-Z][a-z]+))+", text
    ):
        words = re.split("[ -]", match.group())
        short = initials(words).lower()
        if len(short) < 3 or vocabulary.terms.document_frequency(short) == 0:
            continue
        expansions.append(Expansion(match.group(), short.upper(), 0.8))
        for term in terms(match.group()):
            if term in wordings:
                wordings[term].append(Wording((short,), 0.8))


def _add_translations(
    text: str,
    wordings: dict[str, list[Wording]],
    vocabulary: Vocabulary,
    expansions: list[Expansion],
) -> None:
    """Add what the lexicon gives for English words, as far as the briefings use it."""
    for phrase, translations in _translations(text, vocabulary.lexicon).items():
        used: list[tuple[Translation, tuple[str, ...]]] = []
        for translation in translations:
            japanese = telling_terms(translation.japanese)
            if japanese and vocabulary.occur(japanese):
                used.append((translation, japanese))
        best = max((translation.weight for translation, _ in used), default=0.0)
        for translation, japanese in used:
            # The likeliest rendering that occurs is probably the one meant here.
            weight = round(0.45 * translation.weight + 0.45 * translation.weight / best, 3)
            expansions.append(Expansion(phrase, translation.japanese, weight))
            for term in dict.fromkeys(terms(phrase)):
                wordings.setdefault(term, []).append(Wording(japanese, weight))


def _translations(text: str, lexicon: Lexicon) -> dict[str, tuple[Translation, ...]]:
    """Return the translations of a question's phrases, and of the single words in them."""
    found: dict[str, tuple[Translation, ...]] = {}
    for phrase, translations in lexicon.translate_question(text, limit=TRANSLATIONS):
        found[phrase] = translations
        for word in phrase.split() if " " in phrase else ():
            if word not in STOP_WORDS:
                found.setdefault(word, lexicon.translate(word, limit=TRANSLATIONS))
    return found


def _add_kana(
    text: str,
    wordings: dict[str, list[Wording]],
    vocabulary: Vocabulary,
    expansions: list[Expansion],
) -> None:
    """Add what sounds like a name that stands in none of its wordings so far."""
    taken: set[str] = set()
    for name in _capitalised(text):
        keys = [term for term in terms(name) if term in wordings]
        is_met = any(vocabulary.occur(wording.terms) for key in keys for wording in wordings[key])
        if not keys or is_met or taken & set(keys):
            continue
        is_known = bool(vocabulary.lexicon.translate(name.lower(), limit=1))
        found = vocabulary.kana.find(name, is_known=is_known)
        if found is not None:
            kana, likeness = found
            taken.update(keys)
            weight = round(0.9 * likeness, 3)
            expansions.append(Expansion(name, kana, weight))
            for key in keys:
                wordings[key].append(Wording((kana,), weight))


def _capitalised(text: str) -> Iterator[str]:
    """Yield the runs of two and three capitalised words of a question, then such words alone."""
    words = [m.group() for m in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)]
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            run = words[at : at + size]
            if all(word[:1].isupper() for word in run) and " ".join(run) in text:
                yield " ".join(run)


def _names(text: str, language: Language) -> frozenset[str]:
    """Return the terms of the question's proper names."""
    if language == "en":
        words = re.findall(r"(?<!^)(?<![.?!] )\b[A-Z][A-Za-z0-9'’]*", text)
        return frozenset(term for word in words for term in terms(word))
    tokens = tag(normalise(text))
    return frozenset(t.lemma or t.surface for t in tokens if "固有名詞" in t.pos or not t.lemma)


def _surfaces(text: str, language: Language) -> dict[str, str]:
    """Return the words of an English question by their stems; Japanese terms are words already."""
    if language == "ja":
        return {}
    return {term: word for word in re.findall(r"[a-z]+", text.lower()) for term in terms(word)}


def _is_name(term: str, names: frozenset[str]) -> bool:
    if any(character.isdigit() for character in term):
        return True
    return term in names


def _concept(
    text: str,
    wordings: tuple[Wording, ...],
    vocabulary: Vocabulary,
    *,
    surface: str,
    is_name: bool,
) -> Concept:
    known = [wording for wording in wordings if vocabulary.occur(wording.terms)]
    if not known:
        # A name that never occurs tells that the question is about something else; a common word
        # may be there in other words.
        importance = vocabulary.idf("") * (1.0 if is_name else _UNKNOWN_WORD)
        return Concept(text, surface, wordings, importance, is_name=is_name, is_known=False)
    best = max(wording.weight for wording in known)
    likely = [wording for wording in known if wording.weight >= 0.5 * best]
    importance = min(_rarity(wording, vocabulary) for wording in likely)
    return Concept(text, surface, wordings, importance, is_name=is_name, is_known=True)


def _rarity(wording: Wording, vocabulary: Vocabulary) -> float:
    return max(vocabulary.idf(term) for term in wording.terms)


def _weights(concepts: Sequence[Concept], vocabulary: Vocabulary) -> dict[str, float]:
    """Return the weight of each term: that of the likeliest wording it stands in."""
    found: dict[str, float] = {}
    for concept in concepts:
        own = concept.wordings[0].terms
        # BM25 adds up what it finds: where the question's own word occurs, its other wordings would
        # lift passages that say the same thing twice.
        other = 0.7 if not vocabulary.occur(own) else OTHER_WORDING
        for wording in concept.wordings:
            is_own = wording.weight >= _OTHER_FORM or (
                wording.weight >= _LIKELY and len(wording.terms) == 1
            )
            share = 1.0 if is_own else other * wording.weight / math.sqrt(len(wording.terms))
            for term in wording.terms:
                found[term] = max(round(share, 3), found.get(term, 0.0))
    return found
