"""An account's history, for its owner and those who may reset it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts import Account, AccountNote, AccountStep
from chalicelib.domain.call import Words
from chalicelib.domain.history import Event
from chalicelib.domain.subjects import AccountSubject
from chalicelib.domain.submission import ORGANISER
from chalicelib.frozen import dataclass
from chalicelib.services import history
from chalicelib.services.accounts import own
from chalicelib.services.accounts.issued_accounts import must_manage
from chalicelib.services.context import Act
from chalicelib.storage import accounts, submissions


@dataclass(frozen=True)
class AccountRecord:
    """What was done to an account, when, and by whom.

    `office` is empty for what its owner did. `after_reset`: the session behind it came from a reset.
    """

    at: datetime
    step: AccountStep
    office: Words
    facts: Mapping[str, Any]
    after_reset: bool


def read(act: Act, account_id: str) -> tuple[list[AccountRecord], bool]:
    """Return what was done to an account, oldest first.

    Returns also whether its chain is sound. Nobody is named but by office. Raises NotFound.
    """
    account, events = act.read(accounts.account(account_id), submissions.history(AccountSubject(account_id).subject))
    if account is None or account.id != act.caller.account:
        account = must_manage(act, account)
    chain = history.complete(act.tools, account.subject, events, (account.events, account.last_hash))
    return [*_of_notes(act, account), *(_of_event(act, account, event) for event in chain.events)], chain.is_sound


def _of_event(act: Act, account: Account, event: Event) -> AccountRecord:
    office = event.facts.get("office")
    names = own.office_names(act.tools, account, office) if office else {}
    facts = {name: fact for name, fact in event.facts.items() if name in _SHOWN}
    return AccountRecord(event.at, AccountStep(event.step), names, facts, "reset_by" in event.facts)


def _of_notes(act: Act, account: Account) -> list[AccountRecord]:
    """Return what an earlier release noted."""
    if not account.notes:
        return []
    by = act.read(accounts.accounts({note.by for note in account.notes}))
    return [_of_note(act, account, note, by.get(note.by)) for note in account.notes]


def _of_note(act: Act, account: Account, note: AccountNote, by: Account | None) -> AccountRecord:
    office = (by.desk if by else None) or ORGANISER
    names = {} if note.by == account.id else own.office_names(act.tools, account, office)
    return AccountRecord(note.at, _NOTED[note.what], names, {}, False)


_SHOWN = ("changed", "known_device")
_NOTED = {
    "handed_out": AccountStep.ISSUE,
    "one_time_password": AccountStep.RESET_PASSWORD,
    "password": AccountStep.CHANGE_PASSWORD,
    "disabled": AccountStep.DISABLE,
    "enabled": AccountStep.ENABLE,
}
