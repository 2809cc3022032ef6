"""What the functions need from others: wheels by their locked hashes, for Lambda's C library, trimmed and compiled.

Chalice stamps every entry of its package with 1980, so a `.pyc` that looks at its source's time is never used.
Ours are made to be believed (PEP 552, unchecked hash), and nothing is compiled when a function starts.
"""

import ast
import compileall
import contextlib
import gzip
import hashlib
import json
import os
import py_compile
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from chalicelib.settings import RUNTIME
from ops.bootstrap import ROOT
from ops.cli import Stop

LOCK = ROOT / "requirements.txt"
WHEELS = ROOT / "build/wheels"
VENDORS = ROOT / "build/vendor"

MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
"""Lambda's word for an architecture, and the one of wheels."""

GLIBC = {"python3.11": 26, "python3.12": 34, "python3.13": 34, "python3.14": 34}
"""The C library that each runtime has: 2.26 on Amazon Linux 2, 2.34 on Amazon Linux 2023."""

DEPLOYED_AT = "/var/task"

_UNUSED = (
    "*.dist-info/RECORD",
    "*.dist-info/sboms",
    "*.dist-info/WHEEL",
    "*.dist-info/top_level.txt",
    "*.dist-info/entry_points.txt",
    "bin",
)
"""What no import looks at. Metadata and licences stay."""


def this_python_is_the_runtime() -> None:
    """Raises Stop where packages would be built by another Python than the functions run on."""
    running = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    if running != RUNTIME:
        raise Stop(
            f"the functions run on {RUNTIME} and this is {running}. Use {RUNTIME} (make PYTHON={RUNTIME} after"
            " removing .venv), or choose another RUNTIME in chalicelib/settings.py."
        )


def wheels(architecture: str) -> list[Path]:
    """The locked wheels for an architecture, fetched once for each state of the lock. Raises Stop."""
    kept = WHEELS / architecture / hashlib.sha256(LOCK.read_bytes() + RUNTIME.encode()).hexdigest()[:16]
    if not (kept / "whole").exists():
        shutil.rmtree(kept, ignore_errors=True)
        _download(architecture, kept)
        (kept / "whole").touch()
    return sorted(kept.glob("*.whl"))


def platforms(architecture: str) -> list[str]:
    """The tags of wheels that load on the runtime's C library, newest first."""
    machine = MACHINES[architecture]
    return [f"manylinux_2_{n}_{machine}" for n in range(GLIBC[RUNTIME], 16, -1)] + [
        f"manylinux2014_{machine}"
    ]


def build(architecture: str, to: Path) -> None:
    """Everything the functions import, into `to`, trimmed and compiled; made once for each state of lock and code."""
    state = hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes())
    state.update(" ".join([RUNTIME, *sorted(services())]).encode())
    built = VENDORS / architecture / state.hexdigest()[:16]
    if not built.exists():
        fresh = built.with_suffix(f".{os.getpid()}")
        _unpack(architecture, fresh)
        with contextlib.suppress(OSError):
            fresh.rename(built)
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(built, to)


def _unpack(architecture: str, to: Path) -> None:
    for wheel in wheels(architecture):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(to)
    for pattern in _UNUSED:
        for path in to.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    trim_botocore(to / "botocore/data")
    compile_all(to)


def trim_botocore(data: Path) -> None:
    """Leave the data of our services, without examples and documentation, and what belongs to all services."""
    used = services()
    for path in data.iterdir():
        if path.is_dir() and path.name not in used:
            shutil.rmtree(path)
    for example in data.rglob("examples-1.json*"):
        example.unlink()
    models = list(data.rglob("service-2.json.gz"))
    for model in models:
        trimmed = _without_documentation(json.loads(gzip.decompress(model.read_bytes())))
        model.write_bytes(gzip.compress(json.dumps(trimmed, separators=(",", ":")).encode(), mtime=0))
    kept = {_endpoint(model) for model in models}
    file = data / "endpoints.json"
    endpoints = json.loads(file.read_text())
    for partition in endpoints["partitions"]:
        partition["services"] = {n: s for n, s in partition["services"].items() if n in kept}
    file.write_text(json.dumps(endpoints, separators=(",", ":")))


def _without_documentation(model: Any) -> Any:
    """A model with empty texts, which are four fifths of it; botocore requires their keys."""
    if isinstance(model, list):
        return [_without_documentation(part) for part in model]
    if not isinstance(model, dict):
        return model
    return {
        name: "" if name == "documentation" and isinstance(part, str) else _without_documentation(part)
        for name, part in model.items()
    }


def services() -> frozenset[str]:
    """Those whose clients the functions make: what `client("…")` is called with in `chalicelib`."""
    trees = [ast.parse(path.read_text()) for path in (ROOT / "chalicelib").rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    names = [call.args[0] for call in calls if ast.unparse(call.func) in {"aws.client", "_client"}]
    return frozenset(str(name.value) for name in names if isinstance(name, ast.Constant))


def _endpoint(model: Path) -> str:
    """What botocore's table of endpoints calls a service, by its model."""
    return str(json.loads(gzip.decompress(model.read_bytes()))["metadata"]["endpointPrefix"])


def compile_all(root: Path) -> None:
    """Compile every module below `root` to a file that is believed. Raises Stop where one does not compile."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    done = compileall.compile_dir(
        root, ddir=DEPLOYED_AT, quiet=1, force=True, workers=1, invalidation_mode=mode
    )
    if not done:
        raise Stop(f"not everything in {root} compiles; see above.")


def compile_one(source: Path, root: Path, name: str) -> None:
    """Compile `source` as the module at `name` below `root`, whose source lies elsewhere until it is packaged."""
    place = Path(name)
    target = root / place.parent / "__pycache__" / f"{place.stem}.{sys.implementation.cache_tag}.pyc"
    target.parent.mkdir(parents=True, exist_ok=True)
    py_compile.compile(
        str(source),
        str(target),
        f"{DEPLOYED_AT}/{name}",
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )


def _download(architecture: str, to: Path) -> None:
    version = RUNTIME.removeprefix("python")
    tag = "cp" + version.replace(".", "")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += ["--require-hashes", "-r", str(LOCK), "--dest", str(to), "--only-binary=:all:"]
    command += ["--implementation", "cp", "--python-version", version]
    command += [word for abi in (tag, "abi3", "none") for word in ("--abi", abi)]
    command += [word for name in platforms(architecture) for word in ("--platform", name)]
    if subprocess.run(command, cwd=ROOT).returncode:
        raise Stop(f"the wheels of {LOCK.name} for {architecture} could not be fetched; see above.")
