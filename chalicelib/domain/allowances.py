"""Bounds of what an account has open, and begins in an hour.

Nothing that succeeds is bounded otherwise: a script could fill table and bucket with what nobody finishes.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta

from chalicelib.domain.errors import LaurelError, TooManyDrafts, TooManyRequests, TooManyUploads
from chalicelib.frozen import dataclass

UPLOADS = 60
"""Uploads that an account may have open at a time."""
UPLOADS_OF_SUBJECT = 30
"""Uploads that it may have open for one submission or ranked list."""
UPLOADS_AN_HOUR = 400
DRAFTS_AN_HOUR = 100


@dataclass(frozen=True)
class OpenItem:
    """Something begun and not finished.

    `of`: the submission or list it belongs to; `until`: when it ends by itself, if it does.
    """

    of: str
    until: datetime | None = None


@dataclass(frozen=True)
class Allowance:
    """The items of one kind that an account has open, by id.

    `begun` counts those that it began within `hour`; `v` rises with each.
    """

    account: str
    kind: str
    open: Mapping[str, OpenItem] = field(default_factory=dict)
    hour: str = ""
    begun: int = 0
    v: int = 0

    def now(self, moment: datetime) -> "Allowance":
        """Return it without what has ended, in the hour of `moment`."""
        still = {id: item for id, item in self.open.items() if item.until is None or item.until > moment}
        hour = f"{moment.astimezone(UTC):%Y%m%d%H}"
        return replace(self, open=still, hour=hour, begun=self.begun if hour == self.hour else 0)

    def with_upload(self, id: str, item: OpenItem, moment: datetime) -> "Allowance":
        """Return it with one more upload.

        Raises TooManyUploads, TooManyRequests.
        """
        current = self.now(moment)
        of_subject = sum(other.of == item.of for other in current.open.values())
        if of_subject >= UPLOADS_OF_SUBJECT:
            raise TooManyUploads(most=UPLOADS_OF_SUBJECT)
        return current._with(id, item, moment, (UPLOADS, UPLOADS_AN_HOUR), TooManyUploads(most=UPLOADS))

    def with_draft(self, id: str, most: int, moment: datetime) -> "Allowance":
        """Return it with one more draft, of `most` in the call.

        Raises TooManyDrafts, TooManyRequests.
        """
        current, item = self.now(moment), OpenItem(id)
        return current._with(id, item, moment, (most, DRAFTS_AN_HOUR), TooManyDrafts(most=most))

    def _with(
        self, id: str, item: OpenItem, moment: datetime, most: tuple[int, int], refusal: LaurelError
    ) -> "Allowance":
        at_once, an_hour = most
        if len(self.open) >= at_once:
            raise refusal
        if self.begun >= an_hour:
            ends = moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
            raise TooManyRequests(retry_after=int((ends - moment).total_seconds()) + 1)
        return replace(self, open={**self.open, id: item}, begun=self.begun + 1, v=self.v + 1)
