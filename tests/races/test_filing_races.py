"""Two hands on one draft: one wins, the other is told, nothing is lost."""

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import NotFound, Stale, StepNotAllowed, UploadNotThere
from chalicelib.domain.submission import State
from chalicelib.domain.workflow.commands import DeleteDraft
from chalicelib.services.submissions import attachments, drafts, steps
from tests.factories import CALL, COUNTY, TRACK, World, command, complete
from tests.races.between import Act, at_every_step, at_once, is_refusal, outcome, read_torn
from tests.races.sound import assert_sound, content_of, head_of

pytestmark = pytest.mark.engine
PDF = b"%PDF-1.7 a proof"


def pushing(here: World, owner: SignedIn, entry: str) -> Act:
    etag, repeat, wish = here.etag(entry), here.request(owner), command("push", desk=COUNTY)
    return lambda: steps.apply(here.act(owner, repeat), entry, wish, etag)


def deleting(here: World, owner: SignedIn, entry: str) -> Act:
    repeat = here.request(owner)
    return lambda: steps.settle(here.act(owner, repeat), entry, DeleteDraft())


def saving(here: World, owner: SignedIn, entry: str, name: str) -> Act:
    etag = here.etag(entry)
    return lambda: drafts.save(here.act(owner), entry, complete(name), 1, etag)


def arrived(here: World, owner: SignedIn, entry: str) -> str:
    ticket = attachments.begin(here.act(owner), entry, "proof", "证明.pdf", len(PDF))
    here.tools.objects.put(f"incoming/{entry}/{ticket.id}", PDF, "application/pdf")
    return ticket.id


def completing(here: World, owner: SignedIn, entry: str, file: str) -> Act:
    repeat = here.request(owner)
    return lambda: attachments.complete(here.act(owner, repeat), entry, file)


def unlinking(here: World, owner: SignedIn, entry: str, file: str) -> Act:
    repeat = here.request(owner)
    return lambda: attachments.delete(here.act(owner, repeat), entry, file)


def test_of_two_saves_one_wins_and_the_other_is_shown_it(here: World) -> None:
    owner, made = here.applicant(), []

    def begin() -> tuple[Act, Act]:
        made.append(here.draft(owner))
        return saving(here, owner, made[-1], "甲的内容"), saving(here, owner, made[-1], "乙的内容")

    for outcomes in at_every_step(here, begin):
        [lost] = [o for o in outcomes if is_refusal(o, Stale)]
        answers, _, _ = content_of(here, made[-1])
        assert lost.details["current"]["answers"] == answers.values
        assert lost.details["current"]["etag"] == answers.etag
        assert here.head(made[-1]).card.name == answers.values["name"]


def test_of_push_and_delete_one_happens(here: World) -> None:
    owner, made = here.applicant(), []

    def begin() -> tuple[Act, Act]:
        made.append(here.draft(owner))
        return pushing(here, owner, made[-1]), deleting(here, owner, made[-1])

    def other_way() -> tuple[Act, Act]:
        push, delete = begin()
        return delete, push

    for way in (begin, other_way):
        for outcomes in at_every_step(here, way):
            assert [is_refusal(o, NotFound, Stale, StepNotAllowed) for o in outcomes].count(True) == 1
    kept = [entry for entry in made if head_of(here, entry)]
    assert 0 < len(kept) < len(made)
    assert_sound(here, *made)


def test_a_save_at_the_moment_of_a_push_is_in_it_or_refused(here: World) -> None:
    owner, made = here.applicant(), []

    def begin() -> tuple[Act, Act]:
        made.append(here.draft(owner, "原来的"))
        return pushing(here, owner, made[-1]), saving(here, owner, made[-1], "改过的")

    def other_way() -> tuple[Act, Act]:
        push, save = begin()
        return save, push

    for way in (begin, other_way):
        for outcomes in at_every_step(here, way):
            assert [is_refusal(o, Stale, StepNotAllowed) for o in outcomes].count(True) == 1
    assert_sound(here, *made)


