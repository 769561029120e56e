"""Japanese and English text: width, sentences, numbers, dates, terms. Pure functions over strings.

`RULES_VERSION` names the state of these rules. An index made with other rules is refused, so raise
it with every change that alters terms, passages or normalised text.
"""

RULES_VERSION = 3
