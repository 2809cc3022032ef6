"""A unit's facts, typed once, that fill every form."""

from collections.abc import Mapping

from chalicelib.domain.accounts import Account, Dossier, dossier_answers
from chalicelib.domain.call import Phones
from chalicelib.domain.errors import Invalid
from chalicelib.services.context import IdempotencyRecord, Tools, version_in
from chalicelib.services.idempotency import idempotent
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.storage import accounts, keys
from chalicelib.storage.accounts import Items


def read(tools: Tools, who: SignedIn) -> Dossier:
    """The caller's dossier; before it was ever saved, what the account knows of it, at version 0."""
    return read_in(tools, tools.table.read([keys.dossier(who.account.id)]), who)


def read_in(tools: Tools, items: Items, who: SignedIn) -> Dossier:
    """The same from items that were read with others."""
    found = accounts.dossier_in(items, who.account.id)
    return found or Dossier(who.account.id, _from_account(tools, who.account))


def save(
    tools: Tools, who: SignedIn, repeat: IdempotencyRecord, typed: Mapping[str, str], etag: str
) -> Dossier:
    """The dossier anew, as it was typed. Raises Invalid, Stale with what stands."""
    answers, faults = dossier_answers(typed)
    if version_in(etag) < 0:
        faults.append({"pointer": "/headers/If-Match", "code": "not_an_etag", "params": {}})
    if faults:
        raise Invalid(errors=faults)
    after = Dossier(who.account.id, answers, version_in(etag) + 1)

    def act() -> Dossier:
        record = repeat.record(tools.clock(), {"account": who.account.id})
        tools.table.write([record, accounts.put_dossier(after, version_in(etag))])
        return after

    return idempotent(tools, repeat, act, lambda _: read(tools, who))


CONTACTS: Mapping[Phones, str] = {"mobile": "contact_mobile", "any": "contact_phone"}
"""The fact that a number given at registering is."""


def _from_account(tools: Tools, account: Account) -> dict[str, str]:
    asked = tools.calls.latest(account.call).registration
    known = {
        "unit_name": account.organisation,
        "region": account.region,
        "parent_body": account.parent_body or "",
        "contact_name": account.name,
        CONTACTS[asked.phone]: account.phone,
    }
    return {fact: value for fact, value in known.items() if value}
