"""`briefqa ask` and `briefqa search`."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from briefqa.cli.lines import Line, answer_lines
from briefqa.cli.opening import assistant_of
from briefqa.cli.options import AsJson, Briefings, IndexFolder, Since, Until
from briefqa.cli.output import note, one_line, shorten, write, write_json
from briefqa.cli.reply import write_reply
from briefqa.cli.trace import write_trace
from briefqa.records import Hit, Reply, Scope

if TYPE_CHECKING:
    from briefqa.assistant import Assistant
    from briefqa.conversation import Conversations
    from briefqa.replies import SearchReply

ASK_EXAMPLES = """\b
Examples:
  briefqa ask "開催地はどこですか？"
  briefqa ask "How many schools took part?" --since 2025-04
  briefqa ask "開催日は？" --trace
  briefqa ask --input questions.jsonl --json > answers.jsonl
  (lines in: {"id": "q1", "question": "…"}; one object a line out, with the same id. Lines with the
  same "conversation": "any name" follow each other up.)"""
SEARCH_EXAMPLES = """\b
Examples:
  briefqa search "参加校の数"
  briefqa search "opening date" --limit 3 --json"""


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog=ASK_EXAMPLES)(ask)
    app.command(epilog=SEARCH_EXAMPLES)(search)


def ask(
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", show_default=False, help="In one sentence.")
    ] = None,
    as_json: AsJson = False,
    input_file: Annotated[
        typer.FileBinaryRead | None,
        typer.Option("--input", metavar="FILE", help="JSON lines of id and question; - for stdin."),
    ] = None,
    with_trace: Annotated[
        bool, typer.Option("--trace", help="Also tell how the answer came about.")
    ] = False,
    briefings: Briefings = None,
    since: Since = None,
    until: Until = None,
    index: IndexFolder = None,
) -> None:
    """Answer a question, with the slides and the exact words."""
    if (question is None) == (input_file is None):
        raise typer.BadParameter("give either QUESTION or --input FILE")
    if input_file is not None and not as_json:
        raise typer.BadParameter("--input answers in JSON lines: add --json")
    assistant = assistant_of(index)
    scope = _scope(assistant, briefings, since, until)
    answer = assistant.explain if with_trace else assistant.ask
    if input_file is not None:
        _answer_file(input_file, answer, assistant, scope)
    elif question is not None:
        reply = answer(question, scope=scope)
        if as_json:
            write_json(_reply_to_json(reply))
        else:
            write_reply(reply)
            if with_trace:
                write_trace(reply)


def search(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Words or a sentence.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many passages at most.")] = 10,
    as_json: AsJson = False,
    briefings: Briefings = None,
    since: Since = None,
    until: Until = None,
    index: IndexFolder = None,
) -> None:
    """Find the passages nearest to a question."""
    from briefqa.wire import search_to_json

    assistant = assistant_of(index)
    reply = assistant.search(
        question, limit=limit, scope=_scope(assistant, briefings, since, until)
    )
    if as_json:
        write_json(search_to_json(reply))
    else:
        _write_hits(reply, assistant)


def _scope(
    assistant: "Assistant", briefings: list[str] | None, since: str | None, until: str | None
) -> Scope:
    """Return the scope; an unknown briefing is an error here, not a scope that holds nothing."""
    known = frozenset(assistant.briefing(identifier).id for identifier in briefings or ())
    return Scope(briefings=known, since=since or "", until=until or "")


def _answer_file(
    lines: BinaryIO, ask: Callable[..., Reply], assistant: "Assistant", scope: Scope
) -> None:
    from briefqa.conversation import Conversations
    from briefqa.conversation.turns import known

    conversations = Conversations(seconds=math.inf)

    def answer(line: Line) -> dict[str, Any]:
        if not isinstance(line.conversation, str):
            history = known(line.conversation or (), assistant.slide)
            reply = ask(line.question, scope=scope, history=history)
        else:
            reply = _go_on(
                line.conversation, conversations, partial(ask, line.question, scope=scope)
            )
        return _reply_to_json(reply)

    answered = failed = 0
    for result in answer_lines(lines, answer):
        write_json(result)
        answered += "error" not in result
        failed += "error" in result
    if failed:
        note(f"{failed} of {answered + failed} lines could not be answered; their objects say why.")
        raise typer.Exit(1)


def _go_on(name: str, conversations: "Conversations", ask: Callable[..., Reply]) -> Reply:
    """Answer within the conversation of this name, which the question begins or goes on with."""
    from briefqa.conversation import Conversation
    from briefqa.conversation.turns import turn_of

    conversation = Conversation(name, conversations.open(name).turns)
    reply = replace(ask(history=conversation.turns), conversation=name)
    conversations.add(conversation, turn_of(reply))
    return reply


def _reply_to_json(reply: Reply) -> dict[str, Any]:
    from briefqa.wire import reply_to_json

    return reply_to_json(reply)


def _write_hits(reply: "SearchReply", assistant: "Assistant") -> None:
    if not reply.hits:
        write("Nothing found.")
    for rank, hit in enumerate(reply.hits, start=1):
        passage = hit.passage
        title = one_line(assistant.slide(passage.briefing_id, passage.slide).title)
        write(f"{rank}. {passage.briefing_id}, slide {passage.slide}: {title}")
        write(f"   score {hit.score:.3f} ({_ranks(hit)})")
        write(f"   {shorten(one_line(passage.text))}")


def _ranks(hit: Hit) -> str:
    """Say how each index ranked the hit, where it found it."""
    found = (("terms", hit.lexical_rank), ("vectors", hit.dense_rank))
    return ", ".join(f"{name} {rank}" for name, rank in found if rank)