def test_an_attachment_completed_at_the_moment_of_a_push_is_in_it_or_refused(here: World) -> None:
    owner, made = here.applicant(), []

    def begin() -> tuple[Act, Act]:
        made.append(here.draft(owner))
        file = arrived(here, owner, made[-1])
        return pushing(here, owner, made[-1]), completing(here, owner, made[-1], file)

    def other_way() -> tuple[Act, Act]:
        push, complete_it = begin()
        return complete_it, push

    for way in (begin, other_way):
        for outcomes in at_every_step(here, way):
            assert [is_refusal(o, Stale, StepNotAllowed) for o in outcomes].count(True) <= 1
    pushed = [entry for entry in made if here.head(entry).state is State.PUSHED]
    frozen = [len(content_of(here, entry)[1].items) for entry in pushed]
    assert {0, 1} == set(frozen), "each order was played"
    assert_sound(here, *made)


def test_an_attachment_deleted_at_the_moment_of_a_push_is_out_of_it_or_stays(here: World) -> None:
    owner, made = here.applicant(), []

    def begin() -> tuple[Act, Act]:
        made.append(here.draft(owner))
        file = arrived(here, owner, made[-1])
        completing(here, owner, made[-1], file)()
        return pushing(here, owner, made[-1]), unlinking(here, owner, made[-1], file)

    def other_way() -> tuple[Act, Act]:
        push, unlink = begin()
        return unlink, push

    for way in (begin, other_way):
        for outcomes in at_every_step(here, way):
            assert [is_refusal(o, Stale, StepNotAllowed) for o in outcomes].count(True) <= 1
    assert_sound(here, *made)


def test_a_deleted_attachment_does_not_come_back_by_a_completion_that_read_before(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    file = arrived(here, owner, entry)

    def completed_and_deleted() -> None:
        completing(here, owner, entry, file)()
        unlinking(here, owner, entry, file)()

    with read_torn(here, completed_and_deleted, old=lambda sk: sk.startswith("UPLOAD")):
        done = outcome(completing(here, owner, entry, file))
    assert is_refusal(done, UploadNotThere)
    assert content_of(here, entry)[1].items == ()


def test_an_attachment_whose_twin_is_completed_while_it_is_looked_for_is_answered_alike(here: World) -> None:
    """One read in two moments: it is no attachment yet, and then its upload is there no more."""
    owner = here.applicant()
    entry = here.draft(owner)
    file = arrived(here, owner, entry)
    with read_torn(here, completing(here, owner, entry, file), old=lambda sk: sk == "FILES"):
        done = outcome(completing(here, owner, entry, file))
    assert not is_refusal(done)
    assert done == content_of(here, entry)[1]
    assert [f.id for f in done.items] == [file]


def test_attachments_that_come_and_go_at_once_all_do(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner)
    files = [arrived(here, owner, entry) for _ in range(3)]
    completing(here, owner, entry, files[0])()
    outcomes = at_once(
        unlinking(here, owner, entry, files[0]),
        completing(here, owner, entry, files[1]),
        completing(here, owner, entry, files[2]),
    )
    assert not [o for o in outcomes if is_refusal(o)]
    assert {f.id for f in content_of(here, entry)[1].items} == set(files[1:])


@pytest.mark.parametrize("step", ["start", "push", "delete"])
def test_the_same_request_sent_twice_at_once_happens_once_and_is_answered_alike(here: World, step: str) -> None:
    owner = here.applicant()

    def begin() -> tuple[Act, Act]:
        if step == "start":
            repeat = here.request(owner)
            act: Act = lambda: drafts.start(here.act(owner, repeat), CALL, TRACK, None)  # noqa: E731
            return act, act
        act = {"push": pushing, "delete": deleting}[step](here, owner, here.draft(owner))
        return act, act

    for first, second in at_every_step(here, begin):
        assert not is_refusal(first)
        assert not is_refusal(second)
        assert first == second
