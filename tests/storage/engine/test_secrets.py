"""Secrets are read by their names, in one call."""

from typing import Any

import boto3
from moto import mock_aws

from chalicelib.storage.engine import clients, secrets
from ops.local import engines


def test_those_that_there_are_come_in_one_call_and_no_other() -> None:
    calls: list[str] = []

    def note(model: Any, **_: Any) -> None:
        calls.append(model.name)

    with mock_aws():
        ssm = boto3.client("ssm", region_name=engines.REGION)
        for name in ("secret", "proxy_secret", "webhook_secret"):
            ssm.put_parameter(Name=f"/laurel/dev/{name}", Value=f"the {name}", Type="SecureString")
        events = clients.session().get_component("event_emitter")
        events.register("provide-client-params.ssm", note)
        read = secrets.read("/laurel/dev", {"secret", "secret_next", "webhook_secret"}, engines.REGION)
        events.unregister("provide-client-params.ssm", note)
    assert calls == ["GetParameters"]
    assert read == {"secret": "the secret", "webhook_secret": "the webhook_secret"}
