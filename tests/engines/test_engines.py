"""What we rely on the engines for. An engine's new version that breaks one of these breaks our other tests' worth."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from tests.conftest import Place

pytestmark = pytest.mark.engine


def item(sk: str, **attributes: Any) -> dict[str, Any]:
    return {"pk": {"S": "p"}, "sk": {"S": sk}, **attributes}


def put(table: Place, sk: str, **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": table.name, "Item": item(sk), **more}}


def refused(call: Any, **arguments: Any) -> dict[str, Any]:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return dict(caught.value.response)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_the_bucket_refuses_what_is_not_signed(bucket_ministack: Place, method: str) -> None:
    bucket = bucket_ministack
    bucket.client.put_object(Bucket=bucket.name, Key="kept", Body=b"1")
    signed = bucket.client.generate_presigned_url("get_object", Params={"Bucket": bucket.name, "Key": "kept"})
    plain = signed.partition("?")[0]
    assert requests.request(method, plain, timeout=5).status_code == 403
    assert requests.get(plain.rpartition("/")[0], timeout=5).status_code == 403
    assert requests.get(signed, timeout=5).content == b"1"


def test_a_transaction_of_100_items_is_taken(table_local: Place) -> None:
    table_local.client.transact_write_items(TransactItems=[put(table_local, str(n)) for n in range(100)])
    assert table_local.client.scan(TableName=table_local.name, Select="COUNT")["Count"] == 100


def test_a_transaction_of_101_items_is_refused(table_local: Place) -> None:
    many = [put(table_local, str(n)) for n in range(101)]
    answer = refused(table_local.client.transact_write_items, TransactItems=many)
    assert answer["Error"]["Code"] == "ValidationException"


def test_a_failed_condition_hands_back_the_item_that_stands(any_table: Place) -> None:
    any_table.client.put_item(TableName=any_table.name, Item=item("a", v={"N": "3"}))
    answer = refused(
        any_table.client.put_item,
        TableName=any_table.name,
        Item=item("a"),
        ConditionExpression="attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure="ALL_OLD",
    )
    assert answer["Error"]["Code"] == "ConditionalCheckFailedException"
    assert answer["Item"] == item("a", v={"N": "3"})


def test_a_cancelled_transaction_says_which_write_failed_and_hands_back_its_item(any_table: Place) -> None:
    any_table.client.put_item(TableName=any_table.name, Item=item("taken", v={"N": "7"}))
    new = {
        "ConditionExpression": "attribute_not_exists(pk)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    writes = [put(any_table, "free", **new), put(any_table, "taken", **new)]
    answer = refused(any_table.client.transact_write_items, TransactItems=writes)
    assert answer["Error"]["Code"] == "TransactionCanceledException"
    assert [reason["Code"] for reason in answer["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]
    assert answer["CancellationReasons"][1]["Item"] == item("taken", v={"N": "7"})
    free = any_table.client.get_item(TableName=any_table.name, Key=item("free"))
    assert "Item" not in free


def test_an_item_without_the_keys_of_an_index_is_not_in_it(any_table: Place) -> None:
    any_table.client.put_item(TableName=any_table.name, Item=item("draft"))
    pushed = item("pushed", desk_pk={"S": "d"}, desk_sk={"S": "1"})
    any_table.client.put_item(TableName=any_table.name, Item=pushed)
    found = any_table.client.query(
        TableName=any_table.name,
        IndexName="desk",
        KeyConditionExpression="desk_pk = :d",
        ExpressionAttributeValues={":d": {"S": "d"}},
    )
    assert found["Items"] == [pushed]


@pytest.mark.parametrize("place", ["table_local", "table_ministack"])
def test_of_eight_who_take_the_last_place_at_once_one_gets_it(place: str, request: pytest.FixtureRequest) -> None:
    table: Place = request.getfixturevalue(place)
    start = threading.Barrier(8)

    def take(who: int) -> bool:
        start.wait()
        try:
            write = put(table, "last", ConditionExpression="attribute_not_exists(pk)")
            table.client.transact_write_items(TransactItems=[write, put(table, f"of-{who}")])
        except table.client.exceptions.TransactionCanceledException:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1
    assert table.client.scan(TableName=table.name, Select="COUNT")["Count"] == 2


@pytest.mark.parametrize("place", ["table_local", "table_ministack"])
def test_no_increment_of_eight_threads_is_lost(place: str, request: pytest.FixtureRequest) -> None:
    table: Place = request.getfixturevalue(place)

    def count(_: int) -> None:
        table.client.update_item(
            TableName=table.name,
            Key=item("counter"),
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(80)))
    found = table.client.get_item(TableName=table.name, Key=item("counter"))
    assert found["Item"]["n"] == {"N": "80"}


def upload(bucket: Place, body: bytes, content_type: str = "image/png", key: str | None = None) -> int:
    """The status of a presigned POST made for a PNG of 1 to 10 bytes under `incoming/a`."""
    post = bucket.client.generate_presigned_post(
        bucket.name,
        "incoming/a",
        Fields={"Content-Type": "image/png"},
        Conditions=[{"Content-Type": "image/png"}, ["content-length-range", 1, 10]],
    )
    fields = {**post["fields"], "Content-Type": content_type} | ({"key": key} if key else {})
    return requests.post(post["url"], data=fields, files={"file": ("a.png", body)}, timeout=10).status_code


def test_an_upload_within_its_policy_is_taken(bucket_ministack: Place) -> None:
    assert upload(bucket_ministack, b"12345") == 204


@pytest.mark.parametrize(
    "wrong",
    [{"body": b"12345678901"}, {"body": b"1", "content_type": "text/html"}, {"body": b"1", "key": "kept/a"}],
    ids=["too long", "another type", "another key"],
)
def test_an_upload_outside_its_policy_is_refused(bucket_ministack: Place, wrong: dict[str, Any]) -> None:
    assert upload(bucket_ministack, **wrong) in {400, 403}
    assert "Contents" not in bucket_ministack.client.list_objects_v2(Bucket=bucket_ministack.name)


def test_a_policy_can_be_used_twice_and_both_versions_stand(bucket_ministack: Place) -> None:
    assert [upload(bucket_ministack, body) for body in (b"one", b"two")] == [204, 204]
    versions = bucket_ministack.client.list_object_versions(Bucket=bucket_ministack.name)["Versions"]
    assert len({version["VersionId"] for version in versions}) == 2
