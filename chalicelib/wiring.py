"""The collaborators, built once and lazily.

Importing this module touches no engine.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from chalicelib import release, telemetry
from chalicelib.domain.channels import CHANNELS, Channel
from chalicelib.domain.messages import OutgoingMessage
from chalicelib.services.context import Tools
from chalicelib.settings import Settings, on_lambda, read
from chalicelib.storage import table_state
from chalicelib.storage.calls import Calls
from chalicelib.storage.engine import clients, secrets
from chalicelib.storage.engine.bucket import Bucket, PublicBucket
from chalicelib.storage.engine.dead_letters import DeadLetters
from chalicelib.storage.engine.signing_keys import FileKey, KmsKey, SigningKey
from chalicelib.storage.engine.state_machines import StateMachine
from chalicelib.storage.engine.table import Gate, Table
from chalicelib.storage.engine.whole_table import WholeTable


def utc_now() -> datetime:
    return datetime.now(UTC)


class Wiring:
    """A builder of tools from settings.

    Tests may pass another `clock`; no rule reads a clock by itself. Operators' commands pass another `gate`.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        clock: Callable[[], datetime] = utc_now,
        gate: Gate | None = table_state.GATE,
    ) -> None:
        self._own_settings = settings
        self.clock = clock
        self._gate = gate

    @cached_property
    def settings(self) -> Settings:
        return self._own_settings or read(store=secrets.read)

    @cached_property
    def tools(self) -> Tools:
        table = Table(self._dynamodb(), self.settings.table, self.clock, self._gate)
        return Tools(
            table=table,
            objects=Bucket(self.settings.bucket, self.settings.region, self.settings.s3_endpoint),
            public=PublicBucket(self.settings.public_bucket, self.settings.region, self.settings.s3_endpoint),
            calls=Calls(table, time.monotonic),
            clock=self.clock,
            secret=self.settings.secret,
            other_secrets=self.settings.other_secrets,
            site_origin=self.settings.site_origin,
            record_keys=self.record_keys,
        )

    @cached_property
    def record_keys(self) -> tuple[SigningKey, ...]:
        """The keys that sign the record of a call.

        Those of local runs are files.
        """
        s = self.settings
        names = filter(None, dict.fromkeys((s.record_key, s.record_key_next)))
        return tuple(KmsKey(name, s.region) if name.startswith("arn:") else FileKey(Path(name)) for name in names)

    @cached_property
    def whole_table(self) -> WholeTable:
        return WholeTable(self._dynamodb(), self.settings.table)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        return DeadLetters(self.settings.dead_letters, self.settings.region)

    @cached_property
    def long_jobs(self) -> StateMachine:
        return StateMachine(self.settings.long_jobs, self.settings.region)

    @cached_property
    def season(self) -> StateMachine:
        """The machine that carries out the long acts of the evaluation."""
        return StateMachine(self.settings.season, self.settings.region)

    @cached_property
    def senders(self) -> Mapping[Channel, Callable[[OutgoingMessage], None]]:
        """The functions that send messages, by channel.

        Locally they send nothing. Only the job that sends imports them.
        """
        from chalicelib.storage.engine import senders

        s = self.settings
        if s.local:
            return dict.fromkeys(CHANNELS, senders.held)
        return {
            "mail": senders.Mail(s.mail_from, s.region) if s.mail_from else senders.not_set_up,
            "sms": senders.TextMessage(s.region) if s.sms else senders.not_set_up,
            "webhook": senders.Webhook(s.webhook_url, s.webhook_secret) if s.webhook_url else senders.not_set_up,
        }

    def prepare(self) -> None:
        """Set up log, settings and tools before the first request, on Lambda.

        The start of a function runs fast and its waiting is not billed. Elsewhere this does nothing.
        """
        if on_lambda():
            telemetry.begin(self.settings.stage)
            telemetry.started(release.RUNNING.version, release.RUNNING.commit)
            _ = self.tools

    def _dynamodb(self) -> Any:
        client = clients.client(
            "dynamodb",
            self.settings.region,
            self.settings.dynamodb_endpoint,
            retries={"max_attempts": 3, "mode": "standard"},
            max_pool_connections=20,
        )
        telemetry.watch(client)
        return client


wiring = Wiring()
