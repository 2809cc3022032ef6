"""Settings, from the only reader of the environment.

Every fault is reported at once, at start.
"""

import os
from collections.abc import Callable, Collection, Mapping
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

RUNTIMES = ("python3.11", "python3.13")
"""Lambda runtimes that the functions can be packaged for.

A stage's runtime is a parameter of its data stack.
"""

RUNTIME = RUNTIMES[0]
"""The runtime of a stage that chooses none."""

_OF_REQUESTS = frozenset(
    {
        *("secret", "secret_next", "secret_before"),
        *("proxy_secret", "proxy_secret_next", "proxy_secret_before"),
    }
)
_OF_JOBS: Mapping[str, frozenset[str]] = {
    "stream": frozenset(),
    "tick": frozenset(),
    "closing": frozenset(),
    "nightly": frozenset(),
    "season": frozenset(),
    "messages_due": frozenset({"secret", "webhook_secret"}),
}
SECRETS = _OF_REQUESTS.union(*_OF_JOBS.values())
"""Settings that come from the platform's store, where `secrets` says.

While one is exchanged, the next one and the one before are valid beside it (`ops secret`).
"""

NEEDED_WHEN_DEPLOYED = ("table", "bucket", "public_bucket", "region", "secrets", "dead_letters", "record_key")


class InvalidSettings(Exception):
    """All faults of the settings, never with a value."""


class Settings(BaseModel):
    """The names, addresses and secrets of a stage.

    - `secret`: signs challenges; empty in a job that signs nothing.
    - `site_origin`: the only origin that changes may come from.
    - `proxy_secret`: the header that the CDN adds; where it is set, requests without it are refused.
    - `secrets`: the path in the platform's store under which each secret has its own name.
    - `dead_letters`: the URL of a queue.
    - `record_key`: the ARN of the key that signs the record of a call, in local runs a file; `record_key_next`: that of
      the key that is to take its place, or the same.
    - `long_jobs`, `season`: the ARNs of state machines.
    - `mail_from`, `sms`, `webhook_url`: messages leave by mail from the address, as text messages where `sms` is set,
      and to the URL, signed with `webhook_secret`. What is not set up sends nothing.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    stage: str = "local"
    site_origin: str
    table: str = "laurel"
    bucket: str = "laurel-attachments"
    public_bucket: str = "laurel-public"
    region: str = "cn-north-1"
    secret: str = Field(default="", min_length=16, repr=False)
    secret_next: str = Field(default="", repr=False)
    secret_before: str = Field(default="", repr=False)
    proxy_secret: str = Field(default="", repr=False)
    proxy_secret_next: str = Field(default="", repr=False)
    proxy_secret_before: str = Field(default="", repr=False)
    secrets: str = ""
    dead_letters: str = ""
    record_key: str = ""
    record_key_next: str = ""
    long_jobs: str = ""
    season: str = ""
    mail_from: str = ""
    sms: bool = False
    webhook_url: str = ""
    webhook_secret: str = Field(default="", repr=False)
    dynamodb_endpoint: str | None = None
    s3_endpoint: str | None = None
    local: bool = False

    @model_validator(mode="after")
    def _plain_http_only_at_home(self) -> "Settings":
        if not self.secure and not (self.local and self._loopback):
            raise ValueError("site_origin must be https, except on a loopback address with LAUREL_LOCAL=1")
        return self

    @model_validator(mode="after")
    def _webhook_is_private(self) -> "Settings":
        if self.webhook_url and not (self.webhook_url.startswith("https://") or self.local):
            raise ValueError("webhook_url must be https")
        return self

    @property
    def secure(self) -> bool:
        """Whether the site is served over https.

        Cookies can be Secure then.
        """
        return self.site_origin.startswith("https://")

    @property
    def other_secrets(self) -> tuple[str, ...]:
        """What may have signed too, while `secret` is exchanged."""
        return tuple(filter(None, (self.secret_next, self.secret_before)))

    @property
    def proxy_secrets(self) -> tuple[str, ...]:
        """What a request through the CDN may show, empty without one."""
        return tuple(filter(None, (self.proxy_secret, self.proxy_secret_next, self.proxy_secret_before)))

    @property
    def _loopback(self) -> bool:
        return urlsplit(self.site_origin).hostname in {"127.0.0.1", "localhost", "::1"}


Store = Callable[[str, Collection[str], str], Mapping[str, str]]


def read(environment: Mapping[str, str] = os.environ, store: Store | None = None) -> Settings:
    """Read the settings from LAUREL_… variables.

    Those secrets that this process needs come from `store(path, names, region)`, where LAUREL_SECRETS is the path; a
    job that needs none asks for none. Raises InvalidSettings naming every fault.
    """
    values, needed = _values_in(environment), needed_secrets(environment)
    faults = _placed_wrongly(values)
    if store and needed and values.get("secrets"):
        values |= store(values["secrets"], needed, values.get("region", ""))
    return _settings(values, faults + _missing(values, needed))


def check(environment: Mapping[str, str]) -> None:
    """Check settings before they are deployed.

    Secrets need not be in the store yet. Raises InvalidSettings naming every fault.
    """
    values = _values_in(environment)
    _settings({**values, **dict.fromkeys(SECRETS, "of the platform's store")}, _placed_wrongly(values))


def needed_secrets(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """Return the names of the secrets that this process may need.

    A function goes by its name, `laurel-STAGE-JOB`; what is no job answers requests. A process that is no deployed
    function does everything.
    """
    if not on_lambda(environment):
        return SECRETS
    return _OF_JOBS.get(environment["AWS_LAMBDA_FUNCTION_NAME"].rpartition("-")[2], _OF_REQUESTS)


def on_lambda(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this process is a deployed function."""
    return "AWS_LAMBDA_FUNCTION_NAME" in environment


