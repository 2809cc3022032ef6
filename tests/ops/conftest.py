"""A small season on the engines that keep it: the table on DynamoDB Local, attachments on ministack."""

from dataclasses import dataclass

import pytest

from ops.data.scanning import Data
from tests.conftest import Place
from tests.factories import World
from tests.ops.season import data_of, filled


@dataclass(frozen=True)
class Kept:
    """A filled season: its product, its places, and both as the operator's commands have them."""

    here: World
    table: Place
    bucket: Place
    data: Data


@pytest.fixture
def season(table_local: Place, bucket_ministack: Place) -> Kept:
    here = filled(table_local, bucket_ministack)
    return Kept(here, table_local, bucket_ministack, data_of(here, table_local, bucket_ministack))
