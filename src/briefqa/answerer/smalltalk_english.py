"""Shapes of what is said to the assistant in English, over normalised text."""

import re
from collections.abc import Mapping

from briefqa.answerer.smalltalk_shapes import MARKS, SmalltalkKind, only

_PLEASE = (
    r"(?:(?:please|kindly|hi|hello|hey|ok|okay|now|(?:can|could|would|will) you(?: please)?"
    r"|i(?:'d| would) like you to|i (?:want|need) you to|let's),?\s+)*"
)
_WORKS = (
    r"(?:poems?|haikus?|limericks?|songs?|lyrics|rap|story|stories|novel|jokes?|riddles?|essays?"
    r"|e-?mails?|letters?|blog posts?|tweets?|screenplay|scripts?|code|function|program|app|website"
    r"|speech|resume|cover letter|picture|image|sql query|regex)"
)
_SOME = r"(?:an?\s+|some\s+|another\s+)"
_ADJECTIVES = r"(?:(?!the\b|of\b|about\b|for\b|in\b|on\b|that\b)[\w-]+\s+){0,3}?"
_REST = r"(?:\s+(?:about|for|to|in|that|which|on|of|with|using|like)\b.*)?"
_ORDERS = (
    r"(?:write|compose|draft|generate|create|make|code|draw|sing)\s+(?:me\s+|us\s+)?"
    rf"{_SOME}?{_ADJECTIVES}{_WORKS}{_REST}",
    rf"(?:tell|give)\s+(?:me|us)\s+{_SOME}{_ADJECTIVES}(?:jokes?|riddles?|story|stories|poems?){_REST}",
    r"translate\s+.+",
    r"(?:recommend|suggest)\s+(?:me\s+|us\s+)?(?:an?|some|any|good)\s+.+",
    r"(?:act|behave|respond|answer)\s+(?:as|like)\s+(?:an?|if|my|the)\s+.+",
    r"(?:pretend|imagine)\s+(?:to be|(?:that )?you(?:'re| are)?)\s+.+",
    r"(?:role-?play|repeat after me)\b.*",
    r"(?:you are|you're)\s+now\s+.+",
    r"from now on,?\s+(?:you|act|answer|respond|ignore)\b.*",
    r"(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|your|the|my|these|of)\s+)*"
    r"(?:(?:previous|prior|above|earlier|preceding|existing|system|initial|safety)\s+)?"
    r"(?:instructions?|prompts?|rules|guidelines|directions|messages)\b.*",
    r"forget\s+everything\b.*",
    r"(?:reveal|show|print|output|display|repeat|tell)\s+(?:me\s+)?your\s+"
    r"(?:(?:system|initial|hidden)\s+)*(?:prompt|instructions|rules)\b.*",
    r"(?:tell|give|show)\s+me\s+(?:today's|tomorrow's|the(?:\s+current)?)\s+"
    r"(?:weather|news|horoscope)(?:\s+forecast)?(?:\s+(?:in|for|today|tomorrow|now|here)\b.*)?",
    r"(?:book|order|buy|send|play)\s+(?:me\s+|us\s+)?(?:an?|some|my)\s+.+",
    r"set\s+(?:an?\s+|the\s+)?(?:alarm|timer|reminder)\b.*",
)
SHAPES: Mapping[SmalltalkKind, re.Pattern[str]] = {
    "greeting": re.compile(
        only(
            "hi", "hello", "hey", "howdy", "greetings",
            "good (?:morning|afternoon|evening|night|day)", "there", "everyone", "briefqa", "bot",
            "how are you(?: doing)?(?: today)?", "how's it going", "what's up",
            "nice to meet you", "(?:good)?bye", "see you(?: later| soon)?",
        )
    ),
    "thanks": re.compile(
        only(
            "(?:many )?(?:thanks|thank you)"
            "(?: (?:a lot|very much|so much|again|for (?:your|the) help))?",
            "thx", "cheers",
            "(?:that's |that is |that was )?(?:great|awesome|perfect|nice|helpful|cool|excellent)",
            "got it", "ok(?:ay)?", "good (?:job|bot)", "well done", "i see", "understood",
        )
    ),
    "identity": re.compile(
        r"(?:so\s+|and\s+)?(?:who (?:are|made|built|created|trained|developed) you|what are you"
        r"|what(?:'s| is) your name|what can (?:you do|i ask(?: you)?)|what do you do"
        r"|how (?:do you|does this) work|how do i use (?:you|this)|are you (?:an? )?(?:ai|robot|bot"
        r"|chatbot|human|person|chatgpt|real|alive|language model|sentient|machine)"
        rf"|(?:can|could) you help(?: me)?|help(?: me)?(?: please)?){MARKS}"
    ),
    "instruction": re.compile(rf"{_PLEASE}(?:{'|'.join(_ORDERS)})"),
    "opinion": re.compile(
        r"(?:so\s+|and\s+|but\s+)?(?:what do you (?:personally )?(?:think|feel|believe)\b"
        r"|what(?:'s| is| are) your (?:\w+ )?(?:opinions?|views?|take|thoughts?|favou?rite)\b"
        r"|do you (?:like|love|hate|enjoy|agree|believe|think|prefer|feel|want)\b"
        r"|how do you feel\b|do you have (?:an? )?(?:opinion|feelings|favou?rite)\b).*"
    ),
}  # fmt: skip
