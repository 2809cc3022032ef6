"""Clients of the platform's services. botocore makes them: what boto3 adds, nothing here uses, and a function that
starts would load it."""

from functools import cache
from threading import Lock
from typing import Any

_ONE_AT_A_TIME = Lock()
"""Clients may be shared between threads, the session that makes them may not, and reads go side by side."""


def client(service: str, region: str, endpoint: str | None = None, **config: Any) -> Any:
    """A client of one service, by a literal name (packaging keeps the data of those that the source names);
    `config` as botocore.config.Config takes it."""
    from botocore.config import Config

    with _ONE_AT_A_TIME:
        return session().create_client(service, region_name=region, endpoint_url=endpoint, config=Config(**config))


@cache
def session() -> Any:
    """The session that all clients of this process share."""
    from botocore.session import get_session

    from chalicelib.storage.engine.attribute_parser import Parsers

    new = get_session()
    new.register_component("response_parser_factory", Parsers())
    return new
