"""Whoever objects is read by organiser and observer alone: all that anybody else can fetch is searched."""

import pytest

from tests.conftest import Place
from tests.web.asking import ask
from tests.web.stage import Snapshot, Stage
from tests.web.test_access import ROWS, played

SEEDED = ("赵秘名", "13900007777", "某市某路七号", "成效数据与公开年报所载不符", "证据.pdf")
"""Who objects in the stage's season, and what it said and proved."""
MAY_READ = {"org", "observer"}

__all__ = ["played"]


@pytest.mark.engine
def test_nobody_else_reads_who_objects_or_what_it_said(played: tuple[Stage, Place, Snapshot]) -> None:
    here, _, _ = played
    asked = [
        (method, path, on, who)
        for method, path, on, expected in ROWS
        for who, status in expected.items()
        if method == "GET" and status == 200 and who not in MAY_READ
    ]
    assert len(asked) > 200
    found = [
        (path, on, who, seed)
        for method, path, on, who in asked
        for seed in SEEDED
        if seed in ask(here, method, path, on, who).text
    ]
    assert found == []


@pytest.mark.engine
def test_organiser_and_observer_do(played: tuple[Stage, Place, Snapshot]) -> None:
    """So that the search above has something to find."""
    here, _, _ = played
    for who in sorted(MAY_READ):
        text = ask(here, "GET", "/calls/{call}/objections", "judged", who).text
        assert [seed for seed in SEEDED if seed not in text] == []
