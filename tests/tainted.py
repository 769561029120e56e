"""A briefing and answers that hold text like markup in every field."""

from briefqa.records import (
    Alternative,
    Answer,
    Block,
    Briefing,
    Citation,
    Nearest,
    Row,
    Slide,
    TraceSpan,
    Working,
)
from tests.fakes import KANKO, FakeAssistant

TAINTS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'-window.hit++-'",
    "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<a href=javascript:window.hit=1 autofocus onfocus=window.hit=1>x</a>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<img src=https://evil.example/x.png>",
    "{{ 7*7 }}{% print(1) %}",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<template><script>window.hit=1</script></template>",
    "javascript:window.hit=1",
)
TAINTED_TEXT = "\n".join(TAINTS)
TAINTED_SLIDE = Slide(
    "kiken", 1, TAINTED_TEXT, TAINTS[0], TAINTS[1], (Block("body", 0, 40, TAINTED_TEXT[:40]),)
)
TAINTED = Briefing(
    "kiken",
    TAINTS[2],
    "<b>",
    TAINTS[1],
    'ja" onload="hit=1',
    TAINTS[0],
    "0",
    (TAINTED_SLIDE,),
)
TAINTED_ANSWER = Answer(
    "answered",
    TAINTS[0],
    0.6,
    (Citation(1, "kiken", TAINTS[2], 1, TAINTS[0], TAINTED_TEXT, 0, len(TAINTED_TEXT)),),
    (Nearest("kiken", 1, TAINTS[0], 0.5),),
    original=TAINTS[1],
    as_of=TAINTS[2],
    rows=(Row(TAINTS[3], TAINTS[4], 1), Row(TAINTS[5], TAINTS[6], 9)),
    is_computed=True,
    coverage=TAINTS[7],
    alternatives=(Alternative(TAINTS[8], TAINTS[9], None, TAINTS[10], (1, 9)),),
    notices=(TAINTS[11],),
    working=Working((TraceSpan(TAINTS[12], "kiken", 1, 1.0, {TAINTS[13]: 1.0}),), 0.5, 0.5),
)
TAINTED_REFUSAL = Answer("not_found", None, 0.0, message=TAINTS[0])


def tainted() -> FakeAssistant:
    """Return an assistant that answers each of these texts with all of them."""
    answers = {"refuse": TAINTED_REFUSAL, **dict.fromkeys(TAINTS, TAINTED_ANSWER)}
    return FakeAssistant((KANKO, TAINTED), answers=answers, wholes={"whole": TAINTS[4]})
