"""What erasing an account takes away, and the act itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from chalicelib.domain.accounts import Account, login_name
from chalicelib.domain.calendar import Dates
from chalicelib.domain.erasure import Fate
from chalicelib.domain.submission import Head
from chalicelib.services import lookup
from chalicelib.services.accounts import closing
from chalicelib.services.context import Act, Tools
from chalicelib.services.follow_ups import erasure
from chalicelib.storage import accounts, keys, lists, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import plain
from chalicelib.storage.keys import Key
from ops.accounts.operator import new_request, organiser_for
from ops.cli import Stop
from ops.stage_data import StageData, scan


def find(tools: Tools, name: str) -> Account:
    """Return the account with a login name or an id.

    Also a closed one, whose erasing may have been cut off. Raises Stop when there is none.
    """
    login = fetch(tools.table, accounts.login(login_name(name)))
    account = fetch(tools.table, accounts.account(login.account if login and login.account else name))
    if account is None and login:
        raise Stop(f"the account of {login.name} has been erased. Its login name is given to nobody else.")
    if account is None:
        raise Stop(f"nobody signs in as {name} here, and it is no account's id. Is the stage right?")
    return account


def preview(tools: Tools, account: Account) -> Iterator[str]:
    """Yield lines that say what would go, and what stays."""
    fates = lookup.by_fate(tools, account.id)
    kept = fetch(tools.table, accounts.erasable(account.id))
    kinds = Counter(key.sk.partition("#")[0].lower().replace("_", " ") for key in kept)
    drafts, entries, held = (fates[fate] for fate in (Fate.DELETED, Fate.BLANKED, Fate.HELD))
    facts = [account.name, account.nickname, account.organisation, account.phone, account.parent_body, account.region]
    yield f"goes    facts of the person, {sum(map(bool, facts))}; the login name {account.login} opens nothing more"
    for kind, number in sorted(kinds.items()):
        yield f"goes    {kind}, {number:,}"
    yield f"goes    drafts that were never pushed, {len(drafts):,}, with {_files(tools, drafts):,} files"
    yield f"blanked personal fields and own words of pushed entries, {len(entries):,}"
    yield f"stays   history of the account, {account.events:,} events that name nobody"
    for head in held:
        yield f"HELD    {head.id} is {head.state} until {_over(tools, head)}"


def erase(tools: Tools, account: Account) -> list[Head]:
    """Close an account and erase it; return entries that had to stay.

    A closed one is erased again. Raises Stop while it is open and an entry is on its way.
    """
    held = lookup.by_fate(tools, account.id)[Fate.HELD]
    if held and account.closed_at is None:
        raise Stop(
            f"{len(held):,} entries are on their way, and their desks must still be able to reach the applicant."
            " Withdraw them, have them returned, or wait for the end of the call. Nothing was changed."
        )
    if account.closed_at is None:
        closing.close(Act(tools, organiser_for(account), new_request(account)), account)
    erasure.carry_out(tools, account.id)
    return held


def closed_in(data: StageData) -> list[str]:
    """List the ids of the accounts that a table has as closed."""
    items = (plain(item) for page, _ in scan(data) for item in page)
    stored = (accounts.account_of(item) for item in items if keys.ACCOUNT.has(Key(item["pk"], item["sk"])))
    return sorted(account.id for account in stored if account.closed_at)


def open_again(tools: Tools, ids: Iterable[str]) -> list[Account]:
    """Return those of some closed accounts that are open here."""
    known = fetch(tools.table, accounts.accounts(ids))
    return [account for account in known.values() if account.closed_at is None]


def _files(tools: Tools, heads: Sequence[Head]) -> int:
    return sum(len(fetch(tools.table, submissions.files(head.id)).items) for head in heads)


def _over(tools: Tools, head: Head) -> str:
    extensions = fetch(tools.table, lists.extensions(head.call))
    return f"{Dates(tools.calls.latest(head.call), extensions.items).ends:%Y-%m-%d %H:%M} UTC"
