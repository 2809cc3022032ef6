"""The queue of dead letters: failed work, kept for a redrive."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from chalicelib.frozen import dataclass
from chalicelib.storage.engine import clients


@dataclass(frozen=True)
class DeadLetter:
    """One message of the queue, and the receipt that removes it."""

    body: str
    receipt: str


class DeadLetters:
    """One SQS queue, by its URL.

    Without one ("", as in local runs) every put fails.
    """

    def __init__(self, url: str, region: str) -> None:
        self._url = url
        self._region = region

    @cached_property
    def _sqs(self) -> Any:
        return clients.client("sqs", self._region)

    def put(self, body: str) -> None:
        """Store one letter.

        Raises LookupError when there is no queue, and whatever the queue raises.
        """
        if not self._url:
            raise LookupError("no queue of dead letters is set")
        self._sqs.send_message(QueueUrl=self._url, MessageBody=body)

    def count(self) -> int:
        """Return the approximate number of letters."""
        names = ["ApproximateNumberOfMessages"]
        answer = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=names)
        return int(answer["Attributes"][names[0]])

    def take(self) -> Iterator[DeadLetter]:
        """Yield up to ten letters.

        Each is hidden from other readers for a while, and comes back unless it is removed.
        """
        answer = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            yield DeadLetter(message["Body"], message["ReceiptHandle"])

    def remove(self, letter: DeadLetter) -> None:
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=letter.receipt)
