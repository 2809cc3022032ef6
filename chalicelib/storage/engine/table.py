"""Reads and transactions on the DynamoDB table.

An item is a flat dict of str, int, bool and bytes. The engine's refusals become errors of ours. An item whose
`expires` has passed counts as absent, even before TTL removes it.
"""

import base64
import json
import random
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import field, replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import uuid4

from botocore.exceptions import ClientError

from chalicelib.domain.errors import Busy, Invalid
from chalicelib.frozen import dataclass
from chalicelib.telemetry import CONFLICTED, THROTTLED


class Key(NamedTuple):
    """A primary key: partition and sort key."""

    pk: str
    sk: str


Item = dict[str, Any]
Otherwise = Callable[[Item | None], Exception]

MOST_IN_TRANSACTION = 20
"""Most writes in one transaction; DynamoDB's own bound is 100.

No step needs more, and a larger one is a mistake.
"""

TRIES = 6


@dataclass(frozen=True)
class Put:
    """A write of the whole `item`, if `condition` holds.

    Otherwise raises what `otherwise` returns for the stored item.
    """

    item: Item
    condition: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    otherwise: Otherwise | None = None


@dataclass(frozen=True)
class Update:
    """An update of the item under `key`, conditioned as `Put` is.

    SET `sets`, ADD `adds` and REMOVE `removes`.
    """

    key: Key
    sets: Mapping[str, Any] = field(default_factory=dict)
    adds: Mapping[str, int] = field(default_factory=dict)
    removes: tuple[str, ...] = ()
    condition: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    otherwise: Otherwise | None = None


@dataclass(frozen=True)
class ConditionCheck:
    """A check that refuses the whole transaction unless `condition` holds."""

    key: Key
    condition: str
    values: Mapping[str, Any] = field(default_factory=dict)
    otherwise: Otherwise | None = None


@dataclass(frozen=True)
class Delete:
    """A deletion of the item under `key`, if `condition` holds."""

    key: Key
    condition: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    otherwise: Otherwise | None = None


Write = Put | Update | ConditionCheck | Delete

NEW = "attribute_not_exists(#pk)"
"""Condition that there is no such item yet."""
UNCHANGED = "#v = :v"
"""Condition that an item is at the version `:v`."""


def at_version(v: int) -> tuple[str, dict[str, Any]]:
    """Return condition and values that hold at version `v`; 0: no item.

    For items whose first version is 1.
    """
    return (UNCHANGED, {":v": v}) if v else (NEW, {})


@dataclass(frozen=True)
class Query:
    """One page of a partition or index.

    `prefix` narrows the sort key; `cursor` continues after an earlier page.
    """

    pk: str
    prefix: str = ""
    index: str | None = None
    limit: int = 50
    cursor: str | None = None
    newest_first: bool = False


@dataclass(frozen=True)
class Page:
    """The items of one Query; without further pages `cursor` is None."""

    items: list[Item]
    cursor: str | None


@dataclass(frozen=True)
class Gate:
    """The item that can close a table to all writes.

    `refusal` returns what a write then raises, None while the table is open.
    """

    key: Key
    refusal: Callable[[Item | None], Exception | None]


GATE_FRESH = 10.0
"""Seconds for which what the gate said counts.

So long after it was closed the last write may still begin. It is read along with other reads once half of them are
over, so that no request waits for it.
"""


class Conflict(Exception):
    """A refusal because another write came in between: read again."""


