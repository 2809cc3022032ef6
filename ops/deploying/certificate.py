"""The site's certificate, looked at before anything is deployed."""

import re
from collections.abc import Iterable

from botocore.exceptions import ClientError

from ops.cli import Stop, say
from ops.stages import Stage

REGION = "us-east-1"
"""Where the CDN looks for certificates, whatever region the stage is in."""

_ARN = re.compile(r"arn:[\w-]+:acm:(?P<region>[\w-]+):(?P<account>\d{12}):certificate/[\w-]+")


def check_certificate(stage: Stage, arn: str, host: str) -> None:
    """Check that the CDN can use a certificate for a host.

    Raises Stop when it stands elsewhere, is not issued, or is for another name.
    """
    parts = _ARN.fullmatch(arn)
    if not parts:
        raise Stop(f"{arn} is no certificate's ARN. It looks like arn:aws:acm:{REGION}:123456789012:certificate/….")
    if parts["region"] != REGION:
        raise Stop(
            f"the certificate stands in {parts['region']}; the CDN takes one of {REGION} alone, whatever the stage's"
            f" region. Request it there: aws acm request-certificate --region {REGION} --domain-name {host}"
            " --validation-method DNS"
        )
    if parts["account"] != stage.account:
        raise Stop(f"the certificate is of account {parts['account']}, and the stage of {stage.account}.")
    acm = stage.session.client("acm", region_name=REGION, endpoint_url=stage.engine)
    try:
        certificate = acm.describe_certificate(CertificateArn=arn)["Certificate"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            say(f"the certificate could not be looked at ({error.response['Error']['Code']}); going on")
            return
        raise Stop(f"there is no certificate {arn}. See aws acm list-certificates --region {REGION}") from None
    if certificate["Status"] != "ISSUED":
        raise Stop(
            f"the certificate is {certificate['Status']}. Put the record that ACM names into the DNS of {host}, wait"
            " until it is ISSUED, then deploy."
        )
    names = [certificate["DomainName"], *certificate.get("SubjectAlternativeNames", [])]
    if not _covers(names, host):
        raise Stop(f"the certificate is for {', '.join(dict.fromkeys(names))}, and the site is at {host}.")


def _covers(names: Iterable[str], host: str) -> bool:
    """Return True if one of a certificate's names is for a host."""
    wild = "*." + host.partition(".")[2]
    return any(name.lower() in {host.lower(), wild.lower()} for name in names)
