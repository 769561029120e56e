"""Answers and hits as JSON."""

from typing import TYPE_CHECKING

from briefqa.records import (
    Alternative,
    Answer,
    Citation,
    Hit,
    Moment,
    Nearest,
    Period,
    Quantity,
    Reply,
    Row,
    Trace,
    Value,
)
from briefqa.refusal import refusal_of
from briefqa.wire.shape import Json

if TYPE_CHECKING:
    from briefqa.replies import SearchReply


def reply_to_json(reply: Reply) -> Json:
    """Return the answer object; its names and their order are a contract."""
    refusal = refusal_of(reply)
    message = refusal.text(reply.language) if refusal is not None else reply.answer.message
    return {
        "id": reply.id,
        "question": reply.question,
        "interpreted_as": reply.interpreted_as,
        "language": reply.language,
        **_answer_to_json(reply.answer, message),
        "slides_searched": reply.slides_searched,
        "conversation": reply.conversation,
        "generation": reply.generation,
        "timings_ms": reply.timings_ms,
        **({"trace": _trace_to_json(reply.trace)} if reply.trace is not None else {}),
    }


def _answer_to_json(answer: Answer, message: str) -> Json:
    return {
        "status": answer.status,
        "type": answer.type,
        "answer": answer.text,
        "answer_original": answer.original,
        "value": value_to_json(answer.value),
        "as_of": answer.as_of or None,
        "computed": answer.is_computed,
        "conflict": bool(answer.alternatives),
        "confidence": round(answer.confidence, 4),
        "citations": [_citation_to_json(citation) for citation in answer.citations],
        "rows": [_row_to_json(row) for row in answer.rows],
        "coverage": answer.coverage,
        "alternatives": [_alternative_to_json(other) for other in answer.alternatives],
        "nearest": [_nearest_to_json(nearest) for nearest in answer.nearest],
        "message": message,
        "notices": list(answer.notices),
    }


def value_to_json(value: Value | None) -> Json | None:
    """Return a value as `{"value", "unit"}`, `{"date"}` or `{"from", "to"}`; None stays None.

    A whole number is an integer; `qualifier` and `fiscal` stand there only where they say
    something.
    """
    if value is None:
        return None
    found: Json
    if isinstance(value, Quantity):
        number = int(value.value) if float(value.value).is_integer() else value.value
        found = {"value": number, "unit": value.unit}
    elif isinstance(value, Moment):
        found = {"date": value.date}
    else:
        found = {"from": value.start or None, "to": value.end or None}
    if not isinstance(value, Period) and value.qualifier:
        found["qualifier"] = value.qualifier
    if not isinstance(value, Quantity) and value.is_fiscal:
        found["fiscal"] = True
    return found


def _row_to_json(row: Row) -> Json:
    return {
        "label": row.label,
        "value": row.value,
        "label_english": row.label_english or None,
        "value_english": row.value_english or None,
        "marker": row.marker,
    }


def _alternative_to_json(other: Alternative) -> Json:
    return {
        "answer": other.text,
        "answer_original": other.original,
        "value": value_to_json(other.value),
        "as_of": other.as_of or None,
        "markers": list(other.markers),
    }


def _trace_to_json(trace: Trace) -> Json:
    return {
        "terms": list(trace.terms),
        "expansions": [
            {"from": source, "to": target, "weight": weight}
            for source, target, weight in trace.expansions
        ],
        "hits": [
            {
                "passage": hit.passage,
                "score": round(hit.score, 4),
                "lexical_rank": hit.lexical_rank,
                "dense_rank": hit.dense_rank,
            }
            for hit in trace.hits
        ],
        "spans": [
            {
                "text": span.text,
                "briefing": span.briefing,
                "slide": span.slide,
                "score": round(span.score, 4),
                "evidence": {name: round(figure, 4) for name, figure in span.evidence.items()},
            }
            for span in trace.working.spans
        ],
        "probability": (
            None if trace.working.probability is None else round(trace.working.probability, 4)
        ),
        "threshold": trace.working.threshold,
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
