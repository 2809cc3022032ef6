"""What a refusal of AWS, of this machine or of the settings means for whoever runs a command."""

from chalicelib.settings import InvalidSettings


def sentence_of(error: Exception) -> str | None:
    """One line that says what is wrong and what to do; None for what is no refusal."""
    return _of_aws(error) or _of_system(error)


def _of_aws(error: Exception) -> str | None:
    """What a refusal of AWS means for the operator; None where the error is not one."""
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
        told = error.response["Error"]
        return f"AWS refused {error.operation_name}: {told.get('Message') or told['Code']} ({told['Code']})"
    return str(error) if isinstance(error, BotoCoreError) else None


def _of_system(error: Exception) -> str | None:
    """What this machine refused, such as a file, or what its settings lack; None where the error is neither."""
    if isinstance(error, InvalidSettings):
        return f"the settings are not right. {error}"
    if not isinstance(error, OSError):
        return None
    return f"{error.strerror}: {error.filename}" if error.filename else str(error)
