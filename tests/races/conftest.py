"""The product on DynamoDB Local, which holds to conditions and transactions under threads; attachments on moto."""

import pytest

from tests.conftest import Place
from tests.factories import World, world


@pytest.fixture
def here(bucket_moto: Place, table_local: Place) -> World:
    """A fresh season."""
    return world(table_local, bucket_moto)
