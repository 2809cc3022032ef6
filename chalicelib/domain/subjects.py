"""What a history chain is about: a submission, or the ranked list of a desk and track."""

from typing import NamedTuple

from chalicelib.frozen import dataclass


class ListId(NamedTuple):
    """Names a ranked list."""

    call: str
    desk: str
    track: str

    @property
    def subject(self) -> str:
        """Its name in its history chain, part of what is hashed."""
        return "/".join(self)

    def submission(self, short_id: str) -> str:
        """The whole id of an entry that the list knows by its short one."""
        return f"{self.call}.{self.track}.{short_id}"


@dataclass(frozen=True)
class SubmissionSubject:
    """Names a submission."""

    id: str


Subject = SubmissionSubject | ListId


def read_subject(text: str) -> Subject:
    """The subject that an event names."""
    return ListId(*text.split("/")) if "/" in text else SubmissionSubject(text)
