"""Parameters of `cloudformation/watch.yaml`: a stage's alarms and their recipient."""

from collections.abc import Mapping

from ops.cli import Stop
from ops.deploying import inventory
from ops.stages import Stage

NEAR_LIMIT = 0.8
"""Share of an account's concurrent functions above which an alarm goes off."""


def alarm_parameters(stage: Stage, way: str, mail: str, certificate: str) -> Mapping[str, str]:
    """Return the template's parameters.

    Raises Stop when no functions are deployed yet.
    """
    api = inventory.api_of(stage)
    if not api:
        raise Stop("there is nothing to watch before the functions. Deploy without --only.")
    limit = stage.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    return {
        "Stage": stage.name,
        "ApiName": stage.client("apigateway").get_rest_api(restApiId=api)["name"],
        "ApiFunction": f"laurel-{stage.name}" + ("-api_handler" if way == "template" else ""),
        "TableName": stage.data["TableName"],
        "DeadLettersName": stage.data["DeadLettersArn"].rpartition(":")[2],
        "ManyAtOnce": str(int(limit * NEAR_LIMIT)),
        "OperatorMail": mail,
        "DistributionId": stage.outputs("cdn").get("DistributionId", ""),
        "CertificateArn": certificate if _is_of(certificate, stage.region) else "",
    }


def _is_of(arn: str, region: str) -> bool:
    return region in arn.split(":")
