"""What is packaged does the main job where it is deployed.

API Gateway, Lambda, DynamoDB, S3 and the stream's jobs, with each function's own permissions enforced.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.domain.call import Call
from chalicelib.jobs import season
from ops.accounts.creation import create_accounts
from ops.bootstrap import ROOT
from ops.packaging import release
from ops.rehearsal.rehearsal import Rehearsal, rehearse
from ops.seed import answers, open_calls
from ops.seed.progress import SeedProgress
from ops.seed.season_file import Sample, SeasonFile
from ops.stage_care.dead_letters import redrive
from ops.stages import Stage
from tests import leaks
from tests.ops.deploying.walk import Person, until

pytestmark = pytest.mark.engine

CALL, TRACK, COUNTY, CITY = "shandong-2021", "scenario", "370902", "370900"
CAST = ("organiser", CITY, COUNTY, "ts-heat")


@dataclass(frozen=True)
class Opened:
    """A deployed stage with an open season and a few people."""

    stage: Rehearsal
    call: Call
    script: SeasonFile

    def person(self, key: str = "") -> Person:
        """One of the cast, signed in; a visitor where none is named."""
        visitor = Person(self.stage.origin)
        if not key:
            return visitor
        return visitor.sign_in(self.script.people[key].login, self.script.password)

    def sample(self) -> Sample:
        """An entry that is whole."""
        return next(s for s in self.script.samples if (s.unit, s.track) == ("ts-heat", TRACK) and s.fill == 1.0)

    def letters(self) -> list[dict[str, Any]]:
        """What the jobs could not do."""
        told = self.stage.client("sqs").receive_message(QueueUrl=self.stage.data["DeadLettersUrl"])
        return [json.loads(message["Body"]) for message in told.get("Messages", [])]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    with rehearse(tmp_path_factory.mktemp("rehearsal")) as stage:
        tools, script = stage.wiring.tools, SeasonFile(CALL)
        call = open_calls.publish(tools, SeedProgress.read(tools), ROOT / "calls" / CALL)
        create_accounts(tools, call, [script.people[key].account(script.password) for key in CAST])
        yield Opened(stage, call, script)


def test_it_says_which_release_it_runs_and_each_function_says_so_at_its_start(opened: Opened) -> None:
    packaged = release.of_checkout()
    expected = {"version": packaged.version, "commit": packaged.commit}
    assert opened.person().get("/version") == expected
    starts = until(lambda: [line for line in written_by(opened, "api_handler") if line["message"] == "start"])
    assert {name: starts[-1][name] for name in expected} == expected


def written(opened: Opened, owner: Person) -> str:
    """A draft with all its answers and files; its id."""
    sample = opened.sample()
    values = answers.answers(opened.script, opened.call, sample)
    entry = str(owner.post("/submissions", {"call": CALL, "track": TRACK})["id"])
    etag = owner.get(f"/submissions/{entry}")["etag"]
    owner.put(f"/submissions/{entry}/answers", {"answers": values, "version": opened.call.version}, etag)
    for paper in answers.attachments(opened.script, opened.call, sample, values):
        owner.attach(entry, paper.field, paper.name, paper.body)
    return entry


def test_an_entry_goes_from_its_applicant_to_the_city(opened: Opened) -> None:
    owner, county, city = (opened.person(key) for key in ("ts-heat", COUNTY, CITY))
    entry = written(opened, owner)
    assert owner.post(f"/submissions/{entry}/check") == {"problems": []}
    reminded = {"accounts": [owner.get("/accounts/me")["id"]]}
    county.post(f"/calls/{CALL}/desks/{COUNTY}/reminders", reminded)
    assert until(lambda: told(owner) == {"reminder"})
    etag = owner.get(f"/submissions/{entry}")["etag"]
    assert owner.post(f"/submissions/{entry}/push", {"desk": COUNTY, "etag": etag})["state"] == "pushed"

    inbox = f"/calls/{CALL}/desks/{COUNTY}/submissions?track={TRACK}&state=pushed"
    assert [head["id"] for head in until(lambda: county.get(inbox)["items"])] == [entry]
    link = county.get(f"/submissions/{entry}/attachments/{file_of(county, entry)}/link")["url"]
    assert county.session.get(link, timeout=60).content.startswith(b"%PDF")
    county.post(f"/submissions/{entry}/recommend", {"rank": 1, "opinion": "数据来源清楚，成效可核"})
    board = county.get(f"/calls/{CALL}/desks/{COUNTY}/lists/{TRACK}")
    county.post(f"/calls/{CALL}/desks/{COUNTY}/lists/{TRACK}/report", {}, board["etag"])

    above = f"/calls/{CALL}/desks/{CITY}/submissions?track={TRACK}&state=pushed"
    [head] = until(lambda: city.get(above)["items"])
    assert (head["id"], head["came"]) == (entry, [{"desk": COUNTY, "rank": 1, "of": 1}])
    counted = until(lambda: figures(city).get("pushed"))
    assert counted == 1
    history = owner.get(f"/submissions/{entry}/history")
    assert history["verified"] is True
    assert until(lambda: told(owner) == {"reminder", "pushed", "recommended"})
    assert until(lambda: told(city) == {"reported"})
    assert opened.letters() == []


def told(reader: Person) -> set[str]:
    """The kinds of messages that somebody has."""
    return {message["kind"] for message in reader.get("/messages")["items"]}


def file_of(reader: Person, entry: str) -> str:
    """A PDF of an entry, by its id."""
    files = reader.get(f"/submissions/{entry}")["files"]
    return str(next(file["id"] for file in files if file["kind"] == "pdf"))


def figures(city: Person) -> dict[str, int]:
    """What the city's own row counts."""
    rows = city.get(f"/calls/{CALL}/desks/{CITY}/progress")["items"]
    own = next(row for row in rows if row["desk"] == CITY)
    found: dict[str, int] = own["tracks"].get(TRACK, {})
    return found


