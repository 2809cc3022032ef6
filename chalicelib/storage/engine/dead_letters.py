"""The queue of dead letters: what a job could not do, kept until somebody redrives it."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from chalicelib.frozen import dataclass
from chalicelib.storage.engine import clients


@dataclass(frozen=True)
class DeadLetter:
    """One message, and the receipt that takes it out of the queue."""

    body: str
    receipt: str


class DeadLetters:
    """One SQS queue by its URL. Where there is none ("", as in local runs) every put fails."""

    def __init__(self, url: str, region: str) -> None:
        self._url = url
        self._region = region

    @cached_property
    def _sqs(self) -> Any:
        return clients.client("sqs", self._region)

    def put(self, body: str) -> None:
        """Keep one. Raises what the queue says, or LookupError where there is no queue."""
        if not self._url:
            raise LookupError("no queue of dead letters is set")
        self._sqs.send_message(QueueUrl=self._url, MessageBody=body)

    def count(self) -> int:
        """About how many there are."""
        names = ["ApproximateNumberOfMessages"]
        answer = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=names)
        return int(answer["Attributes"][names[0]])

    def take(self) -> Iterator[DeadLetter]:
        """Up to ten; each one hidden from others for a while, and back unless it is removed."""
        answer = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            yield DeadLetter(message["Body"], message["ReceiptHandle"])

    def remove(self, letter: DeadLetter) -> None:
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=letter.receipt)
