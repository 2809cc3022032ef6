"""Dead letters of a stage's jobs, and returning them to their jobs."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from ops.cli import say
from ops.stages import Stage
from ops.stream_record import as_lambda_event

HIDDEN = 60
"""Seconds for which a received letter is hidden from other receivers."""


def redrive(stage: Stage, *, dry_run: bool = False) -> int:
    """Give every present letter to its job once.

    Returns the number of those left, which are visible again at once.
    """
    if not dry_run:
        stage.check_writable()
    began = datetime.now(UTC).isoformat(timespec="seconds")
    sqs, url = stage.client("sqs"), stage.data["DeadLettersUrl"]
    redriven, left = 0, list[str]()
    try:
        for message in _letters(sqs, url):
            left.append(message["ReceiptHandle"])
            letter = _letter(stage, message["Body"])
            print(f"{letter['at']} {letter['job']}: {letter['reason']}")
            if dry_run or letter["at"] >= began or not letter["records"] or not _invoke(stage, letter):
                continue
            sqs.delete_message(QueueUrl=url, ReceiptHandle=left.pop())
            redriven += 1
    finally:
        for handle in left:
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
    say(f"{redriven} given again, {len(left)} left")
    return len(left)


def count_dead_letters(stage: Stage) -> int:
    """Count the dead letters.

    Those that another receiver holds at this moment are included.
    """
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    answer = stage.client("sqs").get_queue_attributes(QueueUrl=stage.data["DeadLettersUrl"], AttributeNames=names)
    return sum(int(answer["Attributes"][name]) for name in names)


def _letters(sqs: Any, url: str) -> Iterator[dict[str, Any]]:
    """Receive each letter once, until the queue has no other."""
    seen: set[str] = set()
    while True:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=HIDDEN)
        fresh = [m for m in answer.get("Messages", []) if m["MessageId"] not in seen]
        if not fresh:
            return
        for message in fresh:
            seen.add(message["MessageId"])
            yield message


def _letter(stage: Stage, body: str) -> dict[str, Any]:
    """Return job, time, reason and records of a message.

    It is a job's own letter, or Lambda's note about a batch that it gave up.

    Any other message has no records, and stays in the queue.
    """
    try:
        message = json.loads(body)
        if "DDBStreamBatchInfo" not in message:
            return {name: message[name] for name in ("job", "at", "reason")} | {"records": [message["record"]]}
        batch, at, condition = (
            message["DDBStreamBatchInfo"],
            message["timestamp"],
            message["requestContext"]["condition"],
        )
    except (ValueError, TypeError, KeyError):
        words = "not a letter of a job; take it out of the queue by hand (SQS, Poll for messages)"
        return {"job": "nobody", "at": "-", "reason": words, "records": []}
    records = _batch(stage.client("dynamodbstreams"), batch)
    reason = condition if records else "the stream no longer has it; see ops verify"
    return {"job": "stream", "at": at, "reason": reason, "records": records}


def _batch(streams: Any, batch: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the records of a batch.

    Empty if the stream, which keeps a day, has dropped them.
    """
    try:
        iterator = streams.get_shard_iterator(
            StreamArn=batch["streamArn"],
            ShardId=batch["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=batch["startSequenceNumber"],
        )["ShardIterator"]
        records = streams.get_records(ShardIterator=iterator, Limit=batch["batchSize"])["Records"]
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"TrimmedDataAccessException", "ResourceNotFoundException"}:
            raise
        return []
    return [as_lambda_event(record) for record in records]


def _invoke(stage: Stage, letter: dict[str, Any]) -> bool:
    """Invoke the job's function with the records.

    Returns True if it took them: it carried them out, or wrote a new dead letter.
    """
    answer = stage.client("lambda").invoke(
        FunctionName=f"laurel-{stage.name}-{letter['job']}",
        Payload=json.dumps({"Records": letter["records"]}).encode(),
    )
    if answer.get("FunctionError"):
        fault = json.loads(answer["Payload"].read() or b"{}").get("errorType", answer["FunctionError"])
        say(f"laurel-{stage.name}-{letter['job']} did not take it: {fault}")
    return not answer.get("FunctionError")
