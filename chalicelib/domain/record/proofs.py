"""Proofs that a leaf is in the record of a call."""

from collections.abc import Sequence

from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.record import tree
from chalicelib.domain.record.checkpoints import SignedCheckpoint
from chalicelib.domain.record.notes import InclusionProof
from chalicelib.domain.record.statements import count, statements


def proof_of(seals: Sequence[Seal], checkpoint: SignedCheckpoint, seal: int, leaf: int) -> InclusionProof:
    """Return the proof of a seal's leaf, below a checkpoint.

    `seals` are all of the call in order; `seal` is a number, from 1, `leaf` counts from 0. Raises IndexError for a leaf
    that the checkpoint does not cover.
    """
    leaves = statements(seals[: checkpoint.n])
    index = count(seals[: seal - 1]) + leaf
    path = tree.inclusion([tree.leaf_hash(one) for one in leaves], index)
    return InclusionProof(leaves[index], index, tuple(path), checkpoint.note)
