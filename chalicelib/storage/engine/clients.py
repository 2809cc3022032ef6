"""Clients of the platform's services, built by botocore.

Nothing here uses what boto3 adds, and each function that starts would load it.
"""

from functools import cache
from threading import Lock
from typing import Any

_ONE_AT_A_TIME = Lock()
"""Lock for the creation of clients.

Threads may share clients but not the session that creates them, and reads run in parallel.
"""


def client(service: str, region: str, endpoint: str | None = None, **config: Any) -> Any:
    """Return a client of one service.

    `service` is a literal name, because packaging keeps the data of those services that the source names; `config` as
    botocore.config.Config takes it.
    """
    from botocore.config import Config

    with _ONE_AT_A_TIME:
        return session().create_client(service, region_name=region, endpoint_url=endpoint, config=Config(**config))


@cache
def session() -> Any:
    """Return the session that all clients of this process share."""
    from botocore.session import get_session

    from chalicelib.storage.engine.attribute_parser import Parsers

    new = get_session()
    new.register_component("response_parser_factory", Parsers())
    return new
