"""The product over running engines.

It has table and bucket, app, stream, clock and server.
"""

import contextlib
import importlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

from chalicelib import telemetry
from chalicelib.jobs import clock, messages, season, stream
from chalicelib.wiring import Wiring, wiring
from ops import resources
from ops.local import engines
from ops.local.data_dir import DataDir
from ops.local.gateway import Gateway
from ops.local.open_files import OpenFiles, SiteAndOpenFiles
from ops.local.server import Server
from ops.local.site_files import SiteFiles, security_headers
from ops.local.stream import StreamReader
from ops.site import bundle

TABLE = "laurel"
BUCKET = "laurel-attachments"
PUBLIC = "laurel-public"
TICK = 30.0
LONG_ACTS = 2.0
"""Seconds between looks at what a state machine carries out where there is one."""
LARGEST_LOG = 8 * 1024 * 1024
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Product:
    """The product at `origin`.

    `fill` puts calls and demo data into the table.
    """

    data_dir: DataDir
    origin: str
    table: engines.Engine
    bucket: engines.Engine
    fill: Callable[[Wiring], None]

    @contextlib.contextmanager
    def open(self) -> Iterator[Server]:
        """Yield a server that is ready to serve.

        What the stream has held so far is carried out before, so that no list or counter lags behind the data. From
        then on the stream and the clock run beside it.
        """
        os.environ.update(self._environment())
        log_to(self.data_dir.root / "logs/functions.log")
        gateway = Gateway(importlib.import_module("app").app)
        self._prepare()
        self.fill(wiring)
        stop = threading.Event()
        reader = self._stream_reader(lambda records: stream.handle(records, wiring), stop)
        reader.drain()
        with _beside(self._work(reader, wiring, stop), stop):
            yield self._server(gateway)

    def _environment(self) -> dict[str, str]:
        return engines.CREDENTIALS | {
            "LAUREL_STAGE": "local",
            "LAUREL_LOCAL": "1",
            "LAUREL_SITE_ORIGIN": self.origin,
            "LAUREL_TABLE": TABLE,
            "LAUREL_BUCKET": BUCKET,
            "LAUREL_PUBLIC_BUCKET": PUBLIC,
            "LAUREL_REGION": engines.REGION,
            "LAUREL_DYNAMODB_ENDPOINT": self.table.endpoint,
            "LAUREL_S3_ENDPOINT": self.bucket.endpoint,
            "LAUREL_SECRET": self.data_dir.secret(),
            "LAUREL_RECORD_KEY": str(self.data_dir.record_key()),
        }

    def _prepare(self) -> None:
        """Create table and bucket, and note them for other commands."""
        self.table.wait()
        resources.make_table(_client("dynamodb", self.table), TABLE)
        self.bucket.wait()
        resources.make_bucket(_client("s3", self.bucket), BUCKET, self.origin)
        resources.make_public_bucket(_client("s3", self.bucket), PUBLIC)
        self.data_dir.note(environment=self._environment())

    def _work(self, reader: StreamReader, wiring: Wiring, stop: threading.Event) -> list[Callable[[], None]]:
        """List the background jobs, each triggered as in production."""

        def at_times(tick: Callable[[Wiring, datetime], None], seconds: float = TICK) -> Callable[[], None]:
            return lambda: every(seconds, lambda: tick(wiring, wiring.clock()), stop)

        return [reader.run, at_times(clock.tick), at_times(messages.tick), at_times(season.tick, LONG_ACTS)]

    def _stream_reader(self, handle: Callable[[list[dict[str, Any]]], object], stop: threading.Event) -> StreamReader:
        arn = _client("dynamodb", self.table).describe_table(TableName=TABLE)["Table"]["LatestStreamArn"]
        root = self.data_dir.root
        client = _client("dynamodbstreams", self.table)
        checkpoint, failed = root / "stream.json", root / "stream-failed.jsonl"
        return StreamReader(client, arn, handle, checkpoint, failed, stream.filters(), stop)

    def _server(self, gateway: Gateway) -> Server:
        address = (engines.HOST, urlsplit(self.origin).port or 80)
        headers = security_headers(self.bucket.endpoint)
        opened = OpenFiles(_client("s3", self.bucket), PUBLIC)
        return Server(address, gateway, SiteAndOpenFiles(SiteFiles(bundle.BUNDLE), opened), headers)


@contextlib.contextmanager
def _beside(work: list[Callable[[], None]], stop: threading.Event) -> Iterator[None]:
    threads = [threading.Thread(target=job, daemon=True) for job in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(5)


def log_to(path: Path) -> None:
    """Log to a file, and warnings to the terminal too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = RotatingFileHandler(path, maxBytes=LARGEST_LOG, backupCount=1, encoding="utf-8")
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    for handler in (file, terminal):
        handler.setFormatter(telemetry.ConsoleFormatter())
    telemetry.log.handlers, telemetry.log.propagate = [file, terminal], False
    telemetry.log.setLevel(logging.INFO)


def every(seconds: float, act: Callable[[], object], stop: threading.Event) -> None:
    """Call `act` now and every so many seconds until `stop`.

    Failures are logged and do not end it.
    """
    while not stop.is_set():
        begun = time.monotonic()
        try:
            act()
        except Exception:
            _log.exception("a scheduled job failed")
        stop.wait(max(0.0, seconds - (time.monotonic() - begun)))


def _client(service: str, engine: engines.Engine) -> Any:
    return boto3.client(service, region_name=engines.REGION, endpoint_url=engine.endpoint)