class Table:
    """One DynamoDB table, through a botocore client (thread-safe)."""

    def __init__(self, client: Any, name: str, clock: Callable[[], datetime], gate: Gate | None = None) -> None:
        self._client = client
        self._name = name
        self._clock = clock
        self._gate = gate
        self._gate_seen: tuple[float, Item | None] = (float("-inf"), None)

    def without_gate(self) -> "Table":
        """Return the same table for writes that a closed gate lets pass."""
        return Table(self._client, self._name, self._clock)

    def closed(self) -> Exception | None:
        """Return what a write would raise because the gate is closed."""
        if self._gate is None:
            return None
        if self._gate_age() > GATE_FRESH:
            self.read([self._gate.key])
        return self.last_closed()

    def last_closed(self) -> Exception | None:
        """Return the same as `closed`, from what was read last."""
        return self._gate.refusal(self._gate_seen[1]) if self._gate else None

    def get(self, key: Key) -> Item | None:
        """Return the item under `key`, read consistently, or None."""
        return self.read([key]).get(key)

    def read(self, keys: Iterable[Key]) -> dict[Key, Item]:
        """Return the items that exist under `keys`, read consistently.

        Any number of keys: 100 per BatchGet, several of these in parallel.
        """
        own = list(dict.fromkeys(keys))
        unique = list(dict.fromkeys([*own, *self._gate_due()])) if own else []
        chunks, began = [unique[i : i + 100] for i in range(0, len(unique), 100)], time.monotonic()
        items: dict[Key, Item] = {}
        for part in in_parallel(*[lambda c=chunk: self._batch(c) for chunk in chunks], nested=True):
            items.update(part)
        if self._gate and self._gate.key in unique:
            self._note_gate(began, items.get(self._gate.key))
            if self._gate.key not in own:
                items.pop(self._gate.key, None)
        return items

    def _gate_age(self) -> float:
        return time.monotonic() - self._gate_seen[0]

    def _gate_due(self) -> list[Key]:
        """Return the gate's key if it is time to read it again."""
        return [self._gate.key] if self._gate and self._gate_age() > GATE_FRESH / 2 else []

    def _note_gate(self, began: float, item: Item | None) -> None:
        if began > self._gate_seen[0]:
            self._gate_seen = (began, item)

    def page(self, query: Query) -> Page:
        """Return one page of a query.

        A page that is shorter than its limit, even empty, may still carry a cursor.
        """
        try:
            answer = self._call(self._client.query, **self._query(query))
        except ClientError as error:
            if query.cursor and error.response["Error"]["Code"] == "ValidationException":
                raise Invalid.at("/cursor", "not_a_cursor") from error
            raise
        items = [i for i in map(plain, answer["Items"]) if self._alive(i)]
        return Page(items, _cursor(answer.get("LastEvaluatedKey")))

    def all(self, query: Query) -> list[Item]:
        """Return the items of every page of a small query."""
        items: list[Item] = []
        while True:
            page = self.page(query)
            items += page.items
            if page.cursor is None:
                return items
            query = replace(query, cursor=page.cursor)

    def write(self, writes: Sequence[Write]) -> None:
        """Write all or nothing.

        A write that is sent again because its answer was lost never fails on itself: a transaction carries a token,
        and what a single write left is recognised. Raises what the failing condition's `otherwise` returns, Busy on
        contention, and what the gate says while it is closed.
        """
        if len(writes) > MOST_IN_TRANSACTION:
            raise AssertionError(f"a transaction of {len(writes)} items")
        token = str(uuid4())
        for attempt in range(TRIES):
            if refusal := self.closed():
                raise refusal
            try:
                self._write_once(writes, token)
                return
            except ClientError as error:
                if _was_done(error, writes[0]):
                    return
                _raise_refusal(error, writes)
                if not _is_passing(error):
                    raise
                if error.response["Error"]["Code"] != "TransactionInProgressException":
                    token = str(uuid4())
            _pause(attempt)
        raise Busy()

    def _call(self, read: Callable[..., Any], **request: Any) -> Any:
        """Return what a read answers, tried again while the table is overloaded.

        Raises Busy when it stays so.
        """
        for attempt in range(TRIES):
            try:
                return read(**request)
            except ClientError as error:
                if not _is_passing(error):
                    raise
            _pause(attempt)
        raise Busy()

    def _write_once(self, writes: Sequence[Write], token: str) -> None:
        if len(writes) == 1 and not isinstance(writes[0], ConditionCheck):
            kind, request = self._request(writes[0])
            getattr(self._client, _SINGLE[kind])(**request)
        else:
            items = [dict([self._request(w)]) for w in writes]
            self._client.transact_write_items(TransactItems=items, ClientRequestToken=token)

    def _request(self, write: Write) -> tuple[str, dict[str, Any]]:
        """Return the write as DynamoDB spells it: (kind, parameters)."""
        request: dict[str, Any] = {"TableName": self._name}
        expressions = [write.condition or ""]
        values = dict(write.values)
        if isinstance(write, Put):
            request["Item"] = _typed(write.item)
        else:
            request["Key"] = _typed(write.key._asdict())
        if isinstance(write, Update):
            request["UpdateExpression"] = _update_expression(write, values)
            expressions.append(request["UpdateExpression"])
        if write.condition:
            request["ConditionExpression"] = write.condition
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        names = {f"#{n}": n for e in expressions for n in re.findall(r"#(\w+)", e)}
        if names:
            request["ExpressionAttributeNames"] = names
        if values:
            request["ExpressionAttributeValues"] = _typed(values)
        return _KINDS[type(write)], request

    def _batch(self, keys: Sequence[Key]) -> dict[Key, Item]:
        pending: Any = {self._name: {"Keys": [_typed(k._asdict()) for k in keys], "ConsistentRead": True}}
        items: dict[Key, Item] = {}
        for attempt in range(TRIES):
            answer = self._call(self._client.batch_get_item, RequestItems=pending)
            for item in map(plain, answer["Responses"].get(self._name, [])):
                if self._alive(item):
                    items[Key(item["pk"], item["sk"])] = item
            pending = answer.get("UnprocessedKeys")
            if not pending:
                return items
            _pause(attempt)
        raise Busy()

    def _query(self, query: Query) -> dict[str, Any]:
        pk, sk = _INDEX_KEYS[query.index]
        condition, values = "#p = :p", {":p": query.pk}
        names = {"#p": pk}
        if query.prefix:
            condition, values[":s"], names["#s"] = condition + " AND begins_with(#s, :s)", query.prefix, sk
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": _typed(values),
            "ScanIndexForward": not query.newest_first,
            "Limit": query.limit,
        }
        if query.index:
            request["IndexName"] = query.index
        else:
            request["ConsistentRead"] = True
        if query.cursor:
            request["ExclusiveStartKey"] = _typed(_start(query, query.cursor))
        return request

    def _alive(self, item: Item) -> bool:
        return "expires" not in item or item["expires"] > self._clock().timestamp()


