"""CloudFormation stacks by change sets, which templates with a transform need."""

import json
import uuid
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from ops.cli import Stop, say

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]

_UNCHANGED = ("didn't contain changes", "No updates are to be performed", "No changes")


def deploy(
    client: Any, name: str, template: Mapping[str, str], parameters: Mapping[str, str], every: int = 5
) -> dict[str, str]:
    """Create or update a stack, listing its changes first; its outputs.

    A stack whose first deployment was rolled back cannot be updated and is made anew. `template` is `body(…)`
    or `uploaded(…)`; `every` are the seconds between polls. Raises Stop with CloudFormation's reason.
    """
    if _status(client, name) == "ROLLBACK_COMPLETE":
        say(f"{name} could not be made before; what is left of it goes first")
        delete(client, name, every)
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
    if _has_changes(client, name, change, every):
        for line in _change_lines(client, name, change):
            say(f"{name}: {line}")
        client.execute_change_set(StackName=name, ChangeSetName=change)
        _wait(client, name, f"stack_{kind.lower()}_complete", every)
    return outputs(client, name)


def body(text: str) -> dict[str, str]:
    """A template of at most 51,200 bytes, sent with the request."""
    return {"TemplateBody": text}


def uploaded(s3: Any, bucket: str, key: str, text: str) -> dict[str, str]:
    """A larger template, put into a bucket for CloudFormation to read."""
    s3.put_object(Bucket=bucket, Key=key, Body=text.encode(), ContentType="application/json")
    return {"TemplateURL": f"{s3.meta.endpoint_url}/{bucket}/{key}"}


def exists(client: Any, name: str) -> bool:
    """True if there is such a stack. One in review, with a change set alone, is none."""
    return _status(client, name) not in {"", "REVIEW_IN_PROGRESS"}


def delete(client: Any, name: str, every: int = 10) -> None:
    """Delete a stack, and wait until it is gone."""
    client.delete_stack(StackName=name)
    client.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": every})


def _status(client: Any, name: str) -> str:
    try:
        [stack] = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":
            raise
        return ""
    return str(stack["StackStatus"])


def _change_lines(client: Any, name: str, change: str) -> Iterator[str]:
    """The changes of a change set, a line a resource."""
    pages = client.get_paginator("describe_change_set").paginate(StackName=name, ChangeSetName=change)
    for page in pages:
        for one in page.get("Changes", []):
            resource = one["ResourceChange"]
            anew = " as a new one" if resource.get("Replacement") == "True" else ""
            yield f"{resource['Action']} {resource['LogicalResourceId']} ({resource['ResourceType']}){anew}"


def outputs(client: Any, name: str) -> dict[str, str]:
    """A stack's outputs by name."""
    [stack] = client.describe_stacks(StackName=name)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _has_changes(client: Any, name: str, change: str, every: int) -> bool:
    """True if a change set has changes; an empty one is deleted. Raises Stop."""
    waiter = client.get_waiter("change_set_create_complete")
    try:
        waiter.wait(StackName=name, ChangeSetName=change, WaiterConfig={"Delay": every})
    except WaiterError as error:
        description: Mapping[str, Any] = error.last_response
        reason = str(description.get("StatusReason", description))
        if not any(words in reason for words in _UNCHANGED):
            raise Stop(f"CloudFormation refuses the template of {name}: {reason}") from None
        client.delete_change_set(StackName=name, ChangeSetName=change)
        return False
    return True


def _wait(client: Any, name: str, until: str, every: int) -> None:
    try:
        client.get_waiter(until).wait(StackName=name, WaiterConfig={"Delay": every, "MaxAttempts": 3600 // every})
    except WaiterError:
        raise Stop(f"stack {name} could not be deployed. {_failures(client, name)}") from None


def _failures(client: Any, name: str) -> str:
    """The resources that failed in the last deployment, each with its reason, first to last."""
    pages = client.get_paginator("describe_stack_events").paginate(StackName=name)
    events = takewhile(lambda e: not _begins(e, name), (e for page in pages for e in page["StackEvents"]))
    failed = [e for e in reversed(list(events)) if e["ResourceStatus"].endswith("FAILED")]
    lines = [f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason', 'no reason')}" for e in failed]
    return json.dumps(lines[:10], ensure_ascii=False)


def _begins(event: Mapping[str, Any], name: str) -> bool:
    """True if a deployment of the stack begins with this event."""
    begun = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"}
    return event["LogicalResourceId"] == name and event["ResourceStatus"] in begun
