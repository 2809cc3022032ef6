"""Releases of a small checkout, by the command itself: what does not run goes back, and any can be gone back to."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import pytest

from ops.bootstrap import ROOT
from ops.deploying import deployment_lock, history, inventory, secret_store
from ops.local import engines
from ops.local.engines import Engine
from ops.packaging import bill
from ops.rehearsal.rehearsal import SERVICES
from ops.stages import Stage, stack_name

pytestmark = pytest.mark.engine
REGION = "us-east-1"
ORIGIN = "https://awards.example.org"
PACKAGED = ("app.py", "chalicelib", ".chalice", "cloudformation", "ops", "pyproject.toml", "vendor")


@dataclass(frozen=True)
class Told:
    """What a command ended with and said."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.err.splitlines()[-1]


@dataclass(frozen=True)
class Checkout:
    """A copy of this checkout in a repository of its own, which deploys to an engine."""

    folder: Path
    engine: Engine

    def ops(self, *arguments: str) -> Told:
        done = subprocess.run(
            [sys.executable, "-m", "ops", *arguments],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
        )
        return Told(done.returncode, done.stdout, done.stderr)

    def environment(self) -> dict[str, str]:
        named = {"AWS_ENDPOINT_URL": self.engine.endpoint, "AWS_REGION": REGION, **engines.CREDENTIALS}
        mine = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**mine, **named, "AWS_DEFAULT_REGION": REGION}

    def deploy(self, *arguments: str) -> Told:
        return self.ops("deploy", "--stage", "dev", "--only", "app", *arguments)

    def commit(self) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.cn")
        self.git("add", "-A")
        self.git(*who, "commit", "-qm", "Change", "--allow-empty")
        return self.git("rev-parse", "--short=12", "HEAD")

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout.strip()

    def add(self, file: str, line: str) -> None:
        path = self.folder / file
        path.write_text(f"{path.read_text()}\n{line}\n")

    def take_back(self, file: str) -> None:
        shutil.copy(ROOT / file, self.folder / file)

    @property
    def stage(self) -> Stage:
        return Stage("dev", boto3.Session(region_name=REGION), {"*": self.engine.endpoint})

    def answered(self, path: str, secret: str) -> int:
        """The status of the API's answer to somebody who shows a secret as the CDN does."""
        request = urllib.request.Request(f"{inventory.api_url(self.stage)}{path}", headers={"X-Laurel-Origin": secret})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def running(self) -> str:
        """The commit that the API says it runs."""
        shown = {"X-Laurel-Origin": secret_store.read_secrets(self.stage)["proxy_secret"]}
        request = urllib.request.Request(f"{inventory.api_url(self.stage)}version", headers=shown)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(json.loads(answer.read())["commit"])


UNPACKABLE = 'raise RuntimeError("broken")'
"""What Chalice cannot even package."""

BROKEN = 'import os\nif "AWS_LAMBDA_FUNCTION_NAME" in os.environ: raise RuntimeError("broken")'
"""What fails on Lambda alone, so that it can be packaged."""


