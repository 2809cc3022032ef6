"""Parameters of `cloudformation/watch.yaml`: a stage's alarms and their recipient."""

from collections.abc import Mapping

from ops.cli import Stop
from ops.deploying import inventory
from ops.stages import Stage

TOPICS = ("AlarmsTopic", "TicketsTopic")
"""Outputs of the stack: who is called at once, and where goes what can wait."""
PENDING = "PendingConfirmation"
"""What SNS says in place of the ARN until the mail's link was opened."""
NEAR_LIMIT = 0.8
"""Share of an account's concurrent functions above which an alarm goes off."""


def alarm_parameters(stage: Stage, way: str, chosen: Mapping[str, str]) -> Mapping[str, str]:
    """Return the template's parameters.

    `chosen` are those that an operator chooses. Raises Stop when no functions are deployed yet.
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
        **chosen,
    }


def unconfirmed(stage: Stage) -> list[str]:
    """List whom alarms would go to and do not yet reach.

    Each has a mail that asks to confirm. Empty also where alarms go to nobody.
    """
    return [one["Endpoint"] for one in subscriptions(stage) if one["SubscriptionArn"] == PENDING]


def subscriptions(stage: Stage) -> list[dict[str, str]]:
    """List who has subscribed to the stage's two topics of alarms."""
    outputs, sns = stage.outputs("watch"), stage.client("sns")
    topics = [outputs[name] for name in TOPICS if name in outputs]
    return [one for arn in topics for one in sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]]
