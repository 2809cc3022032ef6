"""A reader of the table's stream that works like Lambda's event source.

Its position is kept on disk over restarts.
"""

import json
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

from botocore.exceptions import ClientError

from ops.stream_record import StreamRecord, as_lambda_event

Handle = Callable[[list[StreamRecord]], object]
SortKeys = Sequence[str | Mapping[str, str]]
"""The rules of an event source's filter for a record's sort key: a word, or `{"prefix": …}`."""

PARALLEL = 4
"""Batches of different partitions that are handled at the same time, as in cloudformation/merge.yaml."""
PAUSE = 0.3
TRIES = 5
_log = logging.getLogger(__name__)


@dataclass
class StreamReader:
    """Reader that passes each batch of records to `handle`.

    Batches come at least once, without records that `filters` leave out, and those of a partition in order. A failing
    batch is tried five times with growing pauses, then written to the file `failed`, where production has a queue.
    """

    client: Any
    stream: str
    handle: Handle
    checkpoint: Path
    failed: Path
    filters: SortKeys = ({"prefix": ""},)
    stop: threading.Event = field(default_factory=threading.Event)
    _iterators: dict[str, str | None] = field(default_factory=dict)

    def run(self) -> None:
        """Read until `stop` is set; retry when the engine does not answer."""
        while not self.stop.is_set():
            try:
                seen = self.drain()
            except Exception:
                _log.exception("the stream could not be read")
                seen = 0
            if not seen:
                self.stop.wait(PAUSE)

    def drain(self) -> int:
        """Pass on all present records; return how many were read."""
        return sum(self._drain_shard(shard) for shard in self._shards())

    def _shards(self) -> list[str]:
        """List the ids of all shards.

        Parents come before children, as the engine lists them.
        """
        shards: list[str] = []
        more: dict[str, str] = {}
        while True:
            page = self.client.describe_stream(StreamArn=self.stream, **more)["StreamDescription"]
            shards += [shard["ShardId"] for shard in page["Shards"]]
            if "LastEvaluatedShardId" not in page:
                return shards
            more = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}

    def _drain_shard(self, shard: str) -> int:
        count = 0
        while not self.stop.is_set() and (records := self._next(shard)):
            batches = _by_partition([as_lambda_event(record) for record in records if self._has_followers(record)])
            with ThreadPoolExecutor(PARALLEL) as pool:
                list(pool.map(self._hand_over, batches))
            self._store_position(shard, records[-1]["dynamodb"]["SequenceNumber"])
            count += len(records)
        return count

    def _next(self, shard: str) -> list[StreamRecord]:
        if shard not in self._iterators:
            self._iterators[shard] = self._iterator(shard)
        iterator = self._iterators[shard]
        if iterator is None:
            return []
        try:
            answer = self.client.get_records(ShardIterator=iterator)
        except (
            self.client.exceptions.ExpiredIteratorException,
            self.client.exceptions.TrimmedDataAccessException,
        ):
            del self._iterators[shard]
            return []
        self._iterators[shard] = answer.get("NextShardIterator")
        records: list[StreamRecord] = answer["Records"]
        return records

    def _has_followers(self, record: StreamRecord) -> bool:
        word: str = record["dynamodb"]["Keys"]["sk"]["S"]
        return any(word == rule if isinstance(rule, str) else word.startswith(rule["prefix"]) for rule in self.filters)

    def _iterator(self, shard: str) -> str:
        """Return an iterator after the last record that was passed on.

        It starts at the oldest record where that position is unknown or gone.
        """
        shard_of_stream = {"StreamArn": self.stream, "ShardId": shard}
        last = self._positions().get(shard)
        if last:
            after = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
            try:
                return str(self.client.get_shard_iterator(**shard_of_stream, **after)["ShardIterator"])
            except ClientError:
                _log.warning("the place in shard %s is gone; starting from its oldest record", shard)
        return str(self.client.get_shard_iterator(**shard_of_stream, ShardIteratorType="TRIM_HORIZON")["ShardIterator"])

    def _hand_over(self, records: list[StreamRecord]) -> None:
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

    def _positions(self) -> dict[str, str]:
        """Map shards to the sequence number of the last record passed on."""
        if not self.checkpoint.exists():
            return {}
        state = json.loads(self.checkpoint.read_text())
        positions: dict[str, str] = state["places"] if state["stream"] == self.stream else {}
        return positions

    def _store_position(self, shard: str, sequence: str) -> None:
        positions = {**self._positions(), shard: sequence}
        new = self.checkpoint.with_suffix(".new")
        new.write_text(json.dumps({"stream": self.stream, "places": positions}))
        new.replace(self.checkpoint)


def _by_partition(records: Sequence[StreamRecord]) -> list[list[StreamRecord]]:
    """Return batches, the records of a partition all in one."""
    batches: dict[int, list[StreamRecord]] = defaultdict(list)
    for record in records:
        batches[crc32(record["dynamodb"]["Keys"]["pk"]["S"].encode()) % PARALLEL].append(record)
    return list(batches.values())
