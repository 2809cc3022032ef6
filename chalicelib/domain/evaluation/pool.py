"""The pool of a draw, and its public numbers.

Labels are given in an order that nobody chooses, and bodies are published as codes.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.domain.call import Track
from chalicelib.domain.errors import Invalid, problem
from chalicelib.domain.evaluation.draw import PoolMember, PublicNumbers
from chalicelib.domain.evaluation.panel import PoolExpert, Profile
from chalicelib.domain.evaluation.rules import NumberSource, ReviewStage
from chalicelib.domain.history import ErasableText
from chalicelib.frozen import dataclass

ANY_FIELD = ""
"""The one field of a pool where experts' fields are not held against entries' categories."""
ISSUE = re.compile(r"[0-9A-Za-z-]{1,20}")
"""How the issue of a drawing is named, as it stands in the text of public numbers."""


@dataclass(frozen=True)
class PoolCandidate:
    """An expert who may be put into a pool."""

    account: str
    name: str
    agency: str | None
    profile: Profile


def categories_of(track: Track, stage: ReviewStage) -> tuple[str, ...]:
    """List the fields that a jury has experts of."""
    if stage.fields == "none" or track.category_field is None:
        return (ANY_FIELD,)
    field = track.parsed.field(track.category_field)
    return tuple(option.value for option in getattr(field, "options", ())) or (ANY_FIELD,)


def subject_of(fields: Sequence[str], categories: Collection[str]) -> str | None:
    """Return the field that an expert is in a pool for.

    The first of its own that is among the categories, None if none is.
    """
    if ANY_FIELD in categories:
        return ANY_FIELD
    return next((one for one in fields if one in categories), None)


def gather(
    candidates: Iterable[PoolCandidate], categories: Collection[str], salts: Iterable[str]
) -> tuple[PoolExpert, ...]:
    """Return the pool, labelled by the digests of salted accounts.

    `salts` are random, one for each. Experts of no category are left out.
    """
    known = zip(candidates, salts, strict=False)
    members = [
        member_of(one, subject, salt)
        for one, salt in known
        if (subject := subject_of(one.profile.fields, categories)) is not None
    ]
    members.sort(key=lambda member: member.digest)
    return tuple(replace(member, label=label_at(n)) for n, member in enumerate(members, start=1))


def member_of(one: PoolCandidate, subject: str, salt: str, label: str = "") -> PoolExpert:
    """Return an expert as a pool has it."""
    profile = one.profile
    return PoolExpert(
        label=label,
        account=one.account,
        subject=subject,
        body=profile.body,
        city=profile.city,
        most=profile.most,
        agency=one.agency,
        digest=ErasableText(f"{one.name}\n{one.account}", salt).digest,
        salt=salt,
        fields=profile.fields,
    )


def label_at(n: int) -> str:
    """Return the n-th label of a pool, from 1."""
    return f"E{n:03}"


def body_codes(pool: Iterable[PoolExpert]) -> dict[str, str]:
    """Return the code of each expert's body by label.

    Whoever has no body is alone.
    """
    codes: dict[str, str] = {}
    known: dict[str, str] = {}
    for one in pool:
        codes[one.label] = known.setdefault(one.body.strip() or f"~{one.label}", f"B{len(known) + 1:02}")
    return codes


def members(pool: Sequence[PoolExpert]) -> dict[str, PoolMember]:
    """Return the pool as the draw sees it, by label."""
    codes = body_codes(pool)
    return {one.label: PoolMember(one.label, one.subject, codes[one.label]) for one in pool}


def check_issues(sources: Iterable[NumberSource], issues: Mapping[str, str]) -> list[dict[str, Any]]:
    """List what is wrong with the issues that a draw names."""
    errors = []
    for source in sources:
        if not issues.get(source.id):
            errors.append(problem(f"/issues/{source.id}", "required"))
        elif not ISSUE.fullmatch(issues[source.id]):
            errors.append(problem(f"/issues/{source.id}", "not_an_issue"))
    known = {source.id for source in sources}
    return errors + [problem(f"/issues/{id}", "unknown_field") for id in issues if id not in known]


def public_numbers(
    sources: Sequence[NumberSource], issues: Mapping[str, str], typed: Mapping[str, Sequence[int]]
) -> tuple[PublicNumbers, ...]:
    """Return the numbers that somebody typed, in the order of the rules.

    Raises Invalid at each source whose numbers cannot be.
    """
    errors = [error for source in sources for error in _flaws(source, typed.get(source.id, ()))]
    known = {source.id for source in sources}
    errors += [problem(f"/numbers/{id}", "unknown_field") for id in typed if id not in known]
    if errors:
        raise Invalid(errors=errors)
    return tuple(
        PublicNumbers(
            source.id,
            issues[source.id],
            tuple(typed[source.id]) if source.ordered else tuple(sorted(typed[source.id])),
            source.ordered,
        )
        for source in sources
    )


def _flaws(source: NumberSource, numbers: Sequence[int]) -> Iterable[dict[str, Any]]:
    at = f"/numbers/{source.id}"
    if len(numbers) != source.count:
        yield problem(at, "number_count", count=source.count, typed=len(numbers))
    if outside := [n for n in numbers if not source.min <= n <= source.max]:
        yield problem(at, "number_outside", number=outside[0], min=source.min, max=source.max)
    if not source.ordered and len(set(numbers)) < len(numbers):
        yield problem(at, "number_twice")
