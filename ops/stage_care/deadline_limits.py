"""A stage's limits held against the last hour before a deadline.

One line each: what is needed, what there is, what to do.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import ceil
from typing import Any

from ops.deploying import inventory
from ops.stage_care.checks import CheckResult
from ops.stage_care.deadline_night import HEADROOM, Night, read_awaited, reckon
from ops.stages import Stage


def before_deadline(stage: Stage) -> Iterator[CheckResult]:
    """Check every limit that the last hour may reach."""
    waiting = read_awaited(stage.tools)
    if not waiting:
        yield CheckResult("deadline", None, "no call takes entries, or will")
        return
    for one in waiting:
        words = f"{one.entries:,} entries are missing, {one.minutes / 60:,.0f} hours are left"
        yield CheckResult(f"deadline of {one.call}", None, f"{words}, {one.files_each} files each")
    night = reckon(waiting)
    words = (
        f"{night.saves:.1f} saves, {night.pushes:.1f} pushes, {night.files:.1f} files, {night.requests:.1f} requests"
    )
    yield CheckResult("busiest minute, a second", None, f"{words} (docs/costs.md)")
    yield _functions(stage, night)
    yield from _table(stage, night)
    yield from _gateway(stage, night)
    yield from _mail(stage, night)


def _limit(what: str, needed: float, have: float, remedy: str) -> CheckResult:
    """Return one limit's line, with the remedy if too low."""
    words = f"needed {ceil(needed):,}, have {have:,.0f}"
    return CheckResult(what, have >= needed, words if have >= needed else f"{words}: {remedy}")


def _functions(stage: Stage, night: Night) -> CheckResult:
    """Compare functions at once; what others have reserved is not there."""
    have = stage.client("lambda").get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"]
    remedy = f"ask for {max(100, night.functions):,} (Service Quotas, Lambda, Concurrent executions); it can take a day"
    return _limit("functions at once", night.functions, have, remedy)


def _table(stage: Stage, night: Night) -> Iterator[CheckResult]:
    table = stage.client("dynamodb").describe_table(TableName=stage.data["TableName"])["Table"]
    return compare_table(table, night, partial(_warming, stage))


def compare_table(table: Mapping[str, Any], night: Night, warming: Callable[[int, int], str]) -> Iterator[CheckResult]:
    """Compare what table and indexes can take at once.

    `table` as DynamoDB describes it. An index is read and written at most as often as the table. `warming` tells how
    to reach so many reads and writes.
    """
    reads, writes = ceil(HEADROOM * night.read_units), ceil(HEADROOM * night.write_units)
    for what, one in [("table", table), *((f"index {i['IndexName']}", i) for i in table["GlobalSecondaryIndexes"])]:
        warm = one.get("WarmThroughput", {})
        if "ReadUnitsPerSecond" not in warm:
            yield CheckResult(f"{what}, units a second", None, f"needed {reads:,} and {writes:,}; not told here")
            continue
        remedy = warming(max(reads, warm["ReadUnitsPerSecond"]), max(writes, warm["WriteUnitsPerSecond"]))
        yield _limit(f"{what}, reads a second", reads, warm["ReadUnitsPerSecond"], remedy)
        yield _limit(f"{what}, writes a second", writes, warm["WriteUnitsPerSecond"], remedy)


def _warming(stage: Stage, reads: int, writes: int) -> str:
    """Return the command that warms the stage's table.

    A table since a restore is not the stack's.
    """
    if stage.data["TableName"] == stage.outputs("data").get("TableName"):
        return (
            f"python -m ops deploy --stage {stage.name} --only data --set WarmReads={reads} --set WarmWrites={writes}"
        )
    warm = f"ReadUnitsPerSecond={reads},WriteUnitsPerSecond={writes}"
    return f"aws dynamodb update-table --table-name {stage.data['TableName']} --warm-throughput {warm}; its indexes too"


def _gateway(stage: Stage, night: Night) -> Iterator[CheckResult]:
    """Compare the gateway's throttle: the account's, and the stage's own."""
    client, needed = stage.client("apigateway"), HEADROOM * night.requests
    limits = client.get_account().get("throttleSettings", {})
    if "rateLimit" in limits:
        remedy = "ask for more (Service Quotas, API Gateway, Throttle rate)"
        yield _limit("gateway, requests a second", needed, limits["rateLimit"], remedy)
    own = _own_throttle(client, inventory.api_of(stage))
    if own is not None:
        yield _limit("the stage's throttle, requests a second", needed, own, "raise it in the stage's settings")


def _own_throttle(client: Any, api: str | None) -> float | None:
    """Return the rate that the deployed stage allows; None without one."""
    if not api:
        return None
    settings = client.get_stage(restApiId=api, stageName="api").get("methodSettings", {}).get("*/*", {})
    rate = settings.get("throttlingRateLimit")
    return float(rate) if rate and rate > 0 else None


def _mail(stage: Stage, night: Night) -> Iterator[CheckResult]:
    if stage.data.get("MailFrom"):
        yield from compare_mail(stage.client("sesv2").get_account(), night)


def compare_mail(account: Mapping[str, Any], night: Night) -> Iterator[CheckResult]:
    """Compare what the mail service sends in a day and a second."""
    if not account.get("ProductionAccessEnabled", False):
        yield CheckResult("mail", False, "in the sandbox, to verified addresses alone: ask SES for production access")
    quota, remedy = account.get("SendQuota", {}), "ask for more (SES, sending limits)"
    left = quota.get("Max24HourSend", 0) - quota.get("SentLast24Hours", 0)
    unlimited = quota.get("Max24HourSend") == -1
    yield _limit("mails in a day", night.mails_a_day, float("inf") if unlimited else left, remedy)
    yield _limit("mails a second", night.mails_a_second, quota.get("MaxSendRate", 0), remedy)
