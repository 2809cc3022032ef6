"""The site's bundle, packages and API types; regions; the forms' font.

Each is built only if its sources changed.
"""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from ops import bootstrap, programs
from ops.site import api_description, font, message_words, regions

SOURCE = programs.ROOT / "static_site"
BUNDLE = SOURCE / "dist"
DESCRIPTION = programs.ROOT / "build/openapi.json"
TYPES = SOURCE / "src/api/schema.d.ts"
NO_SOURCES = {"node_modules", "dist"}


def check_quickly() -> None:
    """Check format, lint, types and unit tests of the site."""
    prepare()
    make_types()
    programs.npm("run", "--silent", "check", cwd=SOURCE)
    programs.npm("run", "--silent", "test", cwd=SOURCE)


def check() -> None:
    """Run `quick`, build the bundle, and check its size against its budget."""
    check_quickly()
    build()
    programs.npm("run", "--silent", "size", cwd=SOURCE)


def fmt() -> None:
    """Format the site's sources."""
    programs.npm("run", "--silent", "fmt", cwd=SOURCE)


def update_api_types() -> None:
    """Generate the API's types alone, for an editor."""
    prepare()
    make_types()


def prepare() -> None:
    """Install the site's packages; write regions, font and message words."""
    with bootstrap.alone():
        install()
        make_regions()
        make_font()
        message_words.write()


def build() -> None:
    """Install packages and build the bundle, each if its sources changed."""
    prepare()
    with bootstrap.alone():
        _bundle()


def _bundle() -> None:
    """Build the bundle unless its sources are unchanged."""
    stamp, now = BUNDLE / ".built-from", _digest(_sources())
    if _is_stamped(stamp, now):
        return
    print("laurel: building the site", flush=True)
    programs.npm("run", "--silent", "build", cwd=SOURCE)
    stamp.write_text(now)


def install() -> None:
    """Run `npm ci`, once for each lock file."""
    stamp, now = SOURCE / "node_modules/.installed-from", _digest([SOURCE / "package-lock.json"])
    if _is_stamped(stamp, now):
        return
    print("laurel: installing the site's packages (once)", flush=True)
    shutil.rmtree(BUNDLE, ignore_errors=True)
    programs.npm("ci", "--silent", "--no-audit", "--no-fund", cwd=SOURCE)
    stamp.write_text(now)


def make_regions() -> None:
    """Write the country's regions for server and site.

    Only if their package is newer.
    """
    package = (regions.PACKAGE / "package.json").stat().st_mtime
    if not all(target.exists() and target.stat().st_mtime >= package for target in regions.TARGETS):
        regions.write()


def make_font() -> None:
    """Cut the font of printed forms.

    Unless it was cut so from this package.
    """
    stamp = font.TARGET.with_suffix(".built-from")
    now = hashlib.sha256((font.PACKAGE / "package.json").read_bytes() + Path(font.__file__).read_bytes()).hexdigest()
    if font.TARGET.is_file() and _is_stamped(stamp, now):
        return
    print("laurel: cutting the font of printed forms (once)", flush=True)
    font.write()
    stamp.write_text(now)


def make_types() -> None:
    """Generate the API's types if its description changed."""
    now = api_description.text()
    if TYPES.is_file() and DESCRIPTION.is_file() and DESCRIPTION.read_text("utf-8") == now:
        return
    DESCRIPTION.parent.mkdir(exist_ok=True)
    DESCRIPTION.write_text(now, "utf-8")
    programs.npm("run", "--silent", "api", cwd=SOURCE)


def _sources() -> list[Path]:
    roots = sorted(path for path in SOURCE.iterdir() if path.name not in NO_SOURCES)
    files = [file for root in roots for file in ([root] if root.is_file() else sorted(root.rglob("*")))]
    return [file for file in files if file.is_file() and file != TYPES]


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(SOURCE)} {file.stat().st_size} ".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest
