"""ministack, with policies held against each parameter that is read.

`python -P ops/local/emulator.py` in place of `python -m ministack`, which holds `ssm:GetParameters` against `*`,
whatever is named: no function whose policy names its secrets could read them. Here, as on AWS, each must be allowed.
"""

import json
from typing import Any

from ministack.core import iam_actions, iam_evaluator

READING = "ssm:GetParameters"
_action_of, _resource_of = iam_actions.extract_iam_action, iam_actions.extract_resource_arn
_enforce = iam_evaluator.enforce


def resource_of(service: str, method: str, path: str, headers: dict[str, str], body: bytes, *rest: Any) -> str:
    """Return what a call is about; parameters one after another."""
    call = (service, method, path, headers)
    if _action_of(*call, body, rest[0]) != READING:
        return str(_resource_of(*call, body, *rest))
    names = json.loads(body)["Names"]
    return " ".join(_resource_of(*call, json.dumps({"Name": name}).encode(), *rest) for name in names)


def enforce(caller: str, action: str, *place: str, resource_arn: str = "*", **more: Any) -> Any:
    """Return the denial of a call, None where all is allowed."""
    resources = resource_arn.split() if action == READING else [resource_arn]
    denials = (_enforce(caller, action, *place, resource_arn=one, **more) for one in resources)
    return next((denial for denial in denials if denial), None)


if __name__ == "__main__":
    from ministack.app import main

    iam_actions.extract_resource_arn, iam_evaluator.enforce = resource_of, enforce
    main()
