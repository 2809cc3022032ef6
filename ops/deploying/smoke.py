"""The smoke test of deployed functions.

The API is asked through the gateway, each job's function by a call that does what its trigger does anyway.
"""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.release import Release
from chalicelib.web.http.client import PROXY_HEADER
from ops.cli import say
from ops.deploying import inventory
from ops.deploying.secret_store import read_secrets
from ops.stages import Stage

PATIENCE = 90.0
"""Seconds until an answer must be right."""

PATIENCE_HERE = 12.0
"""The same with a local engine, which changes at once."""

PAUSE = 2.0
ANSWERS_WITHIN = 30
RUNS_WITHIN = 130
"""Seconds that a job's run may take: a little more than its own limit."""

_SCHEDULED = {
    "version": "0",
    "id": "smoke-test",
    "source": "aws.events",
    "detail-type": "Scheduled Event",
    "account": "",
    "time": "2021-01-01T00:00:00Z",
    "region": "",
    "resources": [],
    "detail": {},
}
EVENTS: Mapping[str, Any] = {
    "stream": {"Records": []},
    "tick": _SCHEDULED,
    "messages_due": _SCHEDULED,
    "closing": {},
    "season": {"act": "none", "call": "none", "track": "none", "stage": "none", "n": 0},
}
"""What starts each job's function: nothing to follow, or a step that is due in minutes anyway."""


class DoesNotRun(Exception):
    """A deployed function that does not answer as it should."""


@dataclass(frozen=True)
class Answer:
    """A response: its status and its body."""

    status: int
    body: bytes


def check(stage: Stage, release: Release) -> None:
    """Check that a stage's functions run a release and read its table.

    Raises DoesNotRun with what was answered instead.
    """
    url, secret = inventory.api_url(stage), read_secrets(stage).get("proxy_secret")
    if url:
        shown = {PROXY_HEADER: secret} if secret else {}
        until_it_runs(url, release, shown, PATIENCE_HERE if stage.engine else PATIENCE)
    elif not stage.engine:
        raise DoesNotRun("there is no API")
    for fault in _faults_of_jobs(stage):
        raise DoesNotRun(fault)
    say(f"{release.version} {release.commit} answers, reads its table, and its jobs start")


def until_it_runs(url: str, release: Release, headers: Mapping[str, str], patience: float = PATIENCE) -> None:
    """Ask the API at `url` until a release answers.

    Raises DoesNotRun when patience ends.
    """
    deadline = time.monotonic() + patience
    while fault := _fault(url, release, headers):
        if time.monotonic() > deadline:
            raise DoesNotRun(fault)
        time.sleep(PAUSE)


def _fault(url: str, release: Release, headers: Mapping[str, str]) -> str:
    """Return what is not right about the API's answers, empty if nothing."""
    answer = _ask(f"{url}version", headers)
    if answer.status != 200:
        return f"GET /api/version answers {_words(answer)}"
    running = _release_in(answer)
    if running is None:
        return "GET /api/version answers what is no version; something else stands there"
    if running != release:
        return f"GET /api/version still says {running.version} {running.commit}"
    calls = _ask(f"{url}calls", headers)
    return "" if calls.status == 200 else f"GET /api/calls, which reads the table, answers {_words(calls)}"


def _release_in(answer: Answer) -> Release | None:
    """Return the release that an answer names, None where it names none."""
    try:
        said = json.loads(answer.body)
        return Release(said["version"], said["commit"])
    except (ValueError, KeyError, TypeError):
        return None


def _ask(url: str, headers: Mapping[str, str]) -> Answer:
    """Return an answer; status 0 where there is none."""
    request = urllib.request.Request(url, headers=dict(headers))
    try:
        with urllib.request.urlopen(request, timeout=ANSWERS_WITHIN) as answer:
            return Answer(answer.status, answer.read())
    except urllib.error.HTTPError as refused:
        return Answer(refused.code, refused.read())
    except OSError as error:
        return Answer(0, str(error).encode())


def _words(answer: Answer) -> str:
    """Return an answer in a few words: status and the problem's code."""
    try:
        code = json.loads(answer.body)["code"]
    except (ValueError, KeyError, TypeError):
        code = answer.body[:120].decode("utf-8", "replace")
    return f"{answer.status or 'nothing'} ({code})" if code else str(answer.status)


def _faults_of_jobs(stage: Stage) -> Iterator[str]:
    once = Config(read_timeout=RUNS_WITHIN, retries={"total_max_attempts": 1})
    lambda_ = stage.session.client("lambda", region_name=stage.region, endpoint_url=stage.engine, config=once)
    for job, event in EVENTS.items():
        if fault := _fault_of_job(lambda_, f"laurel-{stage.name}-{job}", json.dumps(event).encode()):
            yield fault


def _fault_of_job(lambda_: Any, function: str, event: bytes) -> str:
    """Return why a job's function does not run, empty if it does.

    One that is busy already runs.
    """
    try:
        answer = lambda_.invoke(FunctionName=function, Payload=event)
    except ClientError as error:
        code = str(error.response["Error"]["Code"])
        return "" if code == "TooManyRequestsException" else f"{function} cannot be called ({code})"
    except BotoCoreError as error:
        return f"{function} does not answer ({type(error).__name__})"
    if "FunctionError" not in answer:
        return ""
    answered = json.loads(answer["Payload"].read() or b"{}")
    return f"{function} ends with {answered.get('errorType', answer['FunctionError'])}"
