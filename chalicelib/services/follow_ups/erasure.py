"""Erasure of a closed account, and of drafts whose time is over.

It can stop anywhere and be run again, also in parallel with itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from chalicelib.domain import erasure as rules
from chalicelib.domain.accounts import Account
from chalicelib.domain.erasure import Fate
from chalicelib.domain.history import Event
from chalicelib.domain.ranking import Report
from chalicelib.domain.submission import Head, short_id
from chalicelib.forms.answers import without_personal
from chalicelib.forms.schema import Form
from chalicelib.services import lookup
from chalicelib.services.context import Tools, retry
from chalicelib.services.submissions import content
from chalicelib.storage import accounts, allowances, experts, links, lists, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import MOST_IN_TRANSACTION, Write

FormOf = Callable[[int], Form | None]
"""The form of an entry's track in a version of its call."""


def carry_out(tools: Tools, account_id: str) -> None:
    """Erase what a closed account has left.

    What is on its way stays. Nothing happens for an account that is not closed. Raises Busy, StepNotAllowed when
    something else changes the same.
    """
    account = fetch(tools.table, accounts.account(account_id))
    if account is None or account.closed_at is None:
        return
    fates = lookup.by_fate(tools, account_id)
    for head in fates[Fate.DELETED]:
        delete_draft(tools, head)
    for head in fates[Fate.BLANKED]:
        blank(tools, head)
    _write_in_parts(tools, [accounts.delete(key) for key in fetch(tools.table, accounts.erasable(account_id))])
    _unlink(tools, account)


def delete_draft(tools: Tools, head: Head) -> None:
    """Erase a draft that was never pushed.

    All versions of its files go, too.

    Raises StepNotAllowed when it has been pushed since it was read.
    """
    answers = fetch(tools.table, submissions.answers(head.id))
    call = tools.calls.version(head.call, answers.version)
    if head.track in call.tracks:
        linked = content.linked_ids(content.form_of(call, head.track), answers.values)
        _write_in_parts(tools, [links.delete_request(one, head.id) for one in linked])
    tools.objects.erase(f"kept/{head.id}/")
    ended = allowances.end_draft(head.owner, head.id)
    tools.table.write([*submissions.delete_draft(head, answers), ended])


def blank(tools: Tools, head: Head) -> None:
    """Erase what is personal in an entry.

    Its owner's words in its history are.

    Raises StepNotAllowed when the entry moves meanwhile, Busy when others change the same.
    """
    form_of = _forms(tools, head)
    history, revisions = fetch(tools.table, submissions.history(head.id), submissions.revisions(head.id))
    _blank_answers(tools, head, form_of)
    _erase_files(tools, head, form_of)
    for revision in revisions:
        if form := form_of(revision.version):
            after = rules.blank_revision(revision, form)
            for file in revision.files:
                if file not in after.files:
                    tools.objects.erase(file.key)
            if after != revision:
                tools.table.write([submissions.put_blanked_revision(after)])
    _blank_rows(tools, head, history, form_of)
    _write_in_parts(tools, [submissions.delete_texts(e) for e in history if e.texts and e.actor == head.owner])
    if fetch(tools.table, experts.request(head.id)):
        tools.table.write([experts.delete_request(head.id)])
    if form := form_of(head.card.version):
        bare = rules.blank_head(head, form)
        if (bare.card, bare.pushed_card) != (head.card, head.pushed_card):
            tools.table.write([submissions.put_head(bare, "erase")])


def _forms(tools: Tools, head: Head) -> FormOf:
    def form_of(version: int) -> Form | None:
        call = tools.calls.version(head.call, version) if version else tools.calls.latest(head.call)
        return content.form_of(call, head.track) if head.track in call.tracks else None

    return form_of


def _blank_answers(tools: Tools, head: Head, form_of: FormOf) -> None:
    def attempt() -> None:
        before = fetch(tools.table, submissions.answers(head.id))
        form = form_of(before.version)
        bare = without_personal(form, before.values) if form else before.values
        if bare != before.values:
            after = replace(before, values=bare, v=before.v + 1)
            tools.table.write([submissions.put_blanked_answers(after)])

    retry(attempt)


def _blank_rows(tools: Tools, head: Head, history: Sequence[Event], form_of: FormOf) -> None:
    """Blank an entry in every reported list that has it."""
    form = form_of(head.card.version)
    desks = {str(event.facts["desk"]) for event in history if "desk" in event.facts}
    for desk in sorted(desks) if form else ():
        for report in fetch(tools.table, lists.reports(head.call, desk, head.track)):
            if form and short_id(head.id) in report.ids:
                retry(partial(_blank_row, tools, report, head.id, form))


def _blank_row(tools: Tools, report: Report, entry: str, form: Form) -> None:
    for part in fetch(tools.table, lists.rows_parts(report)):
        rows = tuple(rules.blank_row(row, form) if row.id == entry else row for row in part.rows)
        if rows != part.rows:
            tools.table.write([lists.put_blanked_rows(part, rows)])


def _erase_files(tools: Tools, head: Head, form_of: FormOf) -> None:
    """Erase the files of personal fields.

    Objects go before the names by which they are found.
    """
    form = form_of(head.card.version)
    if form is None:
        return

    def attempt() -> None:
        before = fetch(tools.table, submissions.files(head.id))
        after = rules.blank_files(before, form)
        for file in before.items:
            if file not in after.items:
                tools.objects.erase(file.key)
        if after != before:
            tools.table.write([submissions.put_files(after)])

    retry(attempt)


def _unlink(tools: Tools, account: Account) -> None:
    """Let account and login name know nothing of each other any more."""

    def attempt() -> None:
        now, login = fetch(tools.table, accounts.account(account.id), accounts.login(account.login))
        if now and now.login and login:
            tools.table.write(accounts.unlink_login(now.changed(login=""), login.changed(account="")))

    retry(attempt)


def _write_in_parts(tools: Tools, writes: Sequence[Write]) -> None:
    for begin in range(0, len(writes), MOST_IN_TRANSACTION):
        tools.table.write(writes[begin : begin + MOST_IN_TRANSACTION])
