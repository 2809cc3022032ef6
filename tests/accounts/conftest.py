"""A small season to register in."""

import pytest

from tests.conftest import Place
from tests.factories import World, world


@pytest.fixture
def here(table_moto: Place) -> World:
    """On moto: quick, one thread."""
    return world(table_moto)


@pytest.fixture
def there(table_local: Place) -> World:
    """On DynamoDB Local: for what happens at the same moment."""
    return world(table_local)
