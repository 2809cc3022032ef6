"""Proofs of leaves: whole in themselves, and the same for the browser."""

import json

import pytest

from chalicelib.domain.record import tree
from chalicelib.domain.record.notes import read_checkpoint, read_note, read_proof, signers_of
from chalicelib.domain.record.proofs import proof_of
from chalicelib.domain.record.statements import statements
from ops.integrity.signatures import is_signed
from tests.domain.record import record_cases
from tests.domain.record.record_cases import KEY, checkpoints, seals


def test_every_leaf_is_proven_below_its_own_and_every_later_checkpoint() -> None:
    chain = seals()
    of_all = statements(chain)
    for checkpoint in checkpoints(chain):
        for seal in chain[: checkpoint.n]:
            for leaf in range(len(seal.leaves)):
                read = read_proof(proof_of(chain, checkpoint, seal.n, leaf).written)
                note = read_note(read.checkpoint)
                below = read_checkpoint(note.text)
                assert signers_of(note, [KEY], is_signed) == [KEY]
                assert read.extra == of_all[read.index]
                assert json.loads(read.extra)["leaf"] == leaf
                assert tree.is_included(tree.leaf_hash(read.extra), read.index, below.size, read.path, below.root)


def test_a_leaf_that_came_later_is_not_proven() -> None:
    chain = seals()
    with pytest.raises(IndexError):
        proof_of(chain, checkpoints(chain)[0], 2, 0)


def test_the_cases_that_the_browser_checks_are_these() -> None:
    """Written anew by `python -m tests.domain.record.record_cases`."""
    assert json.loads(record_cases.FILE.read_text("utf-8")) == record_cases.cases()
