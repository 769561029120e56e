"""Kana in Latin letters: modified Hepburn without marks for long vowels.

That is how English texts of Japan's government spell names (Tokyo, Gunma, Jun'ichi): オオ, オウ and
ウウ lose their second vowel, as in passports. Of the libraries, jaconv 0.5 makes `ui-n` of
ウィーン and cutlet 0.5 `iin` (and `on` of ウォン); both keep long vowels (`toukyou`).
"""

import re

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サ_スセソ", "z": "ザ_ズゼゾ",
    "t": "タ__テト", "d": "ダ__デド", "n": "ナニヌネノ", "h": "ハヒ_ヘホ", "b": "バビブベボ",
    "p": "パピプペポ", "m": "マミムメモ", "y": "ヤ_ユ_ヨ", "r": "ラリルレロ", "w": "ワ____",
}  # fmt: skip
_KANA = {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, _VOWELS, strict=True)
    if kana != "_"
} | {
    "シ": "shi", "ジ": "ji", "チ": "chi", "ヂ": "ji", "ツ": "tsu", "ヅ": "zu", "フ": "fu",
    "ヴ": "vu", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ヮ": "wa", "ヵ": "ka", "ヶ": "ke",
}  # fmt: skip
_SMALL_VOWELS = dict(zip("ァィゥェォ", _VOWELS, strict=True))
_SMALL_Y = dict(zip("ャュョ", "auo", strict=True))
# Before a small vowel, where it is not the kana's consonant: クァ kwa, ウィ wi, イェ ye.
_GLIDES = {"イ": "y", "ウ": "w", "ク": "kw", "グ": "gw"}
_LONG = re.compile(r"o(?:u|o(?=.))|uu")
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def hepburn(kana: str) -> str:
    """Return the Latin letters of kana, in lower case; what is no kana is left out.

    >>> [hepburn(kana) for kana in ("トウキョウ", "おおさか", "ジュンイチ", "マッチャ", "ウィーン")]
    ['tokyo', 'osaka', "jun'ichi", 'matcha', 'win']
    """
    letters: list[str] = []
    is_double = False
    text = kana.translate(_HIRAGANA)
    for i, character in enumerate(text):
        if character == "ッ":
            is_double = True
            continue
        if character == "ン":
            letters.append("n'" if _begins_with_vowel(text[i + 1 : i + 2]) else "n")
            continue
        syllable = _syllable(letters, character, text[i - 1 : i])
        letters.append(_doubled(syllable) if is_double else syllable)
        is_double = False
    return _LONG.sub(lambda long: long.group()[0], "".join(letters))


def _begins_with_vowel(following: str) -> bool:
    return _KANA.get(following, "")[:1] in tuple("aiueoy")


def _doubled(syllable: str) -> str:
    if not syllable or syllable[0] in _VOWELS:
        return syllable
    return ("t" if syllable.startswith("ch") else syllable[0]) + syllable


def _syllable(letters: list[str], character: str, previous: str) -> str:
    """Return the letters of one kana; a small one changes the last of `letters`."""
    before = letters[-1] if letters else ""
    if character in _SMALL_VOWELS:
        if not before or previous not in _KANA:
            return _SMALL_VOWELS[character]
        consonant = before[:-1] if previous not in _GLIDES else _GLIDES[previous]
        letters[-1] = consonant + _SMALL_VOWELS[character]
        return ""
    if character in _SMALL_Y:
        if not before or previous not in _KANA or len(before) < 2:
            return "y" + _SMALL_Y[character]
        consonant = before[:-1]
        glide = "" if consonant.endswith(("sh", "ch", "j")) else "y"
        letters[-1] = consonant + glide + _SMALL_Y[character]
        return ""
    return _KANA.get(character, "")
