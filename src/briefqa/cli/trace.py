"""Print how an answer came about."""

from collections.abc import Mapping

from briefqa.cli.output import one_line, shorten, write
from briefqa.cli.words import WORDS, Words
from briefqa.records import Reply, Trace, TraceHit, TraceSpan, Working

SPAN_LIMIT = 80  # characters of a candidate's words


def write_trace(reply: Reply) -> None:
    """Print the terms, the passages with both ranks, the candidates, the threshold, the times."""
    words = WORDS[reply.language]
    if reply.trace is not None:
        _write_question(reply.trace, words)
        _write_hits(reply.trace.hits, words)
        _write_working(reply.trace.working, words)
    write()
    write(f"{words.times}{_figures(reply.timings_ms, '.1f')}")


def _write_question(trace: Trace, words: Words) -> None:
    write()
    write(f"{words.terms}{', '.join(map(one_line, trace.terms)) or words.nothing}")
    added = [
        f"{one_line(source)} → {one_line(target)} ({weight:.2f})"
        for source, target, weight in trace.expansions
    ]
    write(f"{words.expansions}{', '.join(added) or words.nothing}")


def _write_hits(hits: tuple[TraceHit, ...], words: Words) -> None:
    write()
    write(words.hits.rstrip() if hits else f"{words.hits}{words.nothing}")
    width = max((len(hit.passage) for hit in hits), default=0)
    for hit in hits:
        ranks = words.ranks.format(lexical=hit.lexical_rank or "–", dense=hit.dense_rank or "–")
        write(f"  {hit.score:6.3f}  {hit.passage:{width}}  {ranks}")


def _write_working(working: Working, words: Words) -> None:
    write()
    write(words.spans.rstrip() if working.spans else f"{words.spans}{words.nothing}")
    for span in working.spans:
        write(f"  {span.score:6.2f}  {_span(span, words)}")
        write(f"          {_figures(_strongest_first(span.evidence), '.2f')}")
    if working.probability is not None:
        write(words.decision.format(probability=working.probability, threshold=working.threshold))


def _span(span: TraceSpan, words: Words) -> str:
    text = shorten(one_line(span.text), SPAN_LIMIT)
    return words.span.format(briefing=span.briefing, slide=span.slide, text=text)


def _strongest_first(figures: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(figures.items(), key=lambda pair: -pair[1]))


def _figures(figures: Mapping[str, float], form: str) -> str:
    return ", ".join(f"{name} {figure:{form}}" for name, figure in figures.items())
