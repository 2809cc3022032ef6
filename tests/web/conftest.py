"""The product behind its routes, over moto: a season to act in and browsers for its people."""

from collections.abc import Callable

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.wiring import wiring
from tests.conftest import Place
from tests.factories import World, world
from tests.web.people import Browser


def serve(here: World, patch: pytest.MonkeyPatch) -> None:
    """Let the routes work with a world's tools."""
    patch.setitem(vars(wiring), "settings", here.wiring.settings)
    patch.setitem(vars(wiring), "tools", here.tools)


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place, monkeypatch: pytest.MonkeyPatch) -> World:
    """A fresh season behind the routes."""
    made = world(table_moto, bucket_moto)
    serve(made, monkeypatch)
    return made


@pytest.fixture
def browser(here: World) -> Callable[[SignedIn], Browser]:
    """A browser that somebody is signed in with."""
    return lambda who: Browser(here.cookie(who))
