"""The effects of the workflow's rows.

An effect changes head and list and says what is written beside them; `deciding` writes their history.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.calendar import Extension
from chalicelib.domain.desks import DeskSettings
from chalicelib.domain.errors import Busy, NotFound
from chalicelib.domain.ranking import RankedList, version_code
from chalicelib.domain.ranking import Report as ReportedVersion
from chalicelib.domain.states import ORGANISER, Outcome, State, state_at
from chalicelib.domain.submission import (
    DeclineNotice,
    Head,
    Hop,
    Opinion,
    ReturnNotice,
    Revision,
    short_id,
)
from chalicelib.domain.workflow.commands import (
    Admit,
    AskBack,
    AskCorrection,
    AttachScan,
    Award,
    Correct,
    Decline,
    DeleteDraft,
    Exclude,
    GiveNotice,
    GoUp,
    GrantLatePass,
    NotAdmit,
    PassOver,
    Push,
    Recommend,
    ReopenList,
    ReorderList,
    ReportList,
    Return,
    Revoke,
    RuleObjection,
    SendBack,
    TakeBack,
    TakeObjection,
    Withdraw,
)
from chalicelib.domain.workflow.facts import (
    Beside,
    ClaimedNumber,
    ClosedAnswers,
    ClosedDraft,
    CorrectedDraft,
    DeletedDraft,
    Facts,
    FrozenReport,
    NewExtensions,
    OpenedAnswers,
    OpenRoll,
    Result,
    SealedScan,
    SearchableEntry,
    UnmovedDates,
    UnmovedList,
)


def delete_draft(head: Head, facts: Facts, command: DeleteDraft) -> Result:
    if facts.answers is None:
        raise RuntimeError("a draft is deleted with its answers")
    return Result(beside=(DeletedDraft(head, facts.answers),))


def push(head: Head, facts: Facts, command: Push) -> Result:
    draft = facts.checked_draft
    again = head.state is State.RETURNED and head.desk == command.desk
    after = replace(
        head,
        state=state_at(command.desk),
        desk=command.desk,
        card=draft.card,
        lacking=0,
        place=draft.place,
        parent_body=draft.parent_body,
        came=head.came if again else (),
        filing_no=head.filing_no or facts.filing_no,
        revision=head.revision + 1,
        since=head.since if again else head.revision + 1,
        pushed_at=facts.now,
        pushed_card=None,
        resubmit_until=None,
        own=facts.caller.desk is not None,
        announced=False,
    )
    number = () if head.filing_no else (ClaimedNumber(facts.filing_no, head.id),)
    beside: tuple[Beside, ...] = (
        ClosedDraft(draft.answers, draft.files),
        _revision(after, facts),
        SearchableEntry(after),
        *number,
    )
    return Result(after, figures={"code": draft.code}, beside=beside)


def ask_back(head: Head, facts: Facts, command: AskBack) -> Result:
    return Result(replace(head, asked_back_at=facts.now))


def withdraw(head: Head, facts: Facts, command: Withdraw) -> Result:
    after = replace(head, state=State.WITHDRAWN, asked_back_at=None, sent_back_at=None)
    closed = (ClosedAnswers(head.id),) if head.editable else ()
    return Result(after, _without_if_listed(head, facts), beside=closed)


def recommend(head: Head, facts: Facts, command: Recommend) -> Result:
    ranked = facts.concerned_list.inserted(short_id(head.id), command.rank, facts.quota)
    opinion = Opinion(head.desk or "", command.opinion.strip(), facts.now, facts.caller.account)
    figures = {"rank": command.rank}
    after = replace(head, state=State.RECOMMENDED, decided_after=ranked.reports)
    return Result(after, ranked, figures, (opinion,))


def take_back(head: Head, facts: Facts, command: TakeBack) -> Result:
    after = replace(head, state=State.PUSHED, announced=False)
    return Result(after, _without(head, facts.concerned_list))


def decline(head: Head, facts: Facts, command: Decline) -> Result:
    """Decline, provided that the list has not changed since it was read.

    Had it been reported in between, the applicant would get no notice.
    """
    ranked = facts.concerned_list
    after = replace(head, state=State.DECLINED, decided_after=ranked.reports, announced=ranked.reported)
    notice = DeclineNotice(command.reason.strip(), {}, head.desk or "", facts.now)
    return Result(after, beside=(notice, UnmovedList(ranked)))


def return_to_owner(head: Head, facts: Facts, command: Return) -> Result:
    until = facts.dates.resubmit_until(facts.now, head.desk or "", facts.settings)
    after = replace(
        head,
        state=State.RETURNED,
        asked_back_at=None,
        sent_back_at=None,
        resubmit_until=until,
        pushed_card=head.card,
        correcting_until=None,
        correctable=(),
    )
    notice = ReturnNotice(command.reason.strip(), dict(command.asks), head.desk or "", facts.now)
    beside: tuple[Beside, ...] = (OpenedAnswers(head.id), notice, *_open_roll(head, facts, "return"))
    return Result(after, _without_if_listed(head, facts), beside=beside)


def send_back(head: Head, facts: Facts, command: SendBack) -> Result:
    if head.below is None:
        raise RuntimeError("nothing to send back to")
    desk = head.below.desk
    after = replace(
        head,
        state=State.PUSHED,
        desk=desk,
        came=head.came[:-1],
        sent_back_at=facts.now,
        correcting_until=None,
        correctable=(),
    )
    ranked = _without(head, facts.concerned_list.reopened())
    beside: tuple[Beside, ...] = (*_more_time(desk, command.until, facts), *_open_roll(head, facts, "send_back"))
    return Result(after, ranked, _until(command.until), beside)


def grant_late_pass(head: Head, facts: Facts, command: GrantLatePass) -> Result:
    return Result(replace(head, late_until=command.until), figures=_until(command.until))


def go_up(head: Head, facts: Facts, command: GoUp) -> Result:
    after = replace(
        head,
        state=state_at(command.to),
        desk=command.to,
        came=(*head.came, Hop(head.desk or "", command.rank, command.of, command.n)),
        asked_back_at=None,
        sent_back_at=None,
        announced=False,
    )
    return Result(after, figures={"rank": command.rank, "of": command.of, "n": command.n})


def ask_correction(head: Head, facts: Facts, command: AskCorrection) -> Result:
    hours = facts.call.evaluation.correction_hours if facts.call.evaluation else 0
    until = facts.now + timedelta(hours=hours)
    after = replace(head, correcting_until=until, correctable=tuple(command.asks))
    notice = ReturnNotice(command.reason.strip(), dict(command.asks), head.desk or "", facts.now)
    beside: tuple[Beside, ...] = (notice, *_open_roll(head, facts, "ask_correction"))
    return Result(after, figures={"fields": list(command.asks), "until": until.isoformat()}, beside=beside)


def correct(head: Head, facts: Facts, command: Correct) -> Result:
    """Make a revision more; desk, ranks and place stay as they are."""
    draft = facts.checked_draft
    after = replace(head, card=draft.card, revision=head.revision + 1, correcting_until=None, correctable=())
    beside: tuple[Beside, ...] = (
        CorrectedDraft(draft.answers, draft.files),
        _revision(after, facts),
        SearchableEntry(after),
        *_open_roll(head, facts, "correct"),
    )
    return Result(after, figures={"code": draft.code, "fields": list(command.fields)}, beside=beside)


def admit(head: Head, facts: Facts, command: Admit) -> Result:
    return _with_outcome(head, Outcome.ADMITTED)


def give_notice(head: Head, facts: Facts, command: GiveNotice) -> Result:
    return _with_outcome(head, Outcome.NOTICED)


def award(head: Head, facts: Facts, command: Award) -> Result:
    after = replace(head, outcome=Outcome.AWARDED, award=command.number)
    return Result(after, figures={"outcome": Outcome.AWARDED.value, "number": command.number})


def pass_over(head: Head, facts: Facts, command: PassOver) -> Result:
    return _with_outcome(head, Outcome.NOT_SELECTED)


def revoke(head: Head, facts: Facts, command: Revoke) -> Result:
    return _with_outcome(head, Outcome.REVOKED, _outcome_notice(command.reason, facts))


def take_objection(head: Head, facts: Facts, command: TakeObjection) -> Result:
    figures = {"objection": command.objection, "ground": command.ground, "answers": command.desk}
    return Result(replace(head, objections=head.objections + 1), figures=figures)


def rule_objection(head: Head, facts: Facts, command: RuleObjection) -> Result:
    """Close an objection.

    Upheld, it excludes the entry or puts a name right.
    """
    after = replace(head, objections=max(head.objections - 1, 0))
    figures = {"objection": command.objection, "consequence": command.consequence}
    if command.consequence == "exclude":
        out = replace(after, outcome=Outcome.EXCLUDED, correcting_until=None, correctable=())
        return Result(out, figures=figures, beside=(_outcome_notice(command.reason, facts),))
    if command.consequence == "correct":
        right = command.corrections
        card = replace(
            head.card,
            name=right.get("name", head.card.name),
            unit_name=right.get("unit_name", head.card.unit_name),
        )
        after = replace(after, card=card)
        return Result(after, figures=figures, beside=(SearchableEntry(after),))
    return Result(after, figures=figures)


def not_admit(head: Head, facts: Facts, command: NotAdmit) -> Result:
    return _with_outcome(head, Outcome.NOT_ADMITTED, _outcome_notice(command.reason, facts))


def exclude(head: Head, facts: Facts, command: Exclude) -> Result:
    return _with_outcome(head, Outcome.EXCLUDED, _outcome_notice(command.reason, facts))


def _with_outcome(head: Head, outcome: Outcome, *beside: Beside) -> Result:
    after = replace(head, outcome=outcome, correcting_until=None, correctable=())
    return Result(after, figures={"outcome": outcome.value}, beside=beside)


def _outcome_notice(reason: str, facts: Facts) -> DeclineNotice:
    """Return the reason for the owner, in the place of a desk's."""
    return DeclineNotice(reason.strip(), {}, ORGANISER, facts.now)


