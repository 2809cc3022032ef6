"""The key of the records is exchanged on a deployed stage, and both keys sign that it was."""

from dataclasses import replace

import pytest

from chalicelib.domain.history import digest
from chalicelib.domain.record.checkpoints import key_periods
from chalicelib.domain.record.notes import encode
from chalicelib.services.context import Tools
from chalicelib.services.follow_ups import record
from chalicelib.storage import checkpoints
from chalicelib.storage.engine.bucket import PublicBucket
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.signing_keys import KmsKey
from ops.cli import Stop
from ops.stage_care import record_keys
from ops.stages import Stage
from tests.factories import CALL, World
from tests.services.follow_ups.test_record import seal

pytestmark = pytest.mark.engine


def signing(stage: Stage, here: World) -> Tools:
    """The tools of the stream's function, with the stage's keys."""
    arns = dict.fromkeys((stage.data["RecordKeyArn"], stage.data["RecordKeyNextArn"]))
    public = PublicBucket(stage.data["PublicBucketName"], stage.region, stage.engine)
    keys = tuple(KmsKey(arn, stage.region, stage.engine) for arn in arns)
    return replace(here.tools, record_keys=keys, public=public)


def chosen(stage: Stage, keys: str) -> Stage:
    """The stage with its data stack deployed anew."""
    formation, name = stage.client("cloudformation"), "laurel-data-dev"
    parameters = [
        {"ParameterKey": "SiteOrigin", "ParameterValue": "https://awards.example.cn"},
        {"ParameterKey": "RecordKeys", "ParameterValue": keys},
    ]
    formation.update_stack(StackName=name, UsePreviousTemplate=True, Parameters=parameters)
    formation.get_waiter("stack_update_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    return stage.refreshed()


def test_the_next_key_takes_over_in_every_record(filled_stage: tuple[Stage, World]) -> None:
    stage, here = filled_stage
    with pytest.raises(Stop, match="one key"):
        list(record_keys.rotate(stage))
    first = KmsKey(stage.data["RecordKeyArn"], stage.region, stage.engine)
    seal(here, "rules", digest("rules"))
    record.advance(signing(stage, here), CALL)
    both = chosen(stage, "AB")
    assert dict(record_keys.rotate(both))[CALL].startswith("sealed: both keys")
    assert dict(record_keys.rotate(both))[CALL].startswith("sealed before")
    record.advance(signing(both, here), CALL)
    assert dict(record_keys.rotate(both))[CALL] == "the next key signs"
    alone = chosen(both, "B")
    seal(here, "marks", digest(1))
    record.advance(signing(alone, here), CALL)
    signed = fetch(here.tools.table, checkpoints.checkpoints(CALL))
    after = encode(KmsKey(alone.data["RecordKeyArn"], stage.region, stage.engine).public)
    assert [one.keys for one in signed] == [(encode(first.public),), (encode(first.public), after), (after,)]
    assert [one.until is None for one in key_periods(signed)] == [False, True]
