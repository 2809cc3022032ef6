"""Settings are checked at once, and all that is wrong with them is said at once."""

from collections.abc import Mapping

import pytest

from chalicelib import settings
from chalicelib.settings import InvalidSettings

DEPLOYED = {
    "LAUREL_STAGE": "prod",
    "LAUREL_SITE_ORIGIN": "https://awards.example.cn",
    "LAUREL_TABLE": "laurel-prod",
    "LAUREL_BUCKET": "laurel-prod-attachments",
    "LAUREL_REGION": "cn-north-1",
    "LAUREL_SECRETS": "/laurel/prod/secrets",
    "LAUREL_DEAD_LETTERS": "https://sqs.cn-north-1.amazonaws.com.cn/1/dead",
}
KEPT = {"secret": "of the platform's store", "proxy_secret": "shown by the CDN", "other": "not ours"}


def store(path: str, region: str) -> Mapping[str, str]:
    assert (path, region) == ("/laurel/prod/secrets", "cn-north-1")
    return KEPT


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
    read = settings.read(DEPLOYED, lambda path, region: exchanged)
    assert read.other_secrets == ("the next one",)
    assert read.proxy_secrets == (KEPT["proxy_secret"], "the one of before")
    assert "the next one" not in repr(read)


def test_functions_need_not_know_how_often_secrets_have_changed() -> None:
    settings.check({**DEPLOYED, "LAUREL_SECRETS_VERSION": "7"})
