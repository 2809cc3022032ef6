"""CloudFormation stacks, deployed by change sets.

Templates with a transform need change sets.
"""

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
    """Create or update a stack and return its outputs.

    The changes are listed first, and afterwards nobody deletes it by mistake. A stack whose first deployment was
    rolled back cannot be updated, so it is deleted and created again. `template` is `body(…)` or `uploaded(…)`;
    `every` are the seconds between polls. Raises Stop with CloudFormation's reason when it refuses the template or the
    deployment fails.
    """
    if _status(client, name) == "ROLLBACK_COMPLETE":
        say(f"{name} could not be made before; what is left of it goes first")
        delete(client, name, every)
    change, kind = _begin_change(client, name, template, parameters)
    if _has_changes(client, name, change, every):
        for line in _change_lines(client, name, change):
            say(f"{name}: {line}")
        client.execute_change_set(StackName=name, ChangeSetName=change)
        _wait(client, name, f"stack_{kind.lower()}_complete", every)
    client.update_termination_protection(StackName=name, EnableTerminationProtection=True)
    return outputs(client, name)


def preview(
    client: Any, name: str, template: Mapping[str, str], parameters: Mapping[str, str], every: int = 5
) -> list[str]:
    """List what `deploy` would change, and change nothing.

    The change set is made and deleted. Raises Stop as `deploy` does.
    """
    if _status(client, name) == "ROLLBACK_COMPLETE":
        return ["could not be made before, so it is deleted and made anew"]
    change, kind = _begin_change(client, name, template, parameters)
    try:
        if not _has_changes(client, name, change, every):
            return []
        lines = list(_change_lines(client, name, change))
        client.delete_change_set(StackName=name, ChangeSetName=change)
        return lines
    finally:
        if kind == "CREATE" and _status(client, name) == "REVIEW_IN_PROGRESS":
            client.delete_stack(StackName=name)
            client.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": every})


def _begin_change(
    client: Any, name: str, template: Mapping[str, str], parameters: Mapping[str, str]
) -> tuple[str, str]:
    """Ask for a change set, and return its name and its kind.

    Raises Stop while somebody else changes the stack.
    """
    status = _status(client, name)
    if status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
        raise Stop(f"stack {name} is being changed by somebody else ({status}). Wait until that is done, then again.")
    kind = "UPDATE" if exists(client, name) else "CREATE"
    change = f"laurel-{uuid.uuid4()}"
    client.create_change_set(
        StackName=name,
        ChangeSetName=change,
        ChangeSetType=kind,
        **template,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=CAPABILITIES,
        Tags=tags(name),
    )
    return change, kind


def tags(name: str) -> list[dict[str, str]]:
    """Return the tags of a stack, which its resources get too.

    A bill can be told apart by them, once they are activated in Billing (Cost allocation tags).
    """
    _, part, stage = name.split("-")
    values = {"laurel:stage": stage, "laurel:part": part}
    return [{"Key": key, "Value": value} for key, value in values.items()]


def body(text: str) -> dict[str, str]:
    """Return arguments for a template sent with the request.

    It may have at most 51,200 bytes.
    """
    return {"TemplateBody": text}


def uploaded(s3: Any, bucket: str, key: str) -> dict[str, str]:
    """Return arguments for a larger template, which lies in a bucket."""
    return {"TemplateURL": f"{s3.meta.endpoint_url}/{bucket}/{key}"}


def exists(client: Any, name: str) -> bool:
    """Return True if a stack exists.

    One in review, with nothing but a change set, does not count.
    """
    return _status(client, name) not in {"", "REVIEW_IN_PROGRESS"}


def delete(client: Any, name: str, every: int = 10) -> None:
    """Delete a protected stack and wait until it is gone."""
    client.update_termination_protection(StackName=name, EnableTerminationProtection=False)
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
    """Yield the changes of a change set, one line per resource."""
    pages = client.get_paginator("describe_change_set").paginate(StackName=name, ChangeSetName=change)
    for page in pages:
        for one in page.get("Changes", []):
            resource = one["ResourceChange"]
            anew = " as a new one" if resource.get("Replacement") == "True" else ""
            yield f"{resource['Action']} {resource['LogicalResourceId']} ({resource['ResourceType']}){anew}"


def outputs(client: Any, name: str) -> dict[str, str]:
    """Return a stack's outputs by name."""
    [stack] = client.describe_stacks(StackName=name)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _has_changes(client: Any, name: str, change: str, every: int) -> bool:
    """Return True if a change set has changes; delete an empty one.

    Raises Stop when CloudFormation refuses the template.
    """
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
    """Return the resources that failed in the last deployment.

    Each comes with its reason, in order, at most ten, as JSON.
    """
    pages = client.get_paginator("describe_stack_events").paginate(StackName=name)
    events = takewhile(lambda e: not _begins(e, name), (e for page in pages for e in page["StackEvents"]))
    failed = [e for e in reversed(list(events)) if e["ResourceStatus"].endswith("FAILED")]
    lines = [f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason', 'no reason')}" for e in failed]
    return json.dumps(lines[:10], ensure_ascii=False)


def _begins(event: Mapping[str, Any], name: str) -> bool:
    """Return True if a deployment of the stack begins with this event."""
    begun = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"}
    return event["LogicalResourceId"] == name and event["ResourceStatus"] in begun
