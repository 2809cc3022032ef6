"""A Chalice project of the functions' source and dependencies.

It is for `chalice package` and `chalice deploy`, and lies in `build/package/<runtime>/<architecture>`. It
contains nothing else of this checkout: no tests, no `ops`, no site, no demo accounts.
"""

import inspect
import platform
import shutil
from pathlib import Path

import chalice
import chalice.app

from chalicelib.services.paper import ink
from chalicelib.settings import RUNTIME
from chalicelib.storage import regions
from ops.bootstrap import ROOT
from ops.cli import Stop
from ops.packaging import bytecode, release, vendor

ARCHITECTURES = frozenset(vendor.MACHINES)

HERE = "x86_64" if platform.machine() in {"x86_64", "AMD64"} else "arm64"
"""This machine's architecture, as Lambda calls it."""

DEPLOYED = "arm64"
"""The architecture that stages run on."""

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.built-from")


def create(architecture: str, runtime: str = RUNTIME, to: Path | None = None) -> Path:
    """Create a new project and return its directory.

    It replaces an earlier one for this architecture and runtime. Raises Stop when there is no Python of that
    runtime here, or regions or font have not been built.
    """
    python = bytecode.python_of(runtime)
    if not regions.DATA.exists():
        raise Stop("the regions have not been built. Run make prepared first.")
    if not ink.FONT_FILE.exists():
        raise Stop("the font of printed forms has not been cut. Run make prepared first.")
    root = to or ROOT / "build/package" / runtime / architecture
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    shutil.copy(ROOT / "app.py", root)
    shutil.copytree(ROOT / "chalicelib", root / "chalicelib", ignore=_LEFT_OUT)
    (root / "requirements.txt").touch()
    release.write(release.of_checkout(), root)
    vendor.build(architecture, runtime, root / "vendor")
    shutil.copytree(ROOT / "vendor/PIL", root / "vendor/PIL", ignore=_LEFT_OUT)
    _compile_ours(python, root)
    return root


def _compile_ours(python: str, root: Path) -> None:
    """Compile our modules, and the two that Chalice adds when it packages."""
    bytecode.compile_all(python, root / "chalicelib")
    bytecode.compile_all(python, root / "vendor/PIL")
    bytecode.compile_one(python, root / "app.py", root / "vendor", "app.py")
    bytecode.compile_one(python, Path(inspect.getfile(chalice)), root / "vendor", "chalice/__init__.py")
    bytecode.compile_one(python, Path(inspect.getfile(chalice.app)), root / "vendor", "chalice/app.py")
