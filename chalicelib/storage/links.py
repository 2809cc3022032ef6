"""Linked entries in the table, and the requests to link them.

A request lies with the entry that it is about, so that its owner finds them all.
"""

from collections.abc import Iterable
from functools import partial

from chalicelib.domain.links import LinkRequest
from chalicelib.domain.submission import Head
from chalicelib.storage import keys, submissions
from chalicelib.storage.engine.reads import Listing, Ref, by_name, pair, ref
from chalicelib.storage.engine.table import NEW, Conflict, Delete, Put, Query
from chalicelib.storage.items import packed, unpack

Linked = tuple[Head, LinkRequest | None]
"""An entry that a link field names, and the request to link it, if any."""

MOST = 200
"""Most requests that an entry's owner is shown."""


def linked(linking: str, named: Iterable[str]) -> Ref[dict[str, Linked]]:
    """Read the entries that exist among `named`, by id.

    Each with the request of `linking`.
    """
    several = by_name({id: pair(submissions.head(id), request(id, linking)) for id in named})
    return several.map(lambda known: {id: (head, request) for id, (head, request) in known.items() if head})


def request(linked: str, linking: str) -> Ref[LinkRequest | None]:
    return ref(keys.link_request(linked, linking), partial(unpack, LinkRequest), None)


def requests(linked: str) -> Listing[list[LinkRequest]]:
    """Read the requests to link an entry."""
    query = Query(keys.link_request(linked, "").pk, keys.LINK_REQUEST.prefix, limit=MOST)
    return Listing(query, lambda page: [unpack(LinkRequest, item) for item in page.items])


def put_request(request: LinkRequest) -> Put:
    """Write a new request. Raises Conflict when there is one."""
    item = packed(keys.link_request(request.linked, request.linking), request)
    return Put(item, NEW, otherwise=lambda _: Conflict())


def delete_request(linked: str, linking: str) -> Delete:
    """Delete a request, if there is one."""
    return Delete(keys.link_request(linked, linking))


def put_answer(request: LinkRequest) -> Put:
    """Write the owner's answer to a request."""
    return Put(packed(keys.link_request(request.linked, request.linking), request), "attribute_exists(#pk)")
