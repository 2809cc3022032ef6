"""Settings are checked at once, and all that is wrong with them is said at once."""

import json
from collections.abc import Collection, Mapping

import pytest

from chalicelib import settings
from chalicelib.settings import InvalidSettings
from ops.packaging.templates import CONFIGURATION

DEPLOYED = {
    "LAUREL_STAGE": "prod",
    "LAUREL_SITE_ORIGIN": "https://awards.example.cn",
    "LAUREL_TABLE": "laurel-prod",
    "LAUREL_BUCKET": "laurel-prod-attachments",
    "LAUREL_PUBLIC_BUCKET": "laurel-prod-public",
    "LAUREL_RECORD_KEY": "arn:aws-cn:kms:cn-north-1:1:key/1",
    "LAUREL_REGION": "cn-north-1",
    "LAUREL_SECRETS": "/laurel/prod",
    "LAUREL_DEAD_LETTERS": "https://sqs.cn-north-1.amazonaws.com.cn/1/dead",
}
KEPT = {"secret": "of the platform's store", "proxy_secret": "shown by the CDN", "webhook_secret": "the receiver's too"}


def store(path: str, names: Collection[str], region: str) -> Mapping[str, str]:
    assert (path, region) == ("/laurel/prod", "cn-north-1")
    return {name: KEPT[name] for name in names if name in KEPT}


def function(job: str) -> dict[str, str]:
    """The environment of a deployed function."""
    return {**DEPLOYED, "AWS_LAMBDA_FUNCTION_NAME": f"laurel-prod-{job}"}


def test_secrets_come_from_the_platforms_store() -> None:
    read = settings.read(DEPLOYED, store)
    assert (read.secret, read.proxy_secret) == (KEPT["secret"], KEPT["proxy_secret"])
    assert KEPT["secret"] not in repr(read)


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(InvalidSettings) as told:
        settings.read({"LAUREL_SITE_ORIGIN": "http://awards.example.cn", "LAUREL_SECRET": "short and shown"})
    for name in ("TABLE", "BUCKET", "REGION", "SECRETS", "DEAD_LETTERS", "SECRET: stands", "SECRET: String"):
        assert f"LAUREL_{name}" in str(told.value)
    assert "short and shown" not in str(told.value)


def test_a_secret_in_the_environment_of_what_is_deployed_is_refused() -> None:
    with pytest.raises(InvalidSettings, match="LAUREL_SECRET: stands in the environment"):
        settings.check({**DEPLOYED, "LAUREL_SECRET": "a secret that all can read"})


def test_what_is_deployed_is_served_over_https_alone() -> None:
    for origin in ("http://awards.example.cn", "http://127.0.0.1:8000"):
        with pytest.raises(InvalidSettings, match="site_origin must be https"):
            settings.check({**DEPLOYED, "LAUREL_SITE_ORIGIN": origin})


def test_settings_that_are_whole_pass_before_their_secrets_are_known() -> None:
    settings.check(DEPLOYED)
    settings.check({**DEPLOYED, "LAUREL_WEBHOOK_URL": "https://hook.example.cn"})


def test_routes_are_answered_by_the_function_of_the_api_and_by_what_is_no_function() -> None:
    assert settings.answers_requests({})
    assert settings.answers_requests({"_HANDLER": "app.app"})
    assert not settings.answers_requests({"_HANDLER": "app.stream"})


def test_what_is_valid_beside_a_secret_comes_from_the_store_too() -> None:
    exchanged = {**KEPT, "secret_next": "the next one", "proxy_secret_before": "the one of before"}
    read = settings.read(DEPLOYED, lambda path, names, region: {name: exchanged.get(name, "") for name in names})
    assert read.other_secrets == ("the next one",)
    assert read.proxy_secrets == (KEPT["proxy_secret"], "the one of before")
    assert "the next one" not in repr(read)


def test_functions_need_not_know_how_often_secrets_have_changed() -> None:
    settings.check({**DEPLOYED, "LAUREL_SECRETS_VERSION": "7"})


@pytest.mark.parametrize("job", ["stream", "tick", "closing", "nightly", "season"])
def test_a_job_that_signs_nothing_asks_for_no_secret_and_runs_without(job: str) -> None:
    def none(path: str, names: Collection[str], region: str) -> Mapping[str, str]:
        raise AssertionError(f"{job} asked for {names}")

    read = settings.read({**function(job), "LAUREL_WEBHOOK_URL": "https://hook.example.cn"}, none)
    assert (read.secret, read.proxy_secret, read.webhook_secret) == ("", "", "")


def test_the_job_that_sends_has_what_signs_codes_and_the_webhook_and_not_what_the_cdn_shows() -> None:
    read = settings.read(function("messages_due"), store)
    assert (read.secret, read.webhook_secret) == (KEPT["secret"], KEPT["webhook_secret"])
    assert read.proxy_secrets == ()


@pytest.mark.parametrize("name", ["laurel-prod", "laurel-prod-api_handler"])
def test_the_function_behind_the_api_has_no_secret_of_the_webhook(name: str) -> None:
    """Chalice names it after the stage alone."""
    read = settings.read({**DEPLOYED, "AWS_LAMBDA_FUNCTION_NAME": name}, store)
    assert (read.secret, read.proxy_secrets) == (KEPT["secret"], (KEPT["proxy_secret"],))
    assert read.webhook_secret == ""


def test_a_secret_that_a_function_needs_and_that_is_nowhere_is_named() -> None:
    hook = {"LAUREL_WEBHOOK_URL": "https://hook.example.cn"}
    with pytest.raises(InvalidSettings, match=r"^LAUREL_SECRET: missing; LAUREL_WEBHOOK_SECRET: missing$"):
        settings.read({**function("messages_due"), **hook}, lambda path, names, region: {})
    with pytest.raises(InvalidSettings, match=r"^LAUREL_SECRET: missing$"):
        settings.read({**function("api_handler"), **hook}, lambda path, names, region: {})


def test_each_function_is_known_by_its_name() -> None:
    jobs = json.loads((CONFIGURATION / "config.json").read_text())["lambda_functions"].keys() - {"api_handler"}
    needed = {job: settings.needed_secrets(function(job)) for job in jobs}
    assert needed.pop("messages_due") == {"secret", "webhook_secret"}
    assert set(needed.values()) == {frozenset()}
