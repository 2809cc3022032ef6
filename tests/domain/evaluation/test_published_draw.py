"""A published draw comes out again for anybody, and what was changed in it does not."""

import json

import pytest

from chalicelib.domain.evaluation.published_draw import key_of, pool_digest, published, run_again
from tests.domain.evaluation import draw_cases
from tests.domain.evaluation.draw_cases import left, shown, worked

SHOWN = shown(left(worked(), "E004"))


def test_the_worked_example_as_it_is_published() -> None:
    assert SHOWN.randomness == "3d:2021317/0.4.7./qlc:2021135/2.8.11.15.21.27.30./"
    assert SHOWN.drawn == ("E012", "E003", "E001", "E008", "E004", "E005")
    assert SHOWN.seated == ("E012", "E003", "E001", "E008", "E005", "E007")
    assert [(one.leaves, one.why, one.takes) for one in SHOWN.replacements] == [("E004", "declined", ("E007",))]
    assert run_again(SHOWN) == []


@pytest.mark.parametrize(("name", "public"), list(draw_cases.tampered(SHOWN)))
def test_whatever_is_changed_is_noticed(name: str, public: draw_cases.PublicDraw) -> None:
    assert run_again(public), name


@pytest.mark.parametrize("seed", range(60))
def test_every_draw_comes_out_again(seed: int) -> None:
    assert run_again(published(draw_cases.at_random(seed), "ab" * 32, ended=True)) == []


def test_nothing_is_published_that_is_not_revealed() -> None:
    public = shown(worked(), ended=False)
    assert public.secret == ""
    hidden = shown(draw_cases.replace(worked(), code="", numbers=(), drawn=None))
    assert (hidden.order, hidden.drawn, hidden.numbers, hidden.code) == ((), (), (), "")
    assert not hidden.revealed
    assert pool_digest(hidden) == pool_digest(public)


def test_where_nothing_was_drawn_the_lot_comes_from_the_rolls_seal() -> None:
    named = draw_cases.replace(worked(), code="", commitment="")
    assert key_of(named, "one") != key_of(named, "another")
    assert len(key_of(named, "one")) == 32


def test_the_cases_that_the_browser_runs_are_these() -> None:
    """Written anew by `python -m tests.domain.evaluation.draw_cases`."""
    assert json.loads(draw_cases.FILE.read_text("utf-8")) == draw_cases.cases()
