"""Every kind of message has its row: whose turn it is, how long it is kept, and words."""

from datetime import timedelta

import pytest

from chalicelib.domain.message_kinds import KINDS, Asks, Kind, KindRow, Line, _row


def test_a_row_of_one_line_has_no_variants_and_the_usual_facts() -> None:
    assert _row("收到 {n} 项", "{n} entries") == KindRow({"": Line("收到 {n} 项", "{n} entries", "")})


def test_a_row_keeps_the_words_for_one_and_the_facts_that_it_names() -> None:
    assert _row("收到 {n} 项", "{n} entries", "{n} entry", asks=Asks.DESK, names_track=True) == KindRow(
        {"": Line("收到 {n} 项", "{n} entries", "{n} entry")}, asks=Asks.DESK, names_track=True
    )


def test_whose_turn_it_is_after_each_kind() -> None:
    assert {kind.value: row.asks.value for kind, row in KINDS.items() if row.asks is not Asks.NOBODY} == {
        "asked_back": "desk",
        "returned": "owner",
        "sent_back": "desk",
        "reported": "above",
        "reported_at_close": "above",
        "reopened": "desk",
        "closing": "owner",
        "reminder": "owner",
        "link_request": "owner",
        "call_changed": "owner",
        "correction": "owner",
        "corrected": "desk",
        "second_person": "reader",
        "objection_filed": "reader",
        "objection_to_answer": "reader",
        "objection_answered": "reader",
        "expert_declined": "reader",
        "reviews_opened": "reader",
        "reviews_added": "reader",
        "sheet_reopened": "reader",
        "reconsider": "reader",
        "reviews_closing": "reader",
        "review_reminder": "reader",
    }


def test_what_counts_or_warns_is_kept_a_month_and_all_else_half_a_year() -> None:
    month, half_a_year = timedelta(days=30), timedelta(days=180)
    short = {"arrived", "closing", "reminder", "draft_ends", "reviews_closing", "review_reminder"}
    for kind in Kind:
        assert KINDS[kind].kept == (month if kind in short else half_a_year)


@pytest.mark.parametrize("kind", Kind)
def test_only_a_push_is_confirmed_to_who_did_it(kind: Kind) -> None:
    assert KINDS[kind].confirms is (kind is Kind.PUSHED)
