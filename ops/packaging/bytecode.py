"""Bytecode for a runtime of Lambda, compiled by a matching interpreter.

Chalice stamps every file of its package with 1980, so that bytecode with its source's time is never used. Ours
has an unchecked hash instead (PEP 552), and nothing is compiled when a function starts.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ops.cli import Stop

RUNNING = f"python{sys.version_info[0]}.{sys.version_info[1]}"
"""This Python, by the name of a runtime."""

DEPLOYED_AT = "/var/task"

_COMPILE_ALL = ("-m", "compileall", "-q", "-f", "--invalidation-mode", "unchecked-hash", "-d", DEPLOYED_AT)
_COMPILE_ONE = """
import pathlib, py_compile, sys
source, root, name, shown = sys.argv[1:]
place = pathlib.Path(name)
target = pathlib.Path(root, place.parent, "__pycache__", f"{place.stem}.{sys.implementation.cache_tag}.pyc")
target.parent.mkdir(parents=True, exist_ok=True)
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
py_compile.compile(source, str(target), shown, doraise=True, invalidation_mode=mode)
"""


def python_of(runtime: str) -> str:
    """Return the path of an interpreter of a runtime's version.

    Raises Stop when this machine has none.
    """
    if python := find_python(runtime):
        return python
    raise Stop(
        f"the functions run on {runtime}, and there is no such Python here; this one is {RUNNING}."
        f" Install it, or choose another runtime for the stage: python -m ops deploy --set Runtime={RUNNING}."
    )


def find_python(runtime: str) -> str | None:
    """Return the path of an interpreter of a runtime's version.

    It is this one, else one on the path or of pyenv, else None.
    """
    return next((path for path in _candidates(runtime) if _version_of(path) == runtime), None)


def _candidates(runtime: str) -> Iterator[str]:
    yield sys.executable
    if on_path := shutil.which(runtime):
        yield on_path
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    version = runtime.removeprefix("python")
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/python"), reverse=True))


def _version_of(python: str) -> str:
    """Return an interpreter's version, by the name of a runtime.

    Empty if the interpreter does not start.
    """
    if python == sys.executable:
        return RUNNING
    question = "import sys; print(f'python{sys.version_info[0]}.{sys.version_info[1]}')"
    done = subprocess.run([python, "-I", "-c", question], capture_output=True, text=True)
    return done.stdout.strip()


def compile_all(python: str, root: Path) -> None:
    """Compile every module below `root`.

    Raises Stop when one does not compile.
    """
    if subprocess.run([python, "-I", *_COMPILE_ALL, str(root)]).returncode:
        raise Stop(f"not everything in {root} compiles; see above.")


def compile_one(python: str, source: Path, root: Path, name: str) -> None:
    """Compile `source` as the module at `name` below `root`.

    Packaging puts the source itself there later. Raises Stop when it does not compile.
    """
    arguments = [str(source), str(root), name, f"{DEPLOYED_AT}/{name}"]
    if subprocess.run([python, "-I", "-c", _COMPILE_ONE, *arguments]).returncode:
        raise Stop(f"{source} does not compile; see above.")
