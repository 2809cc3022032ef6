"""What a stage consists of now: stacks with what they were given and what they tell, functions by digests of their code
and settings, and the streams that they read."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from ops.deploying.state import CHALICE
from ops.keeping.native import state_of
from ops.stages import Stage, stack_name

PARTS = ("data", "app", "edge", "cdn", "watch")
Facts = dict[str, str]


def standing(stage: Stage) -> Facts:
    """Everything by name, so that two looks can be compared."""
    facts: Facts = {}
    for part in PARTS:
        facts |= _stack(stage, part)
    for function in _functions(stage):
        facts[f"function {function['FunctionName']}"] = (
            f"{function['Runtime']}, {function['MemorySize']} MB, code {function['CodeSha256'][:12]}"
        )
        variables = function.get("Environment", {}).get("Variables", {})
        facts[f"settings of {function['FunctionName']}"] = _digest(variables)
    for mapping in _mappings(stage):
        name = mapping["FunctionArn"].rpartition(":")[2]
        facts[f"what {name} reads"] = f"{mapping['EventSourceArn']} ({mapping.get('State')})"
    return facts


def changes(before: Facts, after: Facts) -> Iterator[str]:
    """What differs between two looks: `+` new, `-` gone, `~` changed."""
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None:
            yield f"+ {name}: {now}"
        elif now is None:
            yield f"- {name}: {was}"
        elif was != now:
            yield f"~ {name}: {was} → {now}"


def chalice_record(stage: Stage) -> Mapping[str, Any]:
    """What `chalice deploy` keeps of the stage; empty where it was not deployed so."""
    return state_of(stage).told(CHALICE) if stage.outputs("data") else {}


def api_of(stage: Stage) -> str | None:
    """The id of the stage's API, whichever way it was deployed."""
    app = stage.outputs("app")
    if app:
        return app.get("RestAPIId")
    resources = chalice_record(stage).get("resources", [])
    return next((str(r["rest_api_id"]) for r in resources if r.get("resource_type") == "rest_api"), None)


def _stack(stage: Stage, part: str) -> Facts:
    name = stack_name(stage.name, part)
    try:
        [stack] = stage.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if error.response["Error"]["Code"] in {"ValidationError", "404"}:
            return {}
        raise
    outputs = {f"{name} {o['OutputKey']}": str(o["OutputValue"]) for o in stack.get("Outputs", [])}
    given = {
        f"{name} parameter {p['ParameterKey']}": str(p["ParameterValue"]) for p in stack.get("Parameters", [])
    }
    return {f"stack {name}": str(stack["StackStatus"]), **given, **outputs}


def _digest(variables: Mapping[str, str]) -> str:
    """A mark of a function's settings, by which a change shows."""
    return hashlib.sha256(json.dumps(variables, sort_keys=True).encode()).hexdigest()[:12]


def _mappings(stage: Stage) -> Iterator[dict[str, Any]]:
    """What gives the stage's functions records to handle."""
    for page in stage.client("lambda").get_paginator("list_event_source_mappings").paginate():
        for mapping in page["EventSourceMappings"]:
            if mapping["FunctionArn"].rpartition(":")[2].startswith(f"laurel-{stage.name}-"):
                yield mapping


def _functions(stage: Stage) -> Iterator[dict[str, Any]]:
    """Those of the stage; Chalice names the one behind the API after the stage alone."""
    for page in stage.client("lambda").get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            if f"{function['FunctionName']}-".startswith(f"laurel-{stage.name}-"):
                yield function
