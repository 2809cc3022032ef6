"""`python -m ops site …`: the site's bundle, built again only when what it is made of has changed."""

import argparse
import hashlib
import importlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from ops import bootstrap, openapi, regions
from ops.local import tools

SOURCE = tools.ROOT / "static_site"
BUNDLE = SOURCE / "dist"
DESCRIPTION = tools.ROOT / "build/openapi.json"
TYPES = SOURCE / "src/api/schema.d.ts"
_MADE = {"node_modules", "dist"}
DEPLOYING = "ops.deploying.site"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    for name, act in ACTS.items():
        acts.add_parser(name, help=act.__doc__)
    deploying = acts.add_parser("deploy", help="build it and bring it to a stage's bucket and CDN")
    importlib.import_module(DEPLOYING).add_arguments(deploying)


def run(options: argparse.Namespace) -> int:
    if options.act == "deploy":
        status: int = importlib.import_module(DEPLOYING).run(options)
        return status
    ACTS[options.act]()
    return 0


def quick() -> None:
    """Format, lint, types and unit tests of the site."""
    prepare()
    make_types()
    tools.npm("run", "--silent", "check", cwd=SOURCE)
    tools.npm("run", "--silent", "test", cwd=SOURCE)


def check() -> None:
    """`quick`, and the bundle within its budget."""
    quick()
    build()
    tools.npm("run", "--silent", "size", cwd=SOURCE)


def fmt() -> None:
    """Put the site's sources into shape."""
    tools.npm("run", "--silent", "fmt", cwd=SOURCE)


def types() -> None:
    """The API's types alone, for an editor."""
    prepare()
    make_types()


def prepare() -> None:
    """What the site is built from and the functions' tests read: packages and regions."""
    with bootstrap.alone():
        install()
        make_regions()


def build() -> None:
    """Installs the site's packages and builds its bundle, each only where its sources changed."""
    prepare()
    with bootstrap.alone():
        bundle()


def bundle() -> None:
    """The bundle of the sources as they are now."""
    stamp, now = BUNDLE / ".built-from", _digest(_sources())
    if _says(stamp, now):
        return
    print("laurel: building the site", flush=True)
    tools.npm("run", "--silent", "build", cwd=SOURCE)
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


def make_types() -> None:
    """The types of the API, from its description as the back end gives it now."""
    now = openapi.text()
    if TYPES.is_file() and DESCRIPTION.is_file() and DESCRIPTION.read_text("utf-8") == now:
        return
    DESCRIPTION.parent.mkdir(exist_ok=True)
    DESCRIPTION.write_text(now, "utf-8")
    tools.npm("run", "--silent", "api", cwd=SOURCE)


def _sources() -> list[Path]:
    roots = sorted(path for path in SOURCE.iterdir() if path.name not in _MADE)
    files = [file for root in roots for file in ([root] if root.is_file() else sorted(root.rglob("*")))]
    return [file for file in files if file.is_file() and file != TYPES]


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(SOURCE)} {file.stat().st_size} ".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _says(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text() == digest


ACTS = {"install": prepare, "build": build, "types": types, "check": check, "quick": quick, "fmt": fmt}
