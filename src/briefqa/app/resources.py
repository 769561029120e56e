"""Find the folder `web/`: inside the package when installed, at the top of a checkout otherwise."""

import hashlib
from importlib.resources import files
from pathlib import Path


def web_folder() -> Path:
    """Return the folder that holds `templates/`, `static/` and `messages/`."""
    installed = Path(str(files("briefqa"))) / "web"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "web"


def fingerprint(folder: Path) -> str:
    """Return 12 hex digits that change whenever a file of `folder` does."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
