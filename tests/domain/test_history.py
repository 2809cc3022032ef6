"""A history that nobody can change without its showing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.history import ErasableText, Event, append, broken, canonical, digest, merkle_root

AT = datetime(2021, 10, 25, tzinfo=UTC)
WORDS = st.dictionaries(st.sampled_from(["reason", "opinion"]), st.text(max_size=20))
FACTS = st.dictionaries(
    st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=5), st.none()), max_size=3
)


def chain(steps: list[tuple[dict[str, Any], dict[str, str]]]) -> tuple[list[Event], tuple[int, str]]:
    events: list[Event] = []
    last = (0, "")
    for n, (facts, words) in enumerate(steps):
        texts = {name: ErasableText(value, f"salt{n}") for name, value in words.items()}
        events.append(append("s", last, "step", "actor", AT + timedelta(hours=n), facts, texts))
        last = (events[-1].n, events[-1].hash)
    return events, last


CHAINS = st.lists(st.tuples(FACTS, WORDS), min_size=1, max_size=6).map(chain)


@given(CHAINS)
def test_a_chain_as_it_was_written_is_whole(made: tuple[list[Event], tuple[int, str]]) -> None:
    assert broken(*made) is None


@given(CHAINS)
def test_erased_words_are_no_break(made: tuple[list[Event], tuple[int, str]]) -> None:
    events, last = made
    assert broken([replace(e, texts={}) for e in events], last) is None


@given(CHAINS, st.data())
def test_whatever_is_changed_breaks_it_there(made: tuple[list[Event], tuple[int, str]], data: Any) -> None:
    events, last = made
    n = data.draw(st.integers(0, len(events) - 1))
    changes: dict[str, Any] = {
        "subject": "other",
        "actor": "other",
        "step": "other",
        "at": AT - timedelta(days=1),
        "facts": {**events[n].facts, "added": 1},
        "digests": {**events[n].digests, "added": "1"},
        "texts": {"reason": ErasableText("另一句", "salt")},
        "hash": digest("other"),
    }
    field = data.draw(st.sampled_from(sorted(changes)))
    tampered = [*events[:n], replace(events[n], **{field: changes[field]}), *events[n + 1 :]]
    assert broken(tampered, last) == n + 1


@given(CHAINS)
def test_a_chain_cut_short_or_made_longer_is_broken(made: tuple[list[Event], tuple[int, str]]) -> None:
    events, last = made
    assert broken(events[:-1], last) is not None
    more = append("s", last, "step", "actor", AT, {}, {})
    assert broken([*events, more], last) is not None


@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=5))
def test_the_canonical_form_does_not_depend_on_the_order_of_keys(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical(value) == canonical(turned)


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"x": {1, 2}})


LEAVES = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=9)


@given(LEAVES, st.randoms())
def test_a_root_depends_on_the_leaves_and_not_on_their_order(leaves: list[str], random: Any) -> None:
    shuffled = random.sample(leaves, len(leaves))
    assert merkle_root(leaves) == merkle_root(shuffled)


@given(LEAVES, LEAVES)
def test_no_two_sets_of_leaves_share_a_root(one: list[str], other: list[str]) -> None:
    assert (merkle_root(one) == merkle_root(other)) == (set(one) == set(other))


def test_a_leaf_that_is_doubled_changes_the_root() -> None:
    assert merkle_root(["a", "b", "c"]) != merkle_root(["a", "b", "c", "c"])
