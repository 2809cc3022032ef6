"""Stacks by change sets, which is how CloudFormation takes templates with a transform."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from ops.terms import Stop

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]

_UNCHANGED = ("didn't contain changes", "No updates are to be performed", "No changes")


def deploy(
    client: Any, name: str, template: Mapping[str, str], parameters: Mapping[str, str], every: int = 5
) -> dict[str, str]:
    """Create a stack or bring it up to date, whichever it needs; its outputs. The template is `body(…)` or
    `uploaded(…)`; `every` are the seconds between looks. Raises Stop with what CloudFormation said."""
    kind = "UPDATE" if exists(client, name) else "CREATE"
    change = f"laurel-{uuid.uuid4()}"
    client.create_change_set(
        StackName=name,
        ChangeSetName=change,
        ChangeSetType=kind,
        **template,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=CAPABILITIES,
    )
    if _changes(client, name, change, every):
        client.execute_change_set(StackName=name, ChangeSetName=change)
        _wait(client, name, f"stack_{kind.lower()}_complete", every)
    return outputs(client, name)


def body(text: str) -> dict[str, str]:
    """A template of up to 51,200 bytes, which goes with the request."""
    return {"TemplateBody": text}


def uploaded(s3: Any, bucket: str, key: str, text: str) -> dict[str, str]:
    """A larger one, which CloudFormation reads from a bucket."""
    s3.put_object(Bucket=bucket, Key=key, Body=text.encode(), ContentType="application/json")
    return {"TemplateURL": f"{s3.meta.endpoint_url}/{bucket}/{key}"}


def exists(client: Any, name: str) -> bool:
    """Whether a stack of that name stands (one that only a first change set named does not)."""
    try:
        [stack] = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        return False
    return bool(stack["StackStatus"] != "REVIEW_IN_PROGRESS")


def outputs(client: Any, name: str) -> dict[str, str]:
    """What a stack tells others."""
    [stack] = client.describe_stacks(StackName=name)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _changes(client: Any, name: str, change: str, every: int) -> bool:
    """Whether a change set has anything to do; it is taken away where not. Raises Stop."""
    waiter = client.get_waiter("change_set_create_complete")
    try:
        waiter.wait(StackName=name, ChangeSetName=change, WaiterConfig={"Delay": every})
    except WaiterError as error:
        told: Mapping[str, Any] = error.last_response
        reason = str(told.get("StatusReason", told))
        if not any(words in reason for words in _UNCHANGED):
            raise Stop(f"CloudFormation refuses the template of {name}: {reason}") from None
        client.delete_change_set(StackName=name, ChangeSetName=change)
        return False
    return True


def _wait(client: Any, name: str, until: str, every: int) -> None:
    try:
        client.get_waiter(until).wait(
            StackName=name, WaiterConfig={"Delay": every, "MaxAttempts": 3600 // every}
        )
    except WaiterError:
        raise Stop(f"stack {name} could not be deployed. {_failures(client, name)}") from None


def _failures(client: Any, name: str) -> str:
    """The resources that failed, each with its reason, first to last."""
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    failed = [e for e in reversed(events) if e["ResourceStatus"].endswith("FAILED")]
    told = [f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason', 'no reason')}" for e in failed]
    return json.dumps(told[:10], ensure_ascii=False)
