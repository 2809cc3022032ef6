"""Push: the whole form is checked, frozen as a revision, and handed to a desk under a filing number."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain import desks, filing_number, workflow
from chalicelib.domain.access import Role
from chalicelib.domain.errors import Busy, Stale
from chalicelib.domain.submission import Answers, Files, Head, Revision
from chalicelib.domain.workflow import Change, Command, Facts
from chalicelib.frozen import dataclass
from chalicelib.services.context import Tools
from chalicelib.services.sign_in.sessions import SignedIn
from chalicelib.services.submissions import content
from chalicelib.services.submissions.loading import StepFacts, write
from chalicelib.storage import submissions
from chalicelib.storage.engine.table import Write
from chalicelib.storage.idempotency import IdempotencyRecord
from chalicelib.storage.submissions import NumberTaken


def push(
    tools: Tools,
    who: SignedIn,
    repeat: IdempotencyRecord,
    case: StepFacts,
    wish: Command,
    situation: Facts,
    etag: str,
) -> Head:
    """Check the whole form, freeze it as a revision, give it a number; drawn anew should the number exist."""
    ready = _checked_draft(tools, who, case, situation, wish, etag)
    for _ in range(3):
        situation = replace(ready.situation, filing_no=_draw_number())
        change = workflow.decide(wish, ready.head, situation)
        try:
            write(tools, repeat, change, _push_writes(ready, change))
        except NumberTaken:
            continue
        return change.head or change.before
    raise Busy()


@dataclass(frozen=True)
class CheckedDraft:
    """A draft, checked: what a push would freeze."""

    head: Head
    answers: Answers
    files: Files
    frozen: Mapping[str, Any]
    situation: Facts
    asks: Mapping[str, str]


def _checked_draft(
    tools: Tools, who: SignedIn, case: StepFacts, situation: Facts, wish: Command, etag: str
) -> CheckedDraft:
    """The draft with everything that its push depends on. Raises Stale when `etag` is not what stands."""
    answers, files = case.found.answers(case.head.id), case.found.files(case.head.id)
    if etag and etag != answers.etag:
        raise Stale(current=submissions.current_answers(answers))
    form = content.form_of(case.call, case.head.track)
    problems = content.problems(tools, case.call, form, answers.values, files, case.found)
    frozen = content.frozen(form, answers.values)
    code = content.code(frozen, files, case.call.version)
    place = content.place(case.call, form, case.head.track, answers.values, who.account.region)
    receiving = frozenset(
        r.desk.code for r in desks.receivers(case.call, place, case.settings) if not r.refused
    )
    if who.caller.role is Role.RECOMMENDER:
        receiving = frozenset({who.caller.desk or ""} & case.call.desks.keys())
    card = content.card(form, answers.values, problems)
    return CheckedDraft(
        replace(case.head, card=card, lacking=0, place=place, parent_body=who.account.parent_body or ""),
        answers,
        files,
        frozen,
        replace(
            situation,
            receiving=receiving,
            problems=tuple(p.as_json() for p in problems),
            code=code,
        ),
        _asked(case),
    )


def _asked(case: StepFacts) -> Mapping[str, str]:
    asked = case.found.asked(case.head.id)
    return asked.asks if asked else {}


def _push_writes(ready: CheckedDraft, change: Change) -> list[Write]:
    head = change.head
    if head is None:
        raise RuntimeError("a push leaves a head")
    revision = Revision(
        head.id,
        head.revision,
        ready.answers.version,
        ready.frozen,
        ready.files.items,
        ready.situation.code,
        ready.situation.now,
        head.desk or "",
        ready.asks,
    )
    writes: list[Write] = [
        submissions.close_answers_if(ready.answers),
        submissions.check_files(ready.files),
        submissions.put_revision(revision),
        submissions.put_unit_row(head),
    ]
    if change.before.filing_no is None:
        writes.append(submissions.claim_number(head.filing_no or "", head.id))
    return writes


def _draw_number() -> str:
    signs = [secrets.choice(filing_number.ALPHABET) for _ in range(filing_number.RANDOM_SIGNS)]
    return filing_number.with_check(signs)
