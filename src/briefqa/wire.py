"""The JSON shapes that the command line and the HTTP API share."""

from typing import TYPE_CHECKING, Any

from briefqa.records import Answer, Briefing, Citation, Hit, Nearest, Reply, Slide, Unreadable

if TYPE_CHECKING:
    from briefqa.assistant import SearchReply

Json = dict[str, Any]


def reply_to_json(reply: Reply) -> Json:
    """Return the answer object; its names and their order are a contract."""
    return {
        "id": reply.id,
        "question": reply.question,
        "language": reply.language,
        **_answer_to_json(reply.answer),
        "generation": reply.generation,
        "timings_ms": reply.timings_ms,
    }


def _answer_to_json(answer: Answer) -> Json:
    return {
        "status": answer.status,
        "answer": answer.text,
        "confidence": round(answer.confidence, 4),
        "citations": [_citation_to_json(citation) for citation in answer.citations],
        "nearest": [_nearest_to_json(nearest) for nearest in answer.nearest],
    }


def _citation_to_json(citation: Citation) -> Json:
    return {
        "marker": citation.marker,
        "briefing": citation.briefing,
        "briefing_title": citation.briefing_title,
        "slide": citation.slide,
        "slide_title": citation.slide_title,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }


def _nearest_to_json(nearest: Nearest) -> Json:
    return {
        "briefing": nearest.briefing,
        "slide": nearest.slide,
        "slide_title": nearest.slide_title,
        "score": round(nearest.score, 4),
    }


def search_to_json(reply: "SearchReply") -> Json:
    """Return the hits, best first, with how the question was read (`trace`)."""
    return {
        "question": reply.question,
        "language": reply.language,
        "hits": [_hit_to_json(hit) for hit in reply.hits],
        "trace": {
            "terms": list(reply.trace.terms),
            "expansions": [
                {"from": source, "to": target, "weight": weight}
                for source, target, weight in reply.trace.expansions
            ],
        },
        "generation": reply.generation,
        "timings_ms": reply.timings_ms,
    }


def _hit_to_json(hit: Hit) -> Json:
    return {
        "passage": hit.passage.id,
        "briefing": hit.passage.briefing_id,
        "slide": hit.passage.slide,
        "kind": hit.passage.kind,
        "text": hit.passage.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "score": hit.score,
        "lexical": {"rank": hit.lexical_rank, "score": hit.lexical_score},
        "dense": {"rank": hit.dense_rank, "score": hit.dense_score},
    }


def summary_to_json(briefing: Briefing) -> Json:
    """Return what a list of briefings says of one."""
    return {
        "id": briefing.id,
        "title": briefing.title,
        "date": briefing.date,
        "publisher": briefing.publisher,
        "language": briefing.language,
        "source": briefing.source,
        "slide_count": len(briefing.slides),
    }


def unreadable_to_json(unreadable: Unreadable) -> Json:
    """Return a file, or a slide of it (0 for the whole file), that gave no text, and why."""
    return {
        "source": unreadable.source,
        "slide": unreadable.slide,
        "reason": unreadable.reason,
    }


def briefing_to_json(briefing: Briefing) -> Json:
    """Return the summary and the outline: number, title and section of each slide."""
    outline = [
        {"number": slide.number, "title": slide.title, "section": slide.section}
        for slide in briefing.slides
    ]
    return {**summary_to_json(briefing), "slides": outline}


def slide_to_json(briefing: Briefing, slide: Slide) -> Json:
    """Return one slide whole; `text` is as written, and all offsets count in it."""
    blocks = [
        {"kind": block.kind, "start": block.start, "end": block.end, "text": block.text}
        for block in slide.blocks
    ]
    return {
        "briefing": briefing.id,
        "briefing_title": briefing.title,
        "number": slide.number,
        "slide_count": len(briefing.slides),
        "title": slide.title,
        "section": slide.section,
        "text": slide.text,
        "blocks": blocks,
    }
