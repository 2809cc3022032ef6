"""Answers of DynamoDB say the same to our clients as to boto3's."""

from typing import Any

import boto3
import pytest

from chalicelib.storage.engine import clients as kept_clients
from ops.local.engines import REGION
from tests.conftest import Place

EVERY_TYPE: dict[str, Any] = {
    "text": {"S": "字 🎉"},
    "empty": {"S": ""},
    "number": {"N": "-7.5"},
    "yes": {"BOOL": True},
    "no": {"BOOL": False},
    "nothing": {"NULL": True},
    "bytes": {"B": b"\x00\xff"},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "parts": {"BS": [b"\x01"]},
    "list": {"L": [{"B": b"\x02"}, {"S": "x"}, {"L": []}]},
    "map": {"M": {"bytes": {"B": b"\x03"}, "inner": {"M": {"text": {"S": "y"}}}}},
}


@pytest.fixture
def clients(any_table: Place) -> tuple[Any, Any]:
    theirs = boto3.client("dynamodb", region_name=REGION, endpoint_url=any_table.endpoint)
    return kept_clients.client("dynamodb", REGION, any_table.endpoint), theirs


def test_every_type_of_attribute_is_read_as_boto3_reads_it(clients: tuple[Any, Any], any_table: Place) -> None:
    key = {"pk": {"S": "p"}, "sk": {"S": "s"}}
    clients[0].put_item(TableName=any_table.name, Item={**key, **EVERY_TYPE})
    ours, theirs = (client.get_item(TableName=any_table.name, Key=key)["Item"] for client in clients)
    assert ours == theirs == {**key, **EVERY_TYPE}


def test_a_refused_condition_shows_the_item_that_stands(clients: tuple[Any, Any], any_table: Place) -> None:
    item = {"pk": {"S": "p"}, "sk": {"S": "s"}, "bytes": {"B": b"\xff"}}
    put = {
        "TableName": any_table.name,
        "Item": item,
        "ConditionExpression": "attribute_not_exists(pk)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    clients[0].put_item(**put)
    told = []
    for client in clients:
        with pytest.raises(client.exceptions.ConditionalCheckFailedException) as refused:
            client.put_item(**put)
        told.append(refused.value.response["Item"])
    assert told == [item, item]
