"""The command line: ask, search, build, add, remove, check, rollback, inspect, serve, token, eval.

What a user got wrong is one line on stderr and exit code 1 (2 for the command line itself); Ctrl-C
ends with 130. Whatever a command needs beyond this package is imported when it runs: `briefqa ask`
should not wait for a web server, nor `--help` for anything.
"""

import os
import sys
from typing import Annotated

import typer

from briefqa.cli import ask, evaluate, index, inspect, serve, token
from briefqa.cli.output import one_line, prepare_streams
from briefqa.errors import BriefqaError

INTERRUPTED = 130  # 128 + SIGINT, as shells report it

app = typer.Typer(
    name="briefqa",
    help="Ask slide briefings questions in Japanese or English; every answer shows its slide.",
    epilog=(
        "\b\nExamples:\n"
        "  briefqa build                      make the index of the folder corpus/\n"
        "  briefqa inspect corpus/deck.pdf    see what is understood of one file\n"
        '  briefqa ask "開催地はどこですか？"     answer, with the words it rests on\n'
        "  briefqa serve                      the same as a chat in the browser\n"
        "\n"
        "Settings come from options, BRIEFQA_* variables and briefqa.toml, in that order."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich takes 0.1 s to import and frames that break in pipes
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"briefqa {version('briefqa')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Hold the options that stand before a command."""


ask.register(app)
index.register(app)
inspect.register(app)
serve.register(app)
token.register(app)
evaluate.register(app)


def main() -> None:
    """Run the command line and exit."""
    # Before NumPy is imported. The reading model's matrices are small: a second BLAS thread only
    # spins, and beside other work a question then takes twenty times as long (bench/bench_large).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    prepare_streams()
    try:
        _run()
    except BriefqaError as error:
        print(f"briefqa: {one_line(str(error))}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has gone. Python flushes stdout once more at exit: give it a sink.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _run() -> None:
    """Run the application; its output is flushed here, where a broken pipe is still caught."""
    try:
        app(prog_name="briefqa")
    finally:
        sys.stdout.flush()