def in_parallel(*calls: Callable[[], Any], nested: bool = False) -> list[Any]:
    """Run independent calls at the same time; return their results.

    Results are in the order of the calls. `nested` is for calls from within a parallel one.
    """
    if len(calls) < 2:
        return [call() for call in calls]
    others = [_pool(nested).submit(copy_context().run, call) for call in calls[1:]]
    return [calls[0](), *(other.result() for other in others)]


@cache
def _pool(nested: bool) -> ThreadPoolExecutor:
    """Return the pool of threads, created once.

    Starting a thread costs as much as a call. Nested calls have a pool of their own, so that callers who wait never
    hold the threads that they wait for.
    """
    return ThreadPoolExecutor(max_workers=16)


_INDEX_KEYS: Mapping[str | None, tuple[str, str]] = {
    None: ("pk", "sk"),
    "owner": ("own_pk", "own_sk"),
    "desk": ("desk_pk", "desk_sk"),
}
_KINDS = {Put: "Put", Update: "Update", ConditionCheck: "ConditionCheck", Delete: "Delete"}
_SINGLE = {"Put": "put_item", "Update": "update_item", "Delete": "delete_item"}


def _update_expression(update: Update, values: dict[str, Any]) -> str:
    parts = []
    if update.sets:
        parts.append("SET " + ", ".join(f"#{n} = :set_{n}" for n in update.sets))
        values |= {f":set_{n}": v for n, v in update.sets.items()}
    if update.adds:
        parts.append("ADD " + ", ".join(f"#{n} :add_{n}" for n in update.adds))
        values |= {f":add_{n}": v for n, v in update.adds.items()}
    if update.removes:
        parts.append("REMOVE " + ", ".join(f"#{n}" for n in update.removes))
    return " ".join(parts)


def _was_done(error: ClientError, write: Write) -> bool:
    """Return whether a single write failed on its own first sending.

    botocore sends a request again whose answer was lost. If what stands then is what was to be written, it was done.
    An item that only one of several equal writers may put therefore says which of them did.
    """
    if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
        return False
    if not error.response["ResponseMetadata"].get("RetryAttempts"):
        return False
    item = error.response.get("Item")
    stored = plain(item) if item else None
    match write:
        case Put():
            return stored == write.item
        case Delete():
            return stored is None
        case Update():
            written = {**dict.fromkeys(write.removes), **write.sets}
            return stored is not None and not write.adds and all(stored.get(n) == v for n, v in written.items())
    return False


def _raise_refusal(error: ClientError, writes: Sequence[Write]) -> None:
    """Raise the error of the first failed condition, if any failed."""
    code = error.response["Error"]["Code"]
    if code == "ConditionalCheckFailedException":
        _refuse(writes[0], error.response.get("Item"), error)
    for reason, write in zip(error.response.get("CancellationReasons", []), writes, strict=False):
        if reason.get("Code") == "ConditionalCheckFailed":
            _refuse(write, reason.get("Item"), error)


def _refuse(write: Write, item: Any, error: ClientError) -> None:
    if write.otherwise is None:
        raise error
    raise write.otherwise(plain(item) if item else None) from error


def _is_passing(error: ClientError) -> bool:
    """Return whether the same call may succeed a moment later."""
    codes = {r.get("Code") for r in error.response.get("CancellationReasons", [])}
    codes.add(error.response["Error"]["Code"])
    return bool(codes & (THROTTLED | CONFLICTED))


def _pause(attempt: int) -> None:
    time.sleep(random.uniform(0, 0.02 * 2**attempt))


def _typed(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _typed_value(value) for name, value in item.items()}


def _typed_value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int):
        return {"N": str(value)}
    return {"B": value} if isinstance(value, bytes) else {"S": value}


def plain(item: Mapping[str, Any]) -> Item:
    return {name: typed["S"] if "S" in typed else _plain_value(typed) for name, typed in item.items()}


def _plain_value(typed: Mapping[str, Any]) -> Any:
    return int(typed["N"]) if "N" in typed else next(iter(typed.values()))


def _cursor(last: Any) -> str | None:
    """Return the cursor of the page that begins after `last`.

    All our keys are strings.
    """
    return base64.urlsafe_b64encode(json.dumps(plain(last)).encode()).decode() if last else None


def _start(query: Query, cursor: str) -> dict[str, str]:
    """Return the key that a cursor encodes.

    Raises Invalid unless it lies within this very query.
    """
    try:
        start = json.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, RecursionError):
        start = None
    if not _lies_within(query, start):
        raise Invalid.at("/cursor", "not_a_cursor")
    return dict(start)


def _lies_within(query: Query, start: Any) -> bool:
    pk, sk = _INDEX_KEYS[query.index]
    if not isinstance(start, dict) or start.keys() != {"pk", "sk", pk, sk}:
        return False
    if not all(isinstance(value, str) and value for value in start.values()):
        return False
    return bool(start[pk] == query.pk and start[sk].startswith(query.prefix))