def _open_roll(head: Head, facts: Facts, step: str) -> tuple[OpenRoll, ...]:
    """Return the roll that must not be frozen meanwhile, if any.

    An entry that came too late for a frozen roll depends on none.
    """
    roll = facts.roll
    if head.state is not State.NOMINATED or roll is None or roll.gate.frozen:
        return ()
    return (OpenRoll(roll.jury, facts.now, step),)


def reorder(ranked: RankedList, facts: Facts, command: ReorderList) -> Result:
    after = ranked.reordered(command.order)
    return Result(ranked=after, figures={"before": list(ranked.ids), "after": list(after.ids)})


def report(ranked: RankedList, facts: Facts, command: ReportList) -> Result:
    after = ranked.frozen(facts.now)
    version = ReportedVersion(
        call=ranked.call,
        desk=ranked.desk,
        track=ranked.track,
        n=after.reports,
        at=facts.now,
        actor=facts.caller.account,
        ids=after.ids,
        code=version_code(after, facts.rows, facts.salt),
        to=facts.call.desk(ranked.desk).parent or ORGANISER,
        salt=facts.salt,
        places=facts.quota.places if facts.quota else None,
        automatic=command.automatic,
        reset_by=facts.caller.reset_by,
    )
    figures = {"n": version.n, "code": version.code, "order": list(after.ids), "to": version.to}
    frozen = FrozenReport(version, facts.rows)
    if not command.automatic:
        return Result(ranked=after, figures=figures, beside=(frozen,))
    parent = facts.call.desk(ranked.desk).parent
    above = (facts.settings.get(parent) or DeskSettings(parent)) if parent else None
    dates = UnmovedDates(facts.call.id, facts.extensions, above)
    return Result(
        ranked=after, figures=figures | {"automatic": True}, beside=(FrozenReport(version, facts.rows), dates)
    )


