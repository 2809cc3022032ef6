"""A small season to register in."""

import pytest

from chalicelib.services.sign_in import proof_of_work
from tests.conftest import Place
from tests.factories import World, world


@pytest.fixture(autouse=True)
def quick_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each counter of a proof costs next to nothing; how many there are to try stays as it is."""
    monkeypatch.setattr(proof_of_work, "COST", 1)


@pytest.fixture
def here(table_moto: Place) -> World:
    """On moto: quick, one thread."""
    return world(table_moto)


@pytest.fixture
def there(table_local: Place) -> World:
    """On DynamoDB Local: for what happens at the same moment."""
    return world(table_local)
