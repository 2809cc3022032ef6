"""Third-party packages of the functions, trimmed and compiled.

They come from wheels by their locked hashes, with tags that fit Lambda's C library.
"""

import ast
import contextlib
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from ops.bootstrap import ROOT
from ops.cli import Stop
from ops.packaging import bytecode

LOCK = ROOT / "requirements.txt"
WHEELS = ROOT / "build/wheels"
VENDORS = ROOT / "build/vendor"

MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
"""Architectures by Lambda's names, with those of wheels."""

GLIBC = {"python3.11": 26, "python3.12": 34, "python3.13": 34, "python3.14": 34}
"""Minor version of each runtime's C library.

It is 2.26 on Amazon Linux 2, 2.34 on Amazon Linux 2023.
"""

BUILDERS = (Path(__file__), Path(bytecode.__file__))
"""Sources that decide how dependencies are built."""

_UNUSED = (
    "*.dist-info/RECORD",
    "*.dist-info/sboms",
    "*.dist-info/WHEEL",
    "*.dist-info/top_level.txt",
    "*.dist-info/entry_points.txt",
    "bin",
    "reportlab/fonts",
    "reportlab/graphics/samples",
    "reportlab/graphics/widgets",
    "reportlab/graphics/charts/[b-z]*.py",
    "reportlab/graphics/render*.py",
    "reportlab/graphics/test*.py",
    "reportlab/graphics/svgpath.py",
)
"""Files that no import reads, and of reportlab what is not needed for text, tables and a QR.

Metadata and licences stay.
"""


def wheels(architecture: str, runtime: str) -> list[Path]:
    """Return the locked wheels for an architecture and a runtime.

    They are downloaded once for each state of the lock. Raises Stop when that fails.
    """
    kept = WHEELS / architecture / hashlib.sha256(LOCK.read_bytes() + runtime.encode()).hexdigest()[:16]
    if not (kept / "whole").exists():
        shutil.rmtree(kept, ignore_errors=True)
        _download(architecture, runtime, kept)
        (kept / "whole").touch()
    return sorted(kept.glob("*.whl"))


def platforms(architecture: str, runtime: str) -> list[str]:
    """List the tags of wheels that load on a runtime's C library.

    The newest comes first.
    """
    machine = MACHINES[architecture]
    return [f"manylinux_2_{n}_{machine}" for n in range(GLIBC[runtime], 16, -1)] + [f"manylinux2014_{machine}"]


def build(architecture: str, runtime: str, to: Path) -> None:
    """Put everything that the functions import into `to`.

    It is built once for each state of lock and code. Raises Stop when wheels cannot be downloaded or compiled.
    """
    state = hashlib.sha256(LOCK.read_bytes() + b"".join(file.read_bytes() for file in BUILDERS))
    state.update(" ".join([runtime, *sorted(services())]).encode())
    built = VENDORS / architecture / state.hexdigest()[:16]
    if not built.exists():
        fresh = built.with_suffix(f".{os.getpid()}")
        _unpack(architecture, runtime, fresh)
        with contextlib.suppress(OSError):
            fresh.rename(built)
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(built, to)


def _unpack(architecture: str, runtime: str, to: Path) -> None:
    for wheel in wheels(architecture, runtime):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(to)
    for pattern in _UNUSED:
        for path in to.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    trim_botocore(to / "botocore/data")
    bytecode.compile_all(bytecode.python_of(runtime), to)


def trim_botocore(data: Path) -> None:
    """Remove botocore's data that the functions do not use.

    The data of their services and of all services in common stays, without examples and documentation.
    """
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
    """Return a model with empty documentation texts.

    These are four fifths of it. Botocore requires their keys.
    """
    if isinstance(model, list):
        return [_without_documentation(part) for part in model]
    if not isinstance(model, dict):
        return model
    return {
        name: "" if name == "documentation" and isinstance(part, str) else _without_documentation(part)
        for name, part in model.items()
    }


def services() -> frozenset[str]:
    """Return the AWS services that `chalicelib` uses.

    They are the arguments of `client("…")` in its sources.
    """
    trees = [ast.parse(path.read_text()) for path in (ROOT / "chalicelib").rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    names = [call.args[0] for call in calls if ast.unparse(call.func) in {"clients.client", "_client"}]
    return frozenset(str(name.value) for name in names if isinstance(name, ast.Constant))


def _endpoint(model: Path) -> str:
    """Return a service's name in botocore's table of endpoints.

    It comes from the service's model.
    """
    return str(json.loads(gzip.decompress(model.read_bytes()))["metadata"]["endpointPrefix"])


def _download(architecture: str, runtime: str, to: Path) -> None:
    version = runtime.removeprefix("python")
    tag = "cp" + version.replace(".", "")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += ["--require-hashes", "-r", str(LOCK), "--dest", str(to), "--only-binary=:all:"]
    command += ["--implementation", "cp", "--python-version", version]
    command += [word for abi in (tag, "abi3", "none") for word in ("--abi", abi)]
    command += [word for name in platforms(architecture, runtime) for word in ("--platform", name)]
    if subprocess.run(command, cwd=ROOT).returncode:
        raise Stop(f"the wheels of {LOCK.name} for {architecture} could not be fetched; see above.")
