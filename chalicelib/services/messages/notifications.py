"""Messages created from records of the table's stream.

They follow the change that they report. Each record can come twice, late or in any order: a message's id is derived
from what happened, and what arrives at a desk within a day is counted once for each push.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime

from chalicelib.domain import messages as rules
from chalicelib.domain.access import Role
from chalicelib.domain.accounts import Account
from chalicelib.domain.call import Call
from chalicelib.domain.evaluation import messages as evaluation
from chalicelib.domain.evaluation.messages import OF_EXPERTS, Panel
from chalicelib.domain.evaluation.proposals import Proposal
from chalicelib.domain.history import Event
from chalicelib.domain.messages import Audience, Kind, Message, Notification
from chalicelib.domain.publication import messages as publication
from chalicelib.domain.publication.objections import Objection
from chalicelib.domain.subjects import AccountSubject, JuryId, ListId, SubmissionSubject, read_subject
from chalicelib.domain.submission import ORGANISER, Head
from chalicelib.services.context import Act, Tools, retry
from chalicelib.services.evaluation.juries import fixed_rules
from chalicelib.storage import accounts, juries, submissions
from chalicelib.storage import messages as stored
from chalicelib.storage.engine.reads import fetch


def tell_event(tools: Tools, event: Event) -> None:
    """Notify accounts of a step on a submission, list, account or jury.

    What an expert does to a sheet is told to nobody. Raises Busy when others kept writing.
    """
    subject = read_subject(event.subject)
    if isinstance(subject, ListId):
        call = tools.calls.latest(subject.call)
        _tell(tools, call, rules.messages_for_list_step(event, subject, call), _source(event))
        return
    if isinstance(subject, AccountSubject):
        if not rules.has_hearers(event.step, of_account=True):
            return
        account = fetch(tools.table, accounts.account(subject.id))
        if account:
            call = tools.calls.latest(account.call)
            _tell(tools, call, rules.messages_for_account_step(event, account), _source(event))
        return
    if isinstance(subject, JuryId):
        _tell_jury_step(tools, event, subject)
        return
    if not isinstance(subject, SubmissionSubject) or not rules.has_hearers(event.step):
        return
    head = fetch(tools.table, submissions.head(subject.id))
    if head is None:
        return
    call = tools.calls.latest(head.call)
    _tell(tools, call, rules.messages_for_step(event, head, call), _source(event))


def _tell_jury_step(tools: Tools, event: Event, id: JuryId) -> None:
    call = tools.calls.latest(id.call)
    panel = _panel(tools, id) if event.step in OF_EXPERTS else None
    _tell(tools, call, evaluation.messages_for_jury_step(event, id, call, panel), _source(event))


def _panel(tools: Tools, id: JuryId) -> Panel:
    jury, draw, assignments = fetch(tools.table, juries.jury(id), juries.draw(id), juries.assignments(id))
    return Panel(jury, fixed_rules(Act(tools), jury).stage.closes, draw, assignments)


def tell_proposal(tools: Tools, proposal: Proposal) -> None:
    """Notify those who may confirm what somebody proposed."""
    call = tools.calls.latest(proposal.call)
    _tell(tools, call, evaluation.messages_for_proposal(proposal, call), "")


def tell_objection(tools: Tools, before: Objection | None, after: Objection) -> None:
    """Notify organiser or desk when it is their turn at an objection."""
    head = fetch(tools.table, submissions.head(after.submission))
    if head is not None:
        call = tools.calls.latest(after.call)
        _tell(tools, call, publication.messages_for_objection(before, after, head), "")


def tell_announcement(tools: Tools, before: Head | None, after: Head, at: datetime) -> None:
    """Notify an applicant of a decline that `after` announces.

    Nothing is sent unless this change of the head announced it. `at`: when the change was written.
    """
    notifications = rules.messages_for_announcement(before, after, at)
    if notifications:
        _tell(tools, tools.calls.latest(after.call), notifications, "")


def tell_roll(tools: Tools, event: Event, jury: JuryId, admitted: Mapping[str, int]) -> None:
    """Notify the desks that reported entries how many are admitted."""
    _tell(tools, tools.calls.latest(jury.call), rules.messages_for_roll(event, jury, admitted), _source(event))


def tell_new_account(tools: Tools, account: Account) -> None:
    """Notify an account that it was issued; not one that registered."""
    notifications = rules.messages_for_new_account(account)
    if notifications:
        _tell(tools, tools.calls.latest(account.call), notifications, "")


def write_once(tools: Tools, account: str, message: Message) -> bool:
    """Store a message for an account; return whether it is new."""
    try:
        tools.table.write([stored.put_message(account, message)])
    except stored.AlreadyNotified:
        return False
    return True


def _source(event: Event) -> str:
    return f"{event.subject}#{event.n}"


def _tell(tools: Tools, call: Call, notifications: Iterable[Notification], source: str) -> None:
    """Notify all receivers of what is not over yet.

    A message whose time has passed counts as absent wherever it is read, so that none could be joined to it.
    """
    now = tools.clock()
    for audience, message in notifications:
        if message.expires <= now:
            continue
        for account in _receivers(tools, call, audience):
            if message.kind is Kind.ARRIVED:
                _count_in(tools, account, message, source)
            else:
                write_once(tools, account, message)


def _receivers(tools: Tools, call: Call, audience: Audience) -> Iterator[str]:
    if audience.account:
        yield audience.account
        return
    role, desk = audience.role, None
    if role is None:
        role, desk = (Role.ORGANISER, None) if audience.desk == ORGANISER else (Role.RECOMMENDER, audience.desk)
    cursor = None
    while True:
        page = fetch(tools.table, accounts.of_authority(call.authority.id, role, desk, cursor))
        known = [a for a in page.accounts if not audience.agency or a.agency == audience.agency]
        yield from (a.id for a in known if not a.disabled and a.id != audience.but)
        cursor = page.cursor
        if cursor is None:
            return


def _count_in(tools: Tools, account: str, message: Message, source: str) -> None:
    """Add one entry to the message that gathers its day's."""
    marker = stored.put_marker(account, message.id, source, tools.clock())

    def attempt() -> None:
        before = fetch(tools.table, stored.message(account, message.id))
        after = before.joined(message) if before else message
        put = stored.put_joined_message(account, after, before.n if before else 0)
        with suppress(stored.AlreadyNotified):
            tools.table.write([marker, put])

    retry(attempt)
