"""Every way in which Laurel says no. The domain knows no HTTP: `web/http/errors.py` gives each leaf its status."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class LaurelError(Exception):
    """A refusal with a `code` that the site has words for, and `details` that fill those words in."""

    code: ClassVar[str]

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details: Mapping[str, Any] = details


class Unauthenticated(LaurelError):
    """No valid session."""

    code = "unauthenticated"


class WrongCredentials(LaurelError):
    """Login name and password do not fit; says the same whether or not the name exists."""

    code = "wrong_credentials"


class Forbidden(LaurelError):
    """Known, but not for this caller."""

    code = "forbidden"


class OriginRefused(LaurelError):
    """A change that did not come from the site's own pages (CSRF)."""

    code = "origin_refused"


class MustChangePassword(LaurelError):
    """A one-time password opens nothing but the page that replaces it."""

    code = "must_change_password"


class NotFound(LaurelError):
    """Absent, or not to be known of by this caller."""

    code = "not_found"


class StepNotAllowed(LaurelError):
    """The workflow has no such step from this state for this caller. details: step, state."""

    code = "step_not_allowed"


class Closed(LaurelError):
    """Its time is over. details: which ('filing' or 'recommending'), closed_at."""

    code = "closed"


class ListClosed(LaurelError):
    """The ranked list has been reported and cannot move at its own desk. details: desk, track."""

    code = "list_closed"


class QuotaFull(LaurelError):
    """No place left, slack included. details: places, slack, used."""

    code = "quota_full"


class RankOutOfRange(LaurelError):
    """A rank is 1 to n + 1. details: highest."""

    code = "rank_out_of_range"


class OrderNotOfList(LaurelError):
    """A new order must hold exactly the members of the list."""

    code = "order_not_of_list"


class DeskNotAllowed(LaurelError):
    """This submission may not go to that desk. details: desk."""

    code = "desk_not_allowed"


class Incomplete(LaurelError):
    """Not ready to push. details: errors, as the form engine lists them."""

    code = "incomplete"


class Invalid(LaurelError):
    """The request itself is malformed. details: errors with pointer, code, params."""

    code = "invalid"

    @classmethod
    def at(cls, pointer: str, code: str, **params: Any) -> "Invalid":
        return cls(errors=[problem(pointer, code, **params)])


class Stale(LaurelError):
    """Somebody saved in between. details: current, the version that stands."""

    code = "stale"


class ListStale(LaurelError):
    """Somebody moved the list in between. details: etag."""

    code = "list_stale"


class Busy(LaurelError):
    """The engine kept refusing for contention, or what was read was being moved; the same request may be sent again."""

    code = "busy"


class TooLarge(LaurelError):
    """Over a hard limit of size. details: field, limit."""

    code = "too_large"


class RepeatedDifferently(LaurelError):
    """The same request id with another content."""

    code = "repeated_differently"


class SecretNotRepeated(LaurelError):
    """The first answer held a secret that is shown once; the way is to issue a new one."""

    code = "secret_not_repeated"


class ProofRequired(LaurelError):
    """The proof of work is missing, spent, expired or wrong; take a new challenge."""

    code = "proof_required"


class TooManyRequests(LaurelError):
    """This address asks too often. details: retry_after, seconds."""

    code = "too_many_requests"


class UploadNotThere(LaurelError):
    """Nothing has arrived under this upload, or it was completed or discarded before."""

    code = "upload_not_there"


class UploadWrong(LaurelError):
    """What arrived is not what was declared. details: errors."""

    code = "upload_wrong"


class UploadHarmful(LaurelError):
    """The platform's scanner found malice in what arrived."""

    code = "upload_harmful"


def problem(pointer: str, code: str, **params: Any) -> dict[str, Any]:
    """One entry of an `errors` list: where (RFC 6901), what, and the figures of its words."""
    return {"pointer": pointer, "code": code, "params": params}


def leaves() -> Sequence[type[LaurelError]]:
    """All kinds of refusal, for the status table and its test."""
    return LaurelError.__subclasses__()
