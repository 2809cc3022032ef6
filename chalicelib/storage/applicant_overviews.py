"""An account's entries in a call, kept as one item.

Desks that oversee the account's area, and the organiser, read it by its key.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from chalicelib.domain.submission import Head
from chalicelib.frozen import dataclass
from chalicelib.storage import keys
from chalicelib.storage.engine.reads import Ref, by_name, ref
from chalicelib.storage.engine.table import Conflict, Put, at_version
from chalicelib.storage.items import packed, unpack

MOST = 100
"""Most entries that are kept, the newest.

At about 1 KB each this is far below what an item may hold.
"""


@dataclass(frozen=True)
class ApplicantOverview:
    """The heads of `account` in `call`, newest first.

    As the stream last reported them; `v` rises with each change.
    """

    call: str
    account: str
    heads: tuple[Head, ...] = ()
    v: int = 0

    def having(self, submission: str, head: Head | None) -> "ApplicantOverview":
        """Return the overview with `head` as the submission's; None removes it."""
        others = tuple(h for h in self.heads if h.id != submission)
        heads = sorted((*others, head), key=_age, reverse=True)[:MOST] if head else others
        return replace(self, heads=tuple(heads))


def overview(call: str, account: str) -> Ref[ApplicantOverview]:
    key = keys.applicant_overview(call, account)
    return ref(key, partial(unpack, ApplicantOverview), ApplicantOverview(call, account))


def overviews(call: str, accounts: Iterable[str]) -> Ref[dict[str, ApplicantOverview]]:
    """Read the overviews of these accounts in a call, by account."""
    return by_name({account: overview(call, account) for account in accounts})


def put_overview(after: ApplicantOverview) -> Put:
    """Write an overview over the version before, or a new one.

    Raises Conflict when it has changed since it was read.
    """
    item = packed(keys.applicant_overview(after.call, after.account), after, v=after.v)
    return Put(item, *at_version(after.v - 1), lambda _: Conflict())


def _age(head: Head) -> tuple[str, str]:
    return (head.created_at.isoformat() if head.created_at else "", head.id)
