"""What `cloudformation/watch.yaml` has to know of a stage: what to watch, and whom to tell."""

from collections.abc import Mapping

from ops.deploying import standing
from ops.stages import Stage
from ops.terms import Stop

NEAR = 0.8
"""Of the functions that an account may run at once: so many are near the limit."""


def parameters(stage: Stage, way: str, mail: str, certificate: str) -> Mapping[str, str]:
    """The template's parameters. Raises Stop where there are no functions to watch."""
    api = standing.api_of(stage)
    if not api:
        raise Stop("there is nothing to watch before the functions. Deploy without --only.")
    limit = stage.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    return {
        "Stage": stage.name,
        "ApiName": stage.client("apigateway").get_rest_api(restApiId=api)["name"],
        "ApiFunction": f"laurel-{stage.name}" + ("-api_handler" if way == "template" else ""),
        "TableName": stage.data["TableName"],
        "DeadLettersName": stage.data["DeadLettersArn"].rpartition(":")[2],
        "ManyAtOnce": str(int(limit * NEAR)),
        "OperatorMail": mail,
        "DistributionId": stage.outputs("cdn").get("DistributionId", ""),
        "CertificateArn": certificate if _is_of(certificate, stage.region) else "",
    }


def _is_of(arn: str, region: str) -> bool:
    return region in arn.split(":")
