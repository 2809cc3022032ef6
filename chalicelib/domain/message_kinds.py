"""What a message can be about."""

from enum import StrEnum


class Kind(StrEnum):
    """What a message is about."""

    PUSHED = "pushed"
    ARRIVED = "arrived"
    ASKED_BACK = "asked_back"
    RETURNED = "returned"
    RECOMMENDED = "recommended"
    DECLINED = "declined"
    SENT_BACK = "sent_back"
    REPORTED = "reported"
    REPORTED_AT_CLOSE = "reported_at_close"
    REOPENED = "reopened"
    CLOSING = "closing"
    REMINDER = "reminder"
    LATE_PASS = "late_pass"
    HANDED_OUT = "handed_out"
