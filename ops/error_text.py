"""One-line explanations of errors for the operator.

They cover errors of AWS, of this machine and of the settings. Libraries are imported where an error is
explained, so that `--help` stays quick.
"""


def sentence_of(error: Exception) -> str | None:
    """Return one line: what is wrong and what to do.

    None for an error of our own code.
    """
    return _of_aws(error) or _of_system(error)


def _of_aws(error: Exception) -> str | None:
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        EndpointConnectionError,
        NoCredentialsError,
        NoRegionError,
        ProfileNotFound,
        TokenRetrievalError,
    )

    if isinstance(error, NoCredentialsError | TokenRetrievalError):
        return "no AWS credentials were found. Sign in (aws sso login, aws configure) or set AWS_PROFILE."
    if isinstance(error, NoRegionError):
        return "no AWS region is set. Use --region or set AWS_REGION, for example cn-north-1."
    if isinstance(error, ProfileNotFound):
        return f"{error}. See aws configure list-profiles."
    if isinstance(error, EndpointConnectionError):
        return f"{error} Is the region right, the network there, and the local run (make run) running?"
    if isinstance(error, ClientError):
        body = error.response["Error"]
        return f"AWS refused {error.operation_name}: {body.get('Message') or body['Code']} ({body['Code']})"
    return str(error) if isinstance(error, BotoCoreError) else None


def _of_system(error: Exception) -> str | None:
    from chalicelib.settings import InvalidSettings

    if isinstance(error, InvalidSettings):
        return f"the settings are not right. {error}"
    if not isinstance(error, OSError):
        return None
    return f"{error.strerror}: {error.filename}" if error.filename else str(error)
