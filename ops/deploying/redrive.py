"""`ops redrive`: what jobs set aside is given to them again. What fails again is set aside anew, with its new reason."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from ops import stages
from ops.local.stream import as_lambda_sees_it
from ops.stages import Stage
from ops.terms import DONE, FOUND, say

HIDDEN = 60
"""Seconds for which a letter that is being looked at is hidden from others."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    stages.add_arguments(parser, stages.DEPLOYED)
    parser.add_argument("--dry-run", action="store_true", help="show what is there and why, give nothing")


def run(options: argparse.Namespace) -> int:
    """0 where nothing is left, 1 where a letter stays or something failed again."""
    return FOUND if redrive(stages.stage_of(options), dry_run=options.dry_run) else DONE


def redrive(stage: Stage, *, dry_run: bool = False) -> int:
    """Give every letter that is there now to its job once; how many are left."""
    began = datetime.now(UTC).isoformat(timespec="seconds")
    sqs, url = stage.client("sqs"), stage.data["DeadLettersUrl"]
    given, left = 0, 0
    for message in _letters(sqs, url):
        letter = _letter(stage, json.loads(message["Body"]))
        print(f"{letter['at']} {letter['job']}: {letter['reason']}")
        if dry_run or letter["at"] >= began or not letter["records"] or not _carried_out(stage, letter):
            left += 1
            continue
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        given += 1
    say(f"{given} given again, {left} left")
    return left


def _letters(sqs: Any, url: str) -> Iterator[dict[str, Any]]:
    """Each letter once, until the queue shows no other."""
    seen: set[str] = set()
    while True:
        told = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=HIDDEN
        )
        fresh = [m for m in told.get("Messages", []) if m["MessageId"] not in seen]
        if not fresh:
            return
        for message in fresh:
            seen.add(message["MessageId"])
            yield message


def _letter(stage: Stage, told: dict[str, Any]) -> dict[str, Any]:
    """A letter of a job, or a note of Lambda's about a batch that no function took, with what it is about."""
    if "DDBStreamBatchInfo" not in told:
        return {**told, "records": [told["record"]]}
    records = _batch(stage.client("dynamodbstreams"), told["DDBStreamBatchInfo"])
    reason = told["requestContext"]["condition"] if records else "the stream no longer has it; see ops verify"
    return {"job": "stream", "at": told["timestamp"], "reason": reason, "records": records}


def _batch(streams: Any, told: dict[str, Any]) -> list[dict[str, Any]]:
    """The records that a note is about, empty where the stream, which keeps a day, has lost them."""
    try:
        iterator = streams.get_shard_iterator(
            StreamArn=told["streamArn"],
            ShardId=told["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=told["startSequenceNumber"],
        )["ShardIterator"]
        found = streams.get_records(ShardIterator=iterator, Limit=told["batchSize"])["Records"]
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"TrimmedDataAccessException", "ResourceNotFoundException"}:
            raise
        return []
    return [as_lambda_sees_it(record) for record in found]


def _carried_out(stage: Stage, letter: dict[str, Any]) -> bool:
    """Whether the job's function took the record: it has then done it, or set it aside anew."""
    answer = stage.client("lambda").invoke(
        FunctionName=f"laurel-{stage.name}-{letter['job']}",
        Payload=json.dumps({"Records": letter["records"]}).encode(),
    )
    return not answer.get("FunctionError")
