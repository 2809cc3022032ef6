"""The site's bundle, built again only when what it is made of has changed."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from ops import regions
from ops.local import tools

SOURCE = tools.ROOT / "static_site"
BUNDLE = SOURCE / "dist"
_MADE = {"node_modules", "dist"}


def build() -> None:
    """Installs the site's packages and builds its bundle, each only where its sources changed."""
    install()
    make_regions()
    stamp, now = BUNDLE / ".built-from", _digest(_sources())
    if _says(stamp, now):
        return
    print("laurel: building the site", flush=True)
    tools.npm("run", "--silent", "build", "--", "--logLevel", "warn", cwd=SOURCE)
    stamp.write_text(now)


def install() -> None:
    """`npm ci`, once for each lock file."""
    stamp, now = SOURCE / "node_modules/.installed-from", _digest([SOURCE / "package-lock.json"])
    if _says(stamp, now):
        return
    print("laurel: installing the site's packages (once)", flush=True)
    shutil.rmtree(BUNDLE, ignore_errors=True)
    tools.npm("ci", "--silent", "--no-audit", "--no-fund", cwd=SOURCE)
    stamp.write_text(now)


def make_regions() -> None:
    """The country's regions for server and site, from the package that carries them."""
    package = (regions.PACKAGE / "package.json").stat().st_mtime
    if not all(target.exists() and target.stat().st_mtime >= package for target in regions.TARGETS):
        regions.write()


def _sources() -> list[Path]:
    roots = sorted(path for path in SOURCE.iterdir() if path.name not in _MADE)
    files = [file for root in roots for file in ([root] if root.is_file() else sorted(root.rglob("*")))]
    return [file for file in files if file.is_file()]


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(SOURCE)} {file.stat().st_size} ".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _says(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest
