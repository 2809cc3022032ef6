"""By which ways a call's messages may leave the site, as the call declares it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal

from chalicelib.frozen import dataclass

Channel = Literal["mail", "sms", "webhook"]
CHANNELS: tuple[Channel, ...] = ("mail", "sms", "webhook")


@dataclass(frozen=True)
class ChannelSettings:
    """The `channels` a call opens, and how long messages to one person are gathered before they leave together."""

    channels: tuple[Channel, ...] = ()
    gathered: timedelta = timedelta(minutes=30)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ChannelSettings":
        """As a published version says it; a version from before there were messages opens none."""
        return cls(
            tuple(c for c in CHANNELS if c in data.get("channels", ())),
            timedelta(minutes=data.get("gather_minutes", 30)),
        )
