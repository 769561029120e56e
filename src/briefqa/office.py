"""Print a deck as a PDF with LibreOffice, where it is installed, in a limited process of its own.

LibreOffice is asked to run no macro and to fetch nothing, but it is a large program that reads
files of strangers: what it may use of the machine is limited from outside as well.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

MEMORY_LIMIT = 2 << 30  # bytes of address space
OUTPUT_LIMIT = 500_000_000  # bytes of one file; a deck of 64 slides makes 1 MB
_MOMENT = 0.1  # seconds between two looks at whether it is still wanted
_NAMES = ("soffice", "libreoffice")
# Hidden slides are printed too, so that the pages are the slides: `PDF export filter`, LibreOffice
# help, "PDF Export Command Line Parameters".
_FILTER = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
_SWITCHES = (
    "--headless",
    "--norestore",
    "--nolockcheck",
    "--nodefault",
    "--nofirststartwizard",
)
_OFFICE = "/org.openoffice.Office.Common"
# The schema `officecfg/registry/schema/org/openoffice` of LibreOffice names these. The proxy is a
# port that nobody listens on, so that what still asks for an address gets none.
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    (f"{_OFFICE}/Security/Scripting", "MacroSecurityLevel", "3"),
    (f"{_OFFICE}/Security/Scripting", "DisableMacrosExecution", "true"),
    (f"{_OFFICE}/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (f"{_OFFICE}/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
# Limits are set by a shell in the new process: a function run between fork and exec may hang in a
# process that has threads. Sizes of files are in blocks of 512 bytes: POSIX, `ulimit`.
_LIMITED = 'ulimit -c 0; ulimit -v "$1"; ulimit -t "$2"; ulimit -f "$3"; shift 3; exec "$@"'
_ALONE = ("unshare", "--user", "--map-current-user", "--net", "--")


def find_office() -> str | None:
    """Return the path of LibreOffice's program, None where it is not installed."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def render_to_pdf(
    path: Path,
    folder: Path,
    *,
    office: str,
    seconds: float,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Path | None:
    """Return a PDF of the deck, a page a slide in their order, the hidden ones too; else None.

    The PDF, and all that LibreOffice writes, goes into `folder`, which must be empty. None: it
    failed, took longer than `seconds` of wall time or CPU time, met a limit, or was wanted no more.
    LibreOffice itself returns 0 on most failures, so that only its output tells.
    """
    deck = folder / f"deck{path.suffix}"
    shutil.copyfile(path, deck)  # it leaves a lock file beside what it opens
    profile = folder / "profile"
    _write_settings(profile / "user")
    command = [
        *(_ALONE if _can_be_alone(folder) else ()),
        office,
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        *_SWITCHES,
        "--convert-to",
        _FILTER,
        "--outdir",
        str(folder.resolve()),
        str(deck.resolve()),
    ]
    _run(command, folder, seconds, is_wanted)
    shutil.rmtree(profile, ignore_errors=True)
    deck.unlink(missing_ok=True)
    printed = folder / "deck.pdf"
    return printed if _is_pdf(printed) else None


def _run(
    command: Sequence[str], folder: Path, seconds: float, is_wanted: Callable[[], bool]
) -> None:
    """Run a command within the limits; all that it started ends with it."""
    limits = (MEMORY_LIMIT >> 10, max(1, round(seconds)), OUTPUT_LIMIT // 512)
    process = subprocess.Popen(  # noqa: S603 - no shell reads the command; its words are our own
        ["/bin/sh", "-c", _LIMITED, "sh", *map(str, limits), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_environment(folder),
        cwd=folder,
        start_new_session=True,
    )
    deadline = time.monotonic() + seconds
    try:
        while is_wanted() and time.monotonic() < deadline and not _has_ended(process):
            pass
    finally:
        _kill_group(process.pid)  # where it has not ended, its output is missing
        process.wait()


def _has_ended(process: "subprocess.Popen[bytes]") -> bool:
    """Say whether a process ends within a moment."""
    try:
        process.wait(timeout=_MOMENT)
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # all of it has ended


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment without anything of ours that is nobody's business."""
    return {
        "HOME": str(folder.resolve()),
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",  # draws in memory
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }


def _can_be_alone(folder: Path) -> bool:
    """Say whether a process can be cut off from the network here: Linux, with user namespaces."""
    if shutil.which(_ALONE[0]) is None:
        return False
    try:
        tried = subprocess.run(  # noqa: S603 - a constant
            [*_ALONE, "true"], check=False, capture_output=True, timeout=5, cwd=folder
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor='
        f'"http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(5) == b"%PDF-"
    except OSError:
        return False
