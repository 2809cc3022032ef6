"""The subject of a history chain.

Submission, ranked list, account, jury, or an expert's sheets.
"""

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


class JuryId(NamedTuple):
    """The identity of a jury.

    That is the evaluation of a track at one stage.
    """

    call: str
    track: str
    stage: str

    @property
    def subject(self) -> str:
        """The jury's name in its history chain, part of what is hashed."""
        return "/".join((_JURY, *self))

    def submission(self, short_id: str) -> str:
        """Return the full id of an entry from its short one."""
        return f"{self.call}.{self.track}.{short_id}"


class ReaderId(NamedTuple):
    """The identity of an expert in a jury.

    `expert` is the account.
    """

    call: str
    track: str
    stage: str
    expert: str

    @property
    def jury(self) -> JuryId:
        """The jury that the expert is in."""
        return JuryId(self.call, self.track, self.stage)

    @property
    def subject(self) -> str:
        """The name of the expert's sheets in their history chain."""
        return "/".join((_READER, *self))


_ACCOUNT, _JURY, _READER = "account", "jury", "reader"
Subject = SubmissionSubject | ListId | AccountSubject | JuryId | ReaderId


def read_subject(text: str) -> Subject:
    """Parse the subject that an event names."""
    match text.split("/"):
        case [submission]:
            return SubmissionSubject(submission)
        case [_, account]:
            return AccountSubject(account)
        case [_, call, track, stage]:
            return JuryId(call, track, stage)
        case [_, call, track, stage, expert]:
            return ReaderId(call, track, stage, expert)
        case names:
            return ListId(*names)
