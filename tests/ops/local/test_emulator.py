"""The engine holds a policy against each parameter that a call names, as AWS does."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from ops.local import engines

pytestmark = pytest.mark.engine


@pytest.fixture
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.Engine]:
    engine = engines.ministack(tmp_path_factory.mktemp("engine"), "iam,sts,ssm")
    engine.environment["AUTH"] = "true"
    engine.start()
    try:
        engine.wait()
        yield engine
    finally:
        engine.stop()


def test_who_may_read_one_parameter_may_not_read_another_beside_it(engine: engines.Engine) -> None:
    def client(service: str, key: str, secret: str) -> Any:
        keys = {"aws_access_key_id": key, "aws_secret_access_key": secret}
        return boto3.client(service, region_name=engines.REGION, endpoint_url=engine.endpoint, **keys)

    owner = ("000000000000", "local")
    iam, ssm = client("iam", *owner), client("ssm", *owner)
    for name in ("own", "other"):
        ssm.put_parameter(Name=f"/laurel/dev/{name}", Value="x", Type="SecureString")
    place = f"arn:aws:ssm:{engines.REGION}:000000000000:parameter/laurel/dev"
    statement = {"Effect": "Allow", "Action": ["ssm:GetParameters"], "Resource": [f"{place}/own", f"{place}/own_next"]}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.create_user(UserName="job")
    iam.put_user_policy(UserName="job", PolicyName="read", PolicyDocument=policy)
    made = iam.create_access_key(UserName="job")["AccessKey"]
    job = client("ssm", made["AccessKeyId"], made["SecretAccessKey"])
    read = job.get_parameters(Names=["/laurel/dev/own", "/laurel/dev/own_next"], WithDecryption=True)
    assert [one["Name"] for one in read["Parameters"]] == ["/laurel/dev/own"]
    with pytest.raises(ClientError, match="AccessDenied"):
        job.get_parameters(Names=["/laurel/dev/own", "/laurel/dev/other"])
