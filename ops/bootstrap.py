"""Setup of `.venv` from the lock files, in plain Python.

`python3 ops/bootstrap.py local` installs what runs the product, `dev` also what tests it, and `python3
ops/bootstrap.py run` then starts it, so that even `make` can be missing. It needs no packages. A lock file that
is installed already (by its hash) is skipped.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
LOCKS = {"local": ["requirements-local.txt"], "dev": ["requirements-local.txt", "requirements-dev.txt"]}


def stop(sentence: str) -> NoReturn:
    """Exit with one line that says what to do."""
    sys.exit("laurel: " + sentence)


def newer_python() -> "str | None":
    """Return the path of another Python here that is new enough."""
    names = [f"python3.{minor}" for minor in range(20, OLDEST[1] - 1, -1)]
    return next((path for path in map(shutil.which, names) if path), None)


def check_python() -> None:
    """Continue under a Python that is new enough, or exit.

    Where the running one is too old, a newer one replaces this process.
    """
    if sys.version_info[:2] < OLDEST:
        newer = newer_python()
        if newer is None:
            running = ".".join(map(str, sys.version_info[:2]))
            stop(f"Python 3.11 or later is needed; this one is {running}. Install it, then run again.")
        os.execv(newer, [newer, *sys.argv])
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv. Then run again.")


def python_works() -> bool:
    """Return True if the Python of `.venv` starts and is new enough."""
    question = f"import sys, pip; sys.exit(sys.version_info[:2] < {OLDEST})"
    try:
        return subprocess.run([str(VENV / "bin/python"), "-c", question], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def stamp_of(lock: Path) -> Path:
    """Return the file with the hash of an installed lock file."""
    return VENV / ("installed-" + lock.stem)


def installed(lock: Path) -> bool:
    """Return True if this state of a lock file is installed."""
    stamp = stamp_of(lock)
    return stamp.is_file() and stamp.read_text() == hashlib.sha256(lock.read_bytes()).hexdigest()


def install(lock: Path) -> None:
    """Install a lock file into `.venv`, every package checked by its hash."""
    if installed(lock):
        return
    print(f"laurel: installing {lock.name} into .venv (once)", flush=True)
    pip = [str(VENV / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if subprocess.run([*pip, "--require-hashes", "-r", str(lock)], cwd=str(ROOT)).returncode:
        stop(f"the packages of {lock.name} could not be installed; see above, then run again.")
    stamp_of(lock).write_text(hashlib.sha256(lock.read_bytes()).hexdigest())


@contextlib.contextmanager
def alone() -> "Iterator[None]":
    """Hold this checkout's lock, so that no other process installs or builds."""
    (ROOT / ".local").mkdir(exist_ok=True)
    with (ROOT / ".local/install.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def install_all(names: "list[str]") -> None:
    """Install lock files into `.venv`, one process at a time.

    Creates `.venv` if it is missing or broken.
    """
    locks = [ROOT / name for name in names]
    if all(map(installed, locks)) and (VENV / "bin/python").exists():
        return
    with alone():
        if not python_works():
            print("laurel: making .venv", flush=True)
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        for lock in locks:
            install(lock)


def main() -> None:
    """Run the command line's one word: local, dev or run."""
    word = sys.argv[1] if len(sys.argv) > 1 else "local"
    check_python()
    install_all(LOCKS["dev" if word == "dev" else "local"])
    if word == "run":
        python = str(VENV / "bin/python")
        os.execv(python, [python, "-m", "ops", "local", *sys.argv[2:]])


if __name__ == "__main__":
    main()
