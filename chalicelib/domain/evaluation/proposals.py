"""Acts that take two people: one proposes, another confirms.

A proposal holds the digest of what would be written. Whoever confirms has it computed anew, so that nobody confirms
what has changed since.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.domain.access import Caller
from chalicelib.domain.errors import NotProposed, ProposalChanged, SamePerson
from chalicelib.frozen import dataclass


@dataclass(frozen=True)
class Proposal:
    """An act that waits for its second person.

    `about` says what it concerns (`track/stage`); `values` are what the act needs again; `digest` is of what it would
    write.
    """

    call: str
    act: str
    about: str
    digest: str
    by: str
    at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    v: int = 1


def check_second(proposal: Proposal | None, caller: Caller, digest: str) -> Proposal:
    """Return the proposal that the caller may confirm.

    `digest` is that of what would be written now. Raises NotProposed, SamePerson, ProposalChanged.
    """
    if proposal is None:
        raise NotProposed()
    if proposal.by == caller.account:
        raise SamePerson()
    if proposal.digest != digest:
        raise ProposalChanged()
    return proposal
