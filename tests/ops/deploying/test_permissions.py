"""Each function may do all that it does and nothing else: the calls it makes, recorded while it does its work, are held
against its policy."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib import settings
from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import UploadWrong
from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.messages import Preferences
from chalicelib.jobs import clock, messages, nightly, pulse, season, stream
from chalicelib.services.accounts import closing
from chalicelib.services.context import Act
from chalicelib.services.evaluation import assignments, long_acts, sealing, selections, tallies
from chalicelib.services.messages import reminders
from chalicelib.services.publication import notices
from chalicelib.services.submissions import attachments
from chalicelib.storage import messages as stored
from chalicelib.storage.engine import clients, secrets
from chalicelib.storage.engine.signing_keys import KmsKey
from chalicelib.wiring import Wiring
from ops.local import engines
from ops.packaging.templates import CONFIGURATION
from tests.conftest import IN_PROCESS, Place, a_bucket, a_table
from tests.factories import CALL, COUNTY, PASSWORD, World, world
from tests.services.evaluation.marked import put_state
from tests.services.telling import Stream, enlisted
from tests.web.asking import ask
from tests.web.conftest import serve
from tests.web.stage import PDF, Snapshot, Stage, judged, photographed, put_back, stage
from tests.web.test_access import ROWS

pytestmark = pytest.mark.engine

Need = tuple[str, str]
"""An action, and what it is done to as a policy names it."""

TABLE, BUCKET, PUBLIC = "${TableArn}", "${BucketArn}", "${PublicBucketArn}"
ITEM = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}

BY_THE_PLATFORM: set[Need] = {
    ("logs:CreateLogStream", "logs"),
    ("logs:PutLogEvents", "logs"),
}
"""What every function needs to be one: its log."""

NOT_RECORDED: dict[str, set[Need]] = {
    "api": {
        ("s3:PutObject", f"{BUCKET}/incoming/*"),  # what browsers send is signed with the function's rights
        ("s3:ListBucket", BUCKET),  # without it S3 calls a missing upload forbidden
        ("s3:GetObjectTagging", f"{BUCKET}/incoming/*"),  # without it S3 does not tell that there are tags
        ("states:StartExecution", "${SeasonArn}"),  # there is no machine here
    },
    "stream": {
        ("dynamodb:DescribeStream", "${TableStreamArn}"),  # by Lambda, in the function's name
        ("dynamodb:GetRecords", "${TableStreamArn}"),
        ("dynamodb:GetShardIterator", "${TableStreamArn}"),
        ("dynamodb:ListStreams", "*"),
        ("sqs:SendMessage", "${DeadLettersArn}"),
    },
    "tick": {("states:StartExecution", "${LongJobsArn}"), ("states:StartExecution", "${SeasonArn}")},
    "closing": set(),
    "season": set(),
    "nightly": {
        ("dynamodb:CreateBackup", TABLE),  # DynamoDB Local has no backups
        ("dynamodb:ListBackups", "*"),
    },
    "messages": {
        ("sqs:SendMessage", "${DeadLettersArn}"),
        ("ses:SendEmail", "arn:${Partition}:ses:${Region}:${Account}:identity/*"),
        ("sns:Publish", "*"),
    },
}
"""What a run on one machine does not do through the clients that are watched, with the reason."""


SECRETS = "arn:${Partition}:ssm:${Region}:${Account}:parameter${SecretsPath}"


@dataclass
class Recorder:
    """What was asked of table, bucket and the store of secrets."""

    needs: set[Need] = field(default_factory=set)

    def watch(self, here: World) -> None:
        for service, client in _watched(here):
            client.meta.events.register(f"provide-client-params.{service}", self.note)

    def note(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        service = model.service_model.service_name
        self.needs |= set(OF[service](model.name, params))


def _watched(here: World) -> list[tuple[str, Any]]:
    tools = here.tools
    return [("dynamodb", tools.table._client), ("s3", tools.objects._s3), ("s3", tools.public._s3)]


def _of_table(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    if operation == "TransactWriteItems":
        yield from ((f"dynamodb:{ITEM[kind]}", TABLE) for item in params["TransactItems"] for kind in item)
    else:
        index = params.get("IndexName")
        yield f"dynamodb:{operation}", f"{TABLE}/index/{index}" if index else TABLE


def _of_bucket(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    if operation == "ListObjectVersions":
        yield "s3:ListBucketVersions", BUCKET
    if "Key" not in params:
        return  # an upload is only signed here
    bucket = PUBLIC if params["Bucket"].endswith("-public") else BUCKET
    place = f"{bucket}/{params['Key'].split('/')[0]}/*"
    if operation == "CopyObject":
        source = params["CopySource"]
        taken = "GetObjectVersion" if "VersionId" in source else "GetObject"
        yield f"s3:{taken}", f"{BUCKET}/{source['Key'].split('/')[0]}/*"
        operation = "PutObject"
    if operation == "GetObjectTagging":
        operation = "GetObjectVersionTagging"  # always of the version that was read
    if operation == "DeleteObject" and "VersionId" in params:
        operation = "DeleteObjectVersion"
    yield f"s3:{operation}", place


def _of_store(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    yield from ((f"ssm:{operation}", name.replace(PATH, SECRETS)) for name in params["Names"])


def _of_key(operation: str, params: dict[str, Any]) -> Iterator[Need]:
    yield from ((f"kms:{operation}", name) for name in ("${RecordKeyArn}", "${RecordKeyNextArn}"))


OF = {"dynamodb": _of_table, "s3": _of_bucket, "ssm": _of_store, "kms": _of_key}
PATH = "/laurel/dev"


def at_start(function: str) -> set[Need]:
    """What a function asks for when it starts, with the settings that every function has."""
    recorder, environment = (
        Recorder(),
        {
            "AWS_LAMBDA_FUNCTION_NAME": f"laurel-dev-{function}",
            "LAUREL_SITE_ORIGIN": "https://awards.example.cn",
            "LAUREL_REGION": engines.REGION,
            "LAUREL_TABLE": "laurel",
            "LAUREL_BUCKET": "laurel-attachments",
            "LAUREL_PUBLIC_BUCKET": "laurel-public",
            "LAUREL_RECORD_KEY": "arn:aws:kms:cn-north-1:1:key/1",
            "LAUREL_SECRETS": PATH,
            "LAUREL_DEAD_LETTERS": "https://sqs.example.cn/dead",
            "LAUREL_WEBHOOK_URL": "https://hook.example.cn",
        },
    )
    ssm = boto3.client("ssm", region_name=engines.REGION)
    for name in ("secret", "proxy_secret", "webhook_secret"):
        ssm.put_parameter(Name=f"{PATH}/{name}", Value="a secret of a stage", Type="SecureString", Overwrite=True)
    events = clients.session().get_component("event_emitter")
    events.register("provide-client-params.ssm", recorder.note)
    settings.read(environment, secrets.read)
    events.unregister("provide-client-params.ssm", recorder.note)
    return BY_THE_PLATFORM | recorder.needs


def allowed(policy: str) -> set[Need]:
    """Every action that a policy gives, on what."""
    told = json.loads((CONFIGURATION / f"policy-{policy}.json").read_text())
    assert all(statement["Effect"] == "Allow" for statement in told["Statement"])
    return {
        (action, "logs" if action.startswith("logs:") else resource)
        for statement in told["Statement"]
        for action in statement["Action"]
        for resource in statement["Resource"]
    }


@pytest.fixture(scope="module")
def played(dynamodb_local: engines.Engine) -> Iterator[tuple[Stage, Place, Snapshot]]:
    """A season with something to do for every route."""
    with IN_PROCESS, pytest.MonkeyPatch.context() as patch:
        made = a_table(dynamodb_local)
        table = next(made)
        here = stage(table, a_bucket(None))
        serve(here.world, patch)
        yield here, table, photographed(table)
        made.close()


@pytest.fixture
def here(played: tuple[Stage, Place, Snapshot]) -> Stage:
    here, table, before = played
    put_back(table, before)
    return here


@pytest.fixture
def recorder(here: Stage) -> Iterator[Recorder]:
    """Watches from now on."""
    found = Recorder()
    found.watch(here.world)
    yield found
    for service, client in _watched(here.world):
        client.meta.events.unregister(f"provide-client-params.{service}", found.note)


def of_job(here: World) -> Wiring:
    """The same tools without a secret, and a queue of dead letters that must stay empty."""
    url = boto3.client("sqs", region_name=engines.REGION).create_queue(QueueName="dead")["QueueUrl"]
    made = Wiring(here.wiring.settings.model_copy(update={"dead_letters": url, "secret": ""}), here.clock)
    vars(made)["tools"] = replace(here.tools, secret="", other_secrets=())
    return made


def test_the_function_behind_the_api(here: Stage, recorder: Recorder, played: tuple[Stage, Place, Snapshot]) -> None:
    _, table, before = played
    for method, path, on, expected in ROWS:
        who = next((who for who, status in expected.items() if status < 400), None)
        if who:
            assert ask(here, method, path, on, who).status == expected[who], f"{method} {path}"
            put_back(table, before)
    refuse_an_upload(here)
    assert recorder.needs | at_start("api_handler") | NOT_RECORDED["api"] == allowed("api")


def refuse_an_upload(here: Stage) -> None:
    """What is not what it was said to be is thrown away."""
    world, owner = here.world, here.people["owner"]
    ticket = attachments.begin(world.act(owner), here.entries["draft"], "proof", "证明.pdf", len(PDF))
    key = f"incoming/{here.entries['draft']}/{ticket.id}"
    fake, bucket = b"MZ" * (len(PDF) // 2), world.tools.objects._bucket
    world.tools.objects._s3.put_object(Bucket=bucket, Key=key, Body=fake, Tagging="scanned=yes")
    with pytest.raises(UploadWrong):
        attachments.complete(world.change(owner), here.entries["draft"], ticket.id)


def test_the_function_behind_the_stream(here: Stage, recorder: Recorder, played: tuple[Stage, Place, Snapshot]) -> None:
    _, table, _ = played
    tools, owner, county = here.world.tools, here.people["owner"], here.people["own"]
    told = Stream(here.world, table)
    records = told.records()
    attachments.delete(Act(tools, owner, here.world.request(owner)), here.entries["draft"], here.ids["file"])
    request = here.world.request(county)
    reminders.remind(Act(tools, county, request), CALL, COUNTY, (owner.account.id,))
    leaver = here.world.applicant("leaver")
    here.world.cookie(leaver)
    tools.objects.put(f"kept/{here.world.draft(leaver)}/a/0", PDF, "application/pdf")
    closing.close_own(here.world.change(leaver), PASSWORD)
    give_notice(here)
    records += told.records()
    queue = of_job(here.world)
    key = boto3.client("kms", region_name=engines.REGION).create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    signing = KmsKey(key["KeyMetadata"]["Arn"], engines.REGION)
    signing._kms.meta.events.register("provide-client-params.kms", recorder.note)
    vars(queue)["tools"] = replace(queue.tools, record_keys=(signing,))
    recorder.needs.clear()
    while records:
        stream.handle(records, queue)
        records = told.records()
    assert queue.dead_letters.count() == 0
    assert recorder.needs | at_start("stream") | NOT_RECORDED["stream"] == allowed("stream")


def give_notice(here: Stage) -> None:
    """Of what is selected where marks are tallied."""
    world, mate = here.world, here.world.organiser(id="a-mate-2", login="organiser-mate-2")
    selections.confirm_it(world.change(mate), judged(), selections.read(world.act(mate), judged()).digest)
    notices.propose(world.change(mate), judged().call, [judged().track], "补充")


@pytest.mark.parametrize("function", ["tick", "closing"])
def test_the_functions_of_the_clock(here: Stage, recorder: Recorder, function: str) -> None:
    world = here.world
    at, world.clock.now = world.clock.now, world.clock.now
    ends = max(world.tools.calls.latest(CALL).calendar.recommending.values())
    world.clock.now = ends + timedelta(days=1)
    recorder.needs.clear()
    wiring = of_job(world)
    if function == "tick":
        pulse.beat(wiring, world.clock.now)
        clock.tick(wiring, world.clock.now)
        season.tick(wiring, world.clock.now)
    else:
        clock.closing(wiring, world.clock.now)
    world.clock.now = at
    assert world.board(COUNTY).ranked.reported
    assert recorder.needs | at_start(function) | NOT_RECORDED[function] == allowed(function)


def test_the_function_of_long_acts(here: Stage, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_acts, "AT_ONCE", 0)
    world, needs, begun = here.world, set[Need](), _begun_acts(here.world, here.people["org"])
    for name in begun:
        act = long_acts.known_act(world.tools, judged(), name)
        assert act
        recorder.needs.clear()
        while season.step(of_job(world), act.event).left:
            pass
        needs |= recorder.needs
        ended = long_acts.known_act(world.tools, judged(), name)
        assert ended
        assert (ended.under_way, ended.refused) == (False, "")
    assert needs | at_start("season") | NOT_RECORDED["season"] == allowed("season")


def _begun_acts(world: World, organiser: SignedIn) -> Iterator[str]:
    """Each long act, begun."""
    id, mate = judged(), world.organiser(id="a-mate", login="organiser-mate")
    tallies.start(world.change(organiser), id)
    yield tallies.LONG_ACT
    put_state(world, JuryState.DRAWN, id)
    assignments.begin(world.change(organiser), id)
    yield assignments.LONG_ACT
    put_state(world, JuryState.OPEN, id)
    sealing.seal(world.change(organiser), id, sealing.read_progress(world.act(organiser), id).digest, "时间已到")
    sealing.confirm_seal(world.change(mate), id, sealing.read_progress(world.act(mate), id).digest)
    yield sealing.LONG_ACT


def test_the_function_of_the_night(here: Stage, recorder: Recorder) -> None:
    wiring = of_job(here.world)
    wiring.whole_table._client.meta.events.register("provide-client-params.dynamodb", recorder.note)
    recorder.needs.clear()
    nightly.verify(wiring, here.world.clock.now)
    assert recorder.needs | at_start("nightly") | NOT_RECORDED["nightly"] == allowed("nightly")


def test_the_function_that_sends_messages(table_moto: Place) -> None:
    here = world(table_moto, messages={"channels": ["mail"], "gather_minutes": 30}, languages=["zh", "en"])
    owner = here.applicant()
    enlisted(here, owner, here.recommender(COUNTY))
    wanted = Preferences(account=owner.account.id, mail="wang@example.cn", v=1)
    here.tools.table.write([stored.put_preferences(wanted)])
    here.pushed()
    here.draft(owner, "还是草稿")
    Stream(here, table_moto).flow()
    found = Recorder()
    found.watch(here)
    here.clock.move(minutes=31)
    carried: list[Any] = []
    vars(here.wiring)["senders"] = {"mail": carried.append}
    messages.tick(here.wiring, here.clock.now)
    here.clock.now = here.tools.calls.latest(CALL).calendar.filing_closes - timedelta(days=1)
    messages.tick(here.wiring, here.clock.now)
    assert len(carried) == 1
    assert found.needs | at_start("messages_due") | NOT_RECORDED["messages"] == allowed("messages")
