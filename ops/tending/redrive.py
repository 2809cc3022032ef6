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
    """Give every letter that is there now to its job once; how many are left, each to be seen again at once."""
    began = datetime.now(UTC).isoformat(timespec="seconds")
    sqs, url = stage.client("sqs"), stage.data["DeadLettersUrl"]
    given, left = 0, list[str]()
    try:
        for message in _letters(sqs, url):
            left.append(message["ReceiptHandle"])
            letter = _letter(stage, message["Body"])
            print(f"{letter['at']} {letter['job']}: {letter['reason']}")
            if dry_run or letter["at"] >= began or not letter["records"] or not _carried_out(stage, letter):
                continue
            sqs.delete_message(QueueUrl=url, ReceiptHandle=left.pop())
            given += 1
    finally:
        for handle in left:
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
    say(f"{given} given again, {len(left)} left")
    return len(left)


def dead_letters(stage: Stage) -> int:
    """How many letters there are, those included that somebody is looking at."""
    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    told = stage.client("sqs").get_queue_attributes(
        QueueUrl=stage.data["DeadLettersUrl"], AttributeNames=wanted
    )
    return sum(int(told["Attributes"][name]) for name in wanted)


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


def _letter(stage: Stage, body: str) -> dict[str, Any]:
    """A letter of a job, or a note of Lambda's about a batch that no function took, with what it is about. What is
    neither has no records, and stays."""
    try:
        told = json.loads(body)
        if "DDBStreamBatchInfo" not in told:
            return {name: told[name] for name in ("job", "at", "reason")} | {"records": [told["record"]]}
        batch, at, condition = (
            told["DDBStreamBatchInfo"],
            told["timestamp"],
            told["requestContext"]["condition"],
        )
    except (ValueError, TypeError, KeyError):
        words = "not a letter of a job; take it out of the queue by hand (SQS, Poll for messages)"
        return {"job": "nobody", "at": "-", "reason": words, "records": []}
    records = _batch(stage.client("dynamodbstreams"), batch)
    reason = condition if records else "the stream no longer has it; see ops verify"
    return {"job": "stream", "at": at, "reason": reason, "records": records}


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
    if answer.get("FunctionError"):
        fault = json.loads(answer["Payload"].read() or b"{}").get("errorType", answer["FunctionError"])
        say(f"laurel-{stage.name}-{letter['job']} did not take it: {fault}")
    return not answer.get("FunctionError")
