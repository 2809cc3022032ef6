"""Contact preferences: channels, and a confirmed mail address.

How an account is reached beside the site. An address counts once the account has proven that it reads it.
"""

from dataclasses import replace

from chalicelib.domain.channels import CHANNELS, Channel
from chalicelib.domain.errors import Invalid
from chalicelib.domain.messages import Outbox, Preferences
from chalicelib.forms.fields.contacts import Email
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, version_in
from chalicelib.services.messages import address_codes, outbox
from chalicelib.services.sign_in import throttles
from chalicelib.storage import accounts, messages

CODES_AN_HOUR = 5
GUESSES_AN_HOUR = 10
_EMAIL = Email(id="mail", label={})


@dataclass(frozen=True)
class ContactPreferences:
    """An account's preferences, and the channels that its authority's calls open."""

    preferences: Preferences
    offered: tuple[Channel, ...]


def read(act: Act) -> ContactPreferences:
    """Return the caller's preferences, or the defaults."""
    return ContactPreferences(act.read(messages.preferences(act.account.id)), _offered(act))


@once(lambda act, *_: None)
def request_code(act: Act, mail: str) -> None:
    """Send a code to a mail address, to be typed when saving.

    Raises Invalid, TooManyRequests.
    """
    address, account = _checked(mail), act.account.id
    throttle = throttles.throttle(f"mail-code#{account}", act.now)
    codes, waiting = act.read(throttle.count, messages.confirmation(account))
    throttle.check(codes, CODES_AN_HOUR, act.now)
    version = waiting.v + 1 if waiting else 1
    letter = Outbox(account, "mail", ("code",), act.now, confirms=address, v=version)
    act.commit([messages.put_outbox(letter), accounts.count_one(throttle.name, throttle.ends)])


@once(lambda act, *_: read(act))
def save(act: Act, mail: str, code: str, channels: tuple[Channel, ...], etag: str) -> ContactPreferences:
    """Save how the caller wants to be reached.

    A new address needs the code that was sent to it. Raises Invalid, Stale, TooManyRequests.
    """
    address, account = _checked(mail) if mail.strip() else "", act.account.id
    throttle = throttles.throttle(f"mail-guess#{account}", act.now)
    before, guesses = act.read(messages.preferences(account), throttle.count)
    if address not in {"", before.mail}:
        throttle.check(guesses, GUESSES_AN_HOUR, act.now)
        if not address_codes.matches(act.tools, account, address, code):
            throttles.count(act.tools, throttle)
            raise Invalid.at("/code", "bad_code" if code.strip() else "required")
    chosen = tuple(c for c in CHANNELS if c in channels)
    after = replace(before, mail=address, channels=chosen, v=version_in(etag) + 1)
    act.commit([messages.put_preferences(after)])
    return ContactPreferences(after, _offered(act))


def _offered(act: Act) -> tuple[Channel, ...]:
    calls = [act.calls.latest(id) for id in act.calls.ids()]
    return outbox.offered([c for c in calls if c.authority.id == act.account.authority])


def _checked(mail: str) -> str:
    address = _EMAIL.normal(one_line(mail))
    if not address:
        raise Invalid.at("/mail", "required")
    if not _EMAIL.right(address):
        raise Invalid.at("/mail", "bad_email")
    return address