def answers_requests(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this process may get requests.

    That is the function behind the API, and any process that is no deployed function.
    """
    return environment.get("_HANDLER", "app.app") == "app.app"


def stream(environment: Mapping[str, str] = os.environ) -> str:
    """Return the ARN of the table's stream, or a placeholder without one.

    Read when functions are registered.
    """
    return environment.get("LAUREL_STREAM") or "arn:aws:dynamodb:region:000000000000:table/laurel/stream/local"


def _values_in(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: environment[f"LAUREL_{name.upper()}"]
        for name in Settings.model_fields
        if environment.get(f"LAUREL_{name.upper()}")
    }


def _placed_wrongly(values: Mapping[str, str]) -> list[str]:
    """Return the faults that only a deployed product can have.

    A deployed product relies on no default name, and its secrets are not in its environment.
    """
    if values.get("local"):
        return []
    missing = [
        f"LAUREL_{name.upper()}: missing; nothing deployed goes by a default"
        for name in NEEDED_WHEN_DEPLOYED
        if name not in values
    ]
    exposed = [
        f"LAUREL_{name.upper()}: stands in the environment; put it where LAUREL_SECRETS says"
        for name in sorted(SECRETS & values.keys())
    ]
    return missing + exposed


def _missing(values: Mapping[str, str], needed: Collection[str]) -> list[str]:
    """Return a fault for each secret without which nothing may be signed."""
    signing = ["secret", "webhook_secret"] if values.get("webhook_url") else ["secret"]
    return [f"LAUREL_{name.upper()}: missing" for name in signing if name in needed and name not in values]


def _settings(values: Mapping[str, str], faults: list[str]) -> Settings:
    settings = None
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        faults = faults + [_fault(e["loc"], e["msg"]) for e in error.errors(include_input=False)]
    if faults or settings is None:
        raise InvalidSettings("; ".join(faults))
    return settings


def _fault(place: tuple[int | str, ...], words: str) -> str:
    return ": ".join([*(f"LAUREL_{str(part).upper()}" for part in place), words])
