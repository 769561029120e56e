"""Build the wheel, install it where the checkout cannot be seen, and try it there.

The clean environment holds nothing but the wheel. To spare the minutes that installing PyTorch
again would take, it reads the dependencies from the environment this runs in, through a .pth file:
lines of such files are not followed further, so the editable installation there stays unseen, and
`briefqa` can only come from the wheel (smoke.py checks that it does). `pip check` then holds the
dependencies against what the wheel asks for.
"""

import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="briefqa-wheel-") as name:
        folder = Path(name)
        build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
        run(*build, "-o", folder, CHECKOUT, cwd=folder)
        (wheel,) = folder.glob("*.whl")
        python = install(wheel, folder / "venv")
        workplace = folder / "workplace"
        workplace.mkdir()
        smoke, corpus = Path(__file__).with_name("smoke.py"), CHECKOUT / "corpus"
        run(python, "-I", smoke, corpus, CHECKOUT, cwd=workplace)
    print(f"{wheel.name} works without the checkout")


def install(wheel: Path, environment: Path) -> Path:
    """Put the wheel into a new environment and return that environment's Python."""
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--no-index", "--no-deps", wheel)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(*pip, "check")
    return python


def run(*command: str | Path, cwd: Path | None = None) -> None:
    """Run a command; show what it printed only where it fails."""
    done = subprocess.run(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{' '.join(map(str, command))} failed ({done.returncode})")


if __name__ == "__main__":
    main()
