"""Table and bucket of `cloudformation/data.yaml`, for engines without templates.

So there is one definition for stages, local runs and tests.
"""

from functools import cache
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode

TEMPLATE = Path(__file__).parent.parent / "cloudformation/data.yaml"


def _intrinsic(constructor: Any, suffix: str, node: Any) -> Any:
    """Convert a tag of CloudFormation to its long form.

    `!Ref X` becomes `{"Ref": "X"}`.
    """
    name = suffix if suffix == "Ref" else f"Fn::{suffix}"
    if isinstance(node, ScalarNode):
        return {name: constructor.construct_scalar(node)}
    if isinstance(node, MappingNode):
        return {name: constructor.construct_mapping(node, deep=True)}
    return {name: constructor.construct_sequence(node, deep=True)}


@cache
def template(path: Path = TEMPLATE) -> dict[str, Any]:
    """Return a template as plain data.

    It is cached: do not change it.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_multi_constructor("!", _intrinsic)
    loaded: dict[str, Any] = yaml.load(path)
    return loaded


def properties(resource: str) -> dict[str, Any]:
    """Return the properties of one resource of the template."""
    properties: dict[str, Any] = template()["Resources"][resource]["Properties"]
    return properties


def table_definition() -> dict[str, Any]:
    """Return the arguments of `create_table` except the name."""
    same = ("BillingMode", "AttributeDefinitions", "KeySchema")
    table = properties("Table")
    stream = {"StreamEnabled": True, **table["StreamSpecification"]}
    indexes = [{n: v for n, v in one.items() if n != "WarmThroughput"} for one in table["GlobalSecondaryIndexes"]]
    return {**{name: table[name] for name in same}, "GlobalSecondaryIndexes": indexes, "StreamSpecification": stream}


def make_table(dynamodb: Any, name: str) -> None:
    """Create the table unless it exists.

    `dynamodb` is a client of an engine that creates tables at once.
    """
    try:
        dynamodb.create_table(TableName=name, **table_definition())
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceInUseException":
            raise
        return
    ttl = properties("Table")["TimeToLiveSpecification"]
    dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=ttl)


def make_bucket(s3: Any, name: str, site_origin: str) -> None:
    """Create the bucket unless it exists, and apply its settings.

    These are versioning, CORS, lifecycle and the block of public access. The local engine keeps objects over a
    crash and forgets these settings, so call it at every start.
    """
    _create(s3, name)
    bucket = properties("Attachments")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=bucket["VersioningConfiguration"])
    s3.put_bucket_cors(Bucket=name, CORSConfiguration=cors(site_origin))
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration=lifecycle())
    block = bucket["PublicAccessBlockConfiguration"]
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)


def make_public_bucket(s3: Any, name: str) -> None:
    """Create the bucket of what everybody may read, as `make_bucket` does."""
    _create(s3, name)
    bucket = properties("Public")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=bucket["VersioningConfiguration"])
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=bucket["PublicAccessBlockConfiguration"])


def _create(s3: Any, name: str) -> None:
    where = {"LocationConstraint": s3.meta.region_name}
    try:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}:
            raise


def cors(site_origin: str) -> dict[str, Any]:
    """Return the bucket's CORS rules as the S3 API spells them.

    The site is at `site_origin`.
    """
    rules = properties("Attachments")["CorsConfiguration"]["CorsRules"]
    return {"CORSRules": [_cors_rule(rule, site_origin) for rule in rules]}


def _cors_rule(rule: dict[str, Any], site_origin: str) -> dict[str, Any]:
    origins = [site_origin if origin == {"Ref": "SiteOrigin"} else origin for origin in rule["AllowedOrigins"]]
    return {
        "ID": rule["Id"],
        "AllowedOrigins": origins,
        "AllowedMethods": rule["AllowedMethods"],
        "AllowedHeaders": rule["AllowedHeaders"],
        "ExposeHeaders": rule["ExposedHeaders"],
        "MaxAgeSeconds": rule["MaxAge"],
    }


def lifecycle(bucket: str = "Attachments") -> dict[str, Any]:
    """Return a bucket's lifecycle as the S3 API spells it."""
    return {"Rules": [_lifecycle_rule(rule) for rule in properties(bucket)["LifecycleConfiguration"]["Rules"]]}


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    same = ("Status", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload")
    spelled = {name: rule[name] for name in same if name in rule}
    if "ExpirationInDays" in rule:
        spelled["Expiration"] = {"Days": rule["ExpirationInDays"]}
    return {"ID": rule["Id"], "Filter": {"Prefix": rule.get("Prefix", "")}, **spelled}
