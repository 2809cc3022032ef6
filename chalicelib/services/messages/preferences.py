"""How somebody wants to be reached beside the site: by which channels, and at which mail address, once it is shown
that they read it."""

from dataclasses import replace
from functools import partial

from chalicelib.domain.channels import CHANNELS, Channel
from chalicelib.domain.errors import Invalid
from chalicelib.domain.messages import Outbox, Preferences
from chalicelib.forms.fields.contacts import Email
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools, version_in
from chalicelib.services.idempotency import idempotent
from chalicelib.services.messages import address_codes, outbox
from chalicelib.services.sign_in import throttles
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, keys, messages
from chalicelib.storage.idempotency import IdempotencyRecord

CODES_AN_HOUR = 5
GUESSES_AN_HOUR = 10
_EMAIL = Email(id="mail", label={})


@dataclass(frozen=True)
class ContactPreferences:
    """Somebody's preferences, and the channels that calls of its authority open at all."""

    preferences: Preferences
    offered: tuple[Channel, ...]


def read(tools: Tools, who: SignedIn) -> ContactPreferences:
    """The caller's own, or the defaults."""
    key = keys.preferences(who.account.id)
    return ContactPreferences(
        messages.preferences_in(tools.table.read([key]), who.account.id), _offered(tools, who)
    )


def ask_for_code(tools: Tools, who: SignedIn, repeat: IdempotencyRecord, mail: str) -> None:
    """Send a code to an address, to be typed when it is kept. Raises Invalid, TooManyRequests."""
    idempotent(tools, repeat, partial(_ask_for_code, tools, who, repeat, _checked(mail)), lambda _: None)


def _ask_for_code(tools: Tools, who: SignedIn, repeat: IdempotencyRecord, address: str) -> None:
    now = tools.clock()
    gate = throttles.throttle(f"mail-code#{who.account.id}", now)
    key = keys.outbox(who.account.id, messages.CONFIRM)
    found = tools.table.read([gate.key, key, repeat.key])
    repeat.must_be_new(found)
    gate.hold(found, CODES_AN_HOUR, now)
    standing = messages.confirmation_in(found, who.account.id)
    version = standing.v + 1 if standing else 1
    asked = Outbox(who.account.id, "mail", ("code",), now, confirms=address, v=version)
    counted = accounts.count_one(gate.key, gate.ends)
    tools.table.write([repeat.record(now, {}), messages.put_outbox(asked), counted])


def save(
    tools: Tools,
    who: SignedIn,
    repeat: IdempotencyRecord,
    mail: str,
    code: str,
    channels: tuple[Channel, ...],
    expected: str,
) -> ContactPreferences:
    """Keep how the caller wants to be reached; a new address needs the code that was sent to it.

    Raises Invalid, Stale, TooManyRequests.
    """
    address = _checked(mail) if mail.strip() else ""
    act = partial(_save, tools, who, repeat, address, code, channels, expected)
    return idempotent(tools, repeat, act, lambda _: read(tools, who))


def _save(
    tools: Tools,
    who: SignedIn,
    repeat: IdempotencyRecord,
    address: str,
    code: str,
    channels: tuple[Channel, ...],
    expected: str,
) -> ContactPreferences:
    now = tools.clock()
    gate = throttles.throttle(f"mail-guess#{who.account.id}", now)
    found = tools.table.read([keys.preferences(who.account.id), gate.key, repeat.key])
    standing = messages.preferences_in(found, who.account.id)
    repeat.must_be_new(found)
    if address not in {"", standing.mail}:
        gate.hold(found, GUESSES_AN_HOUR, now)
        if not address_codes.matches(tools, who.account.id, address, code):
            throttles.count(tools, gate)
            raise Invalid.at("/code", "bad_code" if code.strip() else "required")
    chosen = tuple(c for c in CHANNELS if c in channels)
    after = replace(standing, mail=address, channels=chosen, v=version_in(expected) + 1)
    tools.table.write([repeat.record(now, {}), messages.put_preferences(after)])
    return ContactPreferences(after, _offered(tools, who))


def _offered(tools: Tools, who: SignedIn) -> tuple[Channel, ...]:
    calls = [tools.calls.latest(id) for id in tools.calls.ids()]
    return outbox.offered([c for c in calls if c.authority.id == who.account.authority])


def _checked(mail: str) -> str:
    address = _EMAIL.normal(one_line(mail))
    if not address:
        raise Invalid.at("/mail", "required")
    if not _EMAIL.right(address):
        raise Invalid.at("/mail", "bad_email")
    return address
