"""The subject of a history chain: submission, ranked list or account."""

from typing import NamedTuple

from chalicelib.frozen import dataclass


class ListId(NamedTuple):
    """The identity of a ranked list."""

    call: str
    desk: str
    track: str

    @property
    def subject(self) -> str:
        """The list's name in its history chain, part of what is hashed."""
        return "/".join(self)

    def submission(self, short_id: str) -> str:
        """Return the full id of an entry from its short one."""
        return f"{self.call}.{self.track}.{short_id}"


@dataclass(frozen=True)
class SubmissionSubject:
    """The identity of a submission."""

    id: str


@dataclass(frozen=True)
class AccountSubject:
    """The identity of an account."""

    id: str

    @property
    def subject(self) -> str:
        """The account's name in its history chain, part of what is hashed."""
        return f"{_ACCOUNT}/{self.id}"


_ACCOUNT = "account"
Subject = SubmissionSubject | ListId | AccountSubject


def read_subject(text: str) -> Subject:
    """Parse the subject that an event names."""
    match text.split("/"):
        case [submission]:
            return SubmissionSubject(submission)
        case [_, account]:
            return AccountSubject(account)
        case names:
            return ListId(*names)
