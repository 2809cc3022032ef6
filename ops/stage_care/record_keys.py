"""Exchange of the key that signs the record of calls.

It is sealed in each record which key takes the place of the one that signs; the stream has both sign that.
"""

from collections.abc import Iterator

from chalicelib.domain.evaluation.seals import Seal, Sealing, next_seal
from chalicelib.domain.record.checkpoints import SignedCheckpoint, key_digest
from chalicelib.domain.record.notes import encode
from chalicelib.services.context import token
from chalicelib.services.evaluation.juries import SEAL_SALT
from chalicelib.storage import checkpoints, juries
from chalicelib.storage.engine.reads import fetch
from ops.cli import Stop
from ops.stages import Stage


def rotate(stage: Stage) -> Iterator[tuple[str, str]]:
    """Seal the stage's next key in each record; yield what was done.

    That is (call, what). Done again it seals nothing twice. Raises Stop for a stage with one key.
    """
    key = next_key(stage)
    for call in stage.tools.calls.ids():
        seals, last = fetch(stage.tools.table, juries.seals(call), checkpoints.last_checkpoint(call))
        yield call, _rotate(stage, call, key, seals, last)


def next_key(stage: Stage) -> str:
    """Return the key that is to sign, in base64.

    Raises Stop for a stage with one key.
    """
    arn = stage.data.get("RecordKeyNextArn", "")
    if not arn or arn == stage.data["RecordKeyArn"]:
        raise Stop("the stage has one key for its records. Make the other first: ops deploy --set RecordKeys=AB, or BA")
    return encode(stage.client("kms").get_public_key(KeyId=arn)["PublicKey"])


def _rotate(stage: Stage, call: str, key: str, seals: list[Seal], last: SignedCheckpoint | None) -> str:
    if not seals:
        return "nothing sealed yet: the key that is first then signs"
    if last and last.keys[-1] == key:
        return "the next key signs"
    if any(seal.what == "key" and key_digest(key) in seal.leaves for seal in seals):
        return "sealed before, and not signed yet"
    sealing = Sealing(call, stage.tools.clock(), stage.operator, token(SEAL_SALT))
    digest = key_digest(key)
    stage.tools.table.write([juries.put_seal(next_seal(seals[-1], sealing, "key", digest[:8], [digest]))])
    return "sealed: both keys sign it, then the next alone"
