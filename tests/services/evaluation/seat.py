"""A jury put where a test wants it."""

from chalicelib.domain.evaluation.jury import Jury
from chalicelib.domain.subjects import JuryId
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import packed
from tests.factories import CALL, TRACK

JURY = JuryId(CALL, TRACK, "written")


def put_jury(jury: Jury) -> Put:
    return Put(packed(keys.jury(*jury.id), jury, v=jury.v))
