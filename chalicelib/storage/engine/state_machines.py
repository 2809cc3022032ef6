"""State machines that run the season's long jobs.

A state machine calls a job in steps until nothing is left.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.storage.engine import clients


class StateMachine:
    """One state machine, by its ARN.

    Without one ("", as in local runs) starting does nothing.
    """

    def __init__(self, machine: str, region: str) -> None:
        self._machine = machine
        self._region = region

    @cached_property
    def _states(self) -> Any:
        return clients.client("stepfunctions", self._region)

    @property
    def exists(self) -> bool:
        return bool(self._machine)

    def start(self, name: str, event: Mapping[str, Any] | None = None) -> None:
        """Start an execution unless one of that name was started before."""
        if not self._machine:
            return
        try:
            self._states.start_execution(stateMachineArn=self._machine, name=name, input=json.dumps(event or {}))
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise
