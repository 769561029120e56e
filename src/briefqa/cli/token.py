"""`briefqa token`."""

from typing import Annotated

import typer

from briefqa.cli.options import IndexFolder
from briefqa.cli.output import note, write

DAYS = 90
EXAMPLES = """\b
Examples:
  briefqa token                      make one, print it once, end the one before
  briefqa token --days 7
  briefqa token --remove             nothing can be changed over HTTP any more"""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES)(token)


def token(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it is good for.")] = DAYS,
    remove: Annotated[bool, typer.Option("--remove", help="End the token there is.")] = False,
    index: IndexFolder = None,
) -> None:
    """Make the token that uploads, removals, rebuilds and roll-backs over HTTP ask for.

    It is printed once; the index folder keeps its digest alone. Without a token those are
    refused. The setting BRIEFQA_TOKEN, where it is set, is the token instead.
    """
    from briefqa.settings import load_settings
    from briefqa.tokens import make_token, remove_token

    folder = load_settings(index=index).index
    if remove:
        write("The token is removed." if remove_token(folder) else "There was no token.")
        return
    write(make_token(folder, days=days))
    note(f"Good for {days} days. It is not shown again: keep it where only you can read it.")
