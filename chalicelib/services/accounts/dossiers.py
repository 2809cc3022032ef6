"""Dossiers: a unit's facts, typed once, that fill every form."""

from collections.abc import Mapping

from chalicelib.domain.accounts import Account, Dossier, dossier_answers
from chalicelib.domain.call import Phones
from chalicelib.domain.errors import Invalid
from chalicelib.services.context import Act, Tools, once, version_in
from chalicelib.storage import accounts
from chalicelib.storage.engine.reads import Ref


def read(act: Act) -> Dossier:
    """Return the caller's dossier.

    Before it was ever saved, what the account knows of it, at version 0.
    """
    return act.read(of_caller(act))


def of_caller(act: Act) -> Ref[Dossier]:
    """Return a read of the caller's dossier, to combine with others."""
    account = act.account
    begun = Dossier(account.id, _from_account(act.tools, account))
    return accounts.dossier(account.id).map(lambda saved: saved or begun)


@once(lambda act, *_: read(act))
def save(act: Act, typed: Mapping[str, str], etag: str) -> Dossier:
    """Replace the caller's dossier by what was typed.

    Raises Invalid, and Stale with the stored version.
    """
    answers, faults = dossier_answers(typed)
    if version_in(etag) < 0:
        faults.append({"pointer": "/headers/If-Match", "code": "not_an_etag", "params": {}})
    if faults:
        raise Invalid(errors=faults)
    after = Dossier(act.account.id, answers, version_in(etag) + 1)
    act.commit([accounts.put_dossier(after, version_in(etag))], account=act.account.id)
    return after


CONTACTS: Mapping[Phones, str] = {"mobile": "contact_mobile", "any": "contact_phone"}
"""Map a call's kind of phone to the fact it fills."""


def _from_account(tools: Tools, account: Account) -> dict[str, str]:
    form = tools.calls.latest(account.call).registration
    known = {
        "unit_name": account.organisation,
        "region": account.region,
        "parent_body": account.parent_body or "",
        "contact_name": account.name,
        CONTACTS[form.phone]: account.phone,
    }
    return {fact: value for fact, value in known.items() if value}
