"""The table's stream, read as Lambda's event source reads it, its place kept on disk over restarts."""

import base64
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

Record = dict[str, Any]
Handle = Callable[[list[Record]], object]

PAUSE = 0.3
TRIES = 5
_log = logging.getLogger(__name__)


@dataclass
class Pump:
    """Hands each batch of records to `handle`, at least once and in order.

    What fails is tried again with a growing pause; after five times the batch is written to `failed` and left,
    as production leaves it to a queue of failures.
    """

    client: Any
    stream: str
    handle: Handle
    checkpoint: Path
    failed: Path
    stop: threading.Event = field(default_factory=threading.Event)
    _iterators: dict[str, str | None] = field(default_factory=dict)

    def run(self) -> None:
        """Until `stop` is set; an engine that does not answer for a moment is asked again."""
        while not self.stop.is_set():
            try:
                seen = self.drain()
            except Exception:
                _log.exception("the stream could not be read")
                seen = 0
            if not seen:
                self.stop.wait(PAUSE)

    def drain(self) -> int:
        """Everything that is there now; the number of records handed over."""
        return sum(self._drain_shard(shard) for shard in self._shards())

    def _shards(self) -> list[str]:
        """The ids of all shards, parents before children as the engine lists them."""
        found: list[str] = []
        more: dict[str, str] = {}
        while True:
            told = self.client.describe_stream(StreamArn=self.stream, **more)["StreamDescription"]
            found += [shard["ShardId"] for shard in told["Shards"]]
            if "LastEvaluatedShardId" not in told:
                return found
            more = {"ExclusiveStartShardId": told["LastEvaluatedShardId"]}

    def _drain_shard(self, shard: str) -> int:
        count = 0
        while not self.stop.is_set() and (records := self._next(shard)):
            self._hand_over(records)
            self._remember(shard, records[-1]["dynamodb"]["SequenceNumber"])
            count += len(records)
        return count

    def _next(self, shard: str) -> list[Record]:
        if shard not in self._iterators:
            self._iterators[shard] = self._iterator(shard)
        iterator = self._iterators[shard]
        if iterator is None:
            return []
        try:
            told = self.client.get_records(ShardIterator=iterator)
        except (
            self.client.exceptions.ExpiredIteratorException,
            self.client.exceptions.TrimmedDataAccessException,
        ):
            del self._iterators[shard]
            return []
        self._iterators[shard] = told.get("NextShardIterator")
        return [as_lambda_sees_it(record) for record in told["Records"]]

    def _iterator(self, shard: str) -> str:
        """After the last record handed over; from the oldest there is where that is unknown or gone."""
        ask = {"StreamArn": self.stream, "ShardId": shard}
        last = self._places().get(shard)
        if last:
            after = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
            try:
                return str(self.client.get_shard_iterator(**ask, **after)["ShardIterator"])
            except ClientError:
                _log.warning("the place in shard %s is gone; starting from its oldest record", shard)
        return str(self.client.get_shard_iterator(**ask, ShardIteratorType="TRIM_HORIZON")["ShardIterator"])

    def _hand_over(self, records: list[Record]) -> None:
        for attempt in range(TRIES):
            try:
                self.handle(records)
                return
            except Exception:
                if self.stop.is_set():
                    raise
                _log.exception("a batch of the stream failed")
                self.stop.wait(PAUSE * 2**attempt)
        with self.failed.open("a") as failed:
            failed.write(json.dumps(records) + "\n")

    def _places(self) -> dict[str, str]:
        """The sequence number of the last record handed over, by shard."""
        if not self.checkpoint.exists():
            return {}
        told = json.loads(self.checkpoint.read_text())
        places: dict[str, str] = told["places"] if told["stream"] == self.stream else {}
        return places

    def _remember(self, shard: str, sequence: str) -> None:
        places = {**self._places(), shard: sequence}
        new = self.checkpoint.with_suffix(".new")
        new.write_text(json.dumps({"stream": self.stream, "places": places}))
        new.replace(self.checkpoint)


def as_lambda_sees_it(record: Record) -> Record:
    """A record of GetRecords in the JSON of a Lambda event: bytes as base64 text, times as numbers."""
    shaped: Record = json.loads(json.dumps(record, default=_plain))
    return shaped


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value.timestamp()
