"""Nothing that is deployed and none of the operator's commands knows a partition, a domain or a region by name."""

import ast
import re
from pathlib import Path

import boto3
import pytest

from ops.bootstrap import ROOT
from ops.stages import WITHOUT_CDN, Stage

SOURCES = sorted(
    path
    for folder in ("chalicelib", "ops")
    for path in (ROOT / folder).rglob("*.py")
    if not {"local", "seed"} & set(path.relative_to(ROOT).parts)
)
NAMED = re.compile(r"arn:aws\b|amazonaws|\b(us|eu|ap|cn|sa|ca|me|af|il)-[a-z]+-\d\b")
ALLOWED = {
    "chalicelib/settings.py": "where a local run says nothing else; what is deployed goes by no default",
    "ops/deploying/certificate.py": "where the CDN looks for certificates, whatever region a stage is in",
    "ops/live_record.py": "the one region whose name S3 does not take as a bucket's place",
    "ops/packaging/templates.py": "the example of a place that is none",
    "ops/rehearsal/rehearsal.py": "the engine of a rehearsal",
}


def strings(path: Path) -> list[str]:
    """What a module says, its docstrings apart and without words that only show an example to a person."""
    tree = ast.parse(path.read_text())
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [str(n.value) for n in found if id(n) not in docs and "for example" not in str(n.value)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_partition_domain_or_region_is_written_down(path: Path) -> None:
    if str(path.relative_to(ROOT)) in ALLOWED:
        return
    assert [text for text in strings(path) if NAMED.search(text)] == []


@pytest.mark.parametrize(
    ("service", "host"),
    [
        ("dynamodb", "dynamodb.cn-north-1.amazonaws.com.cn"),
        ("s3", "s3.cn-north-1.amazonaws.com.cn"),
        ("lambda", "lambda.cn-north-1.amazonaws.com.cn"),
        ("cloudformation", "cloudformation.cn-north-1.amazonaws.com.cn"),
        ("sts", "sts.cn-north-1.amazonaws.com.cn"),
        ("ssm", "ssm.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_clients_of_a_stage_in_china_speak_to_china(service: str, host: str) -> None:
    stage = Stage("prod", boto3.Session(region_name="cn-north-1"))
    assert stage.client(service).meta.endpoint_url == f"https://{host}"


def test_uploads_and_downloads_of_a_stage_in_china_stay_there() -> None:
    session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="cn-north-1")
    post = Stage("prod", session).client("s3").generate_presigned_post("laurel-attachments", "incoming/x")
    assert post["url"] == "https://laurel-attachments.s3.cn-north-1.amazonaws.com.cn/"


def test_the_china_partition_is_one_without_a_cdn() -> None:
    assert boto3.Session().get_partition_for_region("cn-northwest-1") in WITHOUT_CDN
