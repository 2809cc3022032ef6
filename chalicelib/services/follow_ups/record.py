"""Follow-up of a seal: signing its checkpoint and publishing the record.

It can stop anywhere and go on, run twice, late, or beside itself: each seal gets one checkpoint, whoever signs it
first, and whoever has published looks whether more was signed meanwhile.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.errors import Busy
from chalicelib.domain.evaluation.seals import Seal
from chalicelib.domain.record.checkpoints import (
    RecordChanged,
    SignedCheckpoint,
    next_checkpoint,
    origin_of,
    signing_keys,
)
from chalicelib.domain.record.notes import PublicKey, encode, sign
from chalicelib.services.context import TURNS, Tools
from chalicelib.services.publication import record
from chalicelib.storage import checkpoints as stored
from chalicelib.storage import juries
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Conflict


def advance(tools: Tools, call: str) -> None:
    """Sign what was sealed in a call, and publish the record.

    Nothing is signed where no key is set up, and nothing of a hidden call is published. Raises RecordChanged where the
    seals are not those that were signed, LookupError without the key that must sign, Busy.
    """
    if not tools.record_keys:
        return
    for _ in range(TURNS):
        checkpoints = fetch(tools.table, stored.checkpoints(call))
        seals = fetch(tools.table, juries.seals(call))  # afterwards, so that none is missing that was signed
        with suppress(Conflict):
            signed = _sign(tools, call, seals, checkpoints)
            if not tools.calls.is_hidden(call):
                _publish(tools, call, seals, signed)
            last = fetch(tools.table, stored.last_checkpoint(call))
            if last is None or last.n <= len(signed):
                return
    raise Busy()


def _sign(
    tools: Tools, call: str, seals: Sequence[Seal], checkpoints: Sequence[SignedCheckpoint]
) -> list[SignedCheckpoint]:
    """Return all checkpoints, once each seal has one.

    Raises RecordChanged, LookupError, and Conflict when another signs at the same time.
    """
    keys = {encode(one.public): one for one in tools.record_keys}
    origin, signed = origin_of(tools.site_origin, call), list(checkpoints)
    if len(seals) < len(signed):
        raise RecordChanged(f"{origin}: of {len(signed)} seals that were signed {len(seals)} are left")
    for seal in seals[len(checkpoints) :]:
        new = next_checkpoint(origin, seals, signed)
        by = tuple(signing_keys(seal, signed, list(keys)))
        note = sign(new.text, [(PublicKey(origin, keys[one].public), keys[one].sign) for one in by])
        one = SignedCheckpoint(call, seal.n, new.size, new.root.hex(), tools.clock(), note.written, by)
        tools.table.write([stored.put_checkpoint(one)])
        signed.append(one)
    return signed


def _publish(tools: Tools, call: str, seals: Sequence[Seal], signed: Sequence[SignedCheckpoint]) -> None:
    if not signed:
        return
    record.publish(tools, tools.calls.latest(call), seals[: len(signed)], signed)
    for one in signed:
        if one.published_at is None:
            after = replace(one, published_at=tools.clock(), v=one.v + 1)
            with suppress(Conflict):  # another has published it too
                tools.table.write([stored.put_checkpoint(after)])
