"""The tree over ordered leaves: every proof holds for its tree, and for no other."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.history import merkle_root
from chalicelib.domain.record.tree import consistency, inclusion, is_consistent, is_included, leaf_hash, root

SIZES = [range(1, 67), pytest.param(range(67, 201), marks=pytest.mark.again)]


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(f"leaf {n}".encode()) for n in range(size)]


ALL = leaves(200)
ROOTS = [root(ALL[:size]) for size in range(201)]


def test_the_root_of_nothing_is_that_of_the_standard() -> None:
    assert ROOTS[0] == hashlib.sha256(b"").digest()


def test_the_standards_own_tree_comes_out() -> None:
    """The leaves and roots that certificate transparency's reference code is tested with."""
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    hashes = [leaf_hash(bytes.fromhex(one)) for one in data]
    assert root(hashes[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root(hashes).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_it_is_the_root_over_histories_where_leaves_come_sorted() -> None:
    words = sorted(f"{n:03}" for n in range(57))
    assert root([leaf_hash(word.encode()) for word in words]).hex() == merkle_root(words)


@pytest.mark.parametrize("sizes", SIZES)
def test_every_leaf_of_every_tree_is_shown_to_be_in_it(sizes: range) -> None:
    for size, index in ((n, index) for n in sizes for index in range(n)):
        path = inclusion(ALL[:size], index)
        assert len(path) <= max(1, size - 1).bit_length()
        assert is_included(ALL[index], index, size, path, ROOTS[size])
        assert not is_included(leaf_hash(b"another"), index, size, path, ROOTS[size])
        assert not is_included(ALL[index], index, size, [*path, ALL[0]], ROOTS[size])
        assert not is_included(ALL[index], index, size, path[:-1], ROOTS[size]) or not path
        assert size == 1 or not is_included(ALL[index], (index + 1) % size, size, path, ROOTS[size])


@pytest.mark.parametrize("sizes", SIZES)
def test_every_tree_begins_every_later_one(sizes: range) -> None:
    for size, old in ((n, old) for n in sizes for old in range(n + 1)):
        path = consistency(ALL[:size], old)
        assert is_consistent(old, ROOTS[old], size, ROOTS[size], path)
        if 0 < old < size:
            assert not is_consistent(old, ROOTS[old - 1], size, ROOTS[size], path)
            assert not is_consistent(old, ROOTS[old], size, ROOTS[size - 1], path)
            assert not is_consistent(old, ROOTS[old], size, ROOTS[size], path[:-1])
            assert not is_consistent(old, ROOTS[old], size, ROOTS[size], [*path, ALL[0]])


@given(st.integers(2, 40), st.data())
def test_a_changed_dropped_added_or_swapped_leaf_is_found(size: int, data: st.DataObject) -> None:
    true = leaves(size)
    at, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    changed = [*true[:at], leaf_hash(b"x"), *true[at + 1 :]]
    dropped = [*true[:at], *true[at + 1 :]]
    added = [*true[:at], leaf_hash(b"x"), *true[at:]]
    swapped = list(true)
    swapped[at], swapped[other] = swapped[other], swapped[at]
    for false in (changed, dropped, added, swapped):
        assert root(false) != root(true)
        later = [*false, leaf_hash(b"later")]
        assert not is_consistent(size, root(true), len(later), root(later), consistency(later, min(size, len(later))))


@given(st.integers(1, 60), st.integers(0, 60), st.data())
def test_what_was_shown_once_stays_in_every_later_tree(old: int, more: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, old - 1))
    now = leaves(old + more)
    assert is_included(now[index], index, old, inclusion(now[:old], index), root(now[:old]))
    assert is_included(now[index], index, len(now), inclusion(now, index), root(now))
    assert is_consistent(old, root(now[:old]), len(now), root(now), consistency(now, old))


def test_what_is_not_there_has_no_proof() -> None:
    with pytest.raises(IndexError):
        inclusion(ALL[:3], 3)
    with pytest.raises(IndexError):
        consistency(ALL[:3], 4)
    assert not is_included(ALL[0], 3, 3, [], ROOTS[3])
    assert not is_consistent(4, ROOTS[4], 3, ROOTS[3], [])