def attach_scan(ranked: RankedList, facts: Facts, command: AttachScan) -> Result:
    replaces = {"replaces": command.replaces.sha256} if command.replaces else {}
    figures = {"n": command.n, "sha256": command.file.sha256, **replaces}
    scan = SealedScan(ranked.list_id, command.n, command.file, facts.caller.account, command.replaces)
    return Result(figures=figures, beside=(scan,))


def reopen(ranked: RankedList, facts: Facts, command: ReopenList) -> Result:
    more_time = _more_time(ranked.desk, command.until, facts)
    return Result(ranked=ranked.reopened(), figures=_until(command.until), beside=more_time)


def _revision(head: Head, facts: Facts) -> Revision:
    draft = facts.checked_draft
    return Revision(
        head.id,
        head.revision,
        draft.version,
        draft.values,
        draft.files.items,
        draft.code,
        facts.now,
        head.desk or "",
        draft.asks,
    )


def _until(until: datetime | None) -> dict[str, str]:
    return {"until": until.isoformat()} if until else {}


def _more_time(desk: str, until: datetime | None, facts: Facts) -> tuple[NewExtensions, ...]:
    """Return the extension that comes with a step, if any.

    It has no reason: everybody may read extensions, and the step's reason is for the desk alone.
    """
    if until is None:
        return ()
    extension = Extension("recommending", desk, until, "", facts.caller.account, facts.now)
    return (NewExtensions(facts.call.id, facts.extensions.having(extension), extension),)


def _without_if_listed(head: Head, facts: Facts) -> RankedList | None:
    return _without(head, facts.concerned_list) if head.listed else None


def _without(head: Head, ranked: RankedList) -> RankedList:
    """Take an entry off its list.

    Raises Busy when the list does not hold an entry whose head says so: the two were read at two moments, and both were
    changed in between.
    """
    try:
        return ranked.without(short_id(head.id))
    except NotFound:
        raise Busy() from None
