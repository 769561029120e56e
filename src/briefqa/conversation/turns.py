"""What later questions of a conversation need of a reply."""

from briefqa.records import Reply, Turn


def turn_of(reply: Reply) -> Turn:
    """Return the turn that a reply makes, its question whole."""
    cited = tuple((one.briefing, one.slide) for one in reply.answer.citations)
    return Turn(reply.interpreted_as or reply.question, reply.answer.text or "", cited)
