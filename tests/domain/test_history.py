"""A history that nobody can change without its showing."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.history import ErasableText, Event, append, broken, canonical, digest, merkle_root

AT = datetime(2021, 10, 25, tzinfo=UTC)
WORDS = st.dictionaries(st.sampled_from(["reason", "opinion"]), st.text(max_size=20))
FACTS = st.dictionaries(st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=5), st.none()), max_size=3)


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


def test_an_event_has_the_number_and_the_hash_behind_the_last_one() -> None:
    words = {"reason": ErasableText("重复", "salt")}
    event = append("s", (4, "before"), "decline", "actor", AT, {"desk": "d"}, words)
    body = {
        "subject": "s",
        "n": 5,
        "at": "2021-10-25T00:00:00+00:00",
        "step": "decline",
        "actor": "actor",
        "facts": {"desk": "d"},
        "digests": {"reason": hashlib.sha256("salt\n重复".encode()).hexdigest()},
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    link = hashlib.sha256(f"before\n{text}".encode()).hexdigest()
    assert event == Event("s", 5, AT, "decline", "actor", {"desk": "d"}, body["digests"], "before", link, words)


def test_the_canonical_form_is_compact_sorted_and_keeps_every_script() -> None:
    assert canonical({"b": [1, None, True], "a": "重复", "at": AT}) == (
        '{"a":"重复","at":"2021-10-25T00:00:00+00:00","b":[1,null,true]}'
    )
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


def test_what_has_no_canonical_form_is_named() -> None:
    with pytest.raises(TypeError, match=r"^no canonical form for set$"):
        canonical({1})


def test_a_root_is_that_of_rfc_6962() -> None:
    def leaf(text: str) -> bytes:
        return hashlib.sha256(b"\0" + text.encode()).digest()

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\1" + left + right).digest()

    a, b, c = map(leaf, "abc")
    assert merkle_root([]) == hashlib.sha256(b"").hexdigest()
    assert merkle_root(["a"]) == a.hex()
    assert merkle_root(["b", "a"]) == node(a, b).hex()
    assert merkle_root(["c", "b", "a"]) == node(node(a, b), c).hex()
    assert merkle_root("dcba") == node(node(a, b), node(c, leaf("d"))).hex()


def test_a_chain_that_another_end_is_kept_of_is_broken_behind_its_last_event() -> None:
    events, last = chain([({}, {}), ({}, {})])
    assert broken(events, (2, "other")) == 3
    assert broken(events, (3, last[1])) == 3
    assert broken(events[:1], last) == 2
    assert broken([], (0, "")) is None
    assert broken([], last) == 1


def test_an_event_of_another_chain_or_of_another_number_is_broken_though_sound_in_itself() -> None:
    [first], last = chain([({}, {})])
    elsewhere = append("s", (1, "other"), "step", "actor", AT, {}, {})
    assert broken([first, elsewhere], (2, elsewhere.hash)) == 2
    skipped = append("s", (2, last[1]), "step", "actor", AT, {}, {})
    assert broken([first, skipped], (2, skipped.hash)) == 2
