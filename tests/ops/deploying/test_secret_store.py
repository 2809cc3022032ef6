"""Each secret has a parameter of its own, and those of a stage of before are moved there."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib import settings
from ops.cli import Stop
from ops.deploying import history, releasing, rotation, secret_store
from ops.deploying.data_version import known_migrations
from ops.deploying.history import Deployment
from ops.stage_care import checks
from ops.stages import Stage

pytestmark = pytest.mark.engine
BEFORE = {"secret": "the secret of before", "proxy_secret": "what the CDN shows"}


def parameters(stage: Stage) -> dict[str, str]:
    """All parameters that the stage has."""
    ssm = stage.client("ssm")
    names = [one["Name"] for one in ssm.describe_parameters()["Parameters"]]
    found = ssm.get_parameters(Names=names, WithDecryption=True)["Parameters"] if names else []
    assert {one["Type"] for one in found} <= {"SecureString"}
    return {one["Name"]: one["Value"] for one in found}


@pytest.fixture
def stage(deployed: Stage) -> Stage:
    secret_store.end_move(deployed)
    secret_store.store(deployed, {})
    return deployed


def of_before(stage: Stage, values: Mapping[str, str] = BEFORE) -> None:
    """The stage as a version of before left it: all secrets in one parameter."""
    name, value = "/laurel/dev/secrets", json.dumps(values)
    stage.client("ssm").put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=True)


def test_each_has_a_parameter_of_its_own(stage: Stage) -> None:
    secret_store.ensure_secrets(stage, {"WebhookUrl": "https://hook.example.cn"})
    assert parameters(stage).keys() == {"/laurel/dev/secret", "/laurel/dev/webhook_secret"}
    assert len(set(parameters(stage).values())) == 2


def test_those_of_before_are_moved_and_what_held_them_all_goes_last(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    of_before(stage)
    secret_store.ensure_secrets(stage)
    apart = {f"/laurel/dev/{name}": value for name, value in BEFORE.items()}
    assert parameters(stage) == {**apart, "/laurel/dev/secrets": json.dumps(BEFORE)}
    secret_store.end_move(stage)
    assert parameters(stage) == apart
    assert secret_store.read_secrets(stage) == BEFORE
    printed = capsys.readouterr().err
    assert "each secret has a parameter of its own now: /laurel/dev/proxy_secret, /laurel/dev/secret\n" in printed
    assert "parameter /laurel/dev/secrets, which all functions could read, is deleted\n" in printed
    assert not any(value in printed for value in BEFORE.values())
    secret_store.end_move(stage)
    secret_store.ensure_secrets(stage)
    assert capsys.readouterr().err == ""


def test_a_move_that_was_cut_off_goes_on_with_what_functions_of_before_have_meanwhile(stage: Stage) -> None:
    of_before(stage, {**BEFORE, "secret_next": "the next one"})
    secret_store.ensure_secrets(stage)
    later = {"secret": "the next one", "secret_before": BEFORE["secret"], "proxy_secret": BEFORE["proxy_secret"]}
    of_before(stage, later)
    assert secret_store.read_secrets(stage) == later
    secret_store.ensure_secrets(stage)
    secret_store.end_move(stage)
    assert secret_store.read_secrets(stage) == later


def test_until_the_move_has_ended_functions_of_before_are_told_of_each_change(stage: Stage) -> None:
    of_before(stage)
    secret_store.ensure_secrets(stage, {"WebhookUrl": "https://hook.example.cn"})
    former = json.loads(parameters(stage)["/laurel/dev/secrets"])
    assert former == secret_store.read_secrets(stage)
    assert former.keys() == {*BEFORE, "webhook_secret"}


def test_functions_start_anew_whenever_a_secret_changes_comes_or_goes(stage: Stage) -> None:
    assert secret_store.version_of(stage) == ""
    versions = []
    for values in (
        {"secret": "one"},
        {"secret": "one", "secret_next": "two"},
        {"secret": "two", "secret_before": "one"},
        {"secret": "two"},
    ):
        secret_store.store(stage, values)
        versions.append(secret_store.version_of(stage))
        assert secret_store.version_of(stage) == versions[-1]
    assert len(set(versions)) == 4


class CutOff(Exception):
    """The end of a command in its middle."""


@pytest.mark.parametrize("writes", [0, 1, 2])
@pytest.mark.parametrize("act", [rotation.rotate, rotation.retire])
def test_an_exchange_cut_off_between_two_parameters_shuts_nobody_out_and_goes_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, writes: int, act: Any
) -> None:
    monkeypatch.setattr(releasing, "restart", lambda stage: None)
    secret_store.store(stage, {"secret": "old", "secret_next": "new"})
    ssm, left = stage.client("ssm"), iter(range(writes))

    def cut(**_: Any) -> None:
        if next(left, None) is None:
            raise CutOff

    ssm.meta.events.register("provide-client-params.ssm.PutParameter", cut)
    ssm.meta.events.register("provide-client-params.ssm.DeleteParameter", cut)
    with monkeypatch.context() as patch:
        patch.setattr(Stage, "client", lambda self, service: ssm)
        with pytest.raises(CutOff):
            rotation._promote(stage, "secret")
    assert {"old", "new"} <= set(secret_store.read_secrets(stage).values())
    act(stage, "secret")
    ended = {"secret": "new"} if act is rotation.retire else {"secret": "new", "secret_before": "old"}
    assert secret_store.read_secrets(stage) == ended


def a_deployment(at: str, way: str, *, apart: bool) -> Deployment:
    known = known_migrations()
    made = Deployment(at, "", "0.1.0", "0123456789ab", way, "", "", {}, known, outcome=history.STANDING)
    return replace(made, secrets_apart=apart)


@pytest.mark.parametrize("way", ["template", "chalice"])
def test_functions_of_before_are_gone_back_to_only_while_they_find_their_secrets(stage: Stage, way: str) -> None:
    former, now = a_deployment("1", way, apart=False), a_deployment("2", way, apart=True)
    history.write(stage, former)
    of_before(stage)
    releasing._refuse_unknown_to(stage, former)
    secret_store.ensure_secrets(stage)
    history.write(stage, now)
    refused = "0.1.0 0123456789ab reads its secrets from one parameter, /laurel/dev/secrets, and each has its own now"
    if way == "template":
        releasing._refuse_unknown_to(stage, former)
        secret_store.end_move(stage)
    with pytest.raises(Stop, match=refused):
        releasing._refuse_unknown_to(stage, former)
    releasing._refuse_unknown_to(stage, now)


def test_a_record_of_before_says_that_its_code_reads_one_parameter(stage: Stage) -> None:
    record = {"at": "1", "by": "", "version": "0", "commit": "0", "way": "template", "artefact": "", "template": ""}
    stage.state_bucket.write_json(f"{history.FOLDER}1.json", {**record, "values": {}, "migrations": []})
    assert [one.secrets_apart for one in history.all_of(stage)] == [False]


def test_a_stage_of_before_is_seen_as_it_is_before_it_is_moved(stage: Stage) -> None:
    of_before(stage)
    assert secret_store.read_secrets(stage) == BEFORE
    assert [(one.what, one.ok, one.words) for one in checks.secrets(stage)] == [
        ("secrets", True, "proxy_secret, secret under /laurel/dev"),
        (
            "place of secrets",
            None,
            "they lie in one parameter that every function may read: the next ops deploy moves them",
        ),
    ]


def test_a_secret_that_lies_open_is_named(stage: Stage) -> None:
    stage.client("ssm").put_parameter(Name="/laurel/dev/secret", Value="put by hand", Type="String")
    [found] = checks.secrets(stage)
    assert (found.ok, found.words) == (False, "secret under /laurel/dev; not encrypted: secret")
    stage.client("ssm").delete_parameter(Name="/laurel/dev/secret")
    [found] = checks.secrets(stage)
    assert (found.ok, found.words) == (False, "none under /laurel/dev")


def test_all_that_a_stage_may_have_goes_in_one_call(stage: Stage) -> None:
    secret_store.store(stage, dict.fromkeys(settings.SECRETS, "a secret"))
    of_before(stage)
    stage.client("ssm").delete_parameters(Names=secret_store.parameter_names(stage))
    assert parameters(stage) == {}
    assert len(secret_store.parameter_names(stage)) <= 10  # what one call takes
