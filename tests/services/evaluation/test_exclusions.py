"""Exclusion: a reason, a second person where the call asks for one, and the owner knows at once."""

from dataclasses import replace

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Invalid, NotProposed, ProposalChanged, SamePerson, StepNotAllowed
from chalicelib.domain.states import Outcome
from chalicelib.services.evaluation import exclusions
from chalicelib.services.submissions import reading
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import head_item
from tests.conftest import Place
from tests.factories import World, evaluated, world
from tests.services.evaluation.rolling import check, follow, freeze, nominated


def admitted(here: World) -> str:
    (entry,) = nominated(here)
    check(here, [entry])
    freeze(here)
    follow(here)
    return entry


def other_organiser(here: World) -> SignedIn:
    return here.organiser(id="a-second", login="second")


@pytest.fixture
def alone(table_moto: Place) -> World:
    return world(table_moto, **evaluated())


@pytest.fixture
def here(table_moto: Place) -> World:
    return world(table_moto, **evaluated(second_person=["rulings"]))


def test_an_exclusion_is_told_its_owner_with_the_reason(alone: World) -> None:
    entry = admitted(alone)
    done = exclusions.exclude(alone.change(alone.organiser()), entry, "提供虚假材料")
    assert (done.head.outcome, done.proposal) == (Outcome.EXCLUDED, None)
    shown = reading.show(alone.act(alone.applicant()), entry)
    assert (shown.head.outcome, shown.declined) == (Outcome.EXCLUDED, "提供虚假材料")
    with pytest.raises(StepNotAllowed):
        exclusions.exclude(alone.change(alone.organiser()), entry, "再次")


def test_an_exclusion_needs_a_reason(alone: World) -> None:
    entry = admitted(alone)
    with pytest.raises(Invalid):
        exclusions.exclude(alone.change(alone.organiser()), entry, " ")


def test_what_is_not_admitted_cannot_be_excluded(table_moto: Place) -> None:
    for changes in ({}, {"second_person": ["rulings"]}):
        here = world(table_moto, **evaluated(**changes))
        (entry,) = nominated(here)
        with pytest.raises(StepNotAllowed):
            exclusions.exclude(here.change(here.organiser()), entry, "提供虚假材料")
        here.take(here.organiser(), entry, "return", reason="下一轮")


def test_two_people_exclude_where_the_call_says_so(here: World) -> None:
    entry, first, second = admitted(here), here.organiser(), other_organiser(here)
    before = reading.show(here.act(here.applicant()), entry)
    proposed = exclusions.exclude(here.change(first), entry, "提供虚假材料").proposal
    assert proposed is not None
    assert reading.show(here.act(here.applicant()), entry) == before
    with pytest.raises(SamePerson):
        exclusions.confirm(here.change(first), entry, proposed.digest)
    with pytest.raises(ProposalChanged):
        exclusions.confirm(here.change(second), entry, "another")
    assert exclusions.read(here.act(second), entry).proposal == proposed
    done = exclusions.confirm(here.change(second), entry, proposed.digest)
    assert done.head.outcome is Outcome.EXCLUDED
    assert exclusions.read(here.act(second), entry).proposal is None
    with pytest.raises(NotProposed):
        exclusions.confirm(here.change(second), entry, proposed.digest)


def test_what_is_on_public_notice_is_excluded_by_two_as_well(here: World) -> None:
    entry, first, second = admitted(here), here.organiser(), other_organiser(here)
    head = here.head(entry)
    here.tools.table.write([Put(head_item(replace(head, outcome=Outcome.NOTICED, v=head.v + 1)))])
    proposed = exclusions.exclude(here.change(first), entry, "提供虚假材料").proposal
    assert proposed is not None
    assert exclusions.confirm(here.change(second), entry, proposed.digest).head.outcome is Outcome.EXCLUDED


def test_who_changes_a_proposal_becomes_its_first_person(here: World) -> None:
    entry, first, second = admitted(here), here.organiser(), other_organiser(here)
    one = exclusions.exclude(here.change(first), entry, "提供虚假材料").proposal
    other = exclusions.exclude(here.change(second), entry, "权属不清").proposal
    assert one is not None
    assert other is not None
    with pytest.raises(ProposalChanged):
        exclusions.confirm(here.change(first), entry, one.digest)
    assert exclusions.confirm(here.change(first), entry, other.digest).head.outcome is Outcome.EXCLUDED
