"""The only reader of the environment. Every fault is named at once, at start."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Settings(BaseModel):
    """Where things are. `secret` signs challenges; `site_origin` is the only origin changes may come from;
    `proxy_secret` is the header the CDN adds, without which requests are refused where it is set."""

    model_config = ConfigDict(frozen=True)

    stage: str = "local"
    site_origin: str
    table: str = "laurel"
    bucket: str = "laurel-attachments"
    region: str = "cn-north-1"
    secret: str = Field(min_length=16, repr=False)
    proxy_secret: str = Field(default="", repr=False)
    dynamodb_endpoint: str | None = None
    s3_endpoint: str | None = None
    local: bool = False

    @model_validator(mode="after")
    def _plain_http_only_at_home(self) -> "Settings":
        if not self.secure and not (self.local and self._loopback):
            raise ValueError("site_origin must be https, except on a loopback address with LAUREL_LOCAL=1")
        return self

    @property
    def secure(self) -> bool:
        """Whether the site is served over https, so that cookies can be Secure."""
        return self.site_origin.startswith("https://")

    @property
    def _loopback(self) -> bool:
        return urlsplit(self.site_origin).hostname in {"127.0.0.1", "localhost", "::1"}


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from LAUREL_… variables. Raises pydantic.ValidationError naming every fault."""
    given = {
        name: environment[f"LAUREL_{name.upper()}"]
        for name in Settings.model_fields
        if environment.get(f"LAUREL_{name.upper()}")
    }
    return Settings.model_validate(given)
