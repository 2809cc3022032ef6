"""The tree over the leaves of a log, in their order.

It is that of RFC 9162, section 2.1. One root stands for all leaves. A path of a few hashes shows that a leaf is among
them, or that an older tree is the beginning of a newer one.
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\0" + leaf).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of leaves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return _node(root(leaves[:k]), root(leaves[k:]))


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the path from a leaf to the root.

    `index` counts from 0. Raises IndexError for a leaf that is not there.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion(leaves[:k], index), root(leaves[k:])]
    return [*inclusion(leaves[k:], index - k), root(leaves[:k])]


def consistency(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """Return the proof that the first `old` leaves begin these.

    It is empty for none, and for all of them. Raises IndexError where there are fewer.
    """
    if not 0 <= old <= len(leaves):
        raise IndexError(old)
    return _consistency(leaves, old, whole=True) if 0 < old < len(leaves) else []


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], of: bytes) -> bool:
    """Return whether a leaf's hash is at `index` below the root `of`.

    RFC 9162, 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    at, last, hash = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            hash = _node(sibling, hash)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash = _node(hash, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and hash == of


def is_consistent(old: int, old_root: bytes, size: int, of: bytes, path: Sequence[bytes]) -> bool:
    """Return whether the tree of `old` leaves begins that of `size`.

    RFC 9162, 2.1.4.2. Nothing begins every tree.
    """
    if not 0 <= old <= size:
        return False
    if old in (0, size):
        return not path and old_root == (of if old else root([]))
    proof = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not proof:
        return False
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = now = proof[0]
    for one in proof[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, now = _node(one, before), _node(one, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = _node(now, one)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and now == of


def _consistency(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = _split(len(leaves))
    if old <= k:
        return [*_consistency(leaves[:k], old, whole=whole), root(leaves[k:])]
    return [*_consistency(leaves[k:], old - k, whole=False), root(leaves[:k])]


def _split(size: int) -> int:
    """Return the largest power of two below a size above one."""
    return 1 << (size - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