def only(*parts: str) -> list[str]:
    return [word for part in parts for word in ("--only", part)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A ministack that stands for a region with the CDN."""
    engine = engines.ministack(tmp_path_factory.mktemp("cloud"), f"{SERVICES},acm")
    engine.environment |= {"MINISTACK_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
    engine.start()
    try:
        engine.wait()
        yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="module")
def checkout(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout whose stage has everything but alarms, which this engine lacks."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in PACKAGED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for lock in ROOT.glob("requirements*.txt"):
        shutil.copy(lock, folder)
    (folder / "static_site").mkdir()
    shutil.copy(bill.SITE_LOCK, folder / "static_site")
    (folder / "build").mkdir()
    for cache in ("wheels", "vendor"):
        (ROOT / "build" / cache).mkdir(parents=True, exist_ok=True)
        (folder / "build" / cache).symlink_to(ROOT / "build" / cache)
    (folder / ".gitignore").write_text("build/\n__pycache__/\nchalicelib/data/\n")
    smoke = folder / "ops/deploying/smoke.py"
    smoke.write_text(re.sub(r"^PATIENCE_HERE = .+$", "PATIENCE_HERE = 3.0", smoke.read_text(), flags=re.MULTILINE))
    here = Checkout(folder, engine)
    here.git("init", "-q")
    here.commit()
    told = here.ops(
        "deploy", "--stage", "dev", *(w for part in ("data", "app", "edge", "cdn") for w in ("--only", part))
    )
    assert told.code == 0, told.err
    return here


def test_what_was_deployed_says_so_itself_and_who_did_it_when(checkout: Checkout) -> None:
    assert checkout.running() == checkout.git("rev-parse", "--short=12", "HEAD")
    told = checkout.ops("rollback", "--stage", "dev", "--list")
    assert f" {checkout.running()}  arn:aws:iam::" in told.out.splitlines()[-1]
    assert told.out.splitlines()[-1].endswith("  standing")
    [tick] = [f for f in functions(checkout) if f["FunctionName"] == "laurel-dev-tick"]
    tags = checkout.stage.client("lambda").list_tags(Resource=tick["FunctionArn"])["Tags"]
    assert tags["laurel:commit"] == checkout.running()


def functions(checkout: Checkout) -> list[dict[str, str]]:
    return list(checkout.stage.client("lambda").list_functions()["Functions"])


@pytest.mark.parametrize("file", ["app.py", "chalicelib/jobs/messages.py"])
def test_functions_that_cannot_start_are_taken_back(checkout: Checkout, file: str) -> None:
    before = checkout.running()
    checkout.add(file, BROKEN)
    told = checkout.deploy()
    checkout.take_back(file)
    assert told.code == 3
    assert "does not run: " in told.last
    assert told.last.endswith(f"{before} stands again, and runs.")
    assert checkout.running() == before
    last = history.all_of(checkout.stage)[-1]
    assert (last.outcome, last.commit) == (history.TAKEN_BACK, f"{before}+dirty.{last.commit[-8:]}")


def test_a_version_that_was_mended_can_be_gone_back_from_and_its_settings_stay(checkout: Checkout) -> None:
    first = checkout.running()
    checkout.add("chalicelib/wiring.py", "# mended")
    second = checkout.commit()
    chosen = ("--set", "MailFrom=a@example.org", "--origin", ORIGIN)
    told = checkout.ops("deploy", "--stage", "dev", *only("data", "app"), *chosen)
    assert told.code == 0, told.err
    assert checkout.running() == second
    told = checkout.ops("rollback", "--stage", "dev")
    assert told.code == 0, told.err
    assert checkout.running() == first
    [tick] = [f for f in functions(checkout) if f["FunctionName"] == "laurel-dev-tick"]
    assert tick["Environment"]["Variables"]["LAUREL_MAIL_FROM"] == "a@example.org"  # type: ignore[index]
    told = checkout.ops("rollback", "--stage", "dev")
    assert (told.code, told.last) == (
        3,
        "laurel: no deployment of before is recorded. Check out the version to go back to, and ops deploy it.",
    )
    assert checkout.ops("rollback", "--stage", "dev", "--to", second).code == 0
    assert checkout.running() == second


def test_of_two_deployments_at_once_the_second_is_told_who_is_at_work(checkout: Checkout) -> None:
    with deployment_lock.alone(checkout.stage, "deploy app"):
        told = checkout.deploy()
    assert told.code == 3
    assert "is at work on stage dev (deploy app, since 20" in told.last
    assert told.last.endswith("If it was killed and nobody is at work: --break-lock.")
    checkout.stage.state_bucket.create_json(deployment_lock.FILE, {"id": "x", "who": "one that was killed"})
    assert checkout.ops("rollback", "--stage", "dev", "--to", checkout.running(), "--break-lock").code == 0
    assert checkout.stage.state_bucket.read(deployment_lock.FILE) is None


def test_a_lost_proxy_secret_is_read_back_from_the_cdn(checkout: Checkout) -> None:
    stage, before = checkout.stage, secret_store.read_secrets(checkout.stage)
    stage.client("ssm").delete_parameters(Names=["/laurel/dev/secret", "/laurel/dev/proxy_secret"])
    told = checkout.deploy()
    assert told.code == 0, told.err
    assert "proxy_secret was gone and is read back from the CDN" in told.err
    assert "everybody has to sign in again" in told.err
    after = secret_store.read_secrets(stage)
    assert after["proxy_secret"] == before["proxy_secret"] == secret_store.shown_by_cdn(stage)
    assert after["secret"] != before["secret"]
    assert checkout.answered("calls", before["proxy_secret"]) == 200


def test_the_proxy_secret_is_exchanged_while_the_site_is_used(checkout: Checkout) -> None:
    stage, before = checkout.stage, secret_store.read_secrets(checkout.stage)["proxy_secret"]
    running = checkout.running()
    told = checkout.ops("secret", "rotate", "proxy_secret", "--stage", "dev")
    assert told.code == 0, told.err
    after = secret_store.read_secrets(stage)
    assert after["proxy_secret"] != before
    assert after.keys() == {"secret", "proxy_secret"}
    assert secret_store.shown_by_cdn(stage) == after["proxy_secret"]
    assert [checkout.answered("calls", one) for one in (after["proxy_secret"], before)] == [200, 403]
    assert checkout.running() == running
    assert before not in told.out + told.err
    assert after["proxy_secret"] not in told.out + told.err


def test_an_exchange_that_was_cut_off_shuts_nobody_out_and_can_be_ended(checkout: Checkout) -> None:
    stage, stored = checkout.stage, secret_store.read_secrets(checkout.stage)
    old, new = stored["proxy_secret"], secret_store.new_secret()
    secret_store.store(stage, {**stored, "proxy_secret": new, "proxy_secret_before": old})
    told = checkout.deploy()
    assert told.code == 0, told.err
    assert [checkout.answered("calls", one) for one in (new, old)] == [200, 200]
    assert secret_store.shown_by_cdn(stage) == old
    assert checkout.ops("secret", "rotate", "proxy_secret", "--stage", "dev").code == 3
    assert checkout.ops("secret", "retire", "proxy_secret", "--stage", "dev").code == 0
    assert secret_store.shown_by_cdn(stage) == new
    assert [checkout.answered("calls", one) for one in (new, old)] == [200, 403]


def test_the_signing_secret_is_exchanged_in_two_steps(checkout: Checkout) -> None:
    before = secret_store.read_secrets(checkout.stage)
    told = checkout.ops("secret", "rotate", "secret", "--stage", "dev")
    assert told.code == 0, told.err
    between = secret_store.read_secrets(checkout.stage)
    assert between["secret_before"] == before["secret"] != between["secret"]
    assert checkout.ops("secret", "retire", "secret", "--stage", "dev").code == 0
    assert secret_store.read_secrets(checkout.stage).keys() == before.keys()


def test_secrets_of_before_are_moved_when_functions_run_and_what_needs_the_old_place_is_not_put_back(
    checkout: Checkout,
) -> None:
    stage, before, name = checkout.stage, secret_store.read_secrets(checkout.stage), "/laurel/dev/secrets"
    stage.client("ssm").put_parameter(Name=name, Value=json.dumps(before), Type="SecureString")
    stage.client("ssm").delete_parameters(Names=["/laurel/dev/secret", "/laurel/dev/proxy_secret"])
    standing = history.standing(history.all_of(stage))
    assert standing
    history.write(stage, replace(standing, secrets_apart=False))
    checkout.add("app.py", BROKEN)
    assert checkout.deploy().last.endswith(" stands again, and runs.")
    checkout.take_back("app.py")
    assert secret_store.is_to_move(stage)
    checkout.add("chalicelib/wiring.py", "# with secrets apart")
    checkout.commit()
    told = checkout.deploy()
    assert told.code == 0, told.err
    assert "each secret has a parameter of its own now: /laurel/dev/proxy_secret, /laurel/dev/secret" in told.err
    assert f"parameter {name}, which all functions could read, is deleted" in told.err
    assert secret_store.read_secrets(stage) == before
    assert not secret_store.is_to_move(stage)
    assert checkout.answered("calls", before["proxy_secret"]) == 200
    told = checkout.ops("rollback", "--stage", "dev")
    assert (told.code, "reads its secrets from one parameter, /laurel/dev/secrets" in told.last) == (3, True)


def test_a_dry_run_tells_by_change_sets_and_changes_nothing(checkout: Checkout) -> None:
    formation = checkout.stage.client("cloudformation")
    before, sets = inventory.take_inventory(checkout.stage), change_sets(formation)
    checkout.add("chalicelib/wiring.py", "# another")
    told = checkout.ops(
        "deploy", "--stage", "dev", *only("data", "app", "edge"), "--set", "MailFrom=b@example.org", "--dry-run"
    )
    checkout.take_back("chalicelib/wiring.py")
    assert told.code == 0, told.err
    assert "laurel-app-dev: Modify APIHandler (AWS::Lambda::Function)" in told.out
    assert "laurel-edge-dev: nothing would change" in told.out
    assert inventory.take_inventory(checkout.stage) == before
    assert change_sets(formation) == sets
    assert not checkout.stage.outputs("watch")


def change_sets(formation: Any) -> list[str]:
    """The change sets of the functions' stack, carried out or not."""
    told = formation.list_change_sets(StackName=stack_name("dev", "app"))
    return [one["ChangeSetName"] for one in told["Summaries"]]


CERTIFICATE = "arn:aws:acm:{region}:000000000000:certificate/12345678-1234-1234-1234-123456789012"


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_a_certificate_of_elsewhere_is_refused_before_anything_is_deployed(checkout: Checkout, more: list[str]) -> None:
    asked = ("deploy", "--stage", "dev", "--origin", ORIGIN, *more)
    told = checkout.ops(*asked, "--certificate", CERTIFICATE.format(region="eu-central-1"))
    assert told.code == 3
    assert "the certificate stands in eu-central-1; the CDN takes one of us-east-1 alone" in told.last
    assert "aws acm request-certificate --region us-east-1 --domain-name awards.example.org" in told.last
    assert "there is no certificate" in checkout.ops(*asked, "--certificate", CERTIFICATE.format(region=REGION)).last
    assert "needs a certificate in us-east-1" in checkout.ops(*asked).last
    acm = boto3.client("acm", region_name=REGION, endpoint_url=checkout.engine.endpoint)
    other = acm.request_certificate(DomainName="other.example.org")["CertificateArn"]
    assert "is for other.example.org, and the site is at" in checkout.ops(*asked, "--certificate", other).last


def test_a_certificate_is_remembered_though_the_deployment_broke(checkout: Checkout) -> None:
    acm = boto3.client("acm", region_name=REGION, endpoint_url=checkout.engine.endpoint)
    arn = acm.request_certificate(DomainName="*.example.org")["CertificateArn"]
    checkout.add("app.py", UNPACKABLE)
    told = checkout.ops(
        *("deploy", "--stage", "dev", *only("app", "cdn")),
        *("--origin", ORIGIN, "--certificate", arn, "--alarms", "a@example.org"),
    )
    checkout.take_back("app.py")
    assert told.code == 3
    told = checkout.ops(
        "deploy", "--stage", "dev", "--only", "data", "--only", "app", "--only", "cdn", "--origin", ORIGIN
    )
    assert told.code == 0, told.err
    facts = inventory.take_inventory(checkout.stage)
    assert facts["laurel-cdn-dev parameter CertificateArn"] == arn
    assert facts["laurel-cdn-dev parameter SiteDomain"] == "awards.example.org"


def test_prod_takes_what_a_commit_holds_and_asks_the_first_time(checkout: Checkout) -> None:
    asked = ("deploy", "--stage", "prod", *only("data", "app"))
    checkout.add("app.py", "# changed")
    assert "no commit holds what would be deployed" in checkout.ops(*asked).last
    checkout.take_back("app.py")
    checkout.commit()
    told = checkout.ops(*asked)
    assert told.code == 3
    assert "Prod is deployed for the first time: stage prod, account 000000000000, region us-east-1" in told.last
    assert told.last.endswith("Give it with --yes prod.")
    assert checkout.ops(*asked, "--dry-run").code == 0
    assert Stage("prod", checkout.stage.session, checkout.stage.endpoints).outputs("data") == {}
