"""The table of visibility: a row per reader, a column per thing.

docs/workflow.md prints it, and a test compares the two.
"""

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.domain.visibility.readers import ReaderKind
from chalicelib.frozen import dataclass


class Disclosure(StrEnum):
    """When a reader learns of a desk's decision."""

    AT_ONCE = "at once"
    WITH_REPORT = "as reported"
    NEVER = "never"


class Content(StrEnum):
    """Which content of an entry a reader sees."""

    LIVE = "live"
    PUSHED = "as pushed"
    PROGRESS = "progress"


class Revisions(StrEnum):
    """Which frozen revisions a reader may open."""

    ALL = "all"
    OWN = "this way's, own"
    NONE = "none"


class Words(StrEnum):
    """Which words of an event a reader sees.

    With them goes the date of an extension for the desk below.
    """

    ALL = "all"
    ADDRESSED = "to applicant"
    NONE = "none"


class Linking(StrEnum):
    """What a link field shows of an entry."""

    ALL = "all"
    CONFIRMED = "name once confirmed"


@dataclass(frozen=True, kw_only=True)
class Visibility:
    """A row: all that one kind of reader sees.

    No column has a default.

    - `decisions`: when the desk's decisions show, in the head's state and in the history.
    - `opinions`: when the opinions of the entry's way show.
    - `ranks`, `words`: what shows in head and events.
    - `recommended`: whether the reader may know that its desk recommends the entry.
    - `content`: which card and answers show.
    - `revisions`: which frozen revisions open.
    - `linked`: what a link field shows of the entry.
    - `outcome`: whether it shows what became of the entry, and what its owner is to correct.
    - `reopened_list`: when the events of a list that is open again show.
    """

    decisions: Disclosure
    opinions: Disclosure
    ranks: bool
    words: Words
    recommended: bool
    content: Content
    revisions: Revisions
    linked: Linking
    outcome: bool
    reopened_list: Disclosure


TABLE: Mapping[ReaderKind, Visibility] = {
    ReaderKind.OWNER: Visibility(
        decisions=Disclosure.WITH_REPORT,
        opinions=Disclosure.NEVER,
        ranks=False,
        words=Words.ADDRESSED,
        recommended=False,
        content=Content.LIVE,
        revisions=Revisions.ALL,
        linked=Linking.ALL,
        outcome=True,
        reopened_list=Disclosure.NEVER,
    ),
    ReaderKind.OWN_DESK: Visibility(
        decisions=Disclosure.AT_ONCE,
        opinions=Disclosure.AT_ONCE,
        ranks=True,
        words=Words.ALL,
        recommended=True,
        content=Content.LIVE,
        revisions=Revisions.ALL,
        linked=Linking.ALL,
        outcome=True,
        reopened_list=Disclosure.NEVER,
    ),
    ReaderKind.OWN_DESK_BELOW: Visibility(
        decisions=Disclosure.WITH_REPORT,
        opinions=Disclosure.WITH_REPORT,
        ranks=True,
        words=Words.ALL,
        recommended=True,
        content=Content.LIVE,
        revisions=Revisions.ALL,
        linked=Linking.ALL,
        outcome=True,
        reopened_list=Disclosure.NEVER,
    ),
    ReaderKind.DESK: Visibility(
        decisions=Disclosure.AT_ONCE,
        opinions=Disclosure.AT_ONCE,
        ranks=True,
        words=Words.ALL,
        recommended=True,
        content=Content.PUSHED,
        revisions=Revisions.OWN,
        linked=Linking.ALL,
        outcome=True,
        reopened_list=Disclosure.AT_ONCE,
    ),
    ReaderKind.DESK_ABOVE: Visibility(
        decisions=Disclosure.AT_ONCE,
        opinions=Disclosure.AT_ONCE,
        ranks=True,
        words=Words.ALL,
        recommended=True,
        content=Content.PUSHED,
        revisions=Revisions.OWN,
        linked=Linking.ALL,
        outcome=True,
        reopened_list=Disclosure.WITH_REPORT,
    ),
    ReaderKind.DESK_BELOW: Visibility(
        decisions=Disclosure.WITH_REPORT,
        opinions=Disclosure.WITH_REPORT,
        ranks=True,
        words=Words.ALL,
        recommended=True,
        content=Content.PUSHED,
        revisions=Revisions.OWN,
        linked=Linking.ALL,
        outcome=True,
        reopened_list=Disclosure.NEVER,
    ),
    ReaderKind.DESK_ELSEWHERE: Visibility(
        decisions=Disclosure.WITH_REPORT,
        opinions=Disclosure.NEVER,
        ranks=False,
        words=Words.NONE,
        recommended=True,
        content=Content.PUSHED,
        revisions=Revisions.OWN,
        linked=Linking.ALL,
        outcome=True,
        reopened_list=Disclosure.NEVER,
    ),
    ReaderKind.ORGANISER: Visibility(
        decisions=Disclosure.AT_ONCE,
        opinions=Disclosure.AT_ONCE,
        ranks=True,
        words=Words.ALL,
        recommended=True,
        content=Content.PUSHED,
        revisions=Revisions.ALL,
        linked=Linking.ALL,
        outcome=True,
        reopened_list=Disclosure.WITH_REPORT,
    ),
    ReaderKind.OUTSIDER: Visibility(
        decisions=Disclosure.NEVER,
        opinions=Disclosure.NEVER,
        ranks=False,
        words=Words.NONE,
        recommended=False,
        content=Content.PROGRESS,
        revisions=Revisions.NONE,
        linked=Linking.CONFIRMED,
        outcome=False,
        reopened_list=Disclosure.NEVER,
    ),
}
"""What each kind of reader sees; `tests/domain/visibility/test_table.py` detects a missing kind."""
