"""Builds collaborators, once and lazily; importing this touches no engine."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from chalicelib.services.tools import Tools
from chalicelib.settings import Settings, on_lambda, read
from chalicelib.storage import secrets
from chalicelib.storage.calls import Calls
from chalicelib.storage.letters import DeadLetters
from chalicelib.storage.long_jobs import LongJobs
from chalicelib.storage.objects import Objects
from chalicelib.storage.table import Table


def utc_now() -> datetime:
    return datetime.now(UTC)


class Wiring:
    """Settings to tools. `clock` can be another in tests; no rule reads one by itself."""

    def __init__(self, settings: Settings | None = None, clock: Callable[[], datetime] = utc_now) -> None:
        self._given = settings
        self.clock = clock

    @cached_property
    def settings(self) -> Settings:
        return self._given or read(store=secrets.read)

    @cached_property
    def tools(self) -> Tools:
        table = Table(self._dynamodb(), self.settings.table, self.clock)
        return Tools(
            table=table,
            objects=Objects(self.settings.bucket, self.settings.region, self.settings.s3_endpoint),
            calls=Calls(table, time.monotonic),
            clock=self.clock,
            secret=self.settings.secret,
        )

    @cached_property
    def dead_letters(self) -> DeadLetters:
        return DeadLetters(self.settings.dead_letters, self.settings.region)

    @cached_property
    def long_jobs(self) -> LongJobs:
        return LongJobs(self.settings.long_jobs, self.settings.region)

    def prepare(self) -> None:
        """On Lambda: settings, secrets and table before the first request, while starting is quick and unbilled
        waiting is nobody's. Elsewhere nothing."""
        if on_lambda():
            _ = self.tools

    def _dynamodb(self) -> Any:
        import boto3
        from botocore.config import Config

        return boto3.client(
            "dynamodb",
            region_name=self.settings.region,
            endpoint_url=self.settings.dynamodb_endpoint,
            config=Config(retries={"max_attempts": 3, "mode": "standard"}, max_pool_connections=20),
        )


wiring = Wiring()
