"""An inventory of a stage: its stacks, functions and streams.

Stacks are listed with parameters and outputs, functions by digests of code and settings.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

from botocore.exceptions import ClientError

from ops import chalice_record
from ops.stages import PARTS, Stage, stack_name

Facts = dict[str, str]


def take_inventory(stage: Stage) -> Facts:
    """Map the name of everything that a stage has to a line."""
    facts: Facts = {}
    for part in PARTS:
        facts |= _stack(stage, part)
    for function in stage.functions():
        facts[f"function {function['FunctionName']}"] = (
            f"{function['Runtime']}, {function['MemorySize']} MB, code {function['CodeSha256'][:12]}"
        )
        variables = function.get("Environment", {}).get("Variables", {})
        facts[f"settings of {function['FunctionName']}"] = _digest(variables)
    for mapping in stage.mappings():
        name = mapping["FunctionArn"].rpartition(":")[2]
        facts[f"what {name} reads"] = f"{mapping['EventSourceArn']} ({mapping.get('State')})"
    return facts


def changes(before: Facts, after: Facts) -> Iterator[str]:
    """Yield the differences between two inventories, one line each.

    `+` is new, `-` gone, `~` changed.
    """
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None:
            yield f"+ {name}: {now}"
        elif now is None:
            yield f"- {name}: {was}"
        elif was != now:
            yield f"~ {name}: {was} → {now}"


def api_of(stage: Stage) -> str | None:
    """Return the id of the stage's API, whichever way it was deployed.

    None if there is none.
    """
    app = stage.outputs("app")
    return app.get("RestAPIId") if app else chalice_record.api_of(stage)


def api_url(stage: Stage) -> str | None:
    """Return the URL of the API at the gateway.

    It ends in a slash; None if there is none. A local engine gives no routes to one that Chalice deployed.
    """
    app = stage.outputs("app")
    if stage.engine:
        return f"{stage.engine}/restapis/{app['RestAPIId']}/api/_user_request_/" if app else None
    return app.get("EndpointURL") if app else chalice_record.url_of(stage)


def _stack(stage: Stage, part: str) -> Facts:
    name = stack_name(stage.name, part)
    try:
        [stack] = stage.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] in {"ValidationError", "404"}:
            return {}
        raise
    outputs = {f"{name} {o['OutputKey']}": str(o["OutputValue"]) for o in stack.get("Outputs", [])}
    parameters = {
        f"{name} parameter {p['ParameterKey']}": str(p["ParameterValue"]) for p in stack.get("Parameters", [])
    }
    return {f"stack {name}": str(stack["StackStatus"]), **parameters, **outputs}


def _digest(variables: Mapping[str, str]) -> str:
    """Return a digest of a function's settings.

    It shows that a value changed, without showing the value.
    """
    return hashlib.sha256(json.dumps(variables, sort_keys=True).encode()).hexdigest()[:12]
