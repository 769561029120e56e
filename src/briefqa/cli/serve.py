"""`briefqa serve`."""

import logging
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from briefqa.cli.interrupts import remembering_interrupts
from briefqa.cli.options import CorpusFolder, IndexFolder
from briefqa.cli.output import note
from briefqa.errors import ServeError
from briefqa.listening import is_local

if TYPE_CHECKING:
    from briefqa.settings import Settings

# The addresses of all interfaces, which no browser can open, and this machine's own. asyncio binds
# "::" to IPv6 alone.
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, never bound to
EXAMPLES = """\b
Examples:
  briefqa serve
  briefqa serve --port 8080
  briefqa serve --corpus decks --index decks.index
  briefqa token; briefqa serve --host 0.0.0.0
  (other machines reach it by the names that BRIEFQA_ALLOWED_HOSTS lists, such as
  kaigi.local,192.0.2.1, and sign in with the token)"""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog=EXAMPLES)(serve)


def serve(
    host: Annotated[
        str | None, typer.Option(metavar="NAME", help="Address to listen on. [127.0.0.1]")
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Port to listen on. [8000]")
    ] = None,
    allow_remote_without_login: Annotated[
        bool | None,
        typer.Option(
            "--allow-remote-without-login",
            help="Let others who reach the address read without the token.",
        ),
    ] = None,
    corpus: CorpusFolder = None,
    index: IndexFolder = None,
) -> None:
    """Start the chat and the HTTP API.

    An index that is rebuilt meanwhile is taken up at once. The folder of briefings is the one that
    the library adds to, removes from and builds from; answers come from the index.
    """
    with remembering_interrupts():
        from briefqa.settings import load_settings

        settings = load_settings(
            host=host,
            port=port,
            allow_remote_without_login=allow_remote_without_login,
            corpus=corpus,
            index=index,
        )
        _require_free_and_local(settings)
        from briefqa.app.server import serve as run
        from briefqa.index import current_name

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("briefqa").setLevel(logging.INFO)  # libraries: warnings alone
    if current_name(settings.index) is None:
        note("there is no index yet; `briefqa build` makes one, and the chat takes it up.")
    _say_where(settings)
    run(settings)


def _say_where(settings: "Settings") -> None:
    """Tell the chat's address, and for one of all interfaces the names others may use."""
    local = _WILDCARDS.get(settings.host)
    host = local or settings.host
    shown = f"[{host}]" if ":" in host else host
    note(f"the chat is at http://{shown}:{settings.port}/ (Ctrl-C stops it).")
    if local is not None:
        names = ", ".join(settings.allowed_hosts) or "none so far"
        note(
            "from other machines it answers to the names and addresses in BRIEFQA_ALLOWED_HOSTS"
            f" alone: {names}."
        )
    if not is_local(settings.host) and not settings.allow_remote_without_login:
        note("whoever comes from there signs in with the token first.")


def _require_login(settings: "Settings") -> None:
    """Raise ServeError unless there is a token to ask others for, or none is to be asked for."""
    from briefqa.tokens import read_token

    has_token = settings.token is not None or read_token(settings.index) is not None
    if not has_token and not settings.allow_remote_without_login:
        raise ServeError(
            f"{settings.host} can be reached by other machines, and there is no token to ask for.",
            hint="Make one with `briefqa token`, use --host 127.0.0.1, or let everyone in by "
            "--allow-remote-without-login.",
        )


def _require_free_and_local(settings: "Settings") -> None:
    """Raise ServeError unless the port is free, and those who reach the address may."""
    host, port = settings.host, settings.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ServeError(
            f"The host {host!r} is not known ({error.strerror}).", hint="Try --host 127.0.0.1."
        ) from error
    if not is_local(host):
        _require_login(settings)
    for family, kind, protocol, _, address in found:
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                raise ServeError(
                    f"Port {port} of {host} cannot be used ({error.strerror}).",
                    hint=f"Try --port {port + 1 if port < 65535 else port - 1}.",
                ) from error