def test_a_file_that_a_draft_drops_leaves_the_bucket(opened: Opened) -> None:
    owner = opened.person("ts-heat")
    entry = written(opened, owner)
    attachment = file_of(owner, entry)
    key, bucket = f"kept/{entry}/{attachment}", opened.stage.data["BucketName"]
    s3 = opened.stage.client("s3")
    assert s3.list_objects_v2(Bucket=bucket, Prefix=key)["KeyCount"] == 1
    owner.delete(f"/submissions/{entry}/attachments/{attachment}")
    assert until(lambda: s3.list_objects_v2(Bucket=bucket, Prefix=key)["KeyCount"] == 0)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing/of/this/kind", 404, "not_found"),
        ("PATCH", "/calls", 404, "not_found"),
        ("GET", "/accounts/me", 401, "unauthenticated"),
    ],
)
def test_what_is_refused_is_a_problem_whoever_refuses_it(
    opened: Opened, method: str, path: str, status: int, code: str
) -> None:
    answer = opened.person().ask(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_the_state_machine_of_long_jobs_goes_on_until_nothing_is_left(opened: Opened) -> None:
    states = opened.stage.client("stepfunctions")
    machine = opened.stage.outputs["edge"]["LongJobsArn"]
    run = states.start_execution(stateMachineArn=machine, name="closing-test")["executionArn"]
    told = until(lambda: _ended(states.describe_execution(executionArn=run)))
    assert told["status"] == "SUCCEEDED", told


@pytest.mark.parametrize(("act", "status"), [("none", "FAILED"), *((act, "SUCCEEDED") for act in season.ACTS)])
def test_the_state_machine_of_the_season_ends_by_what_a_step_came_to(opened: Opened, act: str, status: str) -> None:
    """An act that nobody has is refused; one that is not under way has nothing left."""
    states, machine = opened.stage.client("stepfunctions"), opened.stage.outputs["edge"]["SeasonArn"]
    event = {"act": act, "call": CALL, "track": TRACK, "stage": "written", "n": 1}
    run = states.start_execution(stateMachineArn=machine, name=f"{act}-1", input=json.dumps(event))["executionArn"]
    told = until(lambda: _ended(states.describe_execution(executionArn=run)))
    assert told["status"] == status, told
    assert told.get("cause") == ("not_found" if status == "FAILED" else None)


def test_a_batch_that_lambda_gave_up_is_given_to_its_job_again(opened: Opened) -> None:
    operator, queue = as_operator(opened.stage), opened.stage.data["DeadLettersUrl"]
    streams = operator.client("dynamodbstreams")
    arn = opened.stage.data["TableStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    place = {"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
    first = streams.get_records(ShardIterator=streams.get_shard_iterator(**place)["ShardIterator"])["Records"][0]
    batch = {"streamArn": arn, "shardId": shard, "batchSize": 3}
    batch |= {"startSequenceNumber": first["dynamodb"]["SequenceNumber"]}
    note = {"timestamp": "2021-11-15T16:00:00Z", "requestContext": {"condition": "RetryAttemptsExhausted"}}
    sent = json.dumps({**note, "DDBStreamBatchInfo": batch})
    opened.stage.client("sqs").send_message(QueueUrl=queue, MessageBody=sent)
    assert redrive(operator) == 0
    assert opened.letters() == []


def as_operator(stage: Rehearsal) -> Stage:
    """The stage as the operator's commands see it."""
    session = boto3.Session(region_name=stage.region)
    return Stage("rehearsal", session, {"*": stage.engine.endpoint})


@pytest.mark.parametrize(
    ("function", "action", "on"),
    [
        ("APIHandler", "dynamodb:DeleteTable", "TableArn"),
        ("APIHandler", "dynamodb:Scan", "TableArn"),
        ("APIHandler", "sqs:SendMessage", "DeadLettersArn"),
        ("Tick", "dynamodb:DeleteItem", "TableArn"),
        ("Stream", "sqs:ReceiveMessage", "DeadLettersArn"),
        ("Tick", "dynamodb:UpdateItem", "TableArn"),
        ("MessagesDue", "s3:GetObject", "BucketArn"),
    ],
)
def test_the_deployed_role_of_a_function_is_denied_what_is_not_its_own(
    opened: Opened, function: str, action: str, on: str
) -> None:
    iam = opened.stage.client("iam")
    names = {name: role for name, role in roles(opened).items() if name.lower() == f"{function.lower()}role"}
    [role] = names.values()
    told = iam.simulate_principal_policy(
        PolicySourceArn=iam.get_role(RoleName=role)["Role"]["Arn"],
        ActionNames=[action],
        ResourceArns=[opened.stage.data[on]],
    )
    assert [found["EvalDecision"] for found in told["EvaluationResults"]] == ["implicitDeny"]


def test_a_function_is_refused_secrets_that_its_role_does_not_name(opened: Opened) -> None:
    """The API's code with the role of the stream."""
    lambda_ = opened.stage.client("lambda")
    api, stream = (
        lambda_.get_function_configuration(FunctionName=f"laurel-rehearsal-{job}") for job in ("api_handler", "stream")
    )
    lambda_.create_function(
        FunctionName="laurel-rehearsal-other",
        Role=stream["Role"],
        Code={"S3Bucket": opened.stage.data["StateBucketName"], "S3Key": "artefacts/functions.zip"},
        **{name: api[name] for name in ("Handler", "Runtime", "Timeout", "MemorySize")},
        Environment={"Variables": api["Environment"]["Variables"]},
    )
    refused = lambda_.invoke(FunctionName="laurel-rehearsal-other", Payload=b"{}")
    lambda_.delete_function(FunctionName="laurel-rehearsal-other")
    assert b"AccessDeniedException) when calling the GetParameters operation" in refused["Payload"].read()


def roles(opened: Opened) -> dict[str, str]:
    """The roles of the functions' stack, by their names in the template."""
    client = opened.stage.client("cloudformation")
    told = client.describe_stack_resources(StackName="laurel-app-rehearsal")["StackResources"]
    return {
        one["LogicalResourceId"]: one["PhysicalResourceId"] for one in told if one["ResourceType"] == "AWS::IAM::Role"
    }


def _ended(execution: dict[str, Any]) -> dict[str, Any] | None:
    return None if execution["status"] == "RUNNING" else execution


@pytest.mark.parametrize("function", ["tick", "messages_due"])
def test_the_schedules_functions_do_their_step(opened: Opened, function: str) -> None:
    event = {
        "version": "0",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "detail": {},
        "resources": [],
    }
    event |= {"id": "1", "time": "2021-11-15T16:00:00Z", "account": "0", "region": opened.stage.region}
    told = opened.stage.client("lambda").invoke(
        FunctionName=f"laurel-rehearsal-{function}", Payload=json.dumps(event).encode()
    )
    assert "FunctionError" not in told, told["Payload"].read()


def test_no_function_has_needed_half_of_the_memory_it_is_given(opened: Opened) -> None:
    functions = opened.stage.client("lambda").list_functions()["Functions"]
    given = {one["FunctionName"]: one["MemorySize"] for one in functions}
    needed = {name: mb for name, mb in peaks().items() if name in given}
    assert needed
    assert {name: mb for name, mb in needed.items() if mb > given[name] / 2} == {}


def peaks() -> dict[str, float]:
    """The most memory (MB) that a process of each function has had: on this engine functions are processes here."""
    most: dict[str, float] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment, status = (process / "environ").read_bytes(), (process / "status").read_text()
        except OSError:
            continue
        name = re.search(rb"AWS_LAMBDA_FUNCTION_NAME=([^\0]+)", environment)
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        if name and peak:
            most[name[1].decode()] = max(int(peak[1]) / 1024, most.get(name[1].decode(), 0))
    return most


def test_each_function_tells_its_work_in_lines_that_hold_nothing_personal(opened: Opened) -> None:
    opened.person("ts-heat").get("/submissions")
    requests = until(lambda: [told for told in written_by(opened, "api_handler") if "route" in told])
    assert {told["stage"] for told in requests} == {"rehearsal"}
    assert all(told["_aws"]["CloudWatchMetrics"] for told in requests)
    assert any(told["route"] == "GET /submissions" and told["role"] == "applicant" for told in requests)
    records = until(lambda: [told for told in written_by(opened, "stream") if "record" in told])
    assert {told["job"] for told in records} == {"stream"}


def written_by(opened: Opened, function: str) -> list[dict[str, Any]]:
    """What a function has written, read back from its log and looked through."""
    group = f"/aws/lambda/laurel-rehearsal-{function}"
    logs = opened.stage.client("logs")
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
    lines = [line for page in pages for event in page["events"] for line in event["message"].splitlines()]
    assert [kind for line in lines for kind in leaks.found(line)] == []
    return [json.loads(line) for line in lines if line.startswith("{")]
