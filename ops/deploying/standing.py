"""What a stage consists of now: stacks and their outputs, functions by the digest of their code, the table."""

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
    return {f"stack {name}": str(stack["StackStatus"]), **outputs}


def _functions(stage: Stage) -> Iterator[dict[str, Any]]:
    """Those of the stage; Chalice names the one behind the API after the stage alone."""
    for page in stage.client("lambda").get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            if f"{function['FunctionName']}-".startswith(f"laurel-{stage.name}-"):
                yield function
