"""Contact preferences: channels, and confirmed addresses.

How an account is reached beside the site. A mail address or a phone number counts once the account has proven that it
reads what is sent there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.domain.accounts import text_number
from chalicelib.domain.channels import CHANNELS, AddressChannel, Channel
from chalicelib.domain.errors import Invalid, problem
from chalicelib.domain.messages import Outbox, Preferences
from chalicelib.forms.fields.contacts import Email
from chalicelib.forms.normalising import one_line
from chalicelib.frozen import dataclass
from chalicelib.services.context import Act, once, version_in
from chalicelib.services.messages import address_codes, outbox
from chalicelib.services.sign_in import throttles
from chalicelib.storage import messages
from chalicelib.storage.engine.table import Update

CODES_A_DAY = 5
GUESSES_A_DAY = 20
"""For an account, and for an address whoever asks: each code costs, and may annoy a stranger."""
_EMAIL = Email(id="mail", label={})


@dataclass(frozen=True)
class ContactPreferences:
    """An account's preferences, and the channels that its authority's calls open.

    `phone` is the number that text messages would go to, "" where the account's gets none.
    """

    preferences: Preferences
    offered: tuple[Channel, ...]
    phone: str


def read(act: Act) -> ContactPreferences:
    """Return the caller's preferences, or the defaults."""
    return _all(act, act.read(messages.preferences(act.account.id)))


@once(lambda act, *_: None)
def request_code(act: Act, channel: AddressChannel, mail: str) -> None:
    """Send a code to an address, to be typed when saving.

    To `mail`, or to the account's phone number. Raises Invalid, TooManyRequests.
    """
    address, account = _checked(mail) if channel == "mail" else _checked_phone(act), act.account.id
    if channel not in _offered(act):
        raise Invalid.at("/channel", "not_an_option")
    waiting = act.read(messages.confirmation(account, channel))
    version = waiting.v + 1 if waiting else 1
    letter = Outbox(account, channel, ("code",), act.now, confirms=address, v=version)
    act.commit([*_counted(act, f"{channel}-code", address, CODES_A_DAY), messages.put_outbox(letter)])


@once(lambda act, *_: read(act))
def save(
    act: Act, mail: str, codes: Mapping[AddressChannel, str], channels: tuple[Channel, ...], etag: str
) -> ContactPreferences:
    """Save how the caller wants to be reached.

    A new address needs the code that was sent to it: another mail address, and the account's phone number once text
    messages are chosen. Raises Invalid, Stale, TooManyRequests.
    """
    before = act.read(messages.preferences(act.account.id))
    texted = "sms" in channels and "sms" in _offered(act)
    addresses: dict[AddressChannel, str] = {
        "mail": _checked(mail) if mail.strip() else "",
        "sms": (texted and text_number(act.account.phone)) or before.phone,
    }
    guesses = _check_codes(act, {c: a for c, a in addresses.items() if a not in {"", before.confirmed(c)}}, codes)
    after = replace(
        before,
        mail=addresses["mail"],
        phone=addresses["sms"],
        channels=tuple(c for c in CHANNELS if c in channels),
        v=version_in(etag) + 1,
    )
    act.commit([*guesses, messages.put_preferences(after)])
    return _all(act, after)


def _check_codes(
    act: Act, addresses: Mapping[AddressChannel, str], codes: Mapping[AddressChannel, str]
) -> list[Update]:
    """Return what counts these guesses, to be written with what they open.

    Wrong ones are written at once. Raises Invalid, TooManyRequests.
    """
    typed = {channel: codes.get(channel, "").strip() for channel in addresses}
    faults, guesses = [], list[Update]()
    for channel, address in addresses.items():
        if typed[channel]:
            guesses += _counted(act, f"{channel}-guess", address, GUESSES_A_DAY)
        if not address_codes.matches(act.tools, act.account.id, channel, address, typed[channel]):
            faults.append(problem(f"/{channel}_code", "bad_code" if typed[channel] else "required"))
    if faults:
        if guesses:
            act.tools.table.write(guesses)
        raise Invalid(errors=faults)
    return guesses


def _counted(act: Act, what: str, address: str, most: int) -> Iterator[Update]:
    """Yield one more for the account and one for the address, today."""
    for whose in (act.account.id, address.casefold()):
        yield throttles.daily_throttle(f"{what}#{whose}", act.now).count_within(most, act.now)


def _all(act: Act, own: Preferences) -> ContactPreferences:
    return ContactPreferences(own, _offered(act), text_number(act.account.phone) or "")


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


def _checked_phone(act: Act) -> str:
    number = text_number(act.account.phone)
    if number is None:
        raise Invalid.at("/phone", "bad_mobile" if act.account.phone else "required")
    return number
