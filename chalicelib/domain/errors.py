"""All refusals of Laurel.

The domain knows no HTTP: `web/http/errors.py` gives each leaf class its status.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class LaurelError(Exception):
    """A refusal with a `code` and the `details` of its wording.

    The site has the words for each code.
    """

    code: ClassVar[str]

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details: Mapping[str, Any] = details


class Unauthenticated(LaurelError):
    """A request without a valid session."""

    code = "unauthenticated"


class WrongCredentials(LaurelError):
    """A login name and password that do not match.

    The same whether or not the name exists.
    """

    code = "wrong_credentials"


class Forbidden(LaurelError):
    """A known thing that this caller may not use."""

    code = "forbidden"


class OriginRefused(LaurelError):
    """A change that did not come from the site's own pages (CSRF)."""

    code = "origin_refused"


class MustChangePassword(LaurelError):
    """A session by one-time password, which may only set a new one."""

    code = "must_change_password"


class NotFound(LaurelError):
    """A record that is absent or hidden from this caller."""

    code = "not_found"


class StepNotAllowed(LaurelError):
    """A step that the workflow does not have here.

    There is none from this state for this caller. details: step, state.
    """

    code = "step_not_allowed"


class NotProposed(LaurelError):
    """A confirmation of what nobody proposed, or took back."""

    code = "not_proposed"


class SamePerson(LaurelError):
    """A confirmation by the person who proposed."""

    code = "same_person"


class ProposalChanged(LaurelError):
    """A confirmation of what has changed since it was proposed."""

    code = "proposal_changed"


class RollNotReady(LaurelError):
    """A roll with something open, or with nobody on it.

    details: unchecked, correcting and unsettled, each a number.
    """

    code = "roll_not_ready"


class RollChanged(LaurelError):
    """A roll that changed since whoever freezes or checks it looked.

    details: etag, or entries, those that changed.
    """

    code = "roll_changed"


class PoolDrawn(LaurelError):
    """A recusal was asked for after the draw, or after its ruling."""

    code = "pool_drawn"


class NotYet(LaurelError):
    """A step before its time.

    details: which ('rules_public', 'notice_open'), at.
    """

    code = "not_yet"


class ObjectionsWaiting(LaurelError):
    """Results while objections wait to be taken or refused.

    details: count.
    """

    code = "objections_waiting"


class TooFewSheets(LaurelError):
    """A tally of entries that too few experts have marked.

    details: entries, their short ids; at_least.
    """

    code = "too_few_sheets"


class SheetsToStrike(LaurelError):
    """A step while sheets of recused experts count.

    A tally or a selection. details: sheets, each with expert, its label, and entry, its short id.
    """

    code = "sheets_to_strike"


class NobodyLeft(LaurelError):
    """An entry that no expert of the jury may read any more.

    details: entry, its short id.
    """

    code = "nobody_left"


class Closed(LaurelError):
    """A change outside its time.

    details: which ('filing_not_open', 'filing', 'recommending' or 'correction'), closed_at.
    details: which ('filing_not_open', 'filing', 'recommending' or 'marking'), closed_at.
    """

    code = "closed"


class ListClosed(LaurelError):
    """A change of a reported list at its own desk.

    details: desk, track.
    """

    code = "list_closed"


class QuotaFull(LaurelError):
    """A list without a free place, slack included.

    details: places, slack, used.
    """

    code = "quota_full"


class RankOutOfRange(LaurelError):
    """A rank outside 1 to n + 1.

    details: highest.
    """

    code = "rank_out_of_range"


class OrderNotOfList(LaurelError):
    """A new order that does not hold exactly the list's members."""

    code = "order_not_of_list"


class DeskNotAllowed(LaurelError):
    """A desk that this submission may not go to.

    details: desk.
    """

    code = "desk_not_allowed"


class TrackRetired(LaurelError):
    """Something new in a track that takes nothing new any more.

    details: track.
    """

    code = "track_retired"


class Incomplete(LaurelError):
    """A submission that is not ready to push.

    details: errors, as the form engine lists them.
    """

    code = "incomplete"


class Invalid(LaurelError):
    """A malformed request.

    details: errors with pointer, code, params.
    """

    code = "invalid"

    @classmethod
    def at(cls, pointer: str, code: str, **params: Any) -> "Invalid":
        return cls(errors=[problem(pointer, code, **params)])


class Stale(LaurelError):
    """A change based on an outdated version.

    details: current, the stored version, or None where it is not shown.
    """

    code = "stale"


class ListStale(LaurelError):
    """A change based on an outdated version of a list.

    details: etag.
    """

    code = "list_stale"


class Busy(LaurelError):
    """A temporary conflict; the same request may be sent again.

    The engine kept refusing for contention, or what was read was being moved at that moment.
    """

    code = "busy"


class Maintenance(LaurelError):
    """A change while the site takes none.

    What was typed can be sent later.

    details: until, the moment when it is expected to be over, or None.
    """

    code = "maintenance"


class RepeatedDifferently(LaurelError):
    """A request id that was already used with other content."""

    code = "repeated_differently"


class SecretNotRepeated(LaurelError):
    """A repeated request whose first answer held a secret shown only once.

    The way on is to issue a new one.
    """

    code = "secret_not_repeated"


class ProofRequired(LaurelError):
    """A proof of work that is missing, spent, expired or wrong.

    The client takes a new challenge.
    """

    code = "proof_required"


class TooManyRequests(LaurelError):
    """Too many tries of one session, account or address.

    details: retry_after, in seconds.
    """

    code = "too_many_requests"


class TooManyDrafts(LaurelError):
    """A draft more than an account may have in a call.

    details: most.
    """

    code = "too_many_drafts"


class TooManyUploads(LaurelError):
    """An upload more than an account may have open at a time.

    Or than it may have for one entry. details: most.
    """

    code = "too_many_uploads"


class UploadNotThere(LaurelError):
    """An upload that has not arrived.

    Or that was completed or discarded before.
    """

    code = "upload_not_there"


class UploadWrong(LaurelError):
    """An uploaded file that differs from its declaration.

    details: errors.
    """

    code = "upload_wrong"


class UploadHarmful(LaurelError):
    """An uploaded file in which the platform's scanner detected malware."""

    code = "upload_harmful"


def problem(pointer: str, code: str, **params: Any) -> dict[str, Any]:
    """Build one entry of an `errors` list.

    `pointer` says where (RFC 6901), `code` what, and `params` are the figures in its wording.
    """
    return {"pointer": pointer, "code": code, "params": params}


def leaves() -> Sequence[type[LaurelError]]:
    """Return all kinds of refusal, for the status table and its test."""
    return LaurelError.__subclasses__()
